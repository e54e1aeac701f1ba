"""Word files for tests, written where the test can see them: paragraphs by python-docx, and what it
has no words for as WordprocessingML."""

import io
import zipfile
from pathlib import Path

from docx import Document
from docx.document import Document as WordDocument
from docx.oxml import parse_xml
from docx.text.paragraph import Paragraph

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SPACES = (
    f'xmlns:w="{W}" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:v="urn:schemas-microsoft-com:vml"'
)


class Word:
    """A document that is being written."""

    def __init__(self) -> None:
        self.document: WordDocument = Document()
        self.document.core_properties.author = ""

    def add(self, text: str = "", style: str | None = None, **runs: bool) -> Paragraph:
        """A paragraph of one run, bold or italic if asked."""
        paragraph = self.document.add_paragraph(style=style)
        run = paragraph.add_run(text)
        for name, on in runs.items():
            setattr(run, name, on)
        return paragraph

    def xml(self, inner: str) -> None:
        """WordprocessingML at the end of the body."""
        body = self.document.element.body
        for node in parse_xml(f"<w:body {_SPACES}>{inner}</w:body>"):
            body.insert(len(body) - 1, node)

    def data(self) -> bytes:
        """The file."""
        file = io.BytesIO()
        self.document.save(file)
        return file.getvalue()

    def save(self, folder: Path, name: str = "rapport.docx") -> Path:
        """Writes the file."""
        path = folder / name
        path.write_bytes(self.data())
        return path


def p(inner: str, properties: str = "") -> str:
    """A paragraph of WordprocessingML."""
    return f"<w:p>{f'<w:pPr>{properties}</w:pPr>' if properties else ''}{inner}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run of WordprocessingML."""
    made = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{made}<w:t xml:space="preserve">{text}</w:t></w:r>'


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The file with one of its parts written otherwise, or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w") as new:
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info, old.read(info))
        new.writestr(name, content)
    return written.getvalue()


def part(data: bytes, name: str = "word/document.xml") -> bytes:
    """One of the file's parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name)
