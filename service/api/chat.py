"""`POST /chat`: a conversation in, the contract's answer out."""

import json
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from service.api.problems import Problem, documented
from service.assistant import Assistant
from service.contract import Answer
from service.domain import Language
from service.evidence import Filters
from service.understanding import MAX_QUESTION, Message, clean
from service.vocabulary.groups import group_vocabulary

MAX_TURNS = 100
NO_TEXT = frozenset(chr(code) for code in (0, *range(0xD800, 0xE000)))
"""Characters that no text has: NUL and the halves of surrogate pairs."""


class ChatRequest(BaseModel):
    """A conversation as the client keeps it; the service keeps none."""

    model_config = ConfigDict(extra="forbid")

    messages: list[Message] = Field(min_length=1, max_length=MAX_TURNS)
    """The last must be the user's question."""
    language: Language | None = None
    """Language to answer in; that of the question when null."""
    filters: Filters = Filters()
    """What to restrict the search to."""
    stream: bool = False
    """Accepted; the answer is sent whole."""


def examples() -> dict[str, Any]:
    """One answer a status, as kept in `service/examples`, in OpenAPI's form."""
    folder = files("service") / "examples"
    return {
        path.name.removesuffix(".json"): {"value": json.loads(path.read_text("utf-8"))}
        for path in sorted(folder.iterdir(), key=lambda path: path.name)
        if path.name.endswith(".json")
    }


def chat_router(assistant: Assistant) -> APIRouter:
    """The route, bound to an assistant."""
    router = APIRouter()

    @router.post(
        "/chat",
        summary="Ask a question about the loaded reports",
        responses={
            **documented(
                HTTPStatus.BAD_REQUEST,
                HTTPStatus.REQUEST_ENTITY_TOO_LARGE,
                HTTPStatus.UNPROCESSABLE_ENTITY,
                HTTPStatus.SERVICE_UNAVAILABLE,
            ),
        },
    )
    def chat(request: ChatRequest) -> Answer:
        _check_question(request.messages)
        _check_filters(request.filters, assistant)
        return assistant.ask(request.messages, request.language, request.filters)

    return router


def _check_question(messages: list[Message]) -> None:
    asked = [message.content for message in messages if message.role == "user"]
    if messages[-1].role != "user":
        raise _refused(
            "no-question", "There is no question", "The last message must have the role `user`."
        )
    if any(len(question) > MAX_QUESTION for question in asked):
        raise _refused(
            "long-question",
            "The question is too long",
            f"A question may have {MAX_QUESTION} characters. Ask for one thing at a time.",
        )
    if any(char in NO_TEXT for question in asked for char in question):
        raise _refused(
            "malformed-question",
            "The question is not text",
            "It holds a NUL character or half of a surrogate pair. Send it as Unicode text.",
        )
    if not clean(asked[-1]):
        raise _refused(
            "empty-question", "The question is empty", "Write a question about the report."
        )


def _check_filters(filters: Filters, assistant: Assistant) -> None:
    """A filter by what does not exist would give an answer that says something about the report."""
    snapshot = assistant.library.snapshot()
    loaded = snapshot.reports
    if loaded and any(report not in loaded for report in filters.reports):
        raise _refused(
            "unknown-report",
            "A filter names a report that is not loaded",
            "GET /reports lists those that are.",
        )
    for name, given in (
        ("role", filters.roles),
        ("sector", filters.sectors),
        ("field", filters.fields),
    ):
        groups = [*(term.group for term in group_vocabulary().terms), *snapshot.speakers]
        known = {getattr(group, name) for group in groups}
        if not known.issuperset(given):
            raise _refused(
                f"unknown-{name}",
                f"A filter names a {name} that Funn does not know",
                f"Known are: {', '.join(sorted(known - {None}))}.",
            )


def _refused(code: str, title: str, detail: str) -> Problem:
    return Problem(HTTPStatus.UNPROCESSABLE_ENTITY, code, title, detail)
