"""A server that speaks OpenAI's protocol: how it is called within a deadline, and what its failures
mean.

Whatever it does, the caller gets a result or an `LLMError` that tells the cause and the next step,
and nothing of what was sent or received.
"""

import asyncio
import threading
import weakref
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from concurrent.futures import CancelledError
from typing import Any, TypeVar
from urllib.parse import urlsplit

import httpx2
import openai
from langchain_core.exceptions import OutputParserException
from langsmith import tracing_context

from service.errors import LLMError, SettingsError

OPENAI = "https://api.openai.com/v1"

T = TypeVar("T")


class RefusedError(Exception):
    """The model declined to answer."""


class _TooLongError(Exception):
    """The server sent more than an answer can be."""


_FAILURES = (
    openai.OpenAIError,  # statuses, connections, cut answers, refusals by a filter
    httpx2.HTTPError,
    RefusedError,
    OutputParserException,
    TimeoutError,
    CancelledError,
    _TooLongError,
    # LangChain and openai read a body of an unexpected form without checking it: ValueError is
    # JSON or text that cannot be decoded, a schema not met, a body that is no object (HTML with
    # 200); LookupError no choice in it; TypeError and AttributeError null where a list should be;
    # RecursionError brackets nested thousands deep.
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RecursionError,
)


class Server:
    """An OpenAI-compatible server: how it is reached, and what its failures mean.

    Calls run on an event loop in a thread of their own, for only so can a call be given up at its
    deadline: HTTP timeouts start anew with every byte, and a server that trickles never meets one.
    """

    def __init__(
        self, *, prefix: str, model: str, url: str | None, key: str, deadline: float, limit: int
    ) -> None:
        self.prefix = prefix
        self.model = model
        # Always given, so that no OPENAI_ or LANGSMITH_ variable sends the text elsewhere.
        self.url = (url or OPENAI).rstrip("/")
        self.key = key
        self.deadline = deadline
        self._limit = limit
        self._check()
        self.http = openai.DefaultAsyncHttpxClient(
            timeout=deadline,
            follow_redirects=False,  # the text goes to the server that was set, to no other
            headers={"Accept-Encoding": "identity"},
            event_hooks={"response": [_bounding(limit)]},
        )
        self._loop = asyncio.new_event_loop()
        stop = asyncio.Event()
        self._thread = threading.Thread(
            target=_run_loop, args=(self._loop, stop, self.http), name=prefix, daemon=True
        )
        self._thread.start()
        self._stop = weakref.finalize(self, self._loop.call_soon_threadsafe, stop.set)

    def call(self, work: Coroutine[Any, Any, T]) -> T:
        """The result of `work`, waited for in this thread. Raises `LLMError`."""
        future = asyncio.run_coroutine_threadsafe(_untraced(work), self._loop)
        try:
            return future.result(self.deadline)
        except _FAILURES as error:
            failure = self._explain(error)
        finally:
            future.cancel()
        # Outside the handler, so that no traceback can show what the server or we had sent.
        raise failure

    def close(self) -> None:
        self._stop()
        self._thread.join()

    def _check(self) -> None:
        try:
            parts = urlsplit(self.url)
            usable = parts.scheme in ("http", "https") and parts.hostname and parts.port != 0
        except ValueError:  # brackets or a port that are no address
            usable = False
        if not usable:
            raise SettingsError(
                f"{self.prefix}_BASE_URL", "is no http or https address", "Correct or unset it."
            )
        if not (self.key.isascii() and self.key.isprintable() and self.key == self.key.strip()):
            raise SettingsError(
                f"{self.prefix}_API_KEY",
                "has a space, line break or other character that no key has",
                "Correct it.",
            )
        if not self.model:
            raise SettingsError(f"{self.prefix}_MODEL", "is not set", "Name the model.")

    def _explain(self, error: BaseException) -> LLMError:
        """What `error` means. Nothing of what the server wrote goes in: servers echo prompts and
        keys. Users see what and why, so the address stands in the next step."""
        parts = urlsplit(self.url)
        host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
        port = f":{parts.port}" if parts.port else ""
        why, next_step = self._cause(error)
        address = f"{parts.scheme}://{host}{port}{parts.path}"
        return LLMError(f"Model {self.model}", why, f"{next_step} It was asked at {address}.")

    def _cause(self, error: BaseException) -> tuple[str, str]:
        form = f"Set {self.prefix}_MODEL to one that its server can make answer by a JSON schema."
        match error:
            case openai.APIStatusError():
                return self._status(error.status_code)
            case TimeoutError() | openai.APITimeoutError():
                timeout = "" if self.prefix == "FUNN_EMBEDDING" else " or raise FUNN_LLM_TIMEOUT"
                return f"gave no whole answer in {self.deadline:g} s", f"Try again{timeout}."
            case openai.APIConnectionError() if _began_with(error, httpx2.ConnectError):
                return (
                    "could not be reached",
                    f"Start the server, or correct {self.prefix}_BASE_URL.",
                )
            case openai.APIConnectionError() | httpx2.HTTPError():
                return "broke the connection", "Try again; see the server's own log."
            case openai.LengthFinishReasonError():
                return "ran out of output tokens before its answer was whole", form
            case openai.ContentFilterFinishReasonError() | RefusedError():
                return "declined to answer", "Ask in other words, or use another model."
            case CancelledError():
                return "was let go of before it had answered", "Try again."
            case _TooLongError():
                return f"sent more than {self._limit:,} bytes", form
            case _:
                return "answered in a form that cannot be read", form

    def _status(self, code: int) -> tuple[str, str]:
        if code in (401, 403):
            return f"refused the key ({code})", f"Correct {self.prefix}_API_KEY."
        if code == 404:
            return (
                "has no such model or address (404)",
                f"Correct {self.prefix}_MODEL; {self.prefix}_BASE_URL should end in /v1.",
            )
        if code == 429:
            return "takes no more requests for now (429)", "Try again later; check its quota."
        if code < 400:
            return (
                f"points to another address ({code})",
                f"Set {self.prefix}_BASE_URL to the address it has moved to.",
            )
        if code < 500:
            return (
                f"did not accept the request ({code})",
                f"Set {self.prefix}_MODEL to one with JSON-schema output and a longer context.",
            )
        return f"failed ({code})", "Try again; see the server's own log."


def _bounding(limit: int) -> Callable[[httpx2.Response], Awaitable[None]]:
    async def bound(response: httpx2.Response) -> None:
        if isinstance(response.stream, httpx2.AsyncByteStream):
            response.stream = _Bounded(response.stream, limit)

    return bound


class _Bounded(httpx2.AsyncByteStream):
    """A response body that stops when it grows past `limit` bytes."""

    def __init__(self, stream: httpx2.AsyncByteStream, limit: int) -> None:
        self._stream = stream
        self._limit = limit

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for part in self._stream:
            size += len(part)
            if size > self._limit:
                raise _TooLongError
            yield part

    async def aclose(self) -> None:
        await self._stream.aclose()


def _run_loop(
    loop: asyncio.AbstractEventLoop, stop: asyncio.Event, http: httpx2.AsyncClient
) -> None:
    """Serve `loop` until `stop`. Knows nothing of its `Server`, so that a dropped one ends."""

    async def main() -> None:
        await stop.wait()
        await http.aclose()

    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(main())


def _began_with(error: BaseException | None, kind: type[BaseException]) -> bool:
    """Whether `error`, or one that it was raised from, is a `kind`: LangChain wraps openai's."""
    while error is not None and not isinstance(error, kind):
        error = error.__cause__
    return error is not None


async def _untraced(work: Coroutine[Any, Any, T]) -> T:
    """`work`, with nothing told to LangSmith, whatever the environment says."""
    with tracing_context(enabled=False):
        return await work
