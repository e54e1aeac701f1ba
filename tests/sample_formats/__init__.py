"""The sample report in every format that Funn reads, built from its Markdown source.

`python -m tests.sample_formats OUTDIR` writes them all.
"""

from pathlib import Path

from tests.sample_formats.pdf_file import pdf
from tests.sample_formats.pdf_text import text_from
from tests.sample_formats.source import SOURCE, Source, parsed, sample
from tests.sample_formats.web_page import html
from tests.sample_formats.word_file import docx


def write_all(folder: Path) -> dict[str, Path]:
    """Writes each format into `folder`; the paths by what they are."""
    source = sample()
    whole = pdf(source)
    broken = pdf(source, broken="all")
    some = pdf(source, broken="some")
    files: dict[str, tuple[str, bytes]] = {
        "markdown": ("report.md", SOURCE.read_bytes()),
        "pdf": ("report.pdf", whole),
        "pdf, columns first": ("columns-first.pdf", pdf(source, drawn="columns first")),
        "pdf, broken glyph map": ("broken.pdf", broken),
        "pdf, some maps broken": ("some-broken.pdf", some),
        "text from the pdf": ("report.txt", text_from(whole).encode()),
        "text from the pdf, spaced": ("spaced.txt", text_from(whole, "spaced").encode()),
        "text from the broken pdf": ("broken.txt", text_from(broken).encode()),
        "text from the pdf, some maps broken": ("some-broken.txt", text_from(some).encode()),
        "docx": ("report.docx", docx(source)),
        "html": ("report.html", html(source).encode()),
    }
    folder.mkdir(parents=True, exist_ok=True)
    found = {}
    for name, (file, data) in files.items():
        found[name] = folder / file
        found[name].write_bytes(data)
    return found


__all__ = ["SOURCE", "Source", "docx", "html", "parsed", "pdf", "sample", "text_from", "write_all"]
