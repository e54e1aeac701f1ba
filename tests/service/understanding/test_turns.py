import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.service.understanding.asking import asked
from tests.service.understood import DEV, HELD_OUT, Row, rows, wrong


@given(st.text(st.characters(codec=None), max_size=300))
def test_any_text_is_understood_somehow(text: str) -> None:
    question = asked("Hva mener fastlegene om video?", text)
    assert question.language in ("nb", "nn", "en")
    question.model_dump_json()


SHARE = 0.9
"""Least share of the held-out questions that are understood in every respect."""


@pytest.mark.parametrize(
    "row",
    [pytest.param(row, id=" >> ".join(row.turns)) for name in DEV for row in rows(name)],
)
def test_is_understood(row: Row) -> None:
    assert wrong(row) == {}


def test_most_of_what_was_held_out_is_understood() -> None:
    held_out = list(rows(HELD_OUT))
    right = [row for row in held_out if not wrong(row)]
    assert len(right) >= SHARE * len(held_out)


def test_a_row_that_says_otherwise_is_wrong() -> None:
    row = next(rows(DEV[0]))
    assert wrong(row) == {}
    other = row._replace(kind="who", groups=frozenset({"lærer"}), texts=("Noe annet?",))
    assert set(wrong(other)) == {"kind", "groups", "text"}
