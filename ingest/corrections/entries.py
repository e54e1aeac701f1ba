"""The file of corrections: what it may hold, and how it is read."""

import difflib
import hashlib
import re
import tomllib
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, TypeAdapter, ValidationError, field_validator, model_validator

from service.domain import Frozen, Group, Holder, Language
from service.errors import InputError
from service.vocabulary.groups import group_vocabulary

ENDING = ".corrections.toml"
MAX_BYTES = 1_000_000
_HEAD = re.compile(r"^[ \t]*\[\[[ \t]*correction[ \t]*\]\]", re.M)
_GUIDE = "See docs/corrections.md."

Words = Annotated[str, Field(min_length=1, max_length=5000)]


def _check_terms(**given: str | None) -> None:
    """Raises `ValueError` where a role, sector or field is no term of the vocabulary."""
    for name, value in given.items():
        known = sorted({getattr(term, name) for term in group_vocabulary().terms} - {None})
        if value is not None and value not in known:
            near = difflib.get_close_matches(value, known, n=3, cutoff=0.5) or known
            raise ValueError(f"`{name}` must be a term of Funn's, as {', '.join(near)}")


class Known(Group):
    """A group in terms of the vocabulary."""

    @model_validator(mode="after")
    def _in_vocabulary(self) -> Self:
        _check_terms(role=self.role, sector=self.sector, field=self.field)
        return self


class Entry(Frozen):
    """One correction. `at` is text of the report, exact but for white space, that stands in what
    is corrected; `line` (of the file, from 1) or `occurrence` (from 1) says which, where it
    stands there more than once. `note` is for people; it is neither used nor stored."""

    at: Words
    line: int | None = Field(default=None, ge=1)
    occurrence: int | None = Field(default=None, ge=1)
    note: str | None = None


class Ranged(Entry):
    """A correction of everything from `at` to `through`, where that is given."""

    through: Words | None = None


class Settled(Ranged):
    """Funn has it right: it is no longer uncertain."""

    do: Literal["settled"]


class Move(Ranged):
    """It stands before or after something else."""

    do: Literal["move"]
    before: Words | None = None
    after: Words | None = None

    @model_validator(mode="after")
    def _one_place(self) -> Self:
        if (self.before is None) == (self.after is None):
            raise ValueError("give either `before` or `after`")
        return self


class Aside(Ranged):
    """It is left out of the report."""

    do: Literal["aside"]


class Join(Entry):
    """The text at `with` goes on where this one stops."""

    do: Literal["join"]
    other: Words = Field(alias="with")


class Split(Entry):
    """It is two: the second begins at `before`."""

    do: Literal["split"]
    before: Words


class Heading(Entry):
    """It is a heading: of a chapter (1), of a section in it (2), of what stands below (3)."""

    do: Literal["heading"]
    level: Literal[1, 2, 3]


class Text(Entry):
    """It is running text of the authors: no heading, no quote, no list item."""

    do: Literal["text"]


class Item(Entry):
    """It is an item of a list."""

    do: Literal["item"]
    level: int = Field(default=1, ge=1, le=6)


class Spoken(Entry):
    """Who speaks. `label` is text of the report that is the quote's attribution; role, sector and
    field are terms of the vocabulary, and go before what the label says."""

    label: Words | None = None
    label_line: int | None = Field(default=None, ge=1)
    role: str | None = None
    sector: str | None = None
    field: str | None = None

    @model_validator(mode="after")
    def _in_vocabulary(self) -> Self:
        _check_terms(role=self.role, sector=self.sector, field=self.field)
        return self

    @property
    def group(self) -> Group:
        return Group(role=self.role, sector=self.sector, field=self.field)


class Quote(Spoken):
    """It is a participant's words."""

    do: Literal["quote"]


class Speaker(Spoken):
    """The quote is attributed otherwise."""

    do: Literal["speaker"]

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if not (self.label or self.group):
            raise ValueError("give `label`, or at least one of `role`, `sector`, `field`")
        return self


class Groups(Entry):
    """Of whom a finding speaks, and whom it excludes. What is left out is left as it is."""

    do: Literal["groups"]
    groups: tuple[Known, ...] | None = None
    excluded: tuple[Known, ...] | None = None

    @field_validator("groups", "excluded")
    @classmethod
    def _none_empty(cls, groups: tuple[Known, ...] | None) -> tuple[Known, ...] | None:
        if groups is not None and not all(groups):
            raise ValueError("a group needs a role, a sector or a field")
        return groups

    @model_validator(mode="after")
    def _says_something(self) -> Self:
        if self.groups is None and self.excluded is None:
            raise ValueError("give `groups` or `excluded`")
        return self


class HolderIs(Entry):
    """Whose view a finding is."""

    do: Literal["holder"]
    holder: Holder


class About(Entry):
    """The role that did not take part and that a finding is about; without `role`, none is."""

    do: Literal["about"]
    role: str | None = None

    @model_validator(mode="after")
    def _in_vocabulary(self) -> Self:
        _check_terms(role=self.role)
        return self


Part = Settled | Move | Aside | Join | Split | Heading | Text | Item | Quote | Speaker
"""Corrections of what stands where and what it is."""
Fact = Groups | HolderIs | About
"""Corrections of what is known of a finding."""
Correction = Annotated[Part | Fact, Field(discriminator="do")]


class ReportFacts(Frozen):
    """What the file says wrongly of itself, or not at all."""

    title: Words | None = None
    publisher: Words | None = None
    year: int | None = Field(default=None, ge=1500, le=2999)
    language: Language | None = None


class _File(Frozen):
    report: ReportFacts = ReportFacts()
    correction: tuple[Correction, ...] = ()


_FILE: TypeAdapter[_File] = TypeAdapter(_File)


class Corrections(Frozen):
    """A file of corrections, read and checked by itself; not yet against the report."""

    name: str
    digest: str
    """`sha256:` and the digest of the file."""
    report: ReportFacts
    entries: tuple[Correction, ...]
    lines: tuple[int, ...]
    """Where in the file each entry begins."""

    def refusal(self, index: int, why: str, next_step: str = "") -> InputError:
        """The error for an entry that cannot be applied."""
        what = f"{self.name}, correction {index + 1}"
        if index < len(self.lines):
            what += f" (line {self.lines[index]})"
        step = next_step or "Mend the entry, or take it out."
        return InputError(what, why, f"{step} Nothing was ingested.")


NONE = Corrections(name="", digest="", report=ReportFacts(), entries=(), lines=())


def beside(path: Path) -> Path | None:
    """The file of corrections that lies beside the report `path`, if one does."""
    found = path.with_name(path.stem + ENDING)
    return found if found != path and found.is_file() else None


def load(path: Path) -> Corrections:
    """The corrections in `path`. Raises `InputError` for a file that is none."""
    try:
        with path.open("rb") as opened:
            data = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise InputError(
            str(path), f"cannot be read ({error.strerror})", "Check the path of the corrections."
        ) from None
    if len(data) > MAX_BYTES:
        raise InputError(str(path), "is too large for a file of corrections", _GUIDE)
    try:
        text = data.decode("utf-8-sig")
        given = tomllib.loads(text.replace("\r\n", "\n"))
    except UnicodeDecodeError as error:
        raise InputError(
            str(path), f"is not UTF-8 text (byte {error.start})", "Save it as UTF-8."
        ) from None
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        where = re.search(r"\(at .+\)$", str(error))  # the rest may hold text of the report
        raise InputError(
            str(path), f"is not TOML {where.group() if where else ''}".rstrip(), _GUIDE
        ) from None
    digest = "sha256:" + hashlib.sha256(data).hexdigest()
    lines = tuple(text.count("\n", 0, hit.start()) + 1 for hit in _HEAD.finditer(text))
    try:
        file = _FILE.validate_python(given)
    except ValidationError as error:
        empty = Corrections(
            name=path.name, digest=digest, report=ReportFacts(), entries=(), lines=lines
        )
        raise _refused(empty, error) from None
    return Corrections(
        name=path.name, digest=digest, report=file.report, entries=file.correction, lines=lines
    )


def _refused(read: Corrections, error: ValidationError) -> InputError:
    """The first fault, named by its entry and key; never with the value, which may be text of the
    report."""
    fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    where: list[Any] = list(fault["loc"])
    message = fault["msg"].removeprefix("Value error, ")
    if where[:1] == ["correction"] and len(where) > 1 and isinstance(where[1], int):
        index = where[1]
        keys = [str(key) for key in where[2:]]
        why = _why(fault["type"], keys, message)
        return read.refusal(index, why, _GUIDE)
    why = _why(fault["type"], [str(key) for key in where], message)
    return InputError(read.name, why, f"{_GUIDE} Nothing was ingested.")


def _why(kind: str, keys: list[str], message: str) -> str:
    key = keys[-1] if keys else ""
    if key.startswith("strength"):
        return "a finding's strength is as its words say and cannot be corrected"
    if kind == "extra_forbidden":
        return f"the key `{key}` is not known here"
    if kind == "missing":
        return f"the key `{key}` is missing"
    if kind.startswith("union_tag"):
        known = [
            "settled", "move", "aside", "join", "split", "heading", "text", "item", "quote",
            "speaker", "groups", "holder", "about",
        ]  # fmt: skip
        return f"`do` must be one of: {', '.join(known)}"
    return f"`{key}`: {message}" if len(keys) > 1 else message
