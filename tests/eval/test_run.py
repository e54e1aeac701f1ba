import threading
from collections.abc import Sequence

from eval.errors import TargetError
from eval.run import ask_all, ask_case, said
from eval.targets import Turn
from service.contract import Answer
from tests.eval.world import Bot, answer, case, cite


class Listener:
    """Keeps what it was asked."""

    name = "listener"
    workers = 1

    def __init__(self) -> None:
        self.heard: list[list[tuple[str, str]]] = []

    def ask(self, turns: Sequence[Turn]) -> Answer:
        self.heard.append([(turn.role, turn.content) for turn in turns])
        return answer(cite("f-alerts"), lead=f"Svar {len(self.heard)}.")


class Failing:
    """Fails on its second question."""

    name = "failing"
    workers = 1

    def __init__(self) -> None:
        self.asked = 0

    def ask(self, turns: Sequence[Turn]) -> Answer:
        self.asked += 1
        if self.asked == 2:
            raise TargetError("failing", "HTTP 500", "Mend it.")
        return answer()


class Slow:
    """Answers only when two questions are asked at once."""

    name = "slow"
    workers = 2

    def __init__(self) -> None:
        self._both = threading.Barrier(2, timeout=10)

    def ask(self, turns: Sequence[Turn]) -> Answer:
        self._both.wait()
        return answer()


def test_a_conversation_is_sent_as_a_chat_client_sends_it() -> None:
    target = Listener()
    given = ask_case(target, case(turns=["En?", "To?", "Tre?"]))
    assert target.heard == [
        [("user", "En?")],
        [("user", "En?"), ("assistant", "Svar 1."), ("user", "To?")],
        [
            ("user", "En?"),
            ("assistant", "Svar 1."),
            ("user", "To?"),
            ("assistant", "Svar 2."),
            ("user", "Tre?"),
        ],
    ]
    assert len(given.answers) == 3
    assert given.answer.lead == "Svar 3."


def test_what_the_assistant_said_is_its_lead_and_message() -> None:
    assert said(answer()) == "Rapporten sier ikke noe om dette."
    assert said(answer(cite("f-alerts"), message="Mer.")) == "Rapporten svarer på dette. Mer."
    assert said(answer(cite("q-gp"), lead=None)) == "answered"


def test_a_target_that_fails_is_recorded_and_the_rest_is_asked() -> None:
    answers, seconds = ask_all(Failing(), [case("a"), case("b"), case("c")])
    assert [(given.id, given.error) for given in answers] == [
        ("a", None),
        ("b", "HTTP 500"),
        ("c", None),
    ]
    assert list(seconds) == ["a", "b", "c"]


def test_an_answer_that_reports_an_error_is_no_answer_to_score() -> None:
    given = ask_case(Bot(lambda question: answer(status="error", message="Nede.")), case())
    assert given.error == "the answer's status is error: Nede."


def test_a_target_with_workers_is_asked_in_parallel_and_answers_keep_their_order() -> None:
    answers, _ = ask_all(Slow(), [case("a"), case("b"), case("c"), case("d")])
    assert [given.id for given in answers] == ["a", "b", "c", "d"]
