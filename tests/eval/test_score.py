from pathlib import Path

import pytest

from eval.score import FIGURES, score, score_case
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
    claim,
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
        "citation_recall": pytest.approx((1 / 2 + 0 + 1 + 1) / 4, abs=1e-6),
        "quote_fidelity": 1.0,
        "role_correctness": 0.5,
        "strength_kept": 1.0,
        "numbers_cited": 1.0,
        "nothing_forbidden": 1.0,
        "status_expected": pytest.approx(4 / 6, abs=1e-6),
        "answer_recall": 0.75,
        "over_refusal": 0.25,
        "refusal_precision": 0.5,
        "refusal_recall": 0.5,
        "abstention_macro_f1": pytest.approx((2 / 4 + 6 / 8) / 2, abs=1e-6),
        "language_agreement": None,  # every group is one case
        "recall_at_5": None,  # a bot has no ranking
        "recall_at_10": None,
        "recall_at_20": None,
        "ndcg_at_10": None,
        "mrr": None,
    }
    assert list(values) == list(FIGURES)
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


def test_agreement_and_over_refusal_by_language_and_category(tmp_path: Path) -> None:
    """One question in three languages: the two Norwegian ones cite alike, the English one refuses;
    another question that nobody may answer is no evidence of agreement."""
    suite = write_suite(tmp_path)
    asked = [
        case(f"q-{name}", group_id="q", language=name, turns=[name]) for name in ("nb", "nn", "en")
    ]
    asked += [
        case(**unanswerable(f"u-{name}", "near_miss", "not_in_report", group_id="u", turns=["u"]))
        for name in ("nb", "en")
    ]
    replies = {
        "nb": answer(cite("f-alerts"), cite("f-tasks")),
        "nn": answer(cite("f-tasks"), cite("f-alerts"), cite("q-gp")),
        "en": answer(),
        "u": answer(cite("f-nurses")),
    }
    scores = score(asked, evaluate(Bot(lambda q: replies[q]), suite, TRUTH, asked))
    assert scores.figures["language_agreement"].value == pytest.approx((1 + 0 + 0) / 3, abs=1e-6)
    assert scores.figures["language_agreement"].over == 1  # a group
    pairs = {pair: figure.value for pair, figure in scores.agreement_by_pair.items()}
    assert pairs == {"en-nb": 0.0, "en-nn": 0.0, "nb-nn": 1.0}
    assert scores.by_category["single"]["over_refusal"].value == pytest.approx(1 / 3, abs=1e-6)
    assert scores.by_language["en"]["over_refusal"].value == 1.0
    assert scores.by_language["nn"]["over_refusal"].value == 0.0


def test_what_a_model_adds_is_named_and_counted(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    asked = [case("a", turns=["a"]), case("b", turns=["b"])]
    told = claim("Alle 40 fastlegene får flere varsler.", "f-alerts")
    replies = {
        "a": answer(cite("f-alerts"), claims=[told], mode="llm"),
        "b": answer(cite("f-alerts")),
    }
    scores = score(asked, evaluate(Bot(lambda q: replies[q]), suite, TRUTH, asked))
    assert scores.cases[0].inflated == (1,)
    assert scores.cases[0].loose_numbers == ("claim 1: 40",)
    assert scores.figures["strength_kept"].value == 0.5
    assert scores.figures["numbers_cited"].value == 0.5


def test_what_only_the_rest_of_a_long_answer_covers_is_named() -> None:
    long = cite("f-nurses").model_copy(update={"text": "x" * 3000, "excerpt": ((0, 3000),)})
    scored = score_case(case(), answer(long, cite("f-alerts")), TRUTH)
    assert scored.missed == ("k1", "k2")
    assert scored.beyond_budget == ("k1",)
    assert scored.vital_coverage == 0.0
