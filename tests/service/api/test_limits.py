import http.client
import logging
import time
from pathlib import Path

import httpx
import pytest
from starlette.testclient import TestClient

from service.api.app import create_app
from service.api.limits import HEADERS, MAX_BODY
from service.assistant import Assistant
from tests.live import Served

from .asking import NORWEGIAN, body, is_problem


def test_the_policy_lets_nothing_run_but_our_own_files() -> None:
    policy = HEADERS["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert "http" not in policy
    assert "*" not in policy


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 200),
        ("GET", "/static/app.js", 200),
        ("GET", "/static/none.js", 404),
        ("GET", "/none", 404),
        ("GET", "/health", 200),
        ("GET", "/reports", 200),
        ("GET", "/sources/none", 404),
        ("GET", "/openapi.json", 200),
        ("GET", "/chat", 405),
        ("POST", "/chat", 422),
        ("PUT", "/health", 405),
    ],
)
def test_every_response_carries_the_security_headers(
    live: Served, method: str, path: str, status: int
) -> None:
    response = httpx.request(method, live.url + path, timeout=60)
    assert response.status_code == status
    for name, value in HEADERS.items():
        assert response.headers.get_list(name) == [value]
    assert "server" not in response.headers
    if status >= 400:
        assert is_problem(response, status)


def test_an_error_nobody_foresaw_is_a_problem_too(
    assistant: Assistant, caplog: pytest.LogCaptureFixture
) -> None:
    app = create_app(assistant)

    @app.get("/broken")
    def broken() -> None:
        raise ZeroDivisionError("Hemmeligheten")

    with caplog.at_level(logging.ERROR):
        response = TestClient(app).get("/broken")
    assert is_problem(response, 500, "unexpected")
    assert "Hemmeligheten" not in response.text
    assert response.headers["content-security-policy"] == HEADERS["content-security-policy"]
    assert [record.message for record in caplog.records] == ["unexpected error"]


@pytest.mark.parametrize("declared", [True, False], ids=["with its length", "in chunks"])
def test_ten_megabytes_are_stopped_before_they_are_parsed(live: Served, declared: bool) -> None:
    sent = b'{"messages": [{"role": "user", "content": "' + b"Hemmelig" * 1_250_000 + b'"}]}'
    content = sent if declared else (sent[at : at + 65_536] for at in range(0, len(sent), 65_536))
    before = time.monotonic()
    response = httpx.post(f"{live.url}/chat", content=content, timeout=60)
    assert time.monotonic() - before < 5
    assert is_problem(response, 413, "too-large")
    assert "Hemmelig" not in response.text


def test_a_body_at_the_limit_is_read_and_one_over_it_is_not(client: TestClient) -> None:
    headers = {"content-type": "application/json"}
    assert is_problem(client.post("/chat", content=b" " * MAX_BODY, headers=headers), 400)
    assert is_problem(client.post("/chat", content=b" " * (MAX_BODY + 1), headers=headers), 413)


def test_the_server_still_answers_after_a_client_that_left(live: Served) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
    connection.putrequest("POST", "/chat")
    connection.putheader("content-length", "1000")
    connection.endheaders(b'{"messages"')
    connection.close()
    response = httpx.post(f"{live.url}/chat", json=body(NORWEGIAN), timeout=60)
    assert response.json()["status"] == "answered"
    assert "Traceback" not in Path(live.log).read_text("utf-8")
