"""`POST /chat`: a conversation in, the contract's answer out."""

import json
from http import HTTPStatus
from importlib.resources import files
from typing import Any

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from service.api.problems import Problem
from service.assistant import Assistant
from service.contract import Answer
from service.domain import Language
from service.retrieval import Filters
from service.understanding import MAX_QUESTION, Message, clean

MAX_TURNS = 100


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
        responses={200: {"content": {"application/json": {"examples": examples()}}}},
    )
    def chat(request: ChatRequest) -> Answer:
        last = request.messages[-1]
        if last.role != "user":
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "no-question",
                "There is no question",
                "The last message must have the role `user`.",
            )
        question = clean(last.content)
        if not question:
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "empty-question",
                "The question is empty",
                "Write a question about the report.",
            )
        if any(len(m.content) > MAX_QUESTION for m in request.messages if m.role == "user"):
            raise Problem(
                HTTPStatus.UNPROCESSABLE_ENTITY,
                "long-question",
                "The question is too long",
                f"A question may have {MAX_QUESTION} characters. Ask for one thing at a time.",
            )
        return assistant.ask(request.messages, request.language, request.filters)

    return router
