"""A slide-style PDF of any length, made up from a seed: columns, bullets, quote boxes, footers."""

from itertools import count
from pathlib import Path
from random import Random

from reportlab.lib.pagesizes import A4, landscape
from reportlab.lib.utils import simpleSplit
from reportlab.pdfgen.canvas import Canvas

_WHO = (
    "De fleste lærerne|Rektorene|Noen av foreldrene|Alle lederne|Et par vikarer|Mange elever|"
    "Flere av kontaktlærerne|Enkelte assistenter"
).split("|")
_SAY = "mener at|opplever at|forteller at|er enige om at|har erfart at|er uenige i at".split("|")
_WHAT = (
    "møtene om morgenen|foreldresamtalene|timeplanen|de nye skjermene|opplæringen om høsten|"
    "vikarordningen|leksehjelpen|skoleveien|uteområdet|den felles kalenderen"
).split("|")
_HOW = (
    "tar mer tid enn før|gir ro i hverdagen|kommer for sent i gang|er vanskelig å planlegge|"
    "fungerer best i små grupper|krever en fast person|blir lett glemt på travle dager|"
    "har gjort samarbeidet tettere"
).split("|")
_WHERE = "på barnetrinnet|på ungdomstrinnet|i de små skolene|i byen|ute i distriktet".split("|")
_SPEAKERS = "Lærer|Rektor, ungdomsskole|Forelder|Elev|Leder, kommune".split("|")
_TOPICS = "Tid|Samarbeid|Utstyr|Ledelse|Opplæring|Fravær|Trivsel|Overganger".split("|")
_FONT, _BOLD, _ITALIC = "Helvetica", "Helvetica-Bold", "Helvetica-Oblique"
_WIDTH, _HEIGHT = landscape(A4)
_LEADING = 15


class _Writer:
    def __init__(self, canvas: Canvas, random: Random) -> None:
        self._canvas = canvas
        self._random = random
        self._number = count(1)

    def sentence(self) -> str:
        """A finding that no other page has: each names its own year and class."""
        pick = self._random.choice
        number = next(self._number)
        return (
            f"{pick(_WHO)} {pick(_SAY)} {pick(_WHAT)} {pick(_HOW)} {pick(_WHERE)}, og at det var "
            f"slik i klasse {number % 10 + 1} i år {number} også."
        )

    def page(self, number: int) -> None:
        """One slide: a title, two columns of bullets, on every third a quote in a box."""
        canvas = self._canvas
        canvas.setFont(_BOLD, 22)
        canvas.drawString(50, _HEIGHT - 60, f"{self._random.choice(_TOPICS)} på skolen")
        boxed = number % 3 == 0
        for x in (50, _WIDTH / 2 + 15):
            y = _HEIGHT - 100
            for _ in range(3 if boxed else 5):
                y = self._lines("•", self.sentence(), x, y, _WIDTH / 2 - 80) - 6
        if boxed:
            canvas.rect(45, 60, _WIDTH - 90, 120)
            said = f"«Jeg tenker ofte på det. {self.sentence()}»"
            y = self._lines("", said, 60, 155, _WIDTH - 140, _ITALIC)
            self._lines("", f"| {self._random.choice(_SPEAKERS)}", 60, y - 4, _WIDTH - 140)
        canvas.setFont(_FONT, 9)
        canvas.drawString(50, 25, "Skolens hverdag – en oppdiktet rapport")
        canvas.drawRightString(_WIDTH - 50, 25, str(number))
        canvas.showPage()

    def _lines(
        self, mark: str, text: str, x: float, y: float, width: float, font: str = _FONT
    ) -> float:
        """Draws `text` and gives where the next line stands."""
        self._canvas.setFont(font, 12)
        self._canvas.drawString(x, y, mark)
        for line in simpleSplit(text, font, 12, width):
            self._canvas.drawString(x + 14 * bool(mark), y, line)
            y -= _LEADING
        return y


def write_slides(path: Path, pages: int, seed: int = 1) -> Path:
    """Writes a report of so many pages to `path`, the same for the same seed."""
    canvas = Canvas(str(path), pagesize=(_WIDTH, _HEIGHT), invariant=1)
    canvas.setTitle("Skolens hverdag")
    writer = _Writer(canvas, Random(seed))
    for number in range(1, pages + 1):
        writer.page(number)
    canvas.save()
    return path
