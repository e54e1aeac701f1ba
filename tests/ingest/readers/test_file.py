from pathlib import Path

import pytest

from ingest.readers import file as file_module
from ingest.readers import reader_for
from ingest.readers.file import open_file
from service.errors import InputError


def write(tmp_path: Path, data: bytes, name: str = "rapport.txt") -> Path:
    path = tmp_path / name
    path.write_bytes(data)
    return path


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "holds no text"),
        (b" \n\x0c\n", "holds no text"),
        ("\ufeff \n".encode(), "holds no text"),
        ("\u200b\u200b".encode(), "holds no visible text"),
        ("på".encode("latin-1"), "is not UTF-8 text (byte 1 cannot be decoded)"),
        (b"%PDF-1.7 ...", "is a PDF, not text"),
        (b"PK\x03\x04....", "is a Word, OpenDocument or zip file, not text"),
        (bytes(range(1, 32)) * 5 + b"text", "looks binary, not text"),
    ],
)
def test_what_is_no_text_is_refused_with_cause_and_next_step(
    tmp_path: Path, data: bytes, why: str
) -> None:
    path = write(tmp_path, data)
    with pytest.raises(InputError) as error:
        open_file(path)
    assert error.value.what == str(path)
    assert error.value.why == why
    assert error.value.next_step


def test_a_missing_file_and_a_directory(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="does not exist"):
        open_file(tmp_path / "nei.md")
    with pytest.raises(InputError, match="is a directory"):
        open_file(tmp_path)


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(file_module, "MAX_BYTES", 3)
    with pytest.raises(InputError, match="more than the 0 MB"):
        open_file(write(tmp_path, b"abcd"))


def test_the_encoding_that_is_asked_for_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"iconv -f WINDOWS-1252 -t UTF-8 rapport\.txt"):
        open_file(write(tmp_path, "å".encode("latin-1")))


def test_utf16_with_a_byte_order_mark(tmp_path: Path) -> None:
    assert open_file(write(tmp_path, "på".encode("utf-16"))).raw == "på"


def test_invisible_characters_are_set_aside_and_offsets_stay(tmp_path: Path) -> None:
    raw = "\ufeffa\u200bb\x00c\u202ed\u00ade"
    opened = open_file(write(tmp_path, raw.encode()))
    assert opened.raw == raw
    assert opened.text.text == "abcde"
    assert [raw[at] for at in opened.text.at] == list("abcde")
    (aside,) = opened.set_aside
    assert aside.reason == "invisible character"
    assert [raw[start:end] for start, end in aside.raw] == [
        "\ufeff", "\u200b", "\x00", "\u202e", "\u00ad",
    ]  # fmt: skip


def test_a_soft_hyphen_at_a_line_end_stays_for_the_joining(tmp_path: Path) -> None:
    assert open_file(write(tmp_path, "sam\u00ad\narbeid".encode())).text.text == "sam\u00ad\narbeid"


def test_line_ends_are_not_translated(tmp_path: Path) -> None:
    assert open_file(write(tmp_path, b"a\r\nb\rc\n")).raw == "a\r\nb\rc\n"


def test_a_format_that_is_not_read() -> None:
    with pytest.raises(InputError, match=r"has a format \(\.odt\) that Funn does not read"):
        reader_for(Path("rapport.odt"))
    assert reader_for(Path("RAPPORT.MD"))[0] == "markdown"
