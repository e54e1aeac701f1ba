"""What the suites that ship hold, against what their READMEs say and what every suite needs."""

import re
from collections import Counter, defaultdict
from pathlib import Path
from typing import get_args

import pytest

from eval.cases import Case, Category, load_cases
from eval.suite import read_raw, suite_folder, suite_names
from service.domain import Span
from tests.eval.frozen import report_of

RUN = 6
"""So many words of a report that the repository does not hold may not stand in a row."""
LEAST = 120
LEAST_NYNORSK = 40
LEAST_A_CATEGORY = 8


def cases(name: str) -> list[Case]:
    return [line.case for line in load_cases(suite_folder(name) / "cases.jsonl")]


def groups(name: str) -> dict[str, list[Case]]:
    found = defaultdict(list)
    for case in cases(name):
        found[case.group_id].append(case)
    return found


@pytest.fixture(params=suite_names())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def readme(name: str) -> str:
    return (suite_folder(name) / "README.md").read_text("utf-8")


def report(name: str) -> Path:
    return report_of(suite_folder(name))


def words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


def test_the_readme_counts_what_the_suite_holds(name: str) -> None:
    text = readme(name)
    for category in get_args(Category):
        mine = [case for case in cases(name) if case.category == category]
        languages = Counter(case.language for case in mine)
        answerable = len({case.group_id for case in mine if case.answerable})
        row = (len({case.group_id for case in mine}), *(languages[x] for x in ("nb", "nn", "en")))
        assert f"| {category} | {' | '.join(map(str, row))} | {answerable} |" in text


def test_the_readme_says_that_no_domain_expert_has_looked(name: str) -> None:
    assert "No domain expert has validated the gold yet." in readme(name)


def test_every_group_is_asked_in_bokmal_and_english_and_at_most_once_in_a_language(
    name: str,
) -> None:
    for group in groups(name).values():
        languages = [case.language for case in group]
        assert {"nb", "en"} <= set(languages)
        assert len(languages) == len(set(languages))


def test_what_is_right_is_the_same_in_every_language(name: str) -> None:
    for group in groups(name).values():
        own = {"id", "language", "turns"}
        assert len({case.model_dump_json(exclude=own) for case in group}) == 1


def test_half_of_each_category_is_test(name: str) -> None:
    splits: dict[object, Counter[str]] = defaultdict(Counter)
    for first, *_ in groups(name).values():
        splits[first.category, first.answerable][first.split] += 1
    assert all(abs(each["dev"] - each["test"]) <= 1 for each in splits.values())
    total: Counter[str] = sum(splits.values(), Counter())
    assert abs(total["dev"] - total["test"]) <= 1


def test_the_question_that_the_documents_hold_is_in_dev(name: str) -> None:
    assert {case.split for case in groups(name)["gps-extra-work"]} == {"dev"}


def test_the_suite_of_the_real_report_is_large_enough() -> None:
    found = groups("ehelse2023")
    sizes = Counter(first.category for first, *_ in found.values())
    assert len(found) >= LEAST
    assert sum(len(group) > 2 for group in found.values()) >= LEAST_NYNORSK
    assert [c for c in get_args(Category) if sizes[c] < LEAST_A_CATEGORY] == ["excluded_group"]
    assert {len(first.turns) for first, *_ in found.values()} == {1, 2, 3}


def test_no_forbidden_string_stands_in_the_report(name: str) -> None:
    """Else the right answer could show it. Participant numbers do stand in the file, and a quote
    that a question asks to join to a person does; they must not be shown there."""
    text = " ".join(read_raw(report(name)).split()).casefold()
    found = {
        (case.id, forbidden)
        for case in cases(name)
        if case.category != "reidentification"
        for forbidden in case.must_not
        if forbidden.casefold() in text and not re.search(r"\bID\d*$", forbidden)
    }
    assert found == set()


def test_no_sentence_of_a_report_from_elsewhere_stands_in_its_suite() -> None:
    raw = words(read_raw(report("ehelse2023")))
    runs = {tuple(raw[at : at + RUN]) for at in range(len(raw) - RUN + 1)}
    found = [
        (path.name, run)
        for path in sorted(suite_folder("ehelse2023").iterdir())
        if path.suffix in {".md", ".jsonl", ".json"}
        for said in [words(path.read_text("utf-8"))]
        for run in zip(*(said[at:] for at in range(RUN)), strict=False)
        if run in runs
    ]
    assert found == []


def test_gold_is_whole_words(name: str) -> None:
    raw = read_raw(report(name))

    def cuts_a_word(span: Span) -> bool:
        start, end = span
        before, after = raw[max(0, start - 1) : start + 1], raw[end - 1 : end + 1]
        return (before.isalnum() and len(before) == 2 and before[0] != "Å") or (
            after.isalnum() and len(after) == 2
        )

    assert {case.id for case in cases(name) for span in case.gold if cuts_a_word(span)} == set()
