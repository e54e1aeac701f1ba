"""The panel of a language model's opinion: apart from the score, and text that is only text."""

from pathlib import Path

from eval.judge.asking import ask_judge
from eval.judge.kept import Judgement, digest_of_answers, write_judgement
from eval.judge.labels import Label
from eval.judge.tasks import answer_digest, tasks_of
from eval.records import read_run
from eval.report.page import make
from eval.suite import in_split, kept_suite
from tests.eval.judge.judged import by_model, judge, kept_run, ruling
from tests.eval.report.kept import keep
from tests.eval.report.test_page import HOSTILE, part, text, tree
from tests.openai_stub import Reply, Request
from tests.openai_stub import answer as completed

SOME = ruling(lambda text: "All" not in text)


def judged(home: Path, *labels: Label, reason: str = "", model: str = "judge-1") -> Path:
    """A run that was judged twice, by a server that gives `reason` where it is told one."""

    def respond(request: Request) -> Reply:
        if not reason:
            return SOME(request)
        given = request.message("user").count('"number"')
        return completed({f"r{n}": {"reason": reason, "holds": False} for n in range(1, given + 1)})

    folder = kept_run(home)
    made = read_run(folder)
    tasks = tasks_of(in_split(kept_suite(folder)[0], "dev"), made.answers)
    with judge(respond) as (llm, _):
        rulings = ask_judge(llm, tasks, 2, 2)
    judgement = Judgement(
        answers=digest_of_answers(folder),
        model=model,
        prompt_digest="sha256:1",
        runs=2,
        rulings=rulings,
        labels=labels,
    )
    write_judgement(folder, judgement)
    return folder


def label(item: str, holds: bool) -> Label:
    digest = answer_digest(by_model())
    return Label(case="alerts", kind="faithfulness", item=item, answer=digest, holds=holds)


def test_the_panel_shows_figures_spread_and_doubts(tmp_path: Path) -> None:
    made = make(judged(tmp_path), None)
    said = part(made, "judge")
    assert "No part of the score, the gate or any figure above." in said
    assert "judge-1 was asked 2 times about each answer" in said
    assert "Claims that the texts they cite bear 50 % 50-50 % 50 %, 50 % 0.0 0 of 4 2" in said
    assert "Vital points told 100 %" in said
    assert "Claims that it holds not to be borne by what they cite (2)" in said
    assert "alerts All GPs do the hospital's tasks. 0 of 2 Because of All GPs ." in said
    assert "No human labels" in said


def test_figures_and_verdict_are_those_without_a_judge(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    with_judge, without = make(judged(tmp_path / "a"), None), make(kept_run(tmp_path / "b"), None)
    for id in ("figures", "limits", "categories", "refusing", "casebook"):
        assert part(with_judge, id) == part(without, id)
    assert "No judge was asked about these answers" in part(without, "judge")


def test_agreement_with_people_is_shown(tmp_path: Path) -> None:
    said = part(make(judged(tmp_path, label("1", True), label("2", False)), None), "judge")
    assert "Claims borne by their texts 2 of 2 1.00 0 0" in said
    assert "No human labels" not in said


def test_a_judge_of_its_own_answers_is_named(tmp_path: Path) -> None:
    assert "favour their own" in part(make(judged(tmp_path, model="writer"), None), "judge")


def test_what_a_judge_says_is_text(tmp_path: Path) -> None:
    made = make(judged(tmp_path, reason=HOSTILE, model=HOSTILE), None)
    root = tree(made)
    assert root.xpath("//img | //*[@onerror]") == []
    assert "\u202e" not in made.decode()
    assert text(root).count(HOSTILE.replace("\u202e", "\ufffd")) >= 3


def test_rulings_on_other_answers_are_not_shown(tmp_path: Path) -> None:
    folder = judged(tmp_path)
    answers = folder / "answers.jsonl"
    answers.write_text(answers.read_text("utf-8").replace("more alerts", "fewer alerts"), "utf-8")
    said = part(make(folder, None), "judge")
    assert "cannot be shown: is not about the answers that stand here" in said
    assert "judge-1" not in said


def test_where_no_model_wrote_there_is_nothing_to_judge(tmp_path: Path) -> None:
    assert "nothing to judge" in part(make(keep(tmp_path), None), "judge")


def test_the_panel_is_the_same_each_time(tmp_path: Path) -> None:
    folder = judged(tmp_path, label("1", True))
    assert make(folder, None) == make(folder, None)
