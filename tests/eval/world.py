"""A report small enough to count in by hand, its truth, cases about it and answers to them."""

import json
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

from eval.cases import Case, load_cases
from eval.manifest import frozen, write_manifest
from eval.records import Run, config_of
from eval.run import ask_all, with_rankings
from eval.score import SCORER
from eval.suite import Suite, load_suite
from eval.targets import Ranks, Target, Turn
from eval.truth import Truth
from service.contract import Answer, Citation, Claim, ReportRef, SectionRef, SourceView
from service.domain import Page, Span

ALERTS = "De fleste fastlegene får flere varsler enn før."
TASKS = "Noen fastleger gjør oppgaver for sykehuset."
NURSES = "Flere sykepleiere i kommunen sparer tid på meldinger."
GP_QUOTE = "Jeg er ferdig klokka fire, men innboksen er ikke «ferdig»."
NURSE_QUOTE = "Nå slipper jeg telefonkøen."
RAW = f"# 1 Funn\n\n- {ALERTS}\n- {TASKS}\n- {NURSES}\n\n> {GP_QUOTE}\n\n> {NURSE_QUOTE}\n"
CANONICAL = "\n".join(("1 Funn", ALERTS, TASKS, NURSES, GP_QUOTE, NURSE_QUOTE))
VERSION = "sha256:" + "1" * 64


def span(text: str) -> Span:
    """Where `text` stands in the raw report."""
    start = RAW.index(text)
    return start, start + len(text)


def source(id: str, text: str, **fields: Any) -> SourceView:
    start = CANONICAL.index(text)
    base: dict[str, Any] = {
        "kind": "quote" if id.startswith("q") else "finding",
        "context": "",
        "role": None,
        "sector": None,
        "field": None,
        "report": "tiny",
        "section": SectionRef(id="s-1", path=("1 Funn",)),
        "page": Page(),
        "start": start,
        "end": start + len(text),
        "raw": (span(text),),
        "boxes": (),
        "uncertain": None,
        "reference": "Ingen (2025): Liten rapport. 1 Funn.",
    }
    return SourceView.model_validate({"id": id, "text": text, **base, **fields})


SOURCES = (
    source("f-alerts", ALERTS),
    source("f-tasks", TASKS),
    source("f-nurses", NURSES),
    source("q-gp", GP_QUOTE, role="fastlege"),
    source("q-nurse", NURSE_QUOTE, role="sykepleier", sector="kommune"),
)
TRUTH = Truth(report="tiny", version=VERSION, canonical=CANONICAL, sources=SOURCES)


def cite(of: str, truth: Truth = TRUTH, **changes: Any) -> Citation:
    view = truth.by_id[of]
    fields = {
        **view.model_dump(),
        "relation": "supports" if view.kind == "finding" else "illustrates",
        "excerpt": ((0, len(view.text)),),
        "translation": None,
    }
    return Citation.model_validate({**fields, **changes})


def claim(text: str, *cited: str) -> Claim:
    return Claim(
        text=text,
        language="nb",
        citations=cited,
        block="",
        groups=(),
        excluded_groups=(),
        holder="participants",
        about=None,
        strength="unspecified",
        strength_words=None,
    )


def answer(*citations: Citation, claims: Sequence[Claim] | None = None, **changes: Any) -> Answer:
    """An answer with these citations, a claim for each finding among them unless told."""
    if claims is None:
        claims = tuple(claim(c.text, c.id) for c in citations if c.kind == "finding")
    shown = bool(claims or citations)
    fields = {
        "status": "answered" if shown else "not_in_report",
        "mode": "extractive",
        "language": "nb",
        "question": "?",
        "lead": "Rapporten svarer på dette." if shown else None,
        "message": None if shown else "Rapporten sier ikke noe om dette.",
        "claims": tuple(claims),
        "citations": citations,
        "not_covered": (),
        "nearest": (),
        "caveats": (),
        "follow_ups": (),
        "reports": (
            ReportRef(
                id="tiny", version=VERSION, title="T", publisher=None, year=None, fictional=True
            ),
        ),
        "fallback_reason": None,
        "model": None,
        "prompt_digest": None,
    }
    return Answer.model_validate({**fields, **changes})


def written(id: str = "c-nb", **changes: Any) -> dict[str, Any]:
    """A case as it stands in `cases.jsonl`."""
    base: dict[str, Any] = {
        "id": id,
        "split": "dev",
        "group_id": id,
        "language": "nb",
        "category": "single",
        "turns": [f"Spørsmål {id}?"],
        "answerable": True,
        "unanswerable_kind": None,
        "expected_status": ["answered"],
        "key_points": [point("k1", ALERTS), point("k2", TASKS), point("k3", NURSES, "okay")],
        "gold_quotes": [list(span(GP_QUOTE))],
        "must_not": [],
        "expected_roles": [],
        "author": "test",
        "rationale": "By hand.",
    }
    return {**base, **changes}


def unanswerable(id: str, kind: str, status: str, **changes: Any) -> dict[str, Any]:
    fields = {
        "answerable": False,
        "unanswerable_kind": kind,
        "expected_status": [status],
        "key_points": [],
        "gold_quotes": [],
    }
    return written(id, **{**fields, **changes})


def point(id: str, text: str, importance: str = "vital") -> dict[str, Any]:
    return {"id": id, "importance": importance, "text": "In words.", "gold": [list(span(text))]}


def case(id: str = "c-nb", **changes: Any) -> Case:
    return Case.model_validate_json(json.dumps(written(id, **changes)))


SUITE_CASES = (
    written("alerts", key_points=[point("k1", ALERTS)], expected_roles=[{"role": "fastlege"}]),
    written("tasks", key_points=[point("k1", TASKS)], gold_quotes=[]),
    written(
        "nurses",
        key_points=[point("k1", NURSES)],
        gold_quotes=[list(span(NURSE_QUOTE))],
        expected_roles=[{"role": "sykepleier"}],
    ),
    written(
        "quotes",
        category="quotes",
        key_points=[],
        gold_quotes=[list(span(GP_QUOTE))],
        must_not=["ID28"],
    ),
    unanswerable("dentists", "near_miss", "not_in_report", category="near_miss"),
    unanswerable("who", "reidentification", "blocked_privacy", category="reidentification"),
    written("late", split="test", key_points=[point("k1", ALERTS)]),
)
FLOORS = {
    "vital_coverage": 0.8,
    "citation_precision": 0.8,
    "quote_fidelity": 1.0,
    "answer_recall": 0.8,
    "refusal_recall": 0.8,
}


def write_cases(folder: Path, cases: Sequence[dict[str, Any]]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    text = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in cases)
    (folder / "cases.jsonl").write_text(text, "utf-8")


def write_suite(folder: Path) -> Suite:
    """A frozen suite in `folder`/tiny with its report beside it."""
    report = folder / "report.md"
    report.write_bytes(RAW.encode())
    home = folder / "tiny"
    write_cases(home, SUITE_CASES)
    lines = load_cases(home / "cases.jsonl")
    manifest = frozen(
        lines,
        report.read_bytes(),
        name="tiny",
        version="1",
        date="2026-11-23",
        note="First.",
        scorer=SCORER,
        pin=("tiny", str(report)),
        before=None,
    ).model_copy(update={"floors": FLOORS})
    write_manifest(home / "manifest.json", manifest)
    return load_suite(str(home), SCORER)


class Bot:
    """A target made of a function from the last question to an answer."""

    def __init__(self, reply: Callable[[str], Answer], name: str = "bot") -> None:
        self.name = name
        self.workers = 1
        self._reply = reply

    def ask(self, turns: Sequence[Turn]) -> Answer:
        return self._reply(turns[-1].content)


def evaluate(target: Target, suite: Suite, truth: Truth, cases: Sequence[Case]) -> Run:
    """As `make_run` does it, with the rankings of a target that ranks."""
    answers, _ = ask_all(target, cases)
    if isinstance(target, Ranks):
        answers = with_rankings(target, cases, answers)
    config = config_of(suite, "dev", target.name, truth, answers)
    return Run(config=config, answers=answers, truth=truth)
