"""Strength inflation: "some" of the report becomes "many" in the answer."""

from functools import lru_cache

from eval.truth import Truth
from service.contract import Answer, Claim
from service.domain import Strength
from service.vocabulary.strength import ORDER, strength_lexicon


def inflated(answer: Answer, truth: Truth) -> tuple[int, ...]:
    """Numbers, from 1, of the claims that state a strength over what their sources state.

    A claim states the strength that it carries and those that its words state of people. Its
    sources state those of their text, headings and lead-in; a quote is one participant's. Compared
    on the product's scale: none, one, few, some, several, many, most, all. Over is also any
    strength where the sources state none, and "none" where they do not say so, though it stands
    lowest. The highest of the sources cited decides, so a claim is safe that any of them bears.

    The figure is the share of answers with claims that have no such claim. Extractive answers copy
    claims, so theirs is 1 by construction. Own definition, from the guarantees in the product's
    contract; it reads words by the service's own lexicon, and misses what that misses.
    """
    return tuple(
        number
        for number, claim in enumerate(answer.claims, start=1)
        if _exceeds(_said(claim), _held(claim, truth))
    )


def _said(claim: Claim) -> set[int]:
    carried = set() if claim.strength == "unspecified" else {_rank(claim.strength)}
    return carried | _stated(claim.text)


def _held(claim: Claim, truth: Truth) -> set[int]:
    held: set[int] = set()
    for source in (truth.by_id[id] for id in claim.citations if id in truth.by_id):
        if source.kind == "quote":
            held.add(_rank("one"))
        else:
            held |= _stated(source.text) | _stated(source.context)
    return held


def _exceeds(said: set[int], held: set[int]) -> bool:
    none = _rank("none")
    if none in said and none not in held:
        return True
    return bool(said) and (not held or max(said) > max(held))


@lru_cache(maxsize=8192)
def _stated(text: str) -> frozenset[int]:
    """Read once of each text: answers to many questions cite the same sources."""
    return frozenset(_rank(stated.strength) for stated in strength_lexicon().strengths(text))


def _rank(strength: Strength) -> int:
    return ORDER.index(strength)
