"""What tests of the API say to it, and what an error must look like."""

from typing import Any

from starlette.testclient import TestClient

NORWEGIAN = "Hvorfor opplever fastlegene merarbeid?"
ENGLISH = "Why do GPs experience extra work?"


def body(*turns: str, **fields: Any) -> dict[str, Any]:
    """A request whose turns are the user's, the last one the question."""
    return {"messages": [{"role": "user", "content": turn} for turn in turns], **fields}


def ask(client: TestClient, *turns: str, **fields: Any) -> dict[str, Any]:
    """The answer to the last of `turns`."""
    response = client.post("/chat", json=body(*turns, **fields))
    assert response.status_code == 200, response.text
    answer: dict[str, Any] = response.json()
    return answer


def is_problem(response: Any, status: int, code: str | None = None) -> bool:
    """Whether `response`, of whichever client, is RFC 9457 problem details with that status."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    problem = response.json()
    assert set(problem) == {"type", "title", "status", "detail"}
    assert problem["status"] == status
    assert problem["title"]
    assert problem["detail"]
    if code is not None:
        assert problem["type"] == f"urn:funn:problem:{code}"
    return True
