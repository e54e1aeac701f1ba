"""Prompts are files, filled in by name, and values go in as data."""

import ast
import hashlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import prompts
from prompts import PromptError, combined_digest, render

FOLDER = Path(prompts.__file__).parent
NAMES = sorted(path.stem for path in FOLDER.glob("*.md"))
GIVEN = {
    "boundary": "b0",
    "question": "Why?",
    "findings": "[]",
    "quotes": "[]",
    "language": "English",
}


def test_values_go_in() -> None:
    prompt = render("synthesis_user", **GIVEN)
    assert "<question-b0>\nWhy?\n</question-b0>" in prompt.text
    assert "{{" not in prompt.text
    assert prompt.name == "synthesis_user"
    assert prompt.version >= 1


@settings(deadline=None)  # the first call reads files
@given(st.text())
def test_a_value_comes_out_as_it_went_in(value: str) -> None:
    text = render("synthesis_user", **GIVEN | {"question": value}).text
    assert f"<question-b0>\n{value}\n</question-b0>" in text


@pytest.mark.parametrize("value", ["{question}", "{{language}}", "{{ x }}", r"\1 \g<0>", "%s $x"])
def test_a_value_that_looks_like_a_variable_is_left_alone(value: str) -> None:
    text = render("synthesis_user", **GIVEN | {"question": value, "findings": value}).text
    assert text.count(value) == 2


def test_missing_variables_are_named() -> None:
    with pytest.raises(PromptError, match="'synthesis_user' was given no value for: findings, lan"):
        render("synthesis_user", boundary="b", question="q", quotes="q")


def test_unknown_variables_are_named() -> None:
    with pytest.raises(PromptError, match=r"no input: tone\. It takes: language"):
        render("synthesis_system", language="English", tone="kind")


@pytest.mark.parametrize("name", ["nowhere", "../README", "synthesis_user.md", ""])
def test_unknown_prompts_are_named(name: str) -> None:
    with pytest.raises(PromptError, match=f"no prompt '{name}'"):
        render(name)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Hello {{name}}", "must open with front matter"),
        ("---\nversion: 1\n---\nHello", "must open with front matter"),
        ("---\nversion: one\ninputs: []\n---\nHello", "version 'one'"),
        ("---\nversion: 1\ninputs: []\n---\nHello {{name}}", "what it declares: name"),
        ("---\nversion: 1\ninputs: [name]\n---\nHello", "what it declares: name"),
    ],
)
def test_a_file_that_cannot_be_right_is_refused(text: str, says: str) -> None:
    with pytest.raises(PromptError, match=says):
        prompts._parse("greeting", text.encode())


@pytest.mark.parametrize("name", NAMES)
def test_digest_is_the_file_s(name: str) -> None:
    data = (FOLDER / f"{name}.md").read_bytes()
    inputs = prompts._parse(name, data).inputs
    prompt = render(name, **dict.fromkeys(inputs, "x"))
    assert prompt.digest == f"sha256:{hashlib.sha256(data).hexdigest()}"


def test_digest_does_not_depend_on_values_but_on_each_file() -> None:
    system = render("synthesis_system", language="English")
    user = render("synthesis_user", **GIVEN)
    other = render("synthesis_user", **GIVEN | {"question": "What?"})
    assert combined_digest([system, user]) == combined_digest([system, other])
    assert combined_digest([system, user]) != combined_digest([system])


def test_prompts_know_nothing_of_the_rest() -> None:
    tree = ast.parse(Path(prompts.__file__).read_text("utf-8"))
    imported = {
        name.split(".")[0]
        for node in ast.walk(tree)
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom)
            else []
        )
    }
    assert not imported & {"service", "ingest", "eval", "funn"}
