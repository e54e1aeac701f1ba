"""What is tuned on is what is searched: the passages of the store, the questions as understood."""

from pathlib import Path

import pytest

import eval.tune.questions
from eval.errors import SuiteError
from eval.fit import TRAINING, training_sets
from eval.score import SCORER
from eval.suite import Suite, load_suite, suite_names
from eval.tune.questions import (
    OKAY,
    UNANSWERED,
    VITAL,
    Material,
    chosen_sets,
    material,
    read,
)
from ingest.pipeline import build_report
from service.index.passages import cut_passages
from tests.eval.tune.samples import NAME
from tests.eval.world import ALERTS, GP_QUOTE, NURSE_QUOTE, NURSES, TASKS, write_suite


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Material:
    """The small report that can be counted in by hand."""
    suite = write_suite(tmp_path_factory.mktemp("tune"))
    return material(suite, build_report(suite.report, id="tiny").report)


def loaded() -> Suite:
    return load_suite(str(TRAINING / NAME), SCORER)


class TestSets:
    def test_the_others_are_left_out(self) -> None:
        known = sorted(Path(folder).name for folder in training_sets())
        chosen, left_out = chosen_sets(["skole", "nav", "skole"])
        assert chosen == ["skole", "nav"]
        assert sorted([*chosen, *left_out]) == known

    @pytest.mark.parametrize("names", [["plan", "sample"], ["ehelse2023"], [""], []])
    def test_a_suite_is_none_and_none_is_too_few(self, names: list[str]) -> None:
        assert {"sample", "ehelse2023"} <= set(suite_names())
        with pytest.raises(SuiteError, match="Choose among: barnevern,"):
            chosen_sets(names)


class TestMaterial:
    def test_passages_are_those_that_are_embedded(self, plan: Material) -> None:
        suite = loaded()
        report = build_report(suite.report, id=NAME).report
        assert list(plan.passages) == [passage.text for passage in cut_passages(report)]
        assert len(plan.bare) == len(plan.passages)
        texts = {source.text for source in report.sources}
        for whole, bare in zip(plan.passages, plan.bare, strict=True):
            assert whole.endswith(bare.split("\n")[-1])
            assert bare in texts or bare.split("\n", 1)[1] in texts

    def test_gold_is_what_the_cases_point_to(self, tiny: Material) -> None:
        """Two vital points, an okay one, its quote, another quote, in the order of the report."""
        assert tiny.bare == (ALERTS, TASKS, NURSES, GP_QUOTE, NURSE_QUOTE)
        gold = {each.group: each.gold.tolist() for each in tiny.questions}
        assert gold["tasks"] == [0, VITAL, 0, 0, 0]
        assert gold["nurses"] == [0, 0, VITAL, 0, OKAY]
        assert gold["quotes"] == [0, 0, 0, OKAY, 0]

    def test_what_the_report_leaves_open_is_asked_too(self, tiny: Material, plan: Material) -> None:
        """But not what rules refuse before anything is searched: who somebody is."""
        asked = {each.group: each for each in tiny.questions}
        assert not asked["dentists"].gold.any()
        assert "who" not in asked
        for each in (*tiny.questions, *plan.questions):
            assert each.text
            assert set(each.gold.tolist()) <= {0, OKAY, VITAL}
        answered = [each for each in plan.questions if each.gold.any()]
        assert len(plan.questions) > len(answered) > 100
        kinds = {case.group_id: case.unanswerable_kind for case in loaded().cases}
        open_ones = {each.group for each in plan.questions if not each.gold.any()}
        assert {kinds[group] for group in open_ones} <= set(UNANSWERED)

    def test_a_follow_up_is_asked_as_it_is_searched(self, plan: Material) -> None:
        suite = loaded()
        asked = {each.text for each in plan.questions}
        leaning = [c.turns[-1] for c in suite.cases if c.answerable and c.category == "follow_up"]
        assert leaning
        assert asked.isdisjoint(leaning)

    def test_a_report_is_read_as_the_store_has_it(
        self, tmp_path: Path, tiny: Material, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write_suite(tmp_path)
        monkeypatch.setattr(eval.tune.questions, "TRAINING", tmp_path)
        found = read("tiny")
        assert found.passages == tiny.passages
        assert [q.gold.tolist() for q in found.questions] == [
            q.gold.tolist() for q in tiny.questions
        ]
