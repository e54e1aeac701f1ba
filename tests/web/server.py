"""A small server with the service's interface, for what the real one cannot be made to do: hostile
text, a slow answer, a failure, no report. It answers from `service/examples`."""

import asyncio
import json
import socket
import threading
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.middleware.base import BaseHTTPMiddleware
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from service.api.limits import HEADERS
from service.contract import Answer, Citation, SourceInContext, SourceView

ROOT = Path(__file__).parents[2]
WEB = ROOT / "service" / "web"
HOSTILE = "<img src=x onerror=alert(1)><script>alert(2)</script><b>fet</b>"
NORWEGIAN = "Hvorfor opplever fastlegene merarbeid?"
ENGLISH = "Why do GPs experience extra work?"


def example(name: str) -> Answer:
    path = ROOT / "service" / "examples" / f"{name}.json"
    return Answer.model_validate_json(path.read_text(encoding="utf-8"))


def _english() -> Answer:
    """The Norwegian answer as an English question gets it: the frame English, the evidence not."""
    update = {
        "language": "en",
        "question": ENGLISH,
        "lead": "The report has eight findings on this.",
        "caveats": ("This is a qualitative study.",),
        "not_covered": (),
        "follow_ups": ("Which GPs see it differently?",),
        "fallback_reason": "the model did not answer in time",
    }
    return example("answered").model_copy(update=update)


def _hostile() -> Answer:
    """An answer with markup in every text a server could send."""
    good = json.loads(example("answered").model_dump_json())

    def poison(value: Any, key: str = "") -> Any:
        if isinstance(value, dict):
            return {k: poison(v, k) for k, v in value.items()}
        if isinstance(value, list):
            return [poison(v, key) for v in value]
        kept = {"status", "mode", "language", "kind", "relation", "holder", "strength", "id"}
        if not isinstance(value, str) or key in {*kept, "citations", "report", "version"}:
            return value
        return value + HOSTILE

    return Answer.model_validate(poison(good))


NAMED = {
    NORWEGIAN: example("answered"),
    ENGLISH: _english(),
    "How many GPs have less to do?": example("partial"),
    "Hva sier tannlegene?": example("not_in_report"),
    "Write a poem about spring": example("out_of_scope"),
    "Hvilken kommune jobber jordmoren i?": example("blocked_privacy"),
    "Feil": example("error"),
    "Reworded": example("llm"),
    "Hostile": _hostile(),
}


class ChatServer:
    """The application, what it was asked, and what it should do next."""

    def __init__(self) -> None:
        self.asked: list[dict[str, Any]] = []
        self.reset()

    def reset(self) -> None:
        self.asked.clear()
        self.delay = 0.0
        self.failures: list[int] = []
        """Status codes of the next answers to fail."""
        self.source_failures: list[int] = []
        self.loaded = True
        self.outside: dict[str, str | None] = {"language_model": None, "embedder": None}
        self.barred = False
        self.last = NAMED[NORWEGIAN]

    @property
    def app(self) -> Starlette:
        app = Starlette(
            routes=[
                Route("/", self.index),
                Route("/chat", self.chat, methods=["POST"]),
                Route("/sources/{id}", self.source),
                Route("/reports", self.reports),
                Mount("/static", StaticFiles(directory=WEB)),
            ]
        )
        app.add_middleware(BaseHTTPMiddleware, dispatch=_with_headers)
        return app

    async def index(self, request: Request) -> Response:
        return FileResponse(WEB / "index.html")

    async def chat(self, request: Request) -> Response:
        body = await request.json()
        self.asked.append(body)
        await asyncio.sleep(self.delay)
        if self.failures:
            return _problem(self.failures.pop(0), "Noe gikk galt", f"Databasen er nede. {HOSTILE}")
        question = body["messages"][-1]["content"]
        self.last = NAMED.get(question, NAMED[NORWEGIAN])
        return Response(self.last.model_dump_json(), media_type="application/json")

    async def source(self, request: Request) -> Response:
        id = request.path_params["id"]
        if self.source_failures:
            return _problem(self.source_failures.pop(0), "Noe gikk galt", HOSTILE)
        sources = [_view(citation) for citation in self.last.citations]
        for i, source in enumerate(sources):
            if source.id == id:
                found = SourceInContext(
                    source=source,
                    before=tuple(sources[max(0, i - 2) : i]),
                    after=tuple(sources[i + 1 : i + 3]),
                )
                return Response(found.model_dump_json(), media_type="application/json")
        return _problem(404, "Ukjent kilde", f"Ingen kilde har id {id}.")

    async def reports(self, request: Request) -> Response:
        report = example("answered").reports[0].model_dump()
        counts = {"sections": 31, "findings": 212, "quotes": 41, "language": "nb"}
        speakers = {"fastlege": 10, "sykepleier": 14, "lege": 4}
        listed = {**report, **counts, "speakers": speakers, "barred": self.barred}
        loaded = [listed] if self.loaded else []
        return JSONResponse({"reports": loaded, "outside": self.outside})


def _view(citation: Citation) -> SourceView:
    fields = SourceView.model_fields
    return SourceView.model_validate(
        {k: v for k, v in citation.model_dump().items() if k in fields}
    )


def _problem(status: int, title: str, detail: str) -> Response:
    body = {"type": "about:blank", "title": title, "status": status, "detail": detail}
    return JSONResponse(body, status, media_type="application/problem+json")


async def _with_headers(
    request: Request, call_next: Callable[[Request], Awaitable[Response]]
) -> Response:
    response = await call_next(request)
    response.headers.update(HEADERS)
    return response


class Running:
    """A server on a free port of the loopback address, in a thread."""

    def __init__(self, app: Starlette) -> None:
        self.socket = socket.create_server(("127.0.0.1", 0))
        config = uvicorn.Config(app, log_level="warning", lifespan="off", ws="none")
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, args=([self.socket],), daemon=True)
        self.url = f"http://127.0.0.1:{self.socket.getsockname()[1]}"

    def __enter__(self) -> "Running":
        self.thread.start()
        deadline = time.monotonic() + 20
        while not self.server.started:
            if time.monotonic() > deadline:
                raise RuntimeError("the test server did not start within 20 s")
            time.sleep(0.01)
        return self

    def __exit__(self, *_: object) -> None:
        self.server.should_exit = True
        self.thread.join(20)
        self.socket.close()
