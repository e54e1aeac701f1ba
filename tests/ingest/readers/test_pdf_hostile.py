import os
import sys
import zlib
from pathlib import Path

import pytest
from pypdf import PdfWriter

from ingest.pdfium import limits
from ingest.readers.pdf import process, read
from service.errors import InputError
from tests.ingest.readers.drawing import A4, Drawing
from tests.ingest.readers.test_pdf_hidden import picture_of_a_page

SEEN = "De fleste av lærerne mener at planen holder."


def drawn(folder: Path) -> Path:
    page = Drawing(A4)
    page.text(60, 110, SEEN)
    return page.save(folder)


def refused(path: Path) -> InputError:
    with pytest.raises(InputError) as caught:
        read(path)
    assert caught.value.what == str(path)
    assert caught.value.next_step
    return caught.value


def test_an_encrypted_file(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=drawn(tmp_path))
    writer.encrypt("hemmelig", algorithm="RC4-128")
    path = tmp_path / "laast.pdf"
    writer.write(path)
    error = refused(path)
    assert "password" in error.why
    assert "--decrypt" in error.next_step


def test_a_file_that_only_its_owner_may_change_is_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=drawn(tmp_path))
    writer.encrypt("", owner_password="eier", algorithm="RC4-128")
    path = tmp_path / "laast.pdf"
    writer.write(path)
    assert SEEN in read(path).raw


@pytest.mark.parametrize("part", [0.3, 0.6, 0.95])
def test_a_file_that_is_cut_off(tmp_path: Path, part: float) -> None:
    path = drawn(tmp_path)
    data = path.read_bytes()
    path.write_bytes(data[: int(part * len(data))])
    refused(path)


@pytest.mark.parametrize("data", [b"", b"hei", b"%PDF-1.7\n%%EOF", b"\x00" * 4000])
def test_what_is_no_pdf(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "rapport.pdf"
    path.write_bytes(data)
    assert "PDF" in refused(path).why


def test_a_missing_file_and_a_directory(tmp_path: Path) -> None:
    assert "exist" in refused(tmp_path / "finnes-ikke.pdf").why
    assert "directory" in refused(tmp_path).why


def test_a_scanned_report_says_how_many_pages(tmp_path: Path) -> None:
    page = Drawing(A4)
    for _ in range(3):
        picture_of_a_page(page)
        page.next_page()
    error = refused(page.save(tmp_path))
    assert "3 page(s) are pictures" in error.why
    assert "ocrmypdf" in error.next_step


def test_some_scanned_pages_are_told_of(tmp_path: Path) -> None:
    page = Drawing(A4)
    page.text(60, 110, SEEN)
    page.next_page()
    picture_of_a_page(page)
    assert "page 2 holds pictures and no text" in read(page.save(tmp_path)).document.notices


def test_too_many_pages(tmp_path: Path) -> None:
    writer = PdfWriter()
    for _ in range(limits.MAX_PAGES + 1):
        writer.add_blank_page(100, 100)
    path = tmp_path / "rapport.pdf"
    writer.write(path)
    assert "2,001 pages, more than the 2,000" in refused(path).why


LOOPS = {
    "pages": b"2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1000000000>>endobj\n",
    "drawings": b"""2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Resources<</XObject<</X 4 0 R>>>>
/Contents 5 0 R>>endobj
4 0 obj<</Type/XObject/Subtype/Form/BBox[0 0 300 300]/Resources<</XObject<</X 4 0 R>>>>
/Length 12>>stream
/X Do /X Do
endstream endobj
5 0 obj<</Length 6>>stream
/X Do
endstream endobj
""",
}


@pytest.mark.parametrize("loop", sorted(LOOPS))
def test_loops_end(tmp_path: Path, loop: str) -> None:
    path = tmp_path / "rapport.pdf"
    head = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    path.write_bytes(head + LOOPS[loop] + b"trailer<</Root 1 0 R>>")
    refused(path)


def _with_content(path: Path, content: bytes) -> None:
    packed = zlib.compress(content, 9)
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 300]/Contents 5 0 R/Resources"
        b"<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
        b"5 0 obj<</Filter/FlateDecode/Length " + str(len(packed)).encode() + b">>stream\n"
        + packed + b"\nendstream endobj\ntrailer<</Root 1 0 R>>"
    )  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    "content",
    [
        b"0 0 m 10 10 l S\n" * 30_000_000,
        b"BT /F 12 Tf 10 10 Td " + b"(aaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj " * 500_000 + b"ET",
    ],
    ids=["strokes", "words"],
)
def test_bombs_are_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "rapport.pdf"
    _with_content(path, content)
    assert path.stat().st_size < 3_000_000
    refused(path)


DEATHS = {
    "it is killed": "import os, signal; os.kill(os.getpid(), signal.SIGSEGV)",
    "it stops in the middle": "print('{\"pages\":')",
    "it says nothing": "",
    "it says nonsense": "print('hei')",
    "it gives what no page has": 'print(\'{"page":1,"readable":true,"words":[[1,2]]}\')',
    "it gives numbers that are none": (
        'print(\'{"page":1,"readable":true,"width":NaN,"height":Infinity}\')'
    ),
}


@pytest.mark.parametrize("death", sorted(DEATHS))
def test_a_process_that_fails_is_an_error_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, death: str
) -> None:
    monkeypatch.setattr(process, "command", lambda *_: [sys.executable, "-c", DEATHS[death]])
    assert "damaged or hostile" in refused(drawn(tmp_path)).why


def test_a_process_that_hangs_is_ended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "command", lambda *_: ["sleep", "600"])
    monkeypatch.setattr(limits, "MAX_SECONDS", 1)
    assert "more than 1 seconds" in refused(drawn(tmp_path)).why


def test_the_process_is_told_nothing_of_ours(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard = tmp_path / "heard"
    code = f"import os; open({str(heard)!r}, 'w').write(' '.join(sorted(os.environ)))"
    monkeypatch.setenv("FUNN_SECRET", "hemmelig")
    monkeypatch.setattr(process, "command", lambda *_: [sys.executable, "-c", code])
    refused(drawn(tmp_path))
    assert not set(heard.read_text().split()) & {"FUNN_SECRET", "HOME", "PATH"}
    assert os.environ["FUNN_SECRET"]
