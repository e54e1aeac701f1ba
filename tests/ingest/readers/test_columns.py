"""Columns that stand side by side in the text."""

from ingest.readers.columns import unwoven
from ingest.readers.lines import Line, split_lines
from ingest.traced import Traced


def lines(text: str) -> list[Line]:
    return [Line(line) for line in split_lines(Traced.of(text)) if line.text.strip()]


def texts(text: str) -> list[str]:
    return [line.text.text.strip() for line in unwoven(lines(text))]


TWO = """
Fritid                                   Skole
Ungdommene sier at de har for lite       Lærerne forteller at elevene
å gjøre etter skolen. De fleste          kommer trøtte på skolen.
går hjem.
                                         Flere lar dem sove i timen.
Alle er hjemme klokka seks, sier de som har svart på spørsmålet om det.
"""


def test_the_left_column_comes_first() -> None:
    assert texts(TWO) == [
        "Fritid", "Ungdommene sier at de har for lite", "å gjøre etter skolen. De fleste",
        "går hjem.",
        "Skole", "Lærerne forteller at elevene", "kommer trøtte på skolen.",
        "Flere lar dem sove i timen.",
        "Alle er hjemme klokka seks, sier de som har svart på spørsmålet om det.",
    ]  # fmt: skip


def test_three_columns() -> None:
    row = (
        "Elevene sover for lite{n}      Lærerne merker det godt{n}     Foreldrene vet det ikke{n}\n"
    )
    text = "".join(row.replace("{n}", str(n)) for n in range(4))
    assert [line[-1] for line in texts(text)] == list("012301230123")
    assert texts(text)[4].startswith("Lærerne")


def test_nothing_is_lost_and_offsets_stay() -> None:
    source = lines(TWO)
    found = unwoven(source)
    offsets = sorted(at for line in found for at in line.text.at if not TWO[at].isspace())
    assert offsets == [at for at, char in enumerate(TWO) if not char.isspace()]
    for line in found:
        assert all(TWO[at] == char for at, char in zip(line.text.at, line.text.text, strict=True))


def test_a_table_keeps_its_rows() -> None:
    table = "Gruppe      By      Land\nLærere      4       5\nElever      2       9\n"
    assert texts(table)[1].split() == ["Lærere", "4", "5"]


def test_page_starts_end_a_block() -> None:
    found = lines(TWO)
    again = [Line(found[0].text, page_start=True), *found[1:], *found]
    assert [line.page_start for line in unwoven(again)].count(True) == 1
