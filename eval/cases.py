"""A case: one question of an evaluation set, with what a good answer to it must hold."""

import json
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import (
    Field,
    StringConstraints,
    ValidationError,
    field_validator,
    model_validator,
)

from eval.errors import SuiteError
from service.contract import Status
from service.domain import Frozen, Group, Language, Span

Split = Literal["dev", "test"]
Category = Literal[
    "single",
    "several_sections",
    "quotes",
    "list",
    "comparison",
    "strength",
    "follow_up",
    "lay_wording",
    "misspelled",
    "false_premise",
    "near_miss",
    "numbers",
    "not_interviewed",
    "excluded_group",
    "out_of_scope",
    "injection",
    "reidentification",
]
UnanswerableKind = Literal[
    "near_miss",
    "number",
    "not_interviewed",
    "out_of_scope",
    "reidentification",
    "false_premise",
    "injection",
]
Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_.-]*$")]

ANSWERING: frozenset[Status] = frozenset({"answered", "partial"})
ABSTAINING: frozenset[Status] = frozenset({"not_in_report", "out_of_scope", "blocked_privacy"})


class KeyPoint(Frozen):
    """One thing that a good answer says, in the annotator's own words, and where the report says
    it: each of `gold` is enough by itself."""

    id: Id
    importance: Literal["vital", "okay"]
    text: Text
    gold: tuple[Span, ...] = Field(min_length=1)
    patterns: Mapping[Language, tuple[Text, ...]] = Field(default_factory=dict)
    """Regular expressions by language: a claim that a language model wrote must match one, besides
    citing the place. Claims in the report's own words need none."""

    @field_validator("patterns")
    @classmethod
    def _compile(
        cls, patterns: Mapping[Language, tuple[str, ...]]
    ) -> Mapping[Language, tuple[str, ...]]:
        for language, each in patterns.items():
            if not each:
                raise ValueError(f"{language} has no pattern; leave it out")
            for pattern in each:
                try:
                    matches_all = re.compile(pattern, re.IGNORECASE).search("")
                except re.error as error:
                    raise ValueError(f"{pattern!r} is no regular expression ({error})") from None
                if matches_all:
                    raise ValueError(f"{pattern!r} matches an empty text, and so any claim")
        return patterns


class Case(Frozen):
    """One question (or conversation: `turns` are the user's, the last is the one scored)."""

    id: Id
    split: Split
    group_id: Id
    """Shared by paraphrases and translations of one question."""
    language: Language
    category: Category
    turns: tuple[Text, ...] = Field(min_length=1)
    answerable: bool
    unanswerable_kind: UnanswerableKind | None
    expected_status: tuple[Status, ...] = Field(min_length=1)
    """Every status that is right; the first is the best."""
    key_points: tuple[KeyPoint, ...]
    gold_quotes: tuple[Span, ...]
    must_not: tuple[Text, ...]
    """Strings that the answer must not show."""
    expected_roles: tuple[Group, ...]
    """Every quote cited must be by one of these; empty when any speaker will do."""
    author: Text
    rationale: Text

    @property
    def gold(self) -> tuple[Span, ...]:
        """Every span that is evidence for this case."""
        points = tuple(span for point in self.key_points for span in point.gold)
        return points + self.gold_quotes

    @property
    def either(self) -> bool:
        """Whether answering and abstaining are both right, so that neither is counted as wrong."""
        expected = set(self.expected_status)
        return bool(expected & ANSWERING) and bool(expected & ABSTAINING)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        expected = set(self.expected_status)
        if "error" in expected:
            raise ValueError("expected_status: an error is never the expected answer")
        if self.answerable != (self.unanswerable_kind is None):
            raise ValueError("unanswerable_kind: set it exactly when answerable is false")
        if self.answerable and not expected & ANSWERING:
            raise ValueError("expected_status: an answerable case needs answered or partial")
        if not self.answerable and not expected & ABSTAINING:
            raise ValueError("expected_status: an unanswerable case needs a status that abstains")
        if self.answerable and not self.gold:
            raise ValueError("key_points: an answerable case needs gold")
        if any(not group for group in self.expected_roles):
            raise ValueError("expected_roles: a group needs a role, a sector or a field")
        if len({point.id for point in self.key_points}) != len(self.key_points):
            raise ValueError("key_points: an id is used twice")
        if wrong := [span for span in self.gold if not 0 <= span[0] < span[1]]:
            raise ValueError(f"gold: {wrong} are no spans")
        return self


class SuiteLine(Frozen):
    """A case with the JSON object it was written as; digests are taken of the object, so that a
    field added to `Case` later changes no digest."""

    case: Case
    written: dict[str, Any]


def load_cases(path: Path) -> tuple[SuiteLine, ...]:
    """The cases of a JSONL file, in file order. Raises `SuiteError` naming the line."""
    try:
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SuiteError(str(path), str(error), "Give the folder of a suite.") from None
    lines = []
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        place = f"{path.name}, line {number}"
        try:
            written = json.loads(line)
            lines.append(SuiteLine(case=Case.model_validate_json(line), written=written))
        except json.JSONDecodeError as error:
            raise SuiteError(place, f"no JSON object ({error})", "Correct the line.") from None
        except ValidationError as error:
            found = error.errors(include_url=False)[0]
            at = ".".join(str(part) for part in found["loc"]) or "case"
            raise SuiteError(place, f"{at}: {found['msg']}", "See eval/README.md.") from None
    if not lines:
        raise SuiteError(str(path), "holds no case", "Write one case a line; see eval/README.md.")
    return tuple(lines)


def problems(cases: Iterable[Case], raw: str) -> list[str]:
    """What is wrong with a set against the report's raw text, one sentence each; empty if sound."""
    cases = tuple(cases)
    found = [
        f"{name}: the id is used {count} times"
        for name, count in Counter(case.id for case in cases).items()
        if count > 1
    ]
    groups: dict[str, Case] = {}
    for case in cases:
        for start, end in case.gold:
            if end > len(raw):
                found.append(f"{case.id}: gold [{start}, {end}] ends after the report does")
            elif raw[start:end] != raw[start:end].strip():
                found.append(f"{case.id}: gold [{start}, {end}] begins or ends with white space")
        first = groups.setdefault(case.group_id, case)
        if case.split != first.split:
            found.append(f"{case.id}: in another split than {first.id} of the same group")
        if case.answerable != first.answerable:
            found.append(f"{case.id}: answerable differs from {first.id} of the same group")
        if _gold_by_point(case) != _gold_by_point(first):
            found.append(f"{case.id}: key points or gold differ from {first.id} of the same group")
    return found


def _gold_by_point(case: Case) -> object:
    points = {p.id: (p.importance, p.gold, dict(p.patterns)) for p in case.key_points}
    return points, case.gold_quotes
