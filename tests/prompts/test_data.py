"""Text that others wrote stays where it was put."""

import json

from hypothesis import given
from hypothesis import strategies as st

from prompts.data import as_data, boundary

VALUES = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.text()),
    lambda inner: st.one_of(st.lists(inner), st.dictionaries(st.text(), inner)),
    max_leaves=8,
)


@given(VALUES)
def test_a_value_is_one_line_without_the_signs_of_a_section(value: object) -> None:
    line = as_data(value)
    assert json.loads(line) == value
    assert not set("<>\n\r") & set(line)


@given(st.lists(st.text(), min_size=1))
def test_a_boundary_stands_nowhere_in_the_data(data: list[str]) -> None:
    mark = boundary(*data)
    assert not any(mark in text for text in data)
    assert boundary(*data) == mark


def test_a_boundary_that_was_foreseen_is_not_used() -> None:
    """Data that holds the mark that it would get gets another."""
    first = boundary("a")
    assert boundary("a", first) != first
    second = boundary("b")
    assert second not in ("b", first)
    assert boundary("\ud800")
