"""What is held against every request and response, before and after any handler."""

import logging
from http import HTTPStatus

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from service.api.problems import Problem

log = logging.getLogger(__name__)

MAX_BODY = 256 * 1024
"""Bytes of a request: room for a long conversation, and a bound before anything is parsed."""

HEADERS = {
    # Text from reports, questions and models is untrusted: nothing but our own files may run.
    "content-security-policy": (
        "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
        "object-src 'none'"
    ),
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    # A browser asks each time: no page of an older version, no answer from an older report.
    "cache-control": "no-cache",
}


class Limits:
    """ASGI middleware: refuses bodies over `MAX_BODY`, adds `HEADERS`, and answers what no handler
    foresaw (beyond it Starlette would, without those headers)."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        started = False

        async def send_guarded(message: Message) -> None:
            nonlocal started
            started = True
            if message["type"] == "http.response.start":
                have = {name for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in HEADERS.items()
                        if name.encode() not in have
                    ),
                ]
            await send(message)

        body = await _body(receive) if _has_body(scope) else b""
        if body is None:
            problem = Problem(
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                "too-large",
                "The request is too large",
                f"It may be {MAX_BODY} bytes long. Leave out earlier turns of the conversation.",
            )
            await problem.response()(scope, receive, send_guarded)
            return
        sent = False

        async def receive_read() -> Message:
            nonlocal sent
            if sent:
                return await receive()
            sent = True
            return {"type": "http.request", "body": body, "more_body": False}

        try:
            await self._app(scope, receive_read, send_guarded)
        except Exception as error:
            if started:
                raise
            log.error("unexpected error", exc_info=error)
            problem = Problem(
                HTTPStatus.INTERNAL_SERVER_ERROR,
                "unexpected",
                "Something went wrong here",
                "The request was not served. Try again; the operator finds the cause in the log.",
            )
            await problem.response()(scope, receive, send_guarded)


def _has_body(scope: Scope) -> bool:
    return any(name in (b"content-length", b"transfer-encoding") for name, _ in scope["headers"])


async def _body(receive: Receive) -> bytes | None:
    """The whole body; None as soon as it is longer than `MAX_BODY`."""
    parts: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] != "http.request":
            break
        part: bytes = message.get("body", b"")
        size += len(part)
        if size > MAX_BODY:
            return None
        parts.append(part)
        if not message.get("more_body", False):
            break
    return b"".join(parts)
