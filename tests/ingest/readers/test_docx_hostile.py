"""Word files that are no Word files, damaged, or made to harm."""

import io
import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest

from ingest.readers import docx
from ingest.readers.docx import package, xml
from service.errors import InputError
from tests.ingest.readers.word import Word, part, with_part

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def sound() -> bytes:
    word = Word()
    word.add("1 Skolen", "Heading 1")
    word.add("Noen av lærerne er slitne.")
    return word.data()


def zipped(**parts: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as made:
        for name, text in parts.items():
            made.writestr(name.replace("__", "/") + ".xml", text)
    return file.getvalue()


def entities(data: bytes) -> bytes:
    bomb = '<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    text = part(data).decode().split("?>", 1)[1].replace("Noen", "&j;")
    return with_part(data, "word/document.xml", f"{bomb}]>{text}".encode())


def outside(data: bytes) -> bytes:
    text = part(data).decode().split("?>", 1)[1].replace("Noen", "&a;")
    start = '<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
    return with_part(data, "word/document.xml", (start + text).encode())


def deep(data: bytes) -> bytes:
    inside = "<w:smartTag>" * 5000 + "</w:smartTag>" * 5000
    text = part(data).decode().replace("<w:body>", f"<w:body><w:p>{inside}</w:p>")
    return with_part(data, "word/document.xml", text.encode())


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (lambda data: OLD + b"\0" * 600, "is an old Word file (.doc) by its content"),
        (lambda data: OLD + "EncryptedPackage".encode("utf-16-le"), "is protected by a password"),
        (lambda data: b"%PDF-1.7", "is no Word file by its content"),
        (lambda data: b"", "is no Word file by its content"),
        (lambda data: data[: len(data) // 2], "is damaged: parts of it cannot be unpacked"),
        (lambda data: zipped(xl__workbook="<a/>"), "is an Excel workbook, not a Word document"),
        (lambda data: zipped(content="<a/>"), "is an OpenDocument file, not a Word document"),
        (lambda data: zipped(a="<a/>"), "is a zip file, not a Word document"),
        (lambda data: with_part(data, "word/document.xml", b"<w:p>"), "is no sound XML"),
        (entities, "declares XML entities, as Word never does"),
        (outside, "declares XML entities, as Word never does"),
        (deep, "nested too deep"),
    ],
)
def test_what_cannot_be_read_is_refused_with_cause_and_next_step(
    tmp_path: Path, made: Callable[[bytes], bytes], why: str
) -> None:
    path = tmp_path / "rapport.docx"
    path.write_bytes(made(sound()))
    with pytest.raises(InputError) as error:
        docx.read(path)
    assert error.value.what == str(path)
    assert why in error.value.why
    assert error.value.next_step


def test_a_missing_file_and_one_that_is_too_large(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(InputError, match="does not exist"):
        docx.read(tmp_path / "nei.docx")
    path = tmp_path / "rapport.docx"
    path.write_bytes(sound())
    monkeypatch.setattr(package, "MAX_BYTES", 1_000)
    with pytest.raises(InputError, match="more than the 0 MB"):
        docx.read(path)


def test_a_part_that_unpacks_to_too_much_is_not_unpacked_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "rapport.docx"
    path.write_bytes(sound())
    monkeypatch.setattr(package, "MAX_PART", 1_000)
    with pytest.raises(InputError, match="holds a part"):
        docx.read(path)
    monkeypatch.setattr(package, "MAX_UNPACKED", 10_000)
    with pytest.raises(InputError, match="unpacks to more than Funn reads"):
        docx.read(path)


def test_too_many_tags(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "rapport.docx"
    path.write_bytes(sound())
    monkeypatch.setattr(xml, "MAX_TAGS", 10)
    with pytest.raises(InputError, match="more than 10 tags"):
        docx.read(path)


def test_a_file_without_text(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no text that is shown"):
        docx.read(Word().save(tmp_path))


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_file_is_read_or_refused(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    data = bytearray(sound())
    if seed % 2:  # damage behind the zip: the XML itself
        text = bytearray(part(bytes(data)))
        for _ in range(seed):
            text[chance.randrange(len(text))] = chance.choice(b'<>&"/wp:0a ')
        data = bytearray(with_part(bytes(data), "word/document.xml", bytes(text)))
    else:
        for _ in range(seed):
            data[chance.randrange(len(data))] = chance.randrange(256)
    path = tmp_path / "rapport.docx"
    path.write_bytes(bytes(data))
    try:
        reading = docx.read(path)
    except InputError as refused:
        if not refused.next_step:
            raise
    else:
        assert reading.raw.strip()
