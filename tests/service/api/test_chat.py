import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import httpx
import pytest
from starlette.testclient import TestClient

from service.contract import Answer
from service.understanding import MAX_QUESTION
from tests.live import Served

from .asking import ENGLISH, NORWEGIAN, ask, body, is_problem

SECRET = "Hemmeligheten"
JSON = {"content-type": "application/json"}


@pytest.mark.parametrize(("question", "language"), [(NORWEGIAN, "nb"), (ENGLISH, "en")])
def test_a_question_is_answered_by_the_contract(
    client: TestClient, question: str, language: str
) -> None:
    answer = ask(client, question)
    assert Answer.model_validate(answer).model_dump(mode="json") == answer
    assert answer["status"] == "answered"
    assert answer["mode"] == "extractive"
    assert answer["language"] == language
    assert answer["question"] == question
    assert len({claim["text"] for claim in answer["claims"]}) >= 3
    quotes = [c for c in answer["citations"] if c["kind"] == "quote"]
    assert len(quotes) >= 3
    assert {quote["role"] for quote in quotes} == {"fastlege"}
    assert [report["id"] for report in answer["reports"]] == ["sample"]
    assert answer["reports"][0]["fictional"]


def test_an_extractive_claim_is_the_text_of_what_it_cites(client: TestClient) -> None:
    answer = ask(client, NORWEGIAN)
    texts = {citation["id"]: citation["text"] for citation in answer["citations"]}
    for claim in answer["claims"]:
        assert claim["text"] in [texts[id] for id in claim["citations"]]


def test_a_wish_for_a_language_goes_before_that_of_the_question(client: TestClient) -> None:
    norwegian = ask(client, ENGLISH, language="nn")
    english = ask(client, ENGLISH)
    assert norwegian["language"] == "nn"
    assert norwegian["lead"].startswith(("Rapporten ", "I rapporten ", "Svaret "))
    assert english["lead"].startswith(("The report ", "The answer "))
    assert norwegian["claims"] == english["claims"]


def test_stream_is_accepted_and_the_answer_comes_whole(client: TestClient) -> None:
    assert ask(client, NORWEGIAN, stream=True) == ask(client, NORWEGIAN)


def test_a_follow_up_is_read_in_the_light_of_the_turns_before(client: TestClient) -> None:
    messages = [
        {"role": "user", "content": NORWEGIAN},
        {"role": "assistant", "content": "Rapporten svarer ..."},
        {"role": "user", "content": "Og sykepleierne?"},
    ]
    answer = client.post("/chat", json={"messages": messages}).json()
    assert answer["question"] == "Hvorfor opplever sykepleierne merarbeid?"
    roles = {c["role"] for c in answer["citations"] if c["kind"] == "quote"}
    assert "fastlege" not in roles


def test_an_unanswered_question_says_so_and_names_what_is_near(client: TestClient) -> None:
    answer = ask(client, "Hva sier tannlegene om digitale journalsystemer?")
    assert answer["status"] == "not_in_report"
    assert answer["message"]
    assert answer["nearest"]
    assert not answer["claims"]
    assert not answer["citations"]


# --- filters ------------------------------------------------------------------------------------


def test_a_filter_by_role_lets_no_other_role_be_quoted(client: TestClient) -> None:
    question = "Hva forteller deltakerne om video?"
    answer = ask(client, question, filters={"roles": ["psykolog"]})
    assert answer["status"] == "answered"
    roles = {c["role"] for c in answer["citations"] if c["kind"] == "quote"}
    assert roles <= {"psykolog"}
    everybody = ask(client, question, filters={"roles": [], "reports": []})
    assert everybody == ask(client, question)


def test_a_filter_by_report_is_of_loaded_reports(client: TestClient) -> None:
    assert ask(client, NORWEGIAN, filters={"reports": ["sample"]}) == ask(client, NORWEGIAN)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("reports", "unknown-report"),
        ("roles", "unknown-role"),
        ("sectors", "unknown-sector"),
        ("fields", "unknown-field"),
    ],
)
def test_a_filter_by_what_does_not_exist_is_refused(
    client: TestClient, name: str, code: str
) -> None:
    response = client.post("/chat", json=body(NORWEGIAN, filters={name: [SECRET]}))
    assert is_problem(response, 422, code)
    assert SECRET not in response.text


def test_an_unknown_role_is_told_the_known_ones(client: TestClient) -> None:
    response = client.post("/chat", json=body(NORWEGIAN, filters={"roles": ["lekge"]}))
    assert "fastlege" in response.json()["detail"]


# --- what is no question ------------------------------------------------------------------------

REFUSED: dict[str, tuple[Any, int, str]] = {
    "empty": (body(""), 422, "empty-question"),
    "white space": (body(" \t\n\u00a0\u2003"), 422, "empty-question"),
    "zero width": (body("\u200b\u200c\u200d\u2060\ufeff\u00ad"), 422, "empty-question"),
    "too long": (body(SECRET * 200), 422, "long-question"),
    "an earlier turn too long": (body(SECRET * 200, "Hvorfor?"), 422, "long-question"),
    "lone surrogate": (body(f"{SECRET} \ud800"), 422, "malformed-question"),
    "NUL": (body(f"{SECRET}\x00"), 422, "malformed-question"),
    "number": ({"messages": [{"role": "user", "content": 5}]}, 422, "invalid-request"),
    "list": ({"messages": [{"role": "user", "content": [SECRET]}]}, 422, "invalid-request"),
    "null": ({"messages": [{"role": "user", "content": None}]}, 422, "invalid-request"),
    "no content": ({"messages": [{"role": "user"}]}, 422, "invalid-request"),
    "no messages": ({}, 422, "invalid-request"),
    "empty messages": ({"messages": []}, 422, "invalid-request"),
    "no object": ([SECRET], 422, "invalid-request"),
    "unknown role": (
        {"messages": [{"role": SECRET, "content": "Hvorfor?"}]},
        422,
        "invalid-request",
    ),
    "assistant last": (
        {"messages": [*body(SECRET)["messages"], {"role": "assistant", "content": SECRET}]},
        422,
        "no-question",
    ),
    "101 turns": (body(*[SECRET] * 101), 422, "invalid-request"),
    "unknown field": (body(SECRET, **{f"{SECRET}.x": 1}), 422, "invalid-request"),
    "unknown field of a message": (
        {"messages": [{"role": "user", "content": "Hvorfor?", SECRET: 1}]},
        422,
        "invalid-request",
    ),
    "unknown filter": (body("Hvorfor?", filters={SECRET: []}), 422, "invalid-request"),
    "unknown language": (body("Hvorfor?", language=SECRET), 422, "invalid-request"),
    "101 filters": (body("Hvorfor?", filters={"roles": [SECRET] * 101}), 422, "invalid-request"),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_no_question_is_refused_without_an_echo(client: TestClient, name: str) -> None:
    sent, status, code = REFUSED[name]
    # By hand: the client itself would refuse to write a lone surrogate.
    response = client.post("/chat", content=json.dumps(sent), headers=JSON)
    assert is_problem(response, status, code)
    assert SECRET not in response.text
    assert len(response.content) < 600


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"Hemmeligheten",
        b'{"messages": [{"role": "user", "content": "Hemmeligheten',
        b'{"messages": [{"role": "user", "content": "Hemmeligheten \xe5"}]}',
        b"[" * 100_000,
        b'{"messages": ' + b"9" * 5_000 + b"}",
    ],
    ids=["nothing", "text", "cut off", "Latin-1", "nested", "a number of 5,000 figures"],
)
def test_what_is_no_json_is_refused_without_an_echo(client: TestClient, raw: bytes) -> None:
    response = client.post("/chat", content=raw, headers=JSON)
    assert is_problem(response, 400 if raw else 422)
    assert SECRET not in response.text


def test_the_place_of_a_fault_is_named(client: TestClient) -> None:
    sent = body("Hvorfor?", "Hvordan?")
    sent["messages"][1]["navn"] = "x"
    detail = client.post("/chat", json=sent).json()["detail"]
    assert detail == "body.messages.1: holds a field that is not part of the request"
    detail = client.post("/chat", json=body("Hvorfor?", navn="x")).json()["detail"]
    assert detail == "body: holds a field that is not part of the request"


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", None])
def test_another_content_type_is_told_the_right_one(client: TestClient, kind: str | None) -> None:
    headers = {"content-type": kind} if kind else {}
    response = client.post("/chat", content=json.dumps(body(SECRET)), headers=headers)
    assert is_problem(response, 422, "invalid-request")
    assert "application/json" in response.json()["detail"]
    assert SECRET not in response.text


def test_the_longest_question_and_conversation_are_answered(client: TestClient) -> None:
    question = NORWEGIAN.ljust(MAX_QUESTION, "?")
    assert ask(client, question)["status"] == "answered"
    assert ask(client, *["Hva sier fastlegene om video?"] * 99, NORWEGIAN)["status"] == "answered"


def test_markup_and_invisible_characters_in_a_question_do_no_harm(client: TestClient) -> None:
    answer = ask(client, "Hvorfor opplever fast\u200blegene \u202emerarbeid?\u0007")
    assert answer["question"] == NORWEGIAN
    assert answer["claims"] == ask(client, NORWEGIAN)["claims"]


# --- many at once -------------------------------------------------------------------------------


def test_twenty_questions_at_once_get_the_answers_they_get_alone(live: Served) -> None:
    questions = [
        NORWEGIAN,
        ENGLISH,
        "Hva mener sykepleierne om e-meldinger?",
        "Hva sier tannlegene?",
        "Why is video used so little?",
    ]
    with httpx.Client(base_url=live.url, timeout=120) as http:

        def answer(question: str) -> Any:
            response = http.post("/chat", json=body(question))
            assert response.status_code == 200, response.text
            return response.json()

        alone = {question: answer(question) for question in questions}
        with ThreadPoolExecutor(20) as pool:
            at_once = list(pool.map(answer, questions * 4))
    assert at_once == [alone[question] for question in questions * 4]
