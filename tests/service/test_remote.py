"""Every way a server can fail ends in an `LLMError` within the deadline, which leaks nothing."""

import gc
import json
import logging
import socket
import threading
import time
import traceback

import pytest
from pydantic import SecretStr

from service.errors import LLMError, SettingsError
from service.llm import ChatLLM
from tests.openai_stub import Reply, StubServer, answer, as_json, completion, failure
from tests.service.llm_calls import KEY, PROMPT, SYSTEM, Reading, asking, settings

GOOD = json.dumps({"value": 3, "note": "n"})


NESTED = b'{"choices": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


FAILURES = {
    "no key": (failure(401), "refused the key (401)", "FUNN_LLM_API_KEY"),
    "forbidden": (failure(403), "refused the key (403)", "FUNN_LLM_API_KEY"),
    "no such model": (failure(404), "no such model or address (404)", "FUNN_LLM_MODEL"),
    "no schema": (failure(400), "did not accept the request (400)", "FUNN_LLM_MODEL"),
    "too long a prompt": (
        failure(400, "This exceeds: context_length_exceeded"),
        "did not accept the request (400)",
        "FUNN_LLM_MODEL",
    ),
    "busy": (failure(429), "no more requests for now (429)", "quota"),
    "failed": (failure(500), "failed (500)", "log"),
    "bad gateway": (Reply(b"<html>Bad gateway", 502), "failed (502)", "log"),
    "moved": (
        Reply(b"", 307, {"Location": "http://127.0.0.1:9/v1/chat/completions"}),
        "points to another address (307)",
        "FUNN_LLM_BASE_URL",
    ),
    "html": (Reply(b"<html>log in", headers={"Content-Type": "text/html"}), "cannot be read", ""),
    "html called json": (Reply(b"<html>log in"), "cannot be read", ""),
    "not utf-8": (Reply(b'{"choices": "\xff\xfe"}'), "cannot be read", ""),
    "cut json": (Reply(b'{"choices": [{"mess'), "cannot be read", ""),
    "empty": (Reply(b""), "cannot be read", ""),
    "null": (Reply(b"null"), "cannot be read", ""),
    "a list": (Reply(b"[]"), "cannot be read", ""),
    "a text": (Reply(b'"no"'), "cannot be read", ""),
    "nested": (Reply(NESTED), "cannot be read", ""),
    "an error with 200": (as_json({"error": {"message": "no"}}), "cannot be read", ""),
    "no choices": (as_json(completion(GOOD) | {"choices": []}), "cannot be read", ""),
    "null choices": (as_json(completion(GOOD) | {"choices": None}), "cannot be read", ""),
    "choices missing": (as_json({"id": "x"}), "cannot be read", ""),
    "odd choices": (as_json(completion(GOOD) | {"choices": [None, 3]}), "cannot be read", ""),
    "no message": (as_json({"choices": [{"finish_reason": "stop"}]}), "cannot be read", ""),
    "refused": (as_json(completion(None, refusal="I won't")), "declined", "another model"),
    "filtered": (as_json(completion("", "content_filter")), "declined", "another model"),
    "no content": (as_json(completion(None)), "cannot be read", ""),
    "empty content": (as_json(completion("")), "cannot be read", ""),
    "cut content": (as_json(completion('{"value": 3, "no', "length")), "output tokens", ""),
    "cut, and says stop": (as_json(completion('{"value": 3, "no')), "cannot be read", ""),
    "prose": (as_json(completion("Sure! " + GOOD)), "cannot be read", ""),
    "wrong schema": (answer({"value": "three", "note": "n"}), "cannot be read", ""),
    "half the schema": (answer({"value": 3}), "cannot be read", ""),
    "schema's list": (answer([{"value": 3, "note": "n"}]), "cannot be read", ""),
    "surrogate": (as_json(completion('{"value": 3, "note": "\\ud800"}')), "cannot be read", ""),
    "a tool": (
        as_json(
            {
                "choices": [
                    {
                        "finish_reason": "tool_calls",
                        "message": {
                            "role": "assistant",
                            "content": None,
                            "tool_calls": [
                                {
                                    "id": "1",
                                    "type": "function",
                                    "function": {"name": "Reading", "arguments": GOOD},
                                }
                            ],
                        },
                    }
                ]
            }
        ),
        "cannot be read",
        "",
    ),
    "over-long": (answer({"value": 3, "note": "x" * 2_000_000}), "more than 1,000,000 bytes", ""),
    "over-long error": (failure(401, "x" * 2_000_000), "more than 1,000,000 bytes", ""),
    "dropped": (answer({"value": 3, "note": "n"}, cut=True), "broke the connection", "log"),
}


@pytest.mark.parametrize("name", FAILURES)
def test_failure_is_explained(name: str, caplog: pytest.LogCaptureFixture) -> None:
    reply, why, next_step = FAILURES[name]
    caplog.set_level(logging.INFO)
    with asking(reply, deadline=10) as (llm, server), pytest.raises(LLMError) as caught:
        llm.complete(SYSTEM, PROMPT, Reading)
    error = caught.value
    assert why in error.why
    assert next_step in error.next_step
    assert error.what == "Model stub-model"
    assert f"at {server.url}." in error.next_step
    assert error.retryable
    _leaks_nothing(error, caplog)


def _leaks_nothing(error: LLMError, caplog: pytest.LogCaptureFixture) -> None:
    assert error.__context__ is None
    assert error.__cause__ is None
    told = "".join(traceback.format_exception(error)) + caplog.text
    for secret in (KEY, PROMPT, SYSTEM, "<html>", "I won't"):
        assert secret not in told


def test_error_that_echoes_key_and_prompt_leaks_neither(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    reply = failure(401, f"Incorrect API key provided: {KEY}. You sent: {PROMPT}")
    with asking(reply) as (llm, _), pytest.raises(LLMError) as caught:
        llm.complete(SYSTEM, PROMPT, Reading)
    _leaks_nothing(caught.value, caplog)


def test_no_server() -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        url = f"http://user:pass@127.0.0.1:{taken.getsockname()[1]}/v1"
        with ChatLLM(settings(url, 10)) as llm, pytest.raises(LLMError) as caught:
            llm.complete(SYSTEM, PROMPT, Reading)
    assert caught.value.why == "could not be reached"
    assert "FUNN_LLM_BASE_URL" in caught.value.next_step
    assert "pass@" not in str(caught.value)


@pytest.mark.parametrize(
    "reply",
    [
        answer({"value": 3, "note": "n"}, pause=30),
        answer({"value": 3, "note": "n"}, trickle=0.1),
        failure(429, headers={"Retry-After": "30"}),
    ],
    ids=["silent", "trickles", "asks to wait"],
)
def test_deadline_holds(reply: Reply) -> None:
    with asking(reply, deadline=1) as (llm, _):
        began = time.monotonic()
        with pytest.raises(LLMError) as caught:
            llm.complete(SYSTEM, PROMPT, Reading)
        assert time.monotonic() - began < 10  # the server takes 30, or its time over each byte
    assert caught.value.why == "gave no whole answer in 1 s"
    assert "FUNN_LLM_TIMEOUT" in caught.value.next_step


def test_headers_that_trickle_meet_the_deadline() -> None:
    stop = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            connection, _ = listener.accept()
            with connection:
                connection.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
                while not stop.wait(0.05):
                    connection.sendall(b"x")

        thread = threading.Thread(target=serve)
        thread.start()
        url = f"http://127.0.0.1:{listener.getsockname()[1]}/v1"
        with ChatLLM(settings(url, 1)) as llm, pytest.raises(LLMError, match="in 1 s"):
            llm.complete(SYSTEM, PROMPT, Reading)
        stop.set()
        thread.join()


def test_one_failure_is_tried_again() -> None:
    replies = iter([failure(503), answer({"value": 3, "note": "n"})])
    with asking(lambda _: next(replies), deadline=10) as (llm, server):
        assert llm.complete(SYSTEM, PROMPT, Reading).answer.value == 3
    assert len(server.requests) == 2


def test_the_same_model_works_again_after_a_failure() -> None:
    replies = iter([failure(401), answer({"value": 3, "note": "n"})])
    with asking(lambda _: next(replies)) as (llm, _):
        with pytest.raises(LLMError):
            llm.complete(SYSTEM, PROMPT, Reading)
        assert llm.complete(SYSTEM, PROMPT, Reading).answer.value == 3


@pytest.mark.parametrize(
    ("name", "change"),
    [
        ("FUNN_LLM_BASE_URL", {"llm_base_url": "localhost:8080/v1"}),
        ("FUNN_LLM_BASE_URL", {"llm_base_url": "http://[::1/v1"}),
        ("FUNN_LLM_BASE_URL", {"llm_base_url": "http://host:port/v1"}),
        ("FUNN_LLM_API_KEY", {"llm_api_key": SecretStr("sk-a\n")}),
        ("FUNN_LLM_API_KEY", {"llm_api_key": SecretStr("sk-å")}),
        ("FUNN_LLM_MODEL", {"llm_model": ""}),
    ],
)
def test_setting_that_cannot_be_used_is_named(name: str, change: dict[str, object]) -> None:
    usable = settings("http://127.0.0.1:9/v1")
    with pytest.raises(SettingsError) as caught:
        ChatLLM(usable.model_copy(update=change))
    assert caught.value.what == name
    assert "sk-" not in str(caught.value)


def test_dropped_model_leaves_no_thread() -> None:
    def count() -> int:
        return sum(thread.name == "FUNN_LLM" for thread in threading.enumerate())

    before = count()
    with StubServer(answer({"value": 3, "note": "n"})) as server:
        llm = ChatLLM(settings(server.url))
        llm.complete(SYSTEM, PROMPT, Reading)
        assert count() == before + 1
        del llm
        gc.collect()
        until = time.monotonic() + 5
        while count() > before and time.monotonic() < until:
            time.sleep(0.01)
    assert count() == before
