"""The language model and the embedding service that the settings name, over OpenAI's protocol.

The only importer of `langchain_openai`. Whatever a server does, the caller gets a result of the
asked form or an `LLMError`, within the deadline. Loading this module takes about two seconds, so
import it only where a model is set.
"""

import math
from collections.abc import Sequence
from typing import Self

import openai
from langchain_core.embeddings import Embeddings
from langchain_core.language_models import BaseChatModel
from langchain_core.messages import AIMessage
from langchain_openai import ChatOpenAI, OpenAIEmbeddings
from langchain_openai.chat_models.base import OpenAIRefusalError
from pydantic import SecretStr

from service.completion import Completion, Schema, usage_of
from service.remote import OPENAI, RefusedError, Server
from service.settings import Settings

MAX_OUTPUT_TOKENS = 4000
"""Room for a model that reasons before it answers; the deadline is what bounds the time."""
MAX_ANSWER_BYTES = 1_000_000
MAX_VECTORS_BYTES = 32_000_000
EMBEDDING_DEADLINE = 60.0
"""Seconds for one batch of texts."""
RETRIES = 1


class ChatLLM:
    """A chat model that answers in a given form. Safe to share between threads."""

    def __init__(self, settings: Settings, max_tokens: int = MAX_OUTPUT_TOKENS) -> None:
        """The model of FUNN_LLM_MODEL, which must be set. Nothing is sent yet."""
        server = Server(
            prefix="FUNN_LLM",
            model=settings.llm_model or "",
            url=settings.llm_base_url,
            key=settings.llm_key,
            deadline=settings.llm_timeout,
            limit=MAX_ANSWER_BYTES,
        )
        self.model = server.model
        self._server = server
        self._chat: BaseChatModel = ChatOpenAI(
            model=server.model,
            base_url=server.url,
            api_key=SecretStr(server.key),
            temperature=0,
            max_completion_tokens=max_tokens,
            timeout=server.deadline,
            max_retries=RETRIES,
            http_async_client=server.http,
            openai_proxy="",  # else OPENAI_PROXY is read and clashes with our client
            http_socket_options=(),  # else the client that we do not use warns of proxies
            use_responses_api=False if server.url != OPENAI else None,
        )

    def complete(
        self, system: str, user: str, schema: type[Schema], plainer: type[Schema] | None = None
    ) -> Completion[Schema]:
        """The model's answer to `user` under the instructions `system`, as a `schema`; or as
        `plainer` where the server does not accept that schema. With it the tokens it took.

        Raises `LLMError`, which carries neither prompt, answer nor key.
        """

        async def ask() -> Completion[Schema]:
            try:
                return await self._ask(system, user, schema)
            except (openai.BadRequestError, openai.UnprocessableEntityError):
                if plainer is None:
                    raise
            return await self._ask(system, user, plainer)

        return self._server.call(ask())

    async def _ask(self, system: str, user: str, schema: type[Schema]) -> Completion[Schema]:
        # The raw message holds the usage; with it a failure to parse is returned, not raised.
        chain = self._chat.with_structured_output(schema, method="json_schema", include_raw=True)
        given = await chain.ainvoke([("system", system), ("human", user)])
        if not isinstance(given, dict):
            raise TypeError
        match given["parsing_error"]:
            case OpenAIRefusalError():
                raise RefusedError
            case Exception() as error:
                raise error
        raw, answer = given["raw"], given["parsed"]
        if not isinstance(answer, schema) or not isinstance(raw, AIMessage):
            raise TypeError
        return Completion(answer, usage_of(raw.usage_metadata))

    def close(self) -> None:
        """Let go of connections and thread. Needed only where many are made, as in tests."""
        self._server.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


class RemoteEmbeddings(Embeddings):
    """An embedding service. Safe to share between threads. Its methods raise `LLMError`."""

    def __init__(self, settings: Settings) -> None:
        """The service of FUNN_EMBEDDING_MODEL, which must be set. Nothing is sent yet."""
        key = settings.embedding_api_key
        server = Server(
            prefix="FUNN_EMBEDDING",
            model=settings.embedding_model or "",
            url=settings.embedding_base_url,
            key=key.get_secret_value() if key else "unset",
            deadline=EMBEDDING_DEADLINE,
            limit=MAX_VECTORS_BYTES,
        )
        self._server = server
        self._embeddings = OpenAIEmbeddings(
            model=server.model,
            openai_api_base=server.url,
            openai_api_key=SecretStr(server.key),
            request_timeout=server.deadline,
            max_retries=RETRIES,
            http_async_client=server.http,
            openai_proxy="",
            check_embedding_ctx_length=False,  # else it downloads a tokeniser
        )

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        """One vector a text, in one request."""

        async def ask() -> list[list[float]]:
            vectors = await self._embeddings.aembed_documents(texts, chunk_size=len(texts))
            _check_vectors(vectors, len(texts))
            return vectors

        return self._server.call(ask()) if texts else []

    def embed_query(self, text: str) -> list[float]:
        """The vector of a question."""
        return self.embed_documents([text])[0]

    def close(self) -> None:
        """Let go of connections and thread."""
        self._server.close()


def chat_model(settings: Settings) -> ChatLLM:
    """The chat model that the settings name."""
    return ChatLLM(settings)


def remote_embeddings(settings: Settings) -> RemoteEmbeddings:
    """The embedding service that the settings name."""
    return RemoteEmbeddings(settings)


def _check_vectors(vectors: Sequence[Sequence[float]], count: int) -> None:
    """Raises `ValueError` unless there are `count` finite vectors of one dimension."""
    dimensions = {len(vector) for vector in vectors}
    if len(vectors) != count or len(dimensions) != 1 or 0 in dimensions:
        raise ValueError("not one vector of one dimension for each text")
    if not all(math.isfinite(value) for vector in vectors for value in vector):
        raise ValueError("a vector is not finite")
