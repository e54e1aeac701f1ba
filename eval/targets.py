"""Targets: what is evaluated. A running service over HTTP, or the assistant in this process."""

import logging
import os
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Protocol, Self, runtime_checkable

import httpx
from pydantic import SecretStr, ValidationError

from eval.errors import SuiteError, TargetError
from service.contract import Answer
from service.domain import Frozen
from service.errors import FunnError
from service.settings import Settings

if TYPE_CHECKING:
    from service.understanding import Message

log = logging.getLogger(__name__)

TRIES = 4
LONGEST_WAIT = 30.0
"""Seconds that a service is waited for before the next try, whatever its Retry-After says."""
_BUSY = frozenset({429, 502, 503, 504})
_REFUSED = frozenset({401, 403})


class Turn(Frozen):
    """A message of a conversation, as a chat client sends it."""

    role: Literal["user", "assistant"]
    content: str


class Target(Protocol):
    """Anything that can be asked. `workers` is how many threads may ask at once."""

    name: str
    workers: int

    def ask(self, turns: Sequence[Turn]) -> Answer:
        """The answer to the last turn. Raises `TargetError` when there is none to score."""
        ...


@runtime_checkable
class Ranks(Protocol):
    """A target that also tells what its retrieval found."""

    def ranked(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """Ids of the sources for the last turn, best first, each once."""
        ...


class HttpTarget:
    """A running service, at its base URL, asked with `key` as its bearer token where it wants one.

    `timeout` is in seconds, for one request. A request that does not come through, or that the
    service is too busy for (429, 502, 503, 504), is tried again up to `TRIES` times in all, after
    the seconds of its Retry-After, but `LONGEST_WAIT` at the most; without one after `patience`
    seconds, doubled each time. What still fails is a `TargetError`: never a score."""

    def __init__(
        self,
        url: str,
        *,
        key: SecretStr | None = None,
        timeout: float = 120.0,
        workers: int = 4,
        patience: float = 0.5,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self.name = base_url(url)
        self.workers = workers
        self._patience = patience
        self._sleep = sleep
        headers = {"authorization": f"Bearer {key.get_secret_value()}"} if key else {}
        self._client = httpx.Client(base_url=self.name, timeout=timeout, headers=headers)
        self._filters: dict[str, Any] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        self._client.close()

    def prepare(self, report: str, version: str) -> None:
        """Make sure that `report` is loaded there, and that no other one answers.

        Raises `SuiteError` when it is loaded in another version than the `version` that this
        checkout makes of it: its quotes could not be checked."""
        response = self._send("GET", "/reports")
        try:
            loaded = {row["id"]: row["version"] for row in response.json()["reports"]}
        except (ValueError, KeyError, TypeError):
            raise self._error("GET /reports gave no list of reports") from None
        if report not in loaded:
            there = ", ".join(loaded) or "none"
            raise self._error(f"report {report} is not loaded; loaded: {there}")
        if loaded[report] != version:
            raise SuiteError(
                f"report {report} at {self.name}",
                f"is version {loaded[report]}; this checkout makes {version} of the suite's file",
                "Ingest that file there anew, or evaluate with the Funn that runs there.",
            )
        self._filters = {"filters": {"reports": [report]}} if len(loaded) > 1 else {}

    def ask(self, turns: Sequence[Turn]) -> Answer:
        messages = [turn.model_dump() for turn in turns]
        body = {"messages": messages, "language": None, **self._filters}
        response = self._send("POST", "/chat", body)
        try:
            return Answer.model_validate_json(response.content)
        except ValidationError as error:
            found = error.errors(include_url=False, include_input=False)[0]
            where = ".".join(str(part) for part in found["loc"]) or "answer"
            raise self._error(f"no answer by the contract ({where}: {found['msg']})") from None

    def _send(self, method: str, path: str, body: object = None) -> httpx.Response:
        for tried in range(1, TRIES + 1):
            wait = self._patience * 2 ** (tried - 1)
            try:
                response = self._client.request(method, path, json=body)
            except httpx.HTTPError as error:
                why = f"{type(error).__name__}: {error}"
            else:
                if response.status_code == 200:
                    return response
                why = f"{method} {path} gave HTTP {response.status_code}"
                if response.status_code in _REFUSED:
                    why += "; its key goes in a variable that --key-env names"
                if response.status_code not in _BUSY:
                    raise self._error(why)
                wait = _asked_wait(response.headers.get("retry-after"), wait)
            if tried < TRIES:
                self._sleep(min(wait, LONGEST_WAIT))
        raise self._error(f"{why} ({TRIES} tries)")

    def _error(self, why: str) -> TargetError:
        return TargetError(self.name, why, "See that the service runs there, then run again.")


def read_key(variable: str | None) -> SecretStr | None:
    """The key in the environment variable of that name; None without a name. Raises `SuiteError`,
    which does not repeat it, when there is none or it can be no bearer token."""
    if variable is None:
        return None
    key = os.environ.get(variable, "").strip()
    if not key:
        raise SuiteError(
            f"--key-env {variable}", "that variable is not set", f"Set {variable} to the key."
        )
    if not (key.isascii() and key.isprintable() and " " not in key):
        raise SuiteError(
            f"--key-env {variable}",
            "what it holds is no bearer token",
            "A key is of visible ASCII characters without a blank.",
        )
    return SecretStr(key)


LIKE = "Give one like http://host:8000."


def base_url(url: str) -> str:
    """`url` without a slash at its end. It is kept with the run, so it may carry no secret."""
    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise SuiteError("--url", f"is no URL ({error})", LIKE) from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise SuiteError("--url", "is no URL of a service", LIKE)
    if parsed.userinfo or parsed.query or parsed.fragment:
        raise SuiteError(
            "--url",
            "carries a name, a password or a query, and is kept with the run",
            "Give the base URL alone, and the key in a variable that --key-env names.",
        )
    return url.rstrip("/")


def _asked_wait(header: str | None, otherwise: float) -> float:
    """Seconds that a Retry-After asks for (RFC 9110, 10.2.3: seconds or a date)."""
    if header is None:
        return otherwise
    if header.strip().isdecimal():
        return float(header)
    try:
        until = parsedate_to_datetime(header)
    except ValueError:
        return otherwise
    if until.tzinfo is None:
        until = until.replace(tzinfo=UTC)
    return max(0.0, (until - datetime.now(UTC)).total_seconds())


class InProcessTarget:
    """The assistant in this process, over the store that `settings` names. It may be asked by
    several threads, as the service lets it be."""

    name = "in process"

    def __init__(self, settings: Settings, workers: int = 1) -> None:
        self.workers = workers
        # Imported here, since it costs a second or two that `validate` and `score` need not pay.
        from service.retrieval import Retriever  # noqa: PLC0415
        from service.understanding import Message, understand, with_voices  # noqa: PLC0415
        from service.vocabulary.groups import group_vocabulary  # noqa: PLC0415
        from service.wiring import build_assistant  # noqa: PLC0415

        self._message = Message
        self._assistant = build_assistant(settings)
        vocabulary = group_vocabulary()
        retriever = Retriever(self._assistant.library.embedder, vocabulary)

        def ranked(turns: Sequence[Turn]) -> tuple[str, ...]:
            snapshot = self._assistant.library.snapshot()
            question = understand(self._messages(turns), vocabulary)
            question = with_voices(question, snapshot.speakers, vocabulary)
            found = retriever.search(question, snapshot)
            return tuple(item.source.id for item in found.evidence)

        self._ranked = ranked

    def ask(self, turns: Sequence[Turn]) -> Answer:
        try:
            return self._assistant.ask(self._messages(turns))
        except Exception as error:  # the edge to what is judged: whatever it does is no score
            log.error("the assistant failed on a question", exc_info=error)
            raise TargetError(
                self.name, f"{type(error).__name__}: {error}", "See what `funn ask` says to it."
            ) from error

    def ranked(self, turns: Sequence[Turn]) -> tuple[str, ...]:
        """What the answer is composed from, found anew the same way: the answer does not hold it.
        Also where the assistant refuses before it searches."""
        try:
            return self._ranked(turns)
        except FunnError as error:
            raise TargetError(
                self.name, f"retrieval failed: {error}", "Go on with the same --out."
            ) from error

    def _messages(self, turns: Sequence[Turn]) -> "list[Message]":
        return [self._message(role=turn.role, content=turn.content) for turn in turns]
