"""Questions with what each should be understood as, written before the code that they check.

`python -m tests.service.understood [FILE ...]` says how many are; `-v` shows those that are not.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from service.domain import Group
from service.understanding import Message, Question, understand
from service.vocabulary.groups import group_vocabulary

HERE = Path(__file__).parent
DEV = ("health", "school", "society", "conversations")
HELD_OUT = "held_out"


class Row(NamedTuple):
    """A line of a table."""

    language: str
    kind: str
    flags: frozenset[str]
    groups: frozenset[str]
    mentioned: frozenset[str]
    turns: tuple[str, ...]
    texts: tuple[str, ...]
    """Stand-alone questions, any of which will do."""


def rows(name: str) -> Iterator[Row]:
    """The rows of a table."""
    for line in (HERE / f"{name}.psv").read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        cells = [cell.strip() for cell in line.replace("||", "\x00").split("|")]
        language, kind, flags, groups, mentioned, asked, *text = cells
        turns = tuple(turn.strip() for turn in asked.split(">>"))
        texts = tuple(t.strip() for t in text[0].split("\x00")) if text else (turns[-1],)
        yield Row(
            language,
            kind,
            frozenset(flags.split()),
            _set(groups),
            _set(mentioned),
            turns,
            texts,
        )


def wrong(row: Row) -> dict[str, str]:
    """What of a row is understood otherwise: column → what it was understood as."""
    question = understand(
        [Message(role="user", content=turn) for turn in row.turns], group_vocabulary()
    )
    return {
        name: str(have)
        for name, have, fits in (
            ("language", question.language, question.language == row.language),
            ("kind", question.kind, question.kind == row.kind),
            ("flags", sorted(_flags(question)), _flags(question) == row.flags),
            ("groups", sorted(_names(question.groups)), _names(question.groups) == row.groups),
            (
                "mentioned",
                sorted(_names(getattr(question, "mentioned", ()))),
                _names(getattr(question, "mentioned", ())) == row.mentioned,
            ),
            ("text", question.text, question.text in row.texts),
        )
        if not fits
    }


def _set(cell: str) -> frozenset[str]:
    return frozenset(part.strip() for part in cell.split(",") if part.strip())


def _names(groups: tuple[Group, ...]) -> frozenset[str]:
    return frozenset("/".join(p for p in (g.role, g.sector, g.field) if p) for g in groups)


def _flags(question: Question) -> frozenset[str]:
    flags = {name for name in ("number", "study") if getattr(question, name)}
    if wishes := getattr(question, "wishes", None):
        flags |= {"short"} if wishes.short else set()
        flags |= {f"lang={wishes.language}"} if wishes.language else set()
        flags |= {f"items={wishes.items}"} if wishes.items else set()
        flags |= {"quotes" if wishes.quotes else "noquotes"} if wishes.quotes is not None else set()
    return frozenset(flags)
