"""Excerpts are as their form says, made up, and apart from what is measured on."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from eval.cases import load_cases
from eval.errors import SuiteError
from eval.suite import read_raw, suite_folder, suite_names
from eval.tune.excerpts import EXCERPTS, Line, lines, read_excerpts
from eval.tune.questions import OKAY, VITAL
from tests.eval.frozen import report_at
from tests.eval.test_training import ELSEWHERE, RUN, words

STATEMENTS = [
    {"h": ["3 Funn", "Ulemper"], "lead": "Dette nevnes:", "t": "Lite tid", "who": None},
    {"h": ["3 Funn"], "lead": None, "t": "Vi rekker det ikke.", "who": "vaktmester"},
]
QUESTION = {"nb": "Hva er galt?", "en": "What is wrong?", "v": [0], "o": [1]}
OPEN = {"nb": "Hva koster det?", "en": "Cost?", "nn": "Kva kostar det?", "v": [], "o": []}


def line(**changed: Any) -> str:
    made = {
        "subject": "drift",
        "language": "nb",
        "passages": STATEMENTS,
        "questions": [QUESTION, {**OPEN, "kind": "near_miss"}],
    }
    return json.dumps({**made, **changed}, ensure_ascii=False)


def written(folder: Path, *each: str) -> Path:
    (folder / "some.jsonl").write_text("\n".join(each) + "\n", "utf-8")
    return folder


def runs(said: tuple[str, ...]) -> set[tuple[str, ...]]:
    return set(zip(*(said[at:] for at in range(RUN)), strict=False))


@pytest.fixture(scope="module")
def all_of_them() -> list[Line]:
    return list(lines())


class TestForm:
    def test_passages_are_put_as_the_store_embeds_them(self, tmp_path: Path) -> None:
        """Headings, the lead-in of a finding or the speaker of a quote, its words."""
        [found] = read_excerpts(written(tmp_path, line(), ""))
        assert found.passages == (
            "3 Funn\nUlemper\nDette nevnes:\nLite tid",
            "3 Funn\nvaktmester\nVi rekker det ikke.",
        )
        assert found.bare == ("Dette nevnes:\nLite tid", "Vi rekker det ikke.")

    def test_gold_is_what_is_marked(self, tmp_path: Path) -> None:
        [found] = read_excerpts(written(tmp_path, line()))
        assert [each.gold.tolist() for each in found.questions] == [[VITAL, OKAY], [0, 0]]
        assert [each.texts for each in found.questions] == [
            ("Hva er galt?", "What is wrong?"),
            ("Hva koster det?", "Kva kostar det?", "Cost?"),
        ]

    @pytest.mark.parametrize(
        ("changed", "why"),
        [
            ({"questions": [{**QUESTION, "v": [2]}]}, "no such statement"),
            ({"questions": [{**QUESTION, "v": [-1]}]}, "no such statement"),
            ({"questions": [{**QUESTION, "o": [0]}]}, "marked twice"),
            ({"questions": [OPEN]}, "answered and of a kind"),
            ({"questions": [{**QUESTION, "kind": "near_miss"}]}, "answered and of a kind"),
            ({"passages": []}, "at least 1 item"),
            ({"language": "sv"}, "'nb', 'nn' or 'en'"),
        ],
    )
    def test_a_line_that_is_none_is_named(
        self, changed: dict[str, Any], why: str, tmp_path: Path
    ) -> None:
        with pytest.raises(SuiteError, match=f"some.jsonl, line 2.*{why}"):
            read_excerpts(written(tmp_path, line(), line(**changed)))

    def test_a_folder_without_any_is_refused(self, tmp_path: Path) -> None:
        with pytest.raises(SuiteError, match="holds no excerpt"):
            read_excerpts(tmp_path)


class TestThoseThatCome:
    """The files in the repository."""

    def test_there_are_hundreds_in_three_languages_with_open_questions(
        self, all_of_them: list[Line]
    ) -> None:
        assert len(all_of_them) >= 300
        assert {each.language for each in all_of_them} == {"nb", "nn", "en"}
        asked = [question for each in all_of_them for question in each.questions]
        assert 0.25 < sum(question.kind is not None for question in asked) / len(asked) < 0.4

    def test_no_question_is_one_of_a_suite(self, all_of_them: list[Line]) -> None:
        asked = {
            words(text)
            for each in all_of_them
            for question in each.questions
            for text in (question.nb, question.nn or question.nb, question.en)
        }
        for name in suite_names():
            for held in load_cases(suite_folder(name) / "cases.jsonl"):
                assert asked.isdisjoint(map(words, held.case.turns)), held.case.id

    def test_no_sentence_of_a_report_from_elsewhere_stands_in_them(
        self, all_of_them: list[Line]
    ) -> None:
        elsewhere = words(read_raw(report_at(ELSEWHERE)))
        there = runs(elsewhere)
        for each in all_of_them:
            for statement in each.passages:
                for text in (*statement.headings, statement.lead_in or "", statement.text):
                    assert there.isdisjoint(runs(words(text))), each.subject

    def test_the_readme_says_what_they_are(self) -> None:
        readme = (EXCERPTS.parent / "README.md").read_text("utf-8")
        assert "excerpts/" in readme
        assert re.search(r"fictional", readme)
