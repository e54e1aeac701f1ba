"""Text that was found, or made, to make a reader slow or its ledger wrong."""

from pathlib import Path

import pytest

from service.errors import InputError
from tests.ingest.making import made


def test_thousands_of_spaces_in_markdown_are_read(tmp_path: Path) -> None:
    built = made(
        tmp_path, "# Funn\n\nDe fleste sa" + " " * 5_000 + "x `kode" + " " * 5_000 + "x`.\n"
    )
    assert built.report.findings


@pytest.mark.parametrize("value", ["[" * 900, "2024-13-45", "{" * 900])
def test_front_matter_that_cannot_be_read_is_refused(tmp_path: Path, value: str) -> None:
    with pytest.raises(InputError, match="front matter: is no YAML"):
        made(tmp_path, f"---\ntitle: {value}\n---\n\n# Funn\n\nDe fleste sa det.\n")


def test_front_matter_that_would_be_endless_is_left_out(tmp_path: Path) -> None:
    steps = "\n".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 12))
    text = f"---\na0: &a0 [x]\n{steps}\ntitle: *a11\n---\n\n# Funn\n\nDe fleste sa det.\n"
    assert made(tmp_path, text).report.findings


def test_a_misspelt_compound_names_no_group(tmp_path: Path) -> None:
    built = made(tmp_path, "# Funn\n\nFastlegee sa at det tar tid.\n")
    assert [finding.groups for finding in built.report.findings] == [()]


def test_invisible_marks_within_markup_are_set_aside_once(tmp_path: Path) -> None:
    text = "<p cl\u200bass='a'>De fleste l\u2063ærerne sa det.</p><!-- \u2067 b --><b\u200d>Ja</b>"
    built = made(tmp_path, f"<html><body><h1>Funn</h1>{text}</body></html>", ".html")
    reasons = {aside.reason for aside in built.report.set_aside}
    assert {"invisible character", "markup"} <= reasons


@pytest.mark.parametrize(
    "text",
    ["degé a¬ " * 4_000, "¬é" * 40_000, "Å hei\n" * 3_000, ". Å Hei" * 9_000, "a-" * 40_000 + "¬",
     "ñ" * 9_000 + " ò" * 9_000, "e\u0301 " * 9_000, "e" + "\u0301" * 40_000],
)  # fmt: skip
def test_mending_takes_no_more_than_the_text_is_long(tmp_path: Path, text: str) -> None:
    """A rule that looks back over a whole line for each of its marks would not end here."""
    assert made(tmp_path, f"Funn\n\nDe fleste lærerne sa det samme.\n\n{text}\n", ".txt")
