"""The sample report as a page of a web site."""

from html import escape

from tests.sample_formats.source import (
    Block,
    BlockQuote,
    Heading,
    Items,
    Paragraph,
    Source,
    Table,
)

_PAGE = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<title>{title}</title>
<style>
body {{ font-family: sans-serif }}
.skjult {{ display: none }}
</style>
<script>
window.sporing = {{"side": "rapport", "tekst": "<p>Dette er ikke tekst.</p>"}};
</script>
</head>
<body>
<a class="skip" href="#innhold">Hopp til innhold</a>
<header>
<nav aria-label="Hovedmeny">
<ul><li><a href="/">Forsiden</a></li><li><a href="/rapporter">Alle rapporter</a></li></ul>
</nav>
</header>
<main id="innhold">
<article>
{body}
</article>
</main>
<!-- slutt p&aring; rapporten -->
<aside><h2>Les ogs&aring;</h2><p>Flere rapporter om andre temaer.</p></aside>
<footer><p>&copy; Et oppdiktet nettsted. <a href="/personvern">Personvern</a></p></footer>
<script>console.log("slutt");</script>
</body>
</html>
"""


def html(source: Source) -> str:
    """The report as a web page."""
    body = "\n".join(_block(block, number) for number, block in enumerate(source.blocks))
    return _PAGE.format(
        language=source.language, title=escape(source.title, quote=False), body=body
    )


def _block(block: Block, number: int) -> str:
    if isinstance(block, Heading):
        return f'<h{block.level} id="h{number}">{_text(block.text)}</h{block.level}>'
    if isinstance(block, Paragraph):
        text = _text(block.text)
        return f"<p><strong>{text}</strong></p>" if block.strong else f"<p>{text}</p>"
    if isinstance(block, Items):
        tag = "ol" if block.ordered else "ul"
        items = "\n".join(f"  <li>{_text(item)}</li>" for item in block.items)
        return f"<{tag}>\n{items}\n</{tag}>"
    if isinstance(block, BlockQuote):
        return _quote(block, in_figure=number % 2 == 1)
    return _table(block)


def _quote(block: BlockQuote, *, in_figure: bool) -> str:
    said = "\n".join(f"<p>{_text(text)}</p>" for text in block.paragraphs)
    speaker = _text(block.speaker)
    if in_figure:
        return (
            f"<figure>\n<blockquote>\n{said}\n</blockquote>\n"
            f"<figcaption>&mdash; {speaker}</figcaption>\n</figure>"
        )
    return f"<blockquote>\n{said}\n<footer>— <cite>{speaker}</cite></footer>\n</blockquote>"


def _table(block: Table) -> str:
    head, *body = block.rows
    rows = [f"<tr>{''.join(f'<td>{_text(cell)}</td>' for cell in row)}</tr>" for row in body]
    cells = "".join(f"<th>{_text(cell)}</th>" for cell in head)
    return (
        f"<table>\n<thead>\n<tr>{cells}</tr>\n</thead>\n"
        "<tbody>\n" + "\n".join(rows) + "\n</tbody>\n</table>"
    )


def _text(text: str) -> str:
    """Escaped, some of the letters written as entities, and broken over lines of the source."""
    written = escape(text, quote=False).replace("…", "&hellip;").replace("«", "&laquo;")
    written = written.replace("»", "&#187;").replace("Å", "&Aring;")
    words = written.split(" ")
    return "\n".join(" ".join(words[at : at + 14]) for at in range(0, len(words), 14))
