"""Names that are also a form of a common noun ("Malene", "Fares"), where they are the noun.

At the beginning of a sentence the capital says nothing. There the researchers' sentence is of
things when its verb is one that no single person can be the subject of: a plural ("Fares are"), or
what is done with things alone ("Malene er skrevet"). Anything else may be of a person and stays a
name, and so does every such word in a participant's mouth.

A word of its own that also reads as a name's genitive ("Stillas") is the word where nothing follows
that could be owned. A noun's genitive that ends as a place's name does ("Skolenes") is no place.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import get_args

from ingest.anonymity.alarm import Voice
from ingest.anonymity.lists import folded
from ingest.anonymity.words import Word
from ingest.mending.lexicon import is_listed
from service.domain import Language
from service.vocabulary.groups import group_vocabulary
from service.vocabulary.words import lemma

_ENDINGS = ("s", "es", "e", "en", "et", "a", "er", "ar", "ene", "ane")
"""Plural of English, definite and plural forms of bokmål and nynorsk."""
_NORWEGIAN: tuple[Language, ...] = ("nb", "nn")
_HELPERS = 4
"""Auxiliaries and adverbs that may stand before the verb that tells."""


def is_noun(words: Sequence[Word], position: int, voice: Voice) -> bool:
    """Whether the word there begins a sentence of the researchers that cannot be of one person."""
    word = words[position]
    if voice != "finding" or not word.opens or not word.is_title:
        return False
    return _is_of_things(_following(words, position)) and is_inflected(word.text)


def is_own_word(words: Sequence[Word], position: int, voice: Voice) -> bool:
    """Whether the word there begins a sentence and is a dictionary's word that only looks like the
    genitive of a name, as what follows cannot be owned. "Karens var best" may be said of a person's
    own by who speaks of her: in a quote less tells of the word."""
    word = words[position]
    if not word.opens or not word.is_title or not _has_own(word.text.lower()):
        return False
    follows = _following(words, position)[:1]
    told = folded("cues", "things", "never_owned")
    if voice == "finding":
        told = told.union(*(folded("cues", "things", kind) for kind in _BEHIND))
    return bool(told & set(follows))


_BEHIND = ("not_owned", "be", "have", "does")


@lru_cache(maxsize=20_000)
def _has_own(word: str) -> bool:
    """Whether a dictionary of Norwegian has `word`, a genitive of a name by its ending, as a word
    and not as a form of another."""
    if not word.endswith("s") or word in folded("first_names", "names"):
        return False
    return any(is_listed(word, of) and lemma(word, of) == word for of in _NORWEGIAN)


@lru_cache(maxsize=20_000)
def is_plural_genitive(word: str) -> bool:
    """Whether `word` is the genitive of several institutions or people ("Skolenes", "Elevenes"):
    places are named after anything else ("Holmenes", "Kråkenes"). Its case is not looked at."""
    small = word.lower()
    if not small.endswith(("enes", "anes", "ernes")):
        return False
    plural = small.removesuffix("s")
    bases = {lemma(plural, of) for of in _NORWEGIAN if is_listed(plural, of)} - {plural}
    kinds = folded("places", "institutions")
    # A dictionary may give a verb for one language and the noun for the other: one will do.
    return bool(bases & kinds) or bool(bases and group_vocabulary().mentions(plural))


def is_attribute(words: Sequence[Word], position: int, voice: Voice) -> bool:
    """Whether a small word stands where "named" is an attribute of it: "one named contact"."""
    before = [word.text.lower() for word in words[max(position - 2, 0) : position]]
    return (
        voice != "quote"
        and len(before) == 2
        and before[1] == "named"
        and before[0] in folded("cues", "names", "determiners")
    )


@lru_cache(maxsize=20_000)
def is_inflected(word: str) -> bool:
    """Whether a dictionary has `word` as a regular form of another word. Its case is not looked
    at."""
    small = word.lower()
    return any(_is_form(small, lemma(small, language)) for language in get_args(Language))


def _is_form(word: str, base: str) -> bool:
    stem = base.removesuffix("e")
    return word != base and any(word == stem + ending for ending in _ENDINGS)


def _following(words: Sequence[Word], position: int) -> list[str]:
    """The words behind it that no mark parts from it or from one another."""
    found: list[str] = []
    for word in words[position + 1 : position + _HELPERS + 3]:
        if word.opens or word.gap.strip():
            break
        found.append(word.text.lower())
    return found


def _is_of_things(follows: Sequence[str]) -> bool:
    """Whether a verb phrase is said of several, or of things."""
    if follows and follows[0] in folded("cues", "things", "plural"):
        return True
    passive = False
    for at, word in enumerate(follows):
        if word in folded("cues", "things", "be"):
            passive = True
        elif word in folded("cues", "things", "have"):
            passive = False  # "har skrevet" is of a person, "har blitt skrevet" is not
        elif word not in folded("cues", "things", "between"):
            done = passive and word in folded("cues", "things", "done")
            says = done or word in folded("cues", "things", "does")
            # "skrevet ut", "skrevet inn" is said of patients.
            return says and not set(follows[at + 1 : at + 2]) & folded(
                "cues", "things", "particles"
            )
    return False
