"""Text made to keep a pattern busy: each takes no longer than its length asks for. What hangs is
stopped by the limit on a test's time."""

import pytest

from ingest.anonymity import identifiers
from ingest.anonymity.traits import label_traits, text_traits

LENGTH = 30_000


@pytest.mark.parametrize(
    "piece",
    ["A", "Aa ", "Aa, ", "Aa og ", "A. ", "1 ", "12 ", "@", "a@", "a.", "a at b dot ", "12 Aa ",
     "født ", "sak nr ", "jeg er ", "her i Aa ", "a-", "heter ", "\u200b", "a\u0301", "NO93 8601 ",
     "snap: ", "(a ", "@abc ", "Hansen ", "912 34 567 ", "som 43-åring "],
)  # fmt: skip
def test_long_rows_of_one_piece(piece: str) -> None:
    text = piece * (LENGTH // len(piece)) + " 2019"
    for voice in ("quote", "finding"):
        hits = identifiers(text, voice)
        assert all(0 <= hit.start < hit.end <= len(text) for hit in hits)
    assert isinstance(text_traits(text), list)
    assert isinstance(label_traits(text), list)
