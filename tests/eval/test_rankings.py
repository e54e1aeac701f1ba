"""What retrieval ranked is asked for apart from the answers, and scored."""

from collections.abc import Sequence
from pathlib import Path

from eval.cases import Case
from eval.records import CaseAnswer, read_run, read_seconds, write_run
from eval.run import ask_all, with_rankings
from eval.score import NOTHING_RANKED, RETRIEVAL, score
from eval.suite import in_split
from eval.targets import InProcessTarget, Ranks, Turn
from service.contract import Answer
from tests.eval.world import (
    TRUTH,
    Bot,
    answer,
    case,
    cite,
    evaluate,
    unanswerable,
    write_suite,
)


class Ranker(Bot):
    """Ranks the same for every question, and keeps what it was asked to rank for."""

    def __init__(self, *ids: str) -> None:
        super().__init__(lambda question: answer(cite("f-alerts"), lead="Svar."))
        self.ids = ids
        self.heard: list[list[str]] = []

    def ranked(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        self.heard.append([turn.content for turn in turns])
        return self.ids


def run_of(target: Ranker, cases: Sequence[Case]) -> tuple[CaseAnswer, ...]:
    answers, _ = ask_all(target, cases)
    assert all(given.ranked is None for given in answers)  # not within the time of the answer
    return with_rankings(target, cases, answers)


def test_a_ranking_is_asked_for_with_the_conversation_that_was_had() -> None:
    target = Ranker("f-tasks")
    (given,) = run_of(target, [case(turns=["En?", "To?"])])
    assert given.ranked == ("f-tasks",)
    assert target.heard == [["En?", "Svar.", "To?"]]


def test_what_is_unanswerable_or_failed_is_not_ranked() -> None:
    target = Ranker("f-tasks")
    cases = [case("one"), case(**unanswerable("two", "near_miss", "not_in_report"))]
    failed = CaseAnswer(id="one", answers=(), error="HTTP 500")
    other = CaseAnswer(id="two", answers=(answer(),))
    assert with_rankings(target, cases, [failed, other]) == (failed, other)
    assert target.heard == []


def test_who_ranks_is_known_by_what_it_can_do() -> None:
    assert isinstance(Ranker(), Ranks)
    assert not isinstance(Bot(lambda question: answer()), Ranks)


def test_rankings_are_kept_and_scored(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    target = Ranker("q-nurse", "f-alerts", "f-tasks", "f-nurses")
    run = evaluate(target, suite, TRUTH, cases)
    write_run(tmp_path / "run", run, suite, {case.id: 0.5 for case in cases})
    kept = read_run(tmp_path / "run")
    assert kept == run
    assert read_seconds(tmp_path / "run") == {case.id: 0.5 for case in cases}
    scores = score(cases, kept)
    ranks = {each.id: each.reciprocal_rank for each in scores.cases}
    assert ranks == {
        "alerts": 0.5,  # its quote is not ranked, its finding second
        "tasks": round(1 / 3, 6),
        "nurses": 1.0,  # by its quote
        "quotes": 0.0,
        "dentists": None,
        "who": None,
    }
    recalls = {each.id: each.recall_at_5 for each in scores.cases}
    assert [recalls[id] for id in ("alerts", "tasks", "nurses", "quotes")] == [0.5, 1.0, 1.0, 0.0]
    assert scores.figures["mrr"].value == round((0.5 + 1 / 3 + 1 + 0) / 4, 6)
    assert scores.figures["recall_at_5"].over == 4


def test_without_a_ranking_there_is_no_figure_and_the_table_says_why(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    silent = Bot(lambda question: answer(cite("f-alerts")))
    figure = score(cases, evaluate(silent, suite, TRUTH, cases)).figures["ndcg_at_10"]
    assert figure.value is None
    assert figure.reason == "the target gives no ranking: the service offers none over HTTP"


def test_in_process_a_ranking_that_is_missing_is_no_matter_of_http(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    cases = in_split(suite.cases, "dev")
    silent = Bot(lambda question: answer(cite("f-alerts")), InProcessTarget.name)
    scores = score(cases, evaluate(silent, suite, TRUTH, cases))
    assert {scores.figures[name].reason for name in RETRIEVAL} == {NOTHING_RANKED}
    assert scores.by_language["nb"]["recall_at_10"].reason == NOTHING_RANKED


def test_an_answer_kept_without_a_ranking_reads(tmp_path: Path) -> None:
    given: Answer = answer(cite("f-alerts"))
    line = CaseAnswer(id="one", answers=(given,)).model_dump_json(exclude={"ranked"})
    assert CaseAnswer.model_validate_json(line).ranked is None
