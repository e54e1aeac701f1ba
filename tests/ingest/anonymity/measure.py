"""What the gate finds of the seeded set, and where it cries out for nothing.

    python -m tests.ingest.anonymity.measure [--misses]

The set was written before the gate was tuned. Half of it (`held out`) was not looked at while
tuning; its misses are printed by nobody but this program, and only when asked for.
"""

import json
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from ingest.anonymity import alarms, identifiers
from ingest.anonymity.alarm import Voice
from service.domain import Quote, Report, Section, Speaker
from service.vocabulary.groups import group_vocabulary

SET = Path(__file__).with_name("seeded.jsonl")
SPLITS = ("tuned", "held out", "late")
INDIRECT = "indirect"


def controlled(start: str) -> str:
    """Nine figures with the two control digits that make an identity number of them."""
    digits = [int(figure) for figure in start]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        rest = sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        digits.append(0 if rest == 0 else 11 - rest)
    assert max(digits) < 10, "choose other figures"
    return "".join(map(str, digits))


# 1 March 1980: ordinary, D-number, and the three synthetic series
STARTS = {
    "ordinary": "010380103",
    "D": "410380101",
    "h40": "014380101",
    "s65": "016880101",
    "s80": "018380101",
}


def account() -> str:
    """Eleven figures with the control digit of a Norwegian account."""
    start = "8601111793"
    rest = sum(w * int(d) for w, d in zip((5, 4, 3, 2, 7, 6, 5, 4, 3, 2), start, strict=True)) % 11
    return start + str((11 - rest) % 11)


def iban() -> str:
    """The account as an international number."""
    check = 98 - int(account() + "2324" + "00") % 97
    return f"NO{check:02}{account()}"


def filled() -> dict[str, str]:
    """What stands for the names in braces: no number that is valid is written into a file."""
    numbers = {kind: controlled(start) for kind, start in STARTS.items()}
    one = numbers["ordinary"]
    return {
        **numbers,
        "ordinary_spaced": f"{one[:6]} {one[6:]}",
        "ordinary_dotted": f"{one[:2]}.{one[2:4]}.{one[4:6]} {one[6:]}",
        "ordinary_dashed": f"{one[:6]}-{one[6:]}",
        "ordinary_odd": f"{one[:6]} {one[6:9]} {one[9:]}",
        "D_spaced": f"{numbers['D'][:6]} {numbers['D'][6:]}",
        "s80_spaced": f"{numbers['s80'][:6]} {numbers['s80'][6:]}",
        "account": account(),
        "account_spaced2": f"{account()[:4]} {account()[4:6]} {account()[6:]}",
        "account_dotted": f"{account()[:4]}.{account()[4:6]}.{account()[6:]}",
        "iban": " ".join(iban()[i : i + 4] for i in range(0, 15, 4)),
        "iban_compact": iban(),
    }


@dataclass(frozen=True)
class Item:
    """One text of the set: `kind` of identifier in it, or None where there is none."""

    kind: str | None
    language: str
    where: str
    text: str
    split: str
    label: str | None = None
    others: int = 0
    """Quotes of other speakers with the same label."""


def items() -> Iterator[Item]:
    """The set, its numbers filled in."""
    numbers = filled()
    for line in SET.read_text("utf-8").splitlines():
        values = json.loads(line)
        for name, number in numbers.items():
            values["text"] = values["text"].replace("{" + name + "}", number)
        yield Item(**values)


def report_of(item: Item) -> tuple[Report, str]:
    """A report that holds the quote of `item` and those of the other speakers."""
    group = group_vocabulary().find(item.label or "")
    told = group[0].group.model_dump() if group else {}
    speaker = Speaker(**told, label=item.label or "", understood=bool(told))
    texts = [
        item.text,
        *(f"Det går sin gang, nummer {word}." for word in "abcdefgh"[: item.others]),
    ]
    pieces: list[Quote] = []
    canonical = ""
    for number, text in enumerate(texts):
        start = len(canonical)
        canonical += text + "\n"
        same = (
            speaker if number == 0 else speaker.model_copy(update={"label": told.get("role") or ""})
        )
        pieces.append(
            Quote(
                id=f"q-{number}", text=text, section="s", block="b", start=start,
                end=start + len(text), raw=((start, start + len(text)),), speaker=same,
            )
        )  # fmt: skip
    section = Section(id="s", path=("1 Funn",), level=1, start=0, end=len(canonical))
    report = Report(
        id="r", title="Rapport", canonical=canonical, raw_digest="sha256:0", reader="test/1",
        sections=(section,), sources=tuple(pieces),
    )  # fmt: skip
    return report, canonical


VOICES: dict[str, Voice] = {
    "quote": "quote",
    "finding": "finding",
    "heading": "heading",
    "lead-in": "finding",
}


def found(item: Item) -> list[str]:
    """The kinds of alarms that stop `item`."""
    if item.label is not None:
        report, raw = report_of(item)
        return [a.kind for a in alarms(report, raw) if a.level == "stop" and a.source == "q-0"]
    return [hit.kind for hit in identifiers(item.text, VOICES[item.where]) if hit.level == "stop"]


def is_found(item: Item) -> bool:
    """Whether something stops it, for the reason it was written for."""
    kinds = found(item)
    return bool(kinds) if item.kind == INDIRECT else item.kind in kinds


@dataclass(frozen=True)
class Score:
    """How many of how many."""

    hits: int
    of: int

    @property
    def share(self) -> float:
        return self.hits / self.of if self.of else 1.0


def scores(split: str) -> dict[str, Score]:
    """Recall by kind, and under "false alarms" how many sound texts raised one."""
    hits: Counter[str] = Counter()
    of: Counter[str] = Counter()
    for item in items():
        if item.split != split:
            continue
        kind = item.kind or "false alarms"
        of[kind] += 1
        hits[kind] += is_found(item) if item.kind else bool(found(item))
    return {kind: Score(hits[kind], of[kind]) for kind in of}


def main(arguments: list[str]) -> None:
    """Prints the figures; with `--misses` what went wrong in the half that was tuned on."""
    for split in SPLITS:
        told = scores(split)
        positives = [score for kind, score in told.items() if kind != "false alarms"]
        print(f"{split}: recall {sum(s.hits for s in positives)}/{sum(s.of for s in positives)}")
        for kind, score in sorted(told.items()):
            print(f"  {kind:28} {score.hits:3} of {score.of}")
    if "--misses" in arguments:
        for item in items():
            if (
                item.split == "tuned"
                and (is_found(item) if item.kind else not found(item)) is False
            ):
                print(f"{item.kind or 'FALSE ALARM'}: {item.text} → {found(item)}")


if __name__ == "__main__":
    main(sys.argv[1:])
