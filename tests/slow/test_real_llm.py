"""With a real model behind a real server, bad as it is, no altered or invented quote gets through.

The model is far too small to answer well, so nothing here judges what it answers, only what of it
is shown.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from service.answering.base import Draft
from service.answering.synthesis import COPIED_WORDS, LLMAnswerer, Proposal
from service.completion import Completion, Schema
from service.contract import Answer
from service.domain import Language
from service.errors import LLMError
from service.index.library import Snapshot
from service.llm import ChatLLM
from service.settings import Settings
from service.understanding import Message, Question
from service.wiring import build_assistant
from tests.openai_stub import StubServer, completion, failure
from tests.slow.llama_server import MAX_TOKENS, llama_server
from tests.slow.mischief import Mischief
from tests.slow.sample_evidence import CANONICAL, REPORT, evidence

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

BUDGET = 1800
"""Characters of evidence: what two cores read in a few seconds."""

QUESTIONS: list[tuple[str, Language, str]] = [
    ("Hvorfor opplever fastlegene merarbeid?", "nb", "3.1"),
    ("Why do GPs experience extra work?", "en", "3.1"),
    ("Hvordan håndterer fastlegene mengden meldinger?", "nb", "3.3"),
    ("What are the benefits of PLO messages?", "en", "4.1"),
    ("Hva er ulempene med PLO-meldinger?", "nb", "4.1"),
    ("What do the participants say about discharge summaries?", "en", "4.2"),
    ("Hva er fordelene med video?", "nb", "5.2"),
    ("What are the disadvantages of telephone contact?", "en", "5.3"),
    ("Hva meiner deltakarane om innsyn i eigen journal?", "nn", "5.4"),
    ("Which patients may be left out?", "en", "6.1"),
    ("Hvilke ulemper har digital kontakt i psykisk helse?", "nb", "6.3"),
    ("What is needed of training and competence?", "en", "7.1"),
]


@pytest.fixture(scope="module")
def real(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The base URL of the real server."""
    with llama_server(tmp_path_factory.mktemp("model")) as url:
        yield url


def settings(url: str, **more: Any) -> Settings:
    return Settings(llm_model="gemma-3-270m", llm_base_url=url, llm_timeout=120, **more)


# --- the answerer alone ---------------------------------------------------------------------------


class Watched:
    """The real model, and what it proposed."""

    def __init__(self, llm: ChatLLM) -> None:
        self.model = llm.model
        self._llm = llm
        self.proposals: list[Proposal] = []

    def complete(
        self, system: str, user: str, schema: type[Schema], plainer: type[Schema] | None = None
    ) -> Completion[Schema]:
        given = self._llm.complete(system, user, schema, plainer)
        assert isinstance(given.answer, Proposal)
        self.proposals.append(given.answer)
        return given


def test_drafts_hold_ids_and_no_quote(real: str) -> None:
    """12 questions to the model as it is. It must answer in the asked form most of the time, else
    this shows nothing."""
    failures: list[str] = []
    with ChatLLM(settings(real), max_tokens=MAX_TOKENS) as llm:
        watched = Watched(llm)
        answerer = LLMAnswerer(watched, BUDGET)
        for text, language, section in QUESTIONS:
            try:
                draft = answerer.draft(Question(text=text, language=language), evidence(section))
            except LLMError as error:
                failures.append(error.why)
            else:
                _only_points(draft, section)
    assert len(watched.proposals) >= 8, failures
    assert sum(len(proposal.claims) for proposal in watched.proposals) >= 12


def _only_points(draft: Draft, section: str) -> None:
    known = {item.source.id: item.source for item in evidence(section)}
    for source in known.values():
        assert CANONICAL[source.start : source.end] == source.text
    assert set(draft.quotes) <= {id for id, source in known.items() if source.kind == "quote"}
    for claim in draft.claims:
        assert set(claim.sources) <= set(known)
        assert claim.text is not None
        for source in known.values():
            assert source.kind == "finding" or not _shares_a_row(claim.text, source.text)


def _shares_a_row(text: str, quote: str) -> bool:
    said, words = (re.findall(r"\w+", part.lower()) for part in (text, quote))
    rows = [words[at : at + COPIED_WORDS] for at in range(len(words) - COPIED_WORDS + 1)]
    return any(said[at : at + COPIED_WORDS] in rows for at in range(len(said)))


# --- the whole assistant --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with the sample report."""
    folder = tmp_path_factory.mktemp("data")
    command = [sys.executable, "-m", "funn", "ingest", str(REPORT), "--id", "sample"]
    subprocess.run(command, check=True, env={"FUNN_DATA": str(folder)}, cwd=REPORT.parents[2])
    return folder


def test_no_false_quote_gets_through(real: str, data: Path) -> None:
    """12 questions to the whole assistant, the model's inventions given real sources and quotation
    marks on the way."""
    mischief = Mischief(real)
    answers: list[Answer] = []
    with StubServer(mischief) as between:
        assistant = build_assistant(settings(between.url, data=data))
        snapshot = assistant.library.snapshot()
        for text, language, _ in QUESTIONS:
            answer = assistant.ask([Message(role="user", content=text)], language)
            _shows_the_report_alone(answer, snapshot)
            answers.append(answer)
    claims = [claim.text for answer in answers for claim in answer.claims]
    real_words = [source.text for o in snapshot.reports.values() for source in o.report.sources]
    assert len(mischief.quoted) >= 24
    assert len(mischief.invented) >= 12
    for false in mischief.quoted:
        if len(false.split()) < COPIED_WORDS:
            continue  # marks around a term may go and leave the term
        if not any(false in words for words in real_words):  # the model may have copied a finding
            assert not any(false in claim for claim in claims), false
    assert sum(answer.mode == "llm" and bool(answer.claims) for answer in answers) >= 6


def _shows_the_report_alone(answer: Answer, snapshot: Snapshot) -> None:
    cited = {citation.id: citation for citation in answer.citations}
    for citation in answer.citations:
        opened = snapshot.reports[citation.report]
        assert opened.report.canonical[citation.start : citation.end] == citation.text
        assert opened.sources[citation.id].text == citation.text
    for claim in answer.claims:
        texts = [cited[id].text for id in claim.citations]
        for marked in re.findall(r"[«“„\"]([^«»“”„\"]*)[»”“\"]", claim.text):
            assert any(marked in text for text in texts), claim.text
        if answer.mode == "extractive":
            assert claim.text in texts
    assert answer.mode == "llm" or answer.fallback_reason or answer.status == "not_in_report"


# --- the stub tells the truth ---------------------------------------------------------------------


def test_stub_sends_what_the_real_server_sends(real: str) -> None:
    messages = [{"role": "user", "content": "Say yes."}]
    request = {"model": "gemma-3-270m", "messages": messages, "max_completion_tokens": 5}
    reply = httpx.post(f"{real}/chat/completions", json=request, timeout=60)
    assert reply.headers["content-type"].split(";")[0] == "application/json"
    _same_form(completion("yes", "length"), reply.json())


def test_stub_fails_as_the_real_server_fails(real: str) -> None:
    reply = httpx.post(f"{real}/chat/completions", json={"messages": "none"}, timeout=60)
    assert reply.status_code in (400, 500)
    assert reply.json()["error"].keys() & {"message", "type"} == {"message", "type"}
    assert b'"error"' in failure(400).body


def _same_form(stub: object, real: object) -> None:
    """Whatever the stub sends the real server sends too, as the same kind of value."""
    assert type(stub) is type(real)
    if isinstance(stub, dict) and isinstance(real, dict):
        for key, value in stub.items():
            _same_form(value, real[key])
    if isinstance(stub, list) and isinstance(real, list):
        _same_form(stub[0], real[0])
