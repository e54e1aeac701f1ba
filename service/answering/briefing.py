"""What a language model is told: the sources that fit, under opaque tokens, set in the prompts.

Question and sources are data. They go in as JSON in marked sections that no text can end.
"""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count

import prompts
from prompts.data import as_data, boundary
from service.domain import Finding, Language
from service.evidence import Evidence
from service.understanding import Question
from service.vocabulary.groups import group_vocabulary

LANGUAGES: dict[Language, str] = {
    "nb": "Norwegian Bokmål",
    "nn": "Norwegian Nynorsk",
    "en": "English",
}
BUDGET = 9000
"""Characters of evidence shown to the model: about 3,000 tokens of Norwegian."""
SHARES = {"finding": 0.75, "quote": 0.4}
"""Part of the budget that either kind may take, so that neither crowds out the other."""
MOST = {"finding": 24, "quote": 10}
"""How many of either kind: what ranks lower costs more attention than it adds."""
MAX_SOURCE = 1500
"""Characters of one source. The model paraphrases; what is shown is the whole source."""
TOKEN = "[a-z][0-9][0-9]"  # noqa: S105 - the form of a token, no secret
_LETTERS = "bcdfghjkmnpqrstvwxz"


@dataclass(frozen=True)
class Briefing:
    """One question to a model: both messages, and what each token in them stands for."""

    system: prompts.Prompt
    user: prompts.Prompt
    sources: Mapping[str, Evidence]

    @property
    def digest(self) -> str:
        """Of the prompts' files, for the answer to name."""
        return prompts.combined_digest((self.system, self.user))


def brief(question: Question, evidence: Sequence[Evidence], budget: int = BUDGET) -> Briefing:
    """The question with the best of `evidence` (best first) that fit in `budget` characters. The
    same question over the same evidence gives the same messages."""
    sources = _named(question.text, _select(evidence, budget, question.kind == "quotes"))
    told = [
        (item.source.kind, as_data(_describe(token, item, question.language)))
        for token, item in sources.items()
    ]
    language = LANGUAGES[question.language]
    data = {
        "question": as_data(question.text),
        "findings": "\n".join(line for kind, line in told if kind == "finding") or "none",
        "quotes": "\n".join(line for kind, line in told if kind == "quote") or "none",
    }
    return Briefing(
        system=prompts.render("synthesis_system", language=language),
        user=prompts.render(
            "synthesis_user", language=language, boundary=boundary(*data.values()), **data
        ),
        sources=sources,
    )


def _select(evidence: Sequence[Evidence], budget: int, quotes: bool) -> list[Evidence]:
    """The best of `evidence` that fit, each source once; all may be quotes where `quotes` are asked
    for. What does not fit is passed over for what ranks lower and does."""
    chosen: dict[str, Evidence] = {}
    left = {kind: budget * (1 if quotes else share) for kind, share in SHARES.items()}
    places = dict(MOST)
    for item in evidence:
        kind = item.source.kind
        size = len(item.source.text[:MAX_SOURCE]) + len(item.source.context)
        if item.source.id in chosen or size > min(budget, left[kind]) or not places[kind]:
            continue
        chosen[item.source.id] = item
        places[kind] -= 1
        left[kind] -= size
        budget -= size
    return list(chosen.values())


def _named(question: str, shown: Sequence[Evidence]) -> dict[str, Evidence]:
    """`shown` under tokens such as "k47", which tell a model nothing and which no report can name
    beforehand."""
    named: dict[str, Evidence] = {}
    drawn = _draw("\x1f".join((question, *(item.source.id for item in shown))))
    for item in shown:
        named[next(token for token in drawn if token not in named)] = item
    return named


def _draw(seed: str) -> Iterator[str]:
    """An endless row of tokens that depends on `seed` alone."""
    for number in count():
        value = int.from_bytes(_digest(f"{number}\x1f{seed}")[:4])
        number_part, letter = divmod(value, len(_LETTERS))
        yield f"{_LETTERS[letter]}{10 + number_part % 90}"


def _describe(token: str, item: Evidence, language: Language) -> dict[str, str]:
    """What the model is told of a source, in the order it reads it."""
    source, label = item.source, group_vocabulary().label
    told = {"token": token, "report": item.report, "under": source.context}
    if isinstance(source, Finding):
        told |= {
            "who": "; ".join(label(group, language, "many") for group in source.groups),
            "not_who": "; ".join(
                label(group, language, "many") for group in source.excluded_groups
            ),
            "amount": source.strength_words or "",
            "view_of": "the researchers" if source.holder == "researchers" else "",
            "about": source.about or "",
        }
    else:
        told["speaker"] = label(source.speaker, language)
    told["text"] = source.text[:MAX_SOURCE]
    return {key: value for key, value in told.items() if value}


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).digest()
