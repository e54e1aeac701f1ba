import pytest

from service.index.wording import anywhere, holds, own_sentences, words_of


@pytest.mark.parametrize(
    "text", ["Vi ringer – aldri!", "vi\nringer aldri", "«VI ringer, aldri»", "vi ringer … aldri"]
)
def test_case_marks_and_lines_do_not_count(text: str) -> None:
    assert words_of(text) == "vi ringer aldri"
    assert anywhere("Vi ringer aldri.").search(f"Altså {text} sa hun")


def test_words_are_whole() -> None:
    assert holds("vi ringer aldri", "ringer aldri")
    assert not holds("vi ringer aldri", "ringer al")
    assert not holds("vi ringer aldri", "")
    assert not anywhere("ringer al").search("vi ringer aldri")
    assert not anywhere("...").search("vi ... aldri")


def test_longer_sentences_and_clauses_are_somebodys_own() -> None:
    text = "Nei. Vi vet ikke hvem vi skal ringe til, sa hun: det er ingen der nå! Det er bra."
    assert list(own_sentences(text)) == [
        "Vi vet ikke hvem vi skal ringe til, sa hun",
        "Vi vet ikke hvem vi skal ringe til",
        "det er ingen der nå",
    ]
