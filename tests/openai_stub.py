"""A stand-in for a server that speaks OpenAI's protocol, over real HTTP on a free loopback port.

`tests/slow/test_real_llm.py` proves that what it sends has the form that a real server sends.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import TracebackType
from typing import Any, Self

JSON = "application/json"


@dataclass
class Reply:
    """What to answer one request with."""

    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    pause: float = 0.0
    """Seconds of silence before anything is sent."""
    trickle: float = 0.0
    """Seconds between one byte of the body and the next."""
    cut: bool = False
    """Whether the connection is dropped half way through the body."""


@dataclass
class Request:
    """One request as it came in."""

    path: str
    headers: dict[str, str]
    """By name in lower case."""
    body: dict[str, Any]

    def message(self, role: str) -> str:
        """The content of the message by `role`."""
        texts = [m["content"] for m in self.body["messages"] if m["role"] == role]
        return str(texts[0])


Responder = Callable[[Request], Reply]


class StubServer:
    """Answers every request by `respond`, in a thread each, and keeps what it was asked."""

    def __init__(self, respond: Responder | Reply) -> None:
        self.respond: Responder = respond if callable(respond) else lambda _: respond
        self.requests: list[Request] = []
        stub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                request = Request(
                    self.path,
                    {k.lower(): v for k, v in self.headers.items()},
                    json.loads(self.rfile.read(length)),
                )
                stub.requests.append(request)
                try:
                    self._send(stub.respond(request))
                except ConnectionError:
                    self.close_connection = True  # the client had given up, which is tested

            def _send(self, reply: Reply) -> None:
                stub.stopping.wait(reply.pause)
                self.send_response(reply.status)
                for name, value in ({"Content-Type": JSON} | dict(reply.headers)).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body)))
                self.end_headers()
                if reply.cut:
                    self.wfile.write(reply.body[: len(reply.body) // 2])
                    self.close_connection = True
                elif reply.trickle:
                    for byte in reply.body:
                        if stub.stopping.wait(reply.trickle):
                            return
                        self.wfile.write(bytes((byte,)))
                else:
                    self.wfile.write(reply.body)

            def log_message(self, format: str, *args: object) -> None:
                """Nothing on the terminal."""

        self.stopping = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,))

    @property
    def url(self) -> str:
        """The base URL, with the `/v1`."""
        return f"http://127.0.0.1:{self._http.server_port}/v1"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stopping.set()
        self._http.shutdown()
        self._http.server_close()  # waits for the threads that still answer
        self._thread.join()


def as_json(value: object, status: int = 200, **reply: Any) -> Reply:
    """`value` as a JSON body."""
    return Reply(json.dumps(value).encode(), status, **reply)


USAGE = {"prompt_tokens": 1, "completion_tokens": 1, "total_tokens": 2}


def completion(
    content: str | None,
    finish_reason: str = "stop",
    refusal: str | None = None,
    usage: dict[str, Any] | None = USAGE,
) -> dict[str, Any]:
    """The body of a chat completion."""
    message: dict[str, Any] = {"role": "assistant", "content": content}
    if refusal is not None:
        message["refusal"] = refusal
    return {
        "id": "chatcmpl-stub",
        "object": "chat.completion",
        "created": int(time.time()),
        "model": "stub",
        "choices": [{"index": 0, "message": message, "finish_reason": finish_reason}],
        "usage": usage,
    }


def answer(value: object, usage: dict[str, Any] | None = USAGE, **reply: Any) -> Reply:
    """A completion whose content is `value` as JSON."""
    content = json.dumps(value, ensure_ascii=False)
    return as_json(completion(content, usage=usage), **reply)


def failure(status: int, message: str = "failed", **reply: Any) -> Reply:
    """An error in the protocol's form."""
    error = {"message": message, "type": "stub_error", "param": None, "code": None}
    return as_json({"error": error}, status, **reply)


def embeddings(vectors: list[list[float]]) -> dict[str, Any]:
    """The body of an answer with vectors."""
    data = [{"object": "embedding", "index": i, "embedding": v} for i, v in enumerate(vectors)]
    return {
        "object": "list",
        "data": data,
        "model": "stub",
        "usage": {"prompt_tokens": 1, "total_tokens": 1},
    }
