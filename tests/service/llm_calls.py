"""A model behind the stub server, and what is asked of it."""

from collections.abc import Iterator
from contextlib import contextmanager

from pydantic import BaseModel, SecretStr

from service.llm import ChatLLM
from service.settings import Settings
from tests.openai_stub import Reply, Responder, StubServer

KEY = "sk-secret-4711"
SYSTEM = "the instructions of the system"
PROMPT = "what the participants said"
DEADLINE = 2.0


class Reading(BaseModel):
    value: int
    note: str


def settings(url: str, deadline: float = DEADLINE) -> Settings:
    return Settings(
        llm_model="stub-model", llm_base_url=url, llm_api_key=SecretStr(KEY), llm_timeout=deadline
    )


@contextmanager
def asking(
    reply: Reply | Responder, deadline: float = DEADLINE
) -> Iterator[tuple[ChatLLM, StubServer]]:
    with StubServer(reply) as server, ChatLLM(settings(server.url, deadline)) as llm:
        yield llm, server
