"""Which stretches of a text quotation marks enclose."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.quoting.quotation import MARKS, closes_only, marked, opens_only, wrapping


@pytest.mark.parametrize(
    ("text", "quoted"),
    [
        ("«Hun sa «nei» til meg.» – Lærer", ["«Hun sa «nei» til meg.»"]),
        ("“It’s ‘fine’, she said.” ok", ["“It’s ‘fine’, she said.”"]),
        ('"Hun sa "nei" til meg."', ['"Hun sa "nei" til meg."']),
        ('"A" og "B"', ['"A"', '"B"']),
        ("„Ja.“ »Ja.« ”Ja.” ‹Ja.›", ["„Ja.“", "»Ja.«", "”Ja.”", "‹Ja.›"]),
        ("‘It’s the nurses’ job.’", ["‘It’s the nurses’ job.’"]),
        ("« Ja. »", ["« Ja. »"]),
        ("It’s the nurses’ job, and John's.", []),
        ("Hun sa «nei", []),
    ],
)
def test_what_is_quoted(text: str, quoted: list[str]) -> None:
    assert [text[start:end] for start, end in marked(text).quoted] == quoted


def test_marks_that_stand_alone() -> None:
    assert marked("Hun sa «nei").unclosed == (7,)
    assert marked("Hun sa nei».").unopened == (10,)
    assert opens_only("«Jeg rekker ikke alt.")
    assert opens_only("‘Jeg rekker ikke alt.")
    assert closes_only("Jeg rekker ikke alt.»") == 20
    assert closes_only("Jeg rekker ikke alt.’") == 20
    assert not opens_only("«Ja», sier hun.")
    assert closes_only("Hun sier «ja».") is None


def test_marks_of_two_conventions_and_turned_marks_wrap_all_the_same() -> None:
    assert wrapping("«Alt er rart.”") == (0, 14)
    assert wrapping("’Alt er rart.‘") == (0, 14)
    assert wrapping("«A» og «B»") is None


@given(st.text(alphabet=MARKS + "ab .,", max_size=40))
def test_stretches_are_in_order_and_apart(text: str) -> None:
    found = marked(text)
    edges = [at for span in found.quoted for at in span]
    assert edges == sorted(edges)
    for start, end in found.quoted:
        assert text[start] in MARKS
        assert text[end - 1] in MARKS
        assert end - start > 1
