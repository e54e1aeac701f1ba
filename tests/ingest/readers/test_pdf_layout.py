"""Reading order on pages made up at random: words in boxes, no file drawn."""

import random
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.readers.pdf import in_order
from ingest.readers.pdf.furniture import Furniture
from ingest.readers.pdf.pages import Page, Rect, Style, Word
from ingest.readers.pdf.paragraphs import Block

WIDTH, HEIGHT = 720.0, 405.0
WORDS = "mange lærere sier at planen holder godt og noen er usikre på resten av året her".split()
PLAIN = Style("Vera", 10.0, False, False, 0, 0)
BOLD = Style("Vera-Bold", 20.0, True, False, 0, 0)


@dataclass(repr=False)
class Made:
    """A page and the texts of its columns, from left to right."""

    page: Page
    columns: list[list[str]]

    def __repr__(self) -> str:
        return f"Made({self.columns}, {self.page.shapes})"


def line(x: float, base: float, words: list[str], style: Style) -> list[Word]:
    """Words on a baseline, each letter half an em wide."""
    found = []
    for text in words:
        end = x + 0.5 * style.size * len(text)
        top, bottom = base - 0.74 * style.size, base + 0.22 * style.size
        found.append(Word(text, x, end, top, bottom, base, style, True, 0, (top, bottom)))
        x = end + 0.3 * style.size
    return found


@st.composite
def pages(draw: st.DrawFn) -> Made:
    """A title over two to four columns of paragraphs, some in boxes, drawn in any order."""
    seed = draw(st.integers(0, 10_000))
    chance = random.Random(seed)
    count = draw(st.integers(2, 4))
    gutter = draw(st.floats(16, 40))
    boxed = draw(st.lists(st.booleans(), min_size=count, max_size=count))
    room = (WIDTH - 80 - gutter * (count - 1)) / count
    words = line(40, 50, ["Tittelen", "står", "over", "alle"], BOLD)
    columns: list[list[str]] = []
    shapes: list[Rect] = []
    for number in range(count):
        x = 40 + number * (room + gutter)
        base, texts = 100 + chance.randrange(0, 9), []
        for _ in range(draw(st.integers(1, 3))):
            said: list[str] = [f"Spalte{number}"]
            row: list[str] = [f"Spalte{number}"]
            for word in chance.choices(WORDS, k=chance.randrange(9, 26)):
                wide = sum(0.5 * 10 * len(w) + 3 for w in [*row, word])
                if wide > room - 12:
                    words += line(x + 6, base, row, PLAIN)
                    base, row = base + 13, []
                row.append(word)
                said.append(word)
            row[-1] += "."
            said[-1] += "."
            words += line(x + 6, base, row, PLAIN)
            base += 26
            texts.append(" ".join(said))
        if boxed[number]:
            shapes.append(Rect(x, 80, x + room, base - 10, 0xEEEEEE))
        columns.append(texts)
    chance.shuffle(words)
    for number, placed in enumerate(words):
        placed.order = number
    return Made(Page(1, WIDTH, HEIGHT, words, [], [], [], shapes), columns)


def texts_of(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks]


@settings(max_examples=150, deadline=None)
@given(pages())
def test_columns_come_whole_and_from_the_left(made: Made) -> None:
    blocks = in_order([made.page], Furniture({}, {}), 10.0)
    found = texts_of(blocks)
    assert found[0] == "Tittelen står over alle"
    assert found[1:] == [text for column in made.columns for text in column]


@settings(max_examples=50, deadline=None)
@given(pages())
def test_no_word_is_lost_or_told_twice(made: Made) -> None:
    blocks = in_order([made.page], Furniture({}, {}), 10.0)
    told = [word for block in blocks for row in block.rows for word in row.words]
    assert sorted(map(id, told)) == sorted(map(id, made.page.words))
