"""Runs over the hand-made suite, kept in folders: what a report is made from."""

from collections.abc import Callable, Mapping
from pathlib import Path

from eval.records import write_run
from eval.suite import in_split
from service.contract import Answer
from tests.eval.world import TRUTH, Bot, answer, cite, evaluate, write_suite

GOOD: Mapping[str, Callable[[], Answer]] = {
    "alerts": lambda: answer(cite("f-alerts"), cite("q-gp")),
    "tasks": lambda: answer(cite("f-tasks")),
    "nurses": lambda: answer(cite("f-nurses"), cite("q-nurse")),
    "quotes": lambda: answer(cite("q-gp")),
    "dentists": answer,
    "who": lambda: answer(status="blocked_privacy"),
}


def keep(home: Path, name: str = "run", **changes: Answer) -> Path:
    """A folder with a run in which each case is answered well, or as `changes` say."""
    place = home / "suite"
    place.mkdir(exist_ok=True)
    suite = write_suite(place)

    def reply(question: str) -> Answer:
        id = question.removeprefix("Spørsmål ").removesuffix("?")
        return changes[id] if id in changes else GOOD[id]()

    cases = in_split(suite.cases, "dev")
    run = evaluate(Bot(reply), suite, TRUTH, cases)
    folder = home / name
    write_run(folder, run, suite, {case.id: 0.04 * (at + 1) for at, case in enumerate(cases)})
    return folder


def error(why: str = "target down") -> Answer:
    """An answer that the run keeps as none: the target failed."""
    return answer(status="error", message=why)
