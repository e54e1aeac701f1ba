import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any

import pytest
from pydantic import SecretStr

from eval.errors import SuiteError, TargetError
from eval.targets import LONGEST_WAIT, TRIES, HttpTarget, InProcessTarget, Turn, read_key
from service.settings import Settings
from tests.eval.world import VERSION, answer, cite

LOADED = json.dumps({"reports": [{"id": "tiny", "version": VERSION}]})
ASKED = [Turn(role="user", content="Hvorfor?")]


@contextmanager
def service(
    *chat: tuple[int, str] | tuple[int, str, dict[str, str]],
    reports: str = LOADED,
    key: str | None = None,
    before: Callable[[int], None] = lambda heard: None,
) -> Iterator[Any]:
    """A server that replies to `/chat` with `chat` in turn, the last one repeated, `before` being
    told how many questions it has heard. With a `key` it refuses who does not give it."""
    heard: list[Any] = []
    left = list(chat)

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._reply(200, reports)

        def do_POST(self) -> None:
            heard.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            before(len(heard))
            self._reply(*(left.pop(0) if len(left) > 1 else left[0]))

        def _reply(self, status: int, body: str, headers: dict[str, str] | None = None) -> None:
            if key and self.headers["Authorization"] != f"Bearer {key}":
                status, body = 401, "{}"
            self.send_response(status)
            for name, value in (headers or {}).items():
                self.send_header(name, value)
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


def waits(*chat: tuple[int, str] | tuple[int, str, dict[str, str]]) -> list[float]:
    """The seconds that a target waits between its tries."""
    waited: list[float] = []
    with (
        service(*chat) as running,
        HttpTarget(running.url, patience=0.5, sleep=waited.append) as target,
        pytest.raises(TargetError),
    ):
        target.ask(ASKED)
    return waited


def test_each_wait_is_twice_the_one_before_and_they_end() -> None:
    assert waits((503, "")) == [0.5, 1.0, 2.0]
    assert len(waits((503, ""))) == TRIES - 1


def test_a_retry_after_is_honoured_up_to_the_longest_wait() -> None:
    assert waits((429, "", {"Retry-After": "7"})) == [7.0, 7.0, 7.0]
    assert waits((503, "", {"Retry-After": "86400"})) == [LONGEST_WAIT] * 3
    soon = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    assert waits((503, "", {"Retry-After": soon})) == [LONGEST_WAIT] * 3
    past = format_datetime(datetime.now(UTC) - timedelta(hours=1), usegmt=True)
    assert waits((503, "", {"Retry-After": past})) == [0.0] * 3
    assert waits((503, "", {"Retry-After": "soon"})) == [0.5, 1.0, 2.0]


def test_what_trying_again_does_not_mend_is_not_tried_again() -> None:
    assert waits((500, "{}")) == []
    assert waits((422, "{}")) == []


def test_the_key_is_sent_and_without_it_the_refusal_says_how_to_give_it() -> None:
    with service(GOOD, key="s3cret") as running:
        with HttpTarget(running.url, key=SecretStr("s3cret")) as target:
            target.prepare("tiny", VERSION)
            assert target.ask(ASKED).status == "answered"
        with HttpTarget(running.url) as target, pytest.raises(TargetError, match="--key-env"):
            target.prepare("tiny", VERSION)


def test_a_key_is_read_from_its_variable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", " s3cret\n")
    key = read_key("KEY")
    assert key is not None
    assert key.get_secret_value() == "s3cret"
    assert "s3cret" not in repr(key)
    assert read_key(None) is None


@pytest.mark.parametrize("value", ["", "two words", "line\nbreak", "nøkkel"])
def test_what_can_be_no_key_is_refused_and_not_repeated(
    value: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KEY", value)
    with pytest.raises(SuiteError) as refused:
        read_key("KEY")
    assert not value or value not in str(refused.value)


@pytest.mark.parametrize(
    "url",
    ["http://me:s3cret@host", "http://host/?key=s3cret", "host:8000", "ftp://host", "http://", ""],
)
def test_a_url_that_is_none_or_carries_a_secret_is_refused(url: str) -> None:
    with pytest.raises(SuiteError) as refused:
        HttpTarget(url)
    assert "s3cret" not in str(refused.value)


def test_the_assistant_in_process_gives_the_same_answers_to_threads_at_once(
    sample_settings: Settings,
) -> None:
    target = InProcessTarget(sample_settings, workers=4)
    asked = [
        [Turn(role="user", content=words)]
        for words in ("Hvorfor opplever fastlegene merarbeid?", "Hva mener tannlegene?") * 4
    ]
    one_by_one = [target.ask(turns) for turns in asked]
    with ThreadPoolExecutor(target.workers) as pool:
        assert list(pool.map(target.ask, asked)) == one_by_one
