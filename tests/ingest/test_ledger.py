from ingest.ledger import Entry, Ledger
from ingest.pipeline import build_report
from tests.conftest import SAMPLE
from tests.ingest.checks import check


def test_an_account_names_what_is_missing_and_what_is_double() -> None:
    ledger = Ledger((Entry("source", ((0, 2), (3, 4))), Entry("heading", ((1, 2),))))
    account = ledger.account("ab cd e")
    assert account.characters == 5
    assert account.places == {"source": 3, "heading": 1}
    assert account.missing == ((4, 5), (6, 7))
    assert account.double == ((1, 2),)
    assert not account.sums


def test_white_space_needs_no_place() -> None:
    assert Ledger((Entry("source", ((0, 5),)),)).account("a b c\n\n").sums


def test_the_sample_sums_to_the_last_character() -> None:
    built = build_report(SAMPLE)
    check(built)
    assert set(built.account.places) == {
        "source", "heading", "lead-in", "attribution", "set aside: front matter",
        "set aside: markup", "set aside: participant number",
        "set aside: mark of a quote or its attribution",
    }  # fmt: skip
