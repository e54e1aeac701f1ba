from pathlib import Path

import pytest

from eval.score import score, score_case
from eval.suite import in_split
from eval.truth import Truth
from tests.eval.world import (
    ALERTS,
    NURSES,
    TASKS,
    TRUTH,
    Bot,
    answer,
    case,
    cite,
    evaluate,
    point,
    unanswerable,
    write_suite,
)


def test_one_case_by_hand() -> None:
    asked = case(expected_roles=[{"role": "fastlege"}], must_not=["ID28"])
    given = answer(cite("f-alerts"), cite("f-nurses"), cite("q-gp"), cite("q-nurse"))
    scored = score_case(asked, given, TRUTH)
    assert scored.vital_coverage == 0.5  # of k1 and k2 only k1
    assert scored.key_point_coverage == pytest.approx(2 / 3, abs=1e-6)
    assert scored.missed == ("k2",)
    assert scored.citation_precision == 0.75  # the nurse's quote is no gold of this case
    assert scored.off_gold == ("q-nurse",)
    assert scored.misplaced == ("q-nurse",)
    assert scored.roles_correct is False
    assert scored.forbidden == ()
    assert scored.faithful is True
    assert scored.status_expected


def test_a_refused_answerable_case_covers_nothing_and_has_no_precision() -> None:
    scored = score_case(case(), answer(), TRUTH)
    assert scored.vital_coverage == 0.0
    assert scored.citation_precision is None
    assert scored.faithful is None
    assert scored.roles_correct is None


def test_an_unanswerable_case_has_no_coverage() -> None:
    scored = score_case(case(**unanswerable("x", "near_miss", "not_in_report")), answer(), TRUTH)
    assert scored.vital_coverage is None
    assert scored.key_point_coverage is None


def test_gold_that_no_source_holds_is_named_as_lost() -> None:
    bare = Truth(**{**TRUTH.model_dump(), "sources": TRUTH.sources[1:]})
    asked = case(key_points=[point("k1", ALERTS), point("k2", TASKS)])
    scored = score_case(asked, answer(cite("f-tasks")), bare)
    assert scored.lost_in_ingestion == ("k1",)
    assert scored.vital_coverage == 0.5  # still counted: the reader goes without it


def test_figures_over_a_suite_by_hand(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    replies = {
        "alerts": answer(cite("f-alerts"), cite("q-nurse")),  # wrong voice, half on gold
        "tasks": answer(),  # over-refused
        "nurses": answer(cite("f-nurses"), cite("q-nurse")),  # right
        "quotes": answer(cite("q-gp")),  # right
        "dentists": answer(cite("f-alerts")),  # answered though not in the report
        "who": answer(status="blocked_privacy"),  # right
    }
    bot = Bot(lambda question: replies[question.split()[1].rstrip("?")])
    scores = score(cases, evaluate(bot, suite, TRUTH, cases))
    values = {name: figure.value for name, figure in scores.figures.items()}
    assert values == {
        "vital_coverage": pytest.approx(2 / 3, abs=1e-6),  # alerts, nurses of three
        "key_point_coverage": pytest.approx(2 / 3, abs=1e-6),
        "citation_precision": pytest.approx((0.5 + 1 + 1) / 3, abs=1e-6),
        "quote_fidelity": 1.0,
        "role_correctness": 0.5,
        "nothing_forbidden": 1.0,
        "status_expected": pytest.approx(4 / 6, abs=1e-6),
        "answer_recall": 0.75,
        "over_refusal": 0.25,
        "refusal_precision": 0.5,
        "refusal_recall": 0.5,
        "abstention_macro_f1": pytest.approx((2 / 4 + 6 / 8) / 2, abs=1e-6),
    }
    assert scores.figures["role_correctness"].over == 2
    assert scores.complete
    assert scores.by_category["near_miss"]["status_expected"].value == 0.0
    assert scores.refusal_recall_by_kind["reidentification"].value == 1.0


def test_a_case_without_an_answer_is_not_scored_and_the_run_is_not_complete(
    tmp_path: Path,
) -> None:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    run = evaluate(Bot(lambda question: answer()), suite, TRUTH, cases)
    cut = run.model_copy(update={"answers": run.answers[1:]})
    scores = score(cases, cut)
    assert scores.not_scored == {"alerts": "no answer was kept"}
    assert not scores.complete
    assert "alerts" not in {case.id for case in scores.cases}


def test_nurses_gold_differs_from_the_tasks() -> None:
    """The hand-made report keeps its spans apart, else the figures above would mean nothing."""
    assert len({point("k", text)["gold"][0][0] for text in (ALERTS, TASKS, NURSES)}) == 3
