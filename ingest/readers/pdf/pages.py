"""What the process that reads a PDF may hand over, validated, and the words of a page."""

from dataclasses import dataclass, field
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Coordinate = Annotated[float, Field(ge=-1e6, le=1e6, allow_inf_nan=False)]
SEEN, INVISIBLE, OUTSIDE, TINY, UNSEEN, BEHIND = range(6)
"""Whether a word is seen, as `ingest.pdfium.worker` says."""


class Style(NamedTuple):
    """How a word is set: `size` in points, `turned` in degrees clockwise."""

    font: str
    size: Coordinate
    bold: bool
    italic: bool
    colour: int
    turned: int


class _Word(NamedTuple):
    text: Annotated[str, Field(min_length=1, max_length=200_000)]
    x0: Coordinate
    y0: Coordinate
    x1: Coordinate
    y1: Coordinate
    base: Coordinate
    style: Annotated[int, Field(ge=0)]
    spaced: bool
    why: Annotated[int, Field(ge=0, le=BEHIND)]


class _Shape(NamedTuple):
    x0: Coordinate
    y0: Coordinate
    x1: Coordinate
    y1: Coordinate
    fill: int | None


class _Picture(NamedTuple):
    x0: Coordinate
    y0: Coordinate
    x1: Coordinate
    y1: Coordinate


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class About(_Strict):
    """What the file says of itself."""

    pages: Annotated[int, Field(ge=1)]
    title: str
    names_author: bool
    attachments: int
    scripts: int
    form: bool


class PageRecord(_Strict):
    """One page as the other process gave it."""

    page: Annotated[int, Field(ge=1)]
    readable: bool
    width: Coordinate = 0.0
    height: Coordinate = 0.0
    cut_short: bool = False
    comments: int = 0
    styles: tuple[Style, ...] = ()
    words: tuple[_Word, ...] = ()
    shapes: tuple[_Shape, ...] = ()
    pictures: tuple[_Picture, ...] = ()


class Failure(_Strict):
    """Why a file cannot be read."""

    error: Literal["password", "damaged", "pages"]
    pages: int = 0


class End(_Strict):
    """All pages have been given."""

    end: Literal[True]


Record = About | PageRecord | Failure | End
RECORD: TypeAdapter[Record] = TypeAdapter(Record)


PRIVATE = 0xF0000
"""First of the characters that stand for those to mend, as `ingest.pdfium.fonts` writes them."""


class Mend(NamedTuple):
    """A run of a word that the font's own table mends; `at` counts from the word's start."""

    at: int
    before: str
    after: str
    reason: str


class Fonts(_Strict):
    """What the fonts of a file say of its characters."""

    fonts: int
    unnamed: int
    mended: tuple[tuple[str, str, str], ...]
    """Each character as shown, as it should be, and why."""


@dataclass(slots=True)
class Word:
    """A word as it is shown. `x0` to `bottom` is where its letters stand, in points from the top
    left corner, whatever its font says of its height."""

    text: str
    x0: float
    x1: float
    top: float
    bottom: float
    base: float
    style: Style
    spaced: bool
    order: int
    """Its number in drawing order."""
    high: tuple[float, float]
    """Upper and lower edge of its box, as the font gives them."""
    seen: int = SEEN
    shown: str = ""
    """What the file shows, where its text has been mended by the font's own table."""
    mends: tuple["Mend", ...] = ()

    @property
    def size(self) -> float:
        return self.style.size

    @property
    def middle(self) -> tuple[float, float]:
        return (self.x0 + self.x1) / 2, (self.top + self.bottom) / 2


@dataclass(frozen=True, slots=True)
class Rect:
    """A box in points from the top left corner."""

    x0: float
    top: float
    x1: float
    bottom: float
    fill: int | None = None

    @property
    def width(self) -> float:
        return self.x1 - self.x0

    @property
    def height(self) -> float:
        return self.bottom - self.top

    @property
    def area(self) -> float:
        return max(0.0, self.width) * max(0.0, self.height)

    def holds(self, x: float, y: float) -> bool:
        return self.x0 <= x <= self.x1 and self.top <= y <= self.bottom

    def around(self, other: "Rect", slack: float = 1.5) -> bool:
        """Whether it holds another box."""
        return (
            self.x0 <= other.x0 + slack
            and self.top <= other.top + slack
            and self.x1 >= other.x1 - slack
            and self.bottom >= other.bottom - slack
        )


@dataclass
class Page:
    """A page: what is seen on it, and what is not."""

    number: int
    width: float
    height: float
    words: list[Word]
    hidden: list[Word]
    turned: list[Word]
    """Words set across the page, where not all of it is."""
    twice: list[Word]
    """Words drawn a second time at the same place, for a shadow or for weight."""
    shapes: list[Rect] = field(default_factory=list)
    pictures: list[Rect] = field(default_factory=list)
    recognised: bool = False
    """Whether its text lies behind a picture of the page (text recognition)."""
    readable: bool = True
    cut_short: bool = False
    """Whether it holds more than is read of one page."""
    comments: int = 0


@dataclass
class File:
    """A PDF as it was given: what it says of itself, its fonts if they could be checked, its
    pages."""

    about: About
    fonts: Fonts | None
    pages: list[Page]


_UP, _DOWN = 0.74, 0.22
"""How far letters reach above and below their baseline, in ems."""


def parsed(line: bytes) -> Record:
    """A line of the other process. Raises `pydantic.ValidationError`."""
    return RECORD.validate_json(line)


def _mended(given: str, fonts: Fonts | None) -> tuple[str, str, tuple[Mend, ...]]:
    """A word as it should be, as it is shown, and what differs."""
    if fonts is None or not any(ord(char) >= PRIVATE for char in given):
        return given, "", ()
    right, shown = "", ""
    mends: list[Mend] = []
    going = False
    for char in given:
        number = ord(char) - PRIVATE
        if not 0 <= number < len(fonts.mended):
            right, shown, going = right + char, shown + char, False
            continue
        before, after, reason = fonts.mended[number]
        if going and mends[-1].reason == reason:
            last = mends[-1]
            mends[-1] = Mend(last.at, last.before + before, last.after + after, reason)
        else:
            mends.append(Mend(len(shown), before, after, reason))
        right, shown, going = right + after, shown + before, True
    return right, shown, tuple(mends)


def _covers(first: Word, word: Word) -> bool:
    """Whether the same word stands at nearly the same place."""
    near = 0.25 * word.size
    return abs(first.x0 - word.x0) < near and abs(first.base - word.base) < near


def page_of(record: PageRecord, fonts: Fonts | None = None) -> Page:
    """The page of a record. `fonts` tells what its private characters stand for."""
    words: list[Word] = []
    hidden: list[Word] = []
    turned: list[Word] = []
    twice: list[Word] = []
    seen: dict[str, list[Word]] = {}
    for order, given in enumerate(record.words):
        style = record.styles[given.style]
        text, shown, mends = _mended(given.text, fonts)
        word = Word(
            text,
            given.x0,
            given.x1,
            given.base - _UP * style.size,
            given.base + _DOWN * style.size,
            given.base,
            style,
            given.spaced,
            order,
            (given.y0, given.y1),
            given.why,
            shown,
            mends,
        )
        if given.why not in (SEEN, BEHIND):
            hidden.append(word)
        elif style.turned:
            turned.append(word)
        elif any(_covers(other, word) for other in seen.get(text, ())):
            twice.append(word)
        else:
            words.append(word)
            seen.setdefault(text, []).append(word)
    return Page(
        record.page,
        record.width,
        record.height,
        words,
        hidden,
        turned,
        twice,
        [Rect(s.x0, s.y0, s.x1, s.y1, s.fill) for s in record.shapes],
        [Rect(p.x0, p.y0, p.x1, p.y1) for p in record.pictures],
        recognised=any(word.why == BEHIND for word in record.words),
        readable=record.readable,
        cut_short=record.cut_short,
        comments=record.comments,
    )
