import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest

from eval.errors import SuiteError, TargetError
from eval.targets import HttpTarget, Turn
from tests.eval.world import VERSION, answer, cite

LOADED = json.dumps({"reports": [{"id": "tiny", "version": VERSION}]})
ASKED = [Turn(role="user", content="Hvorfor?")]


@contextmanager
def service(*chat: tuple[int, str], reports: str = LOADED) -> Iterator[Any]:
    """A server that replies to `/chat` with `chat` in turn, the last one repeated."""
    heard: list[Any] = []
    left = list(chat)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(200, reports)

        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self._reply(*(left.pop(0) if len(left) > 1 else left[0]))

        def _reply(self, status: int, body: str) -> None:
            self.send_response(status)
            self.send_header("Content-Length", str(len(body.encode())))
            self.end_headers()
            self.wfile.write(body.encode())

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
    try:
        server.heard = heard  # type: ignore[attr-defined]
        server.url = f"http://127.0.0.1:{server.server_port}/"  # type: ignore[attr-defined]
        yield server
    finally:
        server.shutdown()
        server.server_close()


GOOD = (200, answer(cite("q-gp")).model_dump_json())


def test_an_answer_by_the_contract_comes_back() -> None:
    with service(GOOD) as running, HttpTarget(running.url) as target:
        target.prepare("tiny", VERSION)
        assert target.ask(ASKED) == answer(cite("q-gp"))
        assert running.heard == [
            {"messages": [{"role": "user", "content": "Hvorfor?"}], "language": None}
        ]


def test_among_several_reports_only_the_suites_is_asked() -> None:
    other = {"id": "other", "version": "sha256:0"}
    both = json.dumps({"reports": [{"id": "tiny", "version": VERSION}, other]})
    with service(GOOD, reports=both) as running, HttpTarget(running.url) as target:
        target.prepare("tiny", VERSION)
        target.ask(ASKED)
        assert running.heard[0]["filters"] == {"reports": ["tiny"]}


@pytest.mark.parametrize(
    ("reports", "why"),
    [
        (
            '{"reports": [{"id": "other", "version": "1"}]}',
            "report tiny is not loaded; loaded: other",
        ),
        ('{"reports": []}', "loaded: none"),
        ("<html>", "no list of reports"),
        ('{"a": 1}', "no list of reports"),
    ],
)
def test_a_service_without_the_report_is_a_target_error(reports: str, why: str) -> None:
    with (
        service(GOOD, reports=reports) as running,
        HttpTarget(running.url) as target,
        pytest.raises(TargetError, match=why),
    ):
        target.prepare("tiny", VERSION)


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        ((500, "{}"), "POST /chat gave HTTP 500"),
        ((404, "{}"), "POST /chat gave HTTP 404"),
        ((200, "<html>"), "no answer by the contract"),
        ((200, '{"status": "answered"}'), "no answer by the contract"),
    ],
)
def test_what_is_no_answer_is_a_target_error(reply: tuple[int, str], why: str) -> None:
    with (
        service(reply) as running,
        HttpTarget(running.url) as target,
        pytest.raises(TargetError, match=why),
    ):
        target.ask(ASKED)


def test_another_version_of_the_report_is_no_target_to_score() -> None:
    with (
        service(GOOD) as running,
        HttpTarget(running.url) as target,
        pytest.raises(SuiteError, match=r"is version sha256:1+; this checkout makes sha256:2"),
    ):
        target.prepare("tiny", "sha256:2")


def test_a_busy_service_is_asked_again() -> None:
    busy = service((503, ""), (429, ""), GOOD)
    with busy as running, HttpTarget(running.url, patience=0) as target:
        assert target.ask(ASKED).status == "answered"
        assert len(running.heard) == 3


def test_a_service_that_stays_busy_is_a_target_error() -> None:
    with (
        service((503, "")) as running,
        HttpTarget(running.url, patience=0) as target,
        pytest.raises(TargetError, match="HTTP 503"),
    ):
        target.ask(ASKED)


def test_no_service_is_a_target_error() -> None:
    with (
        HttpTarget("http://127.0.0.1:9", patience=0) as target,
        pytest.raises(TargetError, match="ConnectError"),
    ):
        target.ask(ASKED)
