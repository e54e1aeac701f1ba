"""What a reader is told of a source that is uncertain."""

import ast
from pathlib import Path

import pytest

from ingest.layout.slide_order import (
    CALL_OUT_AT_END,
    CALL_OUTS,
    FUSED,
    MAYBE_TITLE,
    SWAPPED,
    TITLE_LATER,
    TWO_HEADINGS,
)
from ingest.mending.repair import DOUBT
from ingest.quoting.quotes import DOUBTS
from ingest.quoting.runs import AMBIGUOUS
from service.answering.doubts import _doubts, doubt
from service.index.erasure import HEADED, LED_IN

ROOT = Path(__file__).parents[3]
SET = {"uncertain", "doubt"}
"""Names that ingestion gives a reason by."""

SAID = {
    *DOUBTS, AMBIGUOUS, DOUBT, FUSED, TWO_HEADINGS, CALL_OUTS, TITLE_LATER, MAYBE_TITLE,
    CALL_OUT_AT_END, SWAPPED, LED_IN, HEADED,
}  # fmt: skip
"""Those that are handed on in other ways."""


def named() -> dict[str, str]:
    """Every constant of the ingester that is a reason in words, by its name and file."""
    found: dict[str, str] = {}
    used: set[str] = set()
    for path in (ROOT / "ingest").rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        used |= {
            part.id
            for node in ast.walk(tree)
            for value in _given(node)
            for part in ast.walk(value)
            if isinstance(part, ast.Name) and part.id.isupper()
        }
        for node in tree.body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                try:
                    text = ast.literal_eval(node.value)
                except ValueError:
                    continue
                if isinstance(text, str):
                    found[node.targets[0].id] = text
    return {name: text for name, text in found.items() if name in used}


def _given(node: ast.AST) -> list[ast.expr]:
    """What is given as a reason: `uncertain=...`, `x.uncertain = ...`, `doubt = ...`."""
    if isinstance(node, ast.keyword) and node.arg in SET:
        return [node.value]
    if isinstance(node, ast.Assign) and any(
        getattr(target, "attr", getattr(target, "id", None)) in SET for target in node.targets
    ):
        return [node.value]
    return []


def test_every_reason_of_the_ingester_is_told_in_three_languages() -> None:
    reasons = {*named().values(), *SAID}
    assert len(reasons) >= 24
    assert reasons - _doubts().keys() == set()


@pytest.mark.parametrize("reason", list(_doubts()))
def test_they_differ_by_language(reason: str) -> None:
    told = {doubt(reason, language) for language in ("nb", "nn", "en")}
    assert len(told) == 3
    assert doubt(reason, "en") == reason


def test_each_of_several_reasons_is_told() -> None:
    both = doubt(f"{LED_IN}; {HEADED}", "nb")
    assert both == f"{doubt(LED_IN, 'nb')}; {doubt(HEADED, 'nb')}"
    assert doubt(f"{LED_IN}; else", "nb") == f"{doubt(LED_IN, 'nb')}; else"


def test_what_is_not_known_is_told_as_it_is_stored() -> None:
    assert doubt(None, "nb") is None
    assert doubt("a reason of tomorrow", "nn") == "a reason of tomorrow"
