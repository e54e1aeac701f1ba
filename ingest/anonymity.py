"""The gate: direct identifiers of people stop a report before anything is stored."""

import re
import tomllib
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import phonenumbers

from service.domain import Report
from service.errors import PrivacyError
from service.vocabulary.groups import group_vocabulary

_EMAIL = re.compile(r"\b[\w.+-]+@[\w-]+(?:\.[\w-]+)+\b")
_IDENTITY = re.compile(r"(?<![\d.,])(\d{6})[ .-]?(\d{5})(?![\d])")
_PHONE = re.compile(
    r"(?<![\d.,+])(?:(?P<code>(?:\+|00)\d{1,3})[ -]?)?"
    r"(?P<number>\d{2} \d{2} \d{2} \d{2}|\d{3} \d{2} \d{3}|\d{8})(?![\d.,]*\d)"
)
_FOREIGN = re.compile(r"(?<![\w+])\+\d[\d ()-]{6,18}\d")
_CALLS = re.compile(
    r"\b(?:tlf|telefon\w*|mobil\w*|ring\w*|nummer\w*|phone|mobile|call)\b[^.]{0,30}$", re.I
)
_NAME = r"[A-ZÆØÅ][a-zæøåéüöä]+(?:-[A-ZÆØÅ][a-zæøåéüöä]+)?"
_CALLED = re.compile(
    rf"\b(?:heter|heiter|ved navn|my name is|is called|named)\s+({_NAME}(?:\s+{_NAME})*)"
)
_TITLED = re.compile(rf"\b(?:[Ff]ru|[Hh]err|[Ff]røken|Mr|Mrs|Ms|Miss)\.?\s+({_NAME})")
_FULL = re.compile(rf"\b({_NAME})((?:\s+{_NAME}|\s+[A-ZÆØÅ]\.)*\s+{_NAME})\b")


@dataclass(frozen=True)
class Alarm:
    """A direct identifier: what kind and where, never the words."""

    kind: str
    section: str
    """Heading of the section it stands in."""
    line: int
    """Line of the raw file, from 1."""
    source: str | None
    """Id of the finding or quote it stands in, None for other text."""


def alarms(report: Report, raw: str) -> tuple[Alarm, ...]:
    """Every direct identifier in the text of `report`, in order."""
    starts = [0, *(hit.end() for hit in re.finditer(r"\r\n|\r|\n", raw))]
    found: list[Alarm] = []
    sections = {section.id: section.path[-1] for section in report.sections}
    ends: list[tuple[int, int]] = []
    for source in report.sources:
        ends.append((source.start, source.end))
        for kind, _ in identifiers(source.text):
            line = bisect_right(starts, source.raw[0][0])
            found.append(Alarm(kind, sections[source.section], line, source.id))
    for kind, start in identifiers(_masked(report.canonical, ends)):
        section = next(
            (s.path[-1] for s in reversed(report.sections) if s.start <= start < s.end), ""
        )
        where = _line_of(report, start, starts)
        found.append(Alarm(kind, section, where, None))
    return tuple(found)


def _masked(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """`text` with what the sources hold blanked: headings and lead-ins remain."""
    pieces: list[str] = []
    position = 0
    for start, end in sorted(spans):
        pieces += [text[position:start], "\n" * (end - start)]
        position = end
    return "".join([*pieces, text[position:]])


def _line_of(report: Report, offset: int, starts: Sequence[int]) -> int:
    """The raw line of the source that stands nearest after `offset` of the canonical text."""
    after = next((s for s in report.sources if s.start >= offset), None)
    return bisect_right(starts, after.raw[0][0]) if after else len(starts)


def identifiers(text: str) -> Iterator[tuple[str, int]]:
    """Kinds of direct identifiers in `text`, and where each begins."""
    for hit in _EMAIL.finditer(text):
        yield "e-mail address", hit.start()
    taken: list[tuple[int, int]] = []
    for hit in _IDENTITY.finditer(text):
        if is_identity_number(hit.group(1) + hit.group(2)):
            taken.append(hit.span())
            yield "national identity number", hit.start()
    for hit in _PHONE.finditer(text):
        if not any(start <= hit.start() < end for start, end in taken) and _is_phone(text, hit):
            taken.append(hit.span())
            yield "phone number", hit.start()
    for hit in _FOREIGN.finditer(text):
        if any(start <= hit.end() and hit.start() <= end for start, end in taken):
            continue
        if _is_valid(hit.group(), None):
            yield "phone number", hit.start()
    for start in sorted(_names(text)):
        yield "name of a person", start


# --- national identity numbers -----------------------------------------------------------------

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_identity_number(number: str) -> bool:
    """Whether eleven figures are a Norwegian identity number: ordinary, D-number (day + 40), or
    synthetic (month + 40, + 65 or + 80). Both control digits must be right."""
    digits = [int(digit) for digit in number]
    day, month = int(number[:2]), int(number[2:4])
    day -= 40 if day > 40 else 0
    for shift in (80, 65, 40):
        if month > shift:
            month -= shift
            break
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return False
    first = sum(w * d for w, d in zip(_FIRST, digits, strict=False)) % 11
    second = sum(w * d for w, d in zip(_SECOND, digits, strict=True)) % 11
    return first == 0 and second == 0


# --- phone numbers -----------------------------------------------------------------------------


def _is_phone(text: str, hit: re.Match[str]) -> bool:
    code, number = hit.group("code"), hit.group("number")
    if code:
        return _is_valid(f"+{code.lstrip('+0')} {number}", None)
    if not _is_valid(number, "NO"):
        return False
    if " " in number:
        return True
    # Eight figures in a row are as often an amount or a case number.
    return number[0] in "49" or bool(_CALLS.search(text[: hit.start()]))


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False


# --- names -------------------------------------------------------------------------------------


@cache
def _first_names() -> frozenset[str]:
    data = tomllib.loads(Path(__file__).with_name("names.toml").read_text("utf-8"))
    return frozenset(name.lower() for names in data.values() for name in names)


def _names(text: str) -> set[int]:
    """Where persons are named: by what introduces a name, or a common first name with a surname."""
    found = {hit.start(1) for hit in _CALLED.finditer(text) if _is_first_name(hit.group(1))}
    found |= {hit.start(1) for hit in _TITLED.finditer(text)}
    found |= {hit.start() for hit in _FULL.finditer(text) if _is_full_name(hit)}
    return found


def _is_full_name(hit: re.Match[str]) -> bool:
    """A common first name, and behind it no word for a group ("Per Kommune")."""
    return _is_first_name(hit.group(1)) and not group_vocabulary().mentions(hit.group(2).strip())


def _is_first_name(name: str) -> bool:
    return re.split(r"[\s-]", name)[0].lower() in _first_names()


def refuse(found: Sequence[Alarm], path: Path) -> None:
    """Raises `PrivacyError` when there are alarms, naming kinds and places."""
    if not found:
        return
    counts = Counter(alarm.kind for alarm in found)
    what = ", ".join(f"{count} x {kind}" for kind, count in counts.items())
    shown = [f"{a.kind} at line {a.line} ({a.section})" for a in found[:10]]
    more = f" and {len(found) - 10} more" if len(found) > 10 else ""
    raise PrivacyError(
        f"{path.name}: {what}",
        f"people could be identified: {'; '.join(shown)}{more}; nothing was stored",
        f"Replace them in the file by words in [brackets], then: funn ingest {path.name}",
    )
