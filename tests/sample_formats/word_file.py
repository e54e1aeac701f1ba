"""The sample report as a Word file that uses Word's styles."""

import io
from datetime import UTC, datetime

from docx import Document
from docx.document import Document as WordDocument

from tests.sample_formats.source import (
    Block,
    BlockQuote,
    Heading,
    Items,
    Paragraph,
    Source,
    Table,
)


def docx(source: Source) -> bytes:
    """The report as a Word file."""
    document = Document()
    document.core_properties.title = source.title
    document.core_properties.author = ""
    document.core_properties.language = source.language
    document.core_properties.created = datetime(2025, 6, 1, tzinfo=UTC)
    document.core_properties.modified = datetime(2025, 6, 1, tzinfo=UTC)
    section = document.sections[0]
    section.header.paragraphs[0].text = "Mellom innboks og sykeseng"
    section.footer.paragraphs[0].text = "Vardeblikk Analyse"
    document.add_paragraph(source.title, style="Title")
    for block in source.blocks:
        _add(document, block)
    data = io.BytesIO()
    document.save(data)
    return data.getvalue()


def _add(document: WordDocument, block: Block) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, block.level)
    elif isinstance(block, Paragraph):
        document.add_paragraph().add_run(block.text).bold = block.strong or None
    elif isinstance(block, Items):
        style = "List Number" if block.ordered else "List Bullet"
        for item in block.items:
            document.add_paragraph(item, style=style)
    elif isinstance(block, BlockQuote):
        for text in block.paragraphs:
            document.add_paragraph(text, style="Intense Quote")
        document.add_paragraph(f"— {block.speaker}", style="Intense Quote")
    else:
        _add_table(document, block)


def _add_table(document: WordDocument, block: Table) -> None:
    table = document.add_table(len(block.rows), len(block.rows[0]), style="Table Grid")
    for row, cells in zip(table.rows, block.rows, strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
