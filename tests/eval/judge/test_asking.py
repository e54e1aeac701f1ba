"""A judge behind a real server: what it is asked, and that only what it says by the form counts."""

import json
from collections.abc import Callable

import pytest

from eval.judge.asking import Ruled, ask_judge
from service.completion import Usage
from tests.eval.judge.judged import HOSTILE, KEY, by_model, judge, numbered, ruling, tasks
from tests.eval.world import claim
from tests.openai_stub import Reply, Request, as_json, completion, failure
from tests.openai_stub import answer as completed


def asked(respond: Callable[[Request], Reply] | Reply, runs: int = 1) -> tuple[Ruled, ...]:
    with judge(respond) as (llm, _):
        return ask_judge(llm, tasks(), runs, 2)


def test_each_task_is_asked_in_each_run_by_the_form() -> None:
    told = {"prompt_tokens": 700, "completion_tokens": 40, "total_tokens": 740}
    with judge(ruling(lambda text: "All" not in text, usage=told)) as (llm, server):
        rulings = ask_judge(llm, tasks(), 2, 4)
    assert [(r.run, r.kind, r.holds) for r in rulings] == [
        (1, "faithfulness", (True, False)),
        (1, "completeness", (True, True, True)),
        (2, "faithfulness", (True, False)),
        (2, "completeness", (True, True, True)),
    ]
    assert rulings[0].reasons == ("Because of Most GPs.", "Because of All GPs .")
    assert {r.usage for r in rulings} == {Usage(input_tokens=700, output_tokens=40)}
    assert len(server.requests) == 4
    for request in server.requests:
        assert request.headers["authorization"] == f"Bearer {KEY}"
        form = request.body["response_format"]["json_schema"]
        assert form["strict"] is True
        assert form["schema"]["additionalProperties"] is False
        assert form["schema"]["required"] == [f"r{n}" for n in numbered(request)]
        assert "description" not in json.dumps(form["schema"])


def test_a_judge_that_rules_by_place_is_seen_to_waver() -> None:
    """It holds whatever stands first; the items change places from run to run."""

    def first(request: Request) -> Reply:
        given = numbered(request)
        return completed({f"r{n}": {"reason": "", "holds": n == 1} for n in given})

    with judge(first) as (llm, _):
        rulings = ask_judge(llm, tasks()[:1], 2, 1)
    assert [r.holds for r in rulings] == [(True, False), (False, True)]


YES = {"reason": "r", "holds": True}
NO = {"reason": "r", "holds": False}
BOTH = {"r1": YES, "r2": YES}


@pytest.mark.parametrize(
    "reply",
    [
        completed({}),
        completed({"r1": YES}),
        completed({"r2": YES}),
        completed(BOTH | {"r3": YES}),
        completed({"r1": YES, "r3": YES}),
        completed({"r1": YES, "r2": True}),
        completed(BOTH | {"r2": YES | {"holds": "true"}}),
        completed(BOTH | {"r2": YES | {"holds": None}}),
        completed(BOTH | {"r2": YES | {"holds": 1}}),
        completed(BOTH | {"r2": YES | {"reason": 1}}),
        completed(BOTH | {"r2": YES | {"confidence": 0.9}}),
        completed(BOTH | {"r2": {"holds": True}}),
        completed(BOTH | {"score": 10}),
        completed([YES, YES]),
        as_json(completion("Both claims hold.")),
        as_json(completion(json.dumps(BOTH)[:-9], "length")),
        as_json(completion(None, refusal="I won't")),
        failure(500),
        failure(400),
        failure(401),
        Reply(b"<html>", headers={"Content-Type": "text/html"}),
    ],
)
def test_what_is_not_by_the_form_is_an_error_and_no_ruling(reply: Reply) -> None:
    with judge(reply) as (llm, _):
        [ruled] = ask_judge(llm, tasks()[:1], 1, 1)
    assert ruled.error is not None
    assert ruled.error.startswith("Model judge-1: ")
    assert (ruled.holds, ruled.reasons, ruled.usage) == ((), (), None)
    for secret in (KEY, "Most GPs", "I won't", "<html>"):
        assert secret not in ruled.error


def test_rulings_in_another_order_are_put_right() -> None:
    with judge(completed({"r2": NO, "r1": YES})) as (llm, _):
        [ruled] = ask_judge(llm, tasks()[:1], 1, 1)
    assert ruled.holds == (True, False)


def test_one_failure_leaves_the_others() -> None:
    def some(request: Request) -> Reply:
        points = "points-" in request.message("user")
        return failure(422) if points else ruling(lambda _: True)(request)

    assert [r.error is None for r in asked(some, runs=2)] == [True, False, True, False]


def test_each_call_is_told_when_it_is_over() -> None:
    over: list[None] = []
    with judge(failure(400)) as (llm, _):
        ask_judge(llm, tasks(), 3, 2, lambda: over.append(None))
    assert len(over) == 6


def test_hostile_text_reaches_the_judge_as_data() -> None:
    """Read by the marks that the request opens with, what stands inside is one claim."""
    seen: list[dict[int, str]] = []

    def respond(request: Request) -> Reply:
        seen.append(numbered(request))
        return ruling(lambda _: False)(request)

    said = by_model(claims=[claim(HOSTILE, "f-alerts")])
    with judge(respond) as (llm, _):
        [ruled] = ask_judge(llm, tasks(said)[:1], 1, 1)
    assert seen == [{1: HOSTILE}]
    assert ruled.holds == (False,)
