"""The researcher's own key: read as spreadsheets write it, never echoed."""

import csv
import io
from pathlib import Path

import pytest

from service.errors import InputError
from service.participants import key_rows, sources_of
from tests.reports import Chapter, F, Q, make_report

ONE, TWO, THREE = ("q-" + digit * 16 for digit in "123")


@pytest.fixture
def key(tmp_path: Path) -> Path:
    return tmp_path / "key.csv"


@pytest.mark.parametrize(
    "text",
    [
        f"participant,source\n4,{ONE}\n5,{TWO}\n4,{THREE}\n",
        f"participant,source\r\n4,{ONE}\r\n5,{TWO}\r\n4,{THREE}",
        f'Source;Note;Participant\n{ONE};;4\n{TWO};x;5\n{THREE};"a; b\nc";4\n',
        f" deltaker \tkilde\nID04\t{ONE}\nID5\t{TWO}\nid 4\t{THREE}\n\n",
        f"participant,source\n4,{ONE}\n,ikke utfylt\n4,{ONE}\n4,{THREE}\n,,,\n",
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
def test_the_sources_of_a_participant(key: Path, text: str, encoding: str) -> None:
    key.write_text(text, encoding, newline="")
    for number in ("4", "ID4", " id 04 "):
        assert sources_of(number, key) == (ONE, THREE)


def test_names_and_the_encoding_of_a_spreadsheet(key: Path) -> None:
    key.write_bytes(f"participant;source\nMåke;{ONE}\nÆrfugl;{TWO}\n".encode("cp1252"))
    assert sources_of("måke", key) == (ONE,)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "no column `participant` or `source`"),
        (f"id,source\n73,{ONE}\n", "line 1: it names no column `participant`"),
        ("participant,quote\n73,x\n", "no column `source`"),
        (f"participant,source\n{ONE},73\n", "line 2: its column `source` holds no id"),
        (f"participant,source\n5,{ONE}\n73\n", "line 3: its column `source` holds no id"),
        (f"participant,source\n5,{ONE}\n", "no line for that participant"),
        ("participant,source\n", "no line for that participant"),
        ("participant,source\n73,\0", "it is no text"),
        ('participant,source\n73,"' + "x" * 200_000, "it is no CSV"),
    ],
)
def test_what_cannot_be_used_is_told_by_its_line(key: Path, text: str, said: str) -> None:
    key.write_text(text, "utf-8")
    with pytest.raises(InputError, match=r"funn sources --csv") as error:
        sources_of("73", key)
    assert said in str(error.value)
    assert "73" not in str(error.value).replace(str(key), "")


def test_a_file_that_is_not_there_or_too_large(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        sources_of("4", tmp_path / "none.csv")
    large = tmp_path / "large.csv"
    with large.open("wb") as file:
        file.truncate(30_000_000)
    with pytest.raises(InputError, match="larger than"):
        sources_of("4", large)


def test_no_number_is_no_participant(key: Path) -> None:
    key.write_text(f"participant,source\n,{ONE}\n", "utf-8")
    with pytest.raises(InputError, match="no line"):
        sources_of("  ", key)


def test_a_key_that_is_filled_in_is_read_back(key: Path) -> None:
    report = make_report(
        Chapter("1 Skole"),
        F("Fraværet øker."),
        Q('=1+1 er "to", sa hun;\nog gikk.', role="lærer", sector="kommune"),
        Q("Nei.", role="forelder"),
    )
    out = io.StringIO()
    rows = list(key_rows([report]))
    rows[1] = ("7", *rows[1][1:])
    csv.writer(out).writerows(rows)
    key.write_text(out.getvalue(), "utf-8", newline="")
    assert rows[1][3:] == ("lærer, kommune", ' =1+1 er "to", sa hun;\nog gikk.')
    assert sources_of("7", key) == (report.quotes[0].id,)
