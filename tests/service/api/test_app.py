import http.client
import json
from typing import Any, get_args

import pytest
from starlette.testclient import TestClient

from service.contract import Answer, Status
from tests.live import Served

from .asking import NORWEGIAN, ask, body


@pytest.fixture(scope="session")
def document(client: TestClient) -> dict[str, Any]:
    response = client.get("/openapi.json")
    found: dict[str, Any] = response.json()
    return found


def operation(document: dict[str, Any], method: str, path: str) -> dict[str, Any]:
    found: dict[str, Any] = document["paths"][path][method]
    return found


def test_the_document_describes_the_whole_interface(document: dict[str, Any]) -> None:
    assert set(document["paths"]) == {"/chat", "/sources/{id}", "/reports", "/health"}


def test_the_document_holds_an_example_of_every_status(document: dict[str, Any]) -> None:
    content = operation(document, "post", "/chat")["responses"]["200"]["content"]
    examples = content["application/json"]["examples"]
    for example in examples.values():
        assert Answer.model_validate(example["value"]).model_dump(mode="json") == example["value"]
    assert {e["value"]["status"] for e in examples.values()} == set(get_args(Status))
    assert {e["value"]["mode"] for e in examples.values()} == {"extractive", "llm"}


def test_the_document_names_the_fields_that_answers_have(
    client: TestClient, document: dict[str, Any]
) -> None:
    schemas = document["components"]["schemas"]
    answer = ask(client, NORWEGIAN)
    assert set(schemas["Answer"]["properties"]) == set(answer)
    # Answers that were stored before it was counted lack it.
    assert set(schemas["Answer"]["required"]) == set(answer) - {"usage"}
    assert set(schemas["Citation"]["required"]) == set(answer["citations"][0])
    assert set(schemas["Claim"]["required"]) == set(answer["claims"][0])


def test_errors_are_documented_as_the_problems_that_they_are(
    client: TestClient, document: dict[str, Any]
) -> None:
    responses = operation(document, "post", "/chat")["responses"]
    assert set(responses) == {"200", "400", "413", "422", "503"}
    schema = responses["422"]["content"]["application/problem+json"]["schema"]
    assert set(schema["required"]) == set(client.post("/chat", json=body("")).json())
    assert "HTTPValidationError" not in json.dumps(document)


@pytest.mark.parametrize("path", ["/docs", "/redoc", "/docs/oauth2-redirect"])
def test_pages_that_load_scripts_from_elsewhere_are_off(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_page_and_what_it_needs_are_served(client: TestClient) -> None:
    page = client.get("/")
    assert page.status_code == 200
    assert page.headers["content-type"] == "text/html; charset=utf-8"
    for name, kind in (("app.js", "javascript"), ("style.css", "css"), ("icon.svg", "svg")):
        assert f"static/{name}" in page.text
        file = client.get(f"/static/{name}")
        assert file.status_code == 200
        assert kind in file.headers["content-type"]


@pytest.mark.parametrize(
    "path",
    [
        "/static/../settings.py",
        "/static/..%2fsettings.py",
        "/static/%2e%2e/settings.py",
        "/static/..%5csettings.py",
        "/static/....//settings.py",
        "/static//etc/passwd",
        "/static/%2fetc%2fpasswd",
        "/static/%00",
        "/static/",
        "/../pyproject.toml",
    ],
)
def test_no_other_file_is_served(live: Served, path: str) -> None:
    # Not by a client that would tidy the path up first.
    connection = http.client.HTTPConnection("127.0.0.1", live.port, timeout=60)
    connection.request("GET", path)
    response = connection.getresponse()
    said = response.read().decode()
    connection.close()
    assert response.status in (400, 404)
    assert "root:" not in said
    assert "Settings" not in said
