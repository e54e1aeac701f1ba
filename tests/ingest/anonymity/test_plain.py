import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.anonymity import identifiers
from ingest.anonymity.plain import HIDDEN, LOOK_ALIKE, Plain

LATIN_A = "a"
CYRILLIC_A = "\u0430"


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in identifiers(text)]


def test_a_letter_of_another_alphabet_hides_no_name_and_is_told() -> None:
    text = f"Det var K{CYRILLIC_A}ri Nordli som kom."
    assert LOOK_ALIKE in kinds(text)
    assert "name of a person" in kinds(text)


@pytest.mark.parametrize("mark", ["\u200b", "\u2060", "\u202e", "\ufeff", "\u200d"])
def test_a_mark_that_nobody_sees_hides_nothing_and_is_told(mark: str) -> None:
    assert sorted(kinds(f"Det var In{mark}grid som kom.")) == [HIDDEN, "name of a person"]


def test_wide_and_bold_forms_hide_nothing() -> None:
    assert kinds("skriv til ｏｌａ＠ｅｘａｍｐｌｅ．ｎｏ nå") == ["e-mail address"]
    assert kinds("𝐈𝐧𝐠𝐫𝐢𝐝 sa det") == ["name of a person"]


def test_letters_with_marks_of_their_own() -> None:
    text = "Da sa A\u030ase at det holdt."
    (hit,) = identifiers(text)
    assert text[hit.start : hit.end] == "A\u030ase"


@pytest.mark.parametrize(
    "text",
    [
        "Bivirkningen av β-blokkere og TNFα målt i μg.",
        "På russisk heter det Это хорошо, og så videre.",
        "Hun skrev \u0633\u0644\u0627\u0645\u200c\u0639\u0644\u06cc\u06a9\u0645 til meg.",
        "Familien 👨\u200d👩\u200d👧 er samlet.",
        "Et langt ord med myk binde\u00adstrek.",
        "Et barn – ½ dag … og 10 m².",
    ],
)
def test_sound_text(text: str) -> None:
    assert kinds(text) == []


@given(st.text(max_size=60))
def test_every_span_lies_in_the_text_as_it_stands(text: str) -> None:
    plain = Plain(text)
    last = 0
    for at in range(len(plain.text)):
        start, end = plain.span(at, at + 1)
        assert last <= start < end <= len(text)
        last = start
    for hit in identifiers(text):
        assert 0 <= hit.start < hit.end <= len(text)
