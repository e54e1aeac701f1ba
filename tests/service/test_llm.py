"""The model answers in the asked form and the embedding service gives vectors, over real HTTP."""

import json
import socket
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from langchain_core.tracers.langchain import wait_for_all_tracers
from langsmith.utils import get_env_var
from pydantic import Field, SecretStr

from service.completion import Usage
from service.errors import LLMError
from service.llm import ChatLLM, remote_embeddings
from service.settings import Settings
from tests.openai_stub import Reply, Request, StubServer, answer, as_json, embeddings, failure
from tests.service.llm_calls import KEY, PROMPT, SYSTEM, Reading, asking, settings


class BoundedReading(Reading):
    note: str = Field(json_schema_extra={"maxLength": 7})


def test_answer_in_the_asked_form() -> None:
    with asking(answer({"value": 3, "note": "på «norsk»"})) as (llm, server):
        assert llm.complete(SYSTEM, PROMPT, Reading).answer == Reading(value=3, note="på «norsk»")
    [request] = server.requests
    assert request.path == "/v1/chat/completions"
    assert request.headers["authorization"] == f"Bearer {KEY}"
    assert request.message("system") == SYSTEM
    assert request.message("user") == PROMPT
    assert request.body["model"] == llm.model == "stub-model"
    assert request.body["temperature"] == 0
    assert request.body["max_completion_tokens"] > 0
    form = request.body["response_format"]
    assert form["type"] == "json_schema"
    assert form["json_schema"]["strict"] is True
    assert set(form["json_schema"]["schema"]["properties"]) == {"value", "note"}


def _no_bounds(request: Request) -> Reply:
    if "maxLength" in json.dumps(request.body["response_format"]):
        return failure(400, "Invalid schema for response_format: 'maxLength' is not permitted.")
    return answer({"value": 3, "note": "n"})


@pytest.mark.filterwarnings("ignore:Invalid schema for OpenAI's structured output:UserWarning")
def test_plainer_schema_where_the_first_is_not_accepted() -> None:
    with asking(_no_bounds) as (llm, server):
        assert llm.complete(SYSTEM, PROMPT, BoundedReading, Reading).answer.value == 3
        with pytest.raises(LLMError, match="400"):
            llm.complete(SYSTEM, PROMPT, BoundedReading)
    assert len(server.requests) == 3


def _counted(read: int, written: int) -> dict[str, object]:
    return {"prompt_tokens": read, "completion_tokens": written, "total_tokens": read + written}


@pytest.mark.parametrize(
    ("told", "usage"),
    [
        (_counted(812, 95), Usage(input_tokens=812, output_tokens=95)),
        (_counted(812, 0), Usage(input_tokens=812, output_tokens=0)),
        (None, None),
        ({}, None),
        (_counted(0, 95), None),
        (_counted(812, -1), None),
    ],
)
def test_tokens_are_those_that_the_server_counted(
    told: dict[str, object] | None, usage: Usage | None
) -> None:
    with asking(answer({"value": 3, "note": "n"}, told)) as (llm, _):
        assert llm.complete(SYSTEM, PROMPT, Reading) == (Reading(value=3, note="n"), usage)


def test_threads_share_a_model() -> None:
    """The server answers none before eight have asked: were one to wait for another, none would."""
    together = threading.Barrier(8)

    def echo(request: Request) -> Reply:
        together.wait(30)
        return answer({"value": int(request.message("user")), "note": "n"})

    with asking(echo, deadline=60) as (llm, _), ThreadPoolExecutor(8) as pool:
        values = pool.map(lambda n: llm.complete(SYSTEM, str(n), Reading).answer.value, range(16))
        assert list(values) == list(range(16))


def test_environment_of_other_programs_is_not_followed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing goes to an address or with a key of OPENAI_ or LANGSMITH_ variables."""
    with (
        socket.create_server(("127.0.0.1", 0)) as elsewhere,
        StubServer(answer({"value": 3, "note": "n"})) as own,
    ):
        url = f"http://127.0.0.1:{elsewhere.getsockname()[1]}"
        for name in ("OPENAI_BASE_URL", "OPENAI_API_BASE", "OPENAI_PROXY", "LANGSMITH_ENDPOINT"):
            monkeypatch.setenv(name, url)
        for name in ("LANGSMITH_TRACING", "LANGCHAIN_TRACING_V2", "LANGSMITH_GATEWAY"):
            monkeypatch.setenv(name, "true")
        monkeypatch.setenv("LANGSMITH_API_KEY", "lsv2-key")
        monkeypatch.setenv("OPENAI_API_KEY", "sk-other")
        get_env_var.cache_clear()  # type: ignore[attr-defined]
        with ChatLLM(settings(own.url)) as llm:
            assert llm.complete(SYSTEM, PROMPT, Reading).answer.value == 3
        wait_for_all_tracers()
        get_env_var.cache_clear()  # type: ignore[attr-defined]
        assert own.requests[0].headers["authorization"] == f"Bearer {KEY}"
        elsewhere.setblocking(False)
        with pytest.raises(BlockingIOError):
            elsewhere.accept()


def embedding_settings(url: str) -> Settings:
    return Settings(
        embedding_model="stub-embedder", embedding_base_url=url, embedding_api_key=SecretStr(KEY)
    )


def test_embeddings() -> None:
    def vectors(request: Request) -> Reply:
        return as_json(embeddings([[float(len(text)), 1.0] for text in request.body["input"]]))

    with StubServer(vectors) as server:
        embedder = remote_embeddings(embedding_settings(server.url))
        assert embedder.embed_documents([]) == []
        assert embedder.embed_documents(["en", "tre"]) == [[2.0, 1.0], [3.0, 1.0]]
        assert embedder.embed_query("fire") == [4.0, 1.0]
        embedder.close()
    assert [request.path for request in server.requests] == ["/v1/embeddings"] * 2
    assert server.requests[0].body["input"] == ["en", "tre"]
    assert server.requests[0].headers["authorization"] == f"Bearer {KEY}"


@pytest.mark.parametrize(
    ("reply", "why"),
    [
        (failure(401), "refused the key (401)"),
        (failure(404), "has no such model or address (404)"),
        (as_json(embeddings([[1.0, 2.0]])), "cannot be read"),
        (as_json(embeddings([[1.0, 2.0], [1.0]])), "cannot be read"),
        (as_json(embeddings([[], []])), "cannot be read"),
        (as_json(embeddings([[1.0, float("nan")], [1.0, 2.0]])), "cannot be read"),
        (as_json({"data": None}), "cannot be read"),
        (as_json({"data": [{"embedding": "no base64"}] * 2}), "cannot be read"),
        (Reply(b"<html>", headers={"Content-Type": "text/html"}), "cannot be read"),
    ],
)
def test_embeddings_fail_in_words(reply: Reply, why: str) -> None:
    with StubServer(reply) as server:
        embedder = remote_embeddings(embedding_settings(server.url))
        with pytest.raises(LLMError) as caught:
            embedder.embed_documents(["en", "to"])
        embedder.close()
    assert why in caught.value.why
    assert "FUNN_LLM" not in caught.value.next_step
    assert KEY not in str(caught.value)
