"""Targets: what is evaluated. A running service over HTTP, or the assistant in this process."""

import logging
import time
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Literal, Protocol, Self

import httpx
from pydantic import ValidationError

from eval.errors import SuiteError, TargetError
from service.contract import Answer
from service.domain import Frozen
from service.settings import Settings

log = logging.getLogger(__name__)

TRIES = 3
_BUSY = frozenset({429, 502, 503, 504})


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


class HttpTarget:
    """A running service, at its base URL. `timeout` is in seconds, for one request; `patience` in
    seconds, times the number of the try, before a request is tried again."""

    def __init__(
        self, url: str, *, timeout: float = 120.0, workers: int = 4, patience: float = 0.5
    ) -> None:
        self.name = url.rstrip("/")
        self.workers = workers
        self._patience = patience
        self._client = httpx.Client(base_url=self.name, timeout=timeout)
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
        for left in reversed(range(TRIES)):
            try:
                response = self._client.request(method, path, json=body)
            except httpx.HTTPError as error:
                if left:
                    time.sleep(self._patience * (TRIES - left))
                    continue
                raise self._error(f"{type(error).__name__}: {error}") from None
            if response.status_code in _BUSY and left:
                time.sleep(self._patience * (TRIES - left))
                continue
            if response.status_code != 200:
                raise self._error(f"{method} {path} gave HTTP {response.status_code}")
            return response
        raise AssertionError("unreachable")

    def _error(self, why: str) -> TargetError:
        return TargetError(self.name, why, "See that the service runs there, then run again.")


class InProcessTarget:
    """The assistant in this process, over the store that `settings` names. One thread asks."""

    name = "in process"
    workers = 1

    def __init__(self, settings: Settings) -> None:
        # Imported here, since it costs a second or two that `validate` and `score` need not pay.
        from service.understanding import Message  # noqa: PLC0415
        from service.wiring import build_assistant  # noqa: PLC0415

        self._message = Message
        self._assistant = build_assistant(settings)

    def ask(self, turns: Sequence[Turn]) -> Answer:
        messages = [self._message(role=turn.role, content=turn.content) for turn in turns]
        try:
            return self._assistant.ask(messages)
        except Exception as error:  # the edge to what is judged: whatever it does is no score
            log.error("the assistant failed on a question", exc_info=error)
            raise TargetError(
                self.name, f"{type(error).__name__}: {error}", "See what `funn ask` says to it."
            ) from error
