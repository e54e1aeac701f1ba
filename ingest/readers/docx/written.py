"""The plain text of a Word file as its reader writes it, and where in it each line stands."""

from collections.abc import Iterable, Sequence

from ingest.readers.docx.runs import Piece
from ingest.readers.file import INVISIBLE
from ingest.readers.lines import Line, Mark
from ingest.traced import Traced, joined
from service.domain import SetAside, Span


class Writer:
    """Collects the text; offsets are those of the text collected so far."""

    def __init__(self) -> None:
        self.lines: list[Line] = []
        self._pieces: list[str] = []
        self._length = 0
        self._aside: dict[str, list[Span]] = {}

    def paragraph(self, pieces: Iterable[Piece], mark: Mark, *, continues: bool = False) -> None:
        """A paragraph, a line for each that it is broken into; what has a reason is set aside."""
        shown: list[Traced] = []
        for piece in pieces:
            if piece.reason:
                self.aside(piece.reason, piece.text, end="")
                continue
            first, *rest = piece.text.split("\n")
            shown += self._show(first)
            for text in rest:
                continues = self._line(shown, mark, continues)
                shown = self._show(text)
        self._line(shown, mark, continues)

    def aside(self, reason: str, text: str, end: str = "\n") -> None:
        """Text that is none of the report's; blank text leaves no trace."""
        start = self._write(text) + len(text) - len(text.lstrip())
        if text.strip():
            self._aside.setdefault(reason, []).append((start, start + len(text.strip())))
        self._write(end)

    def hidden(self, pieces: Sequence[Piece]) -> None:
        """Those of the pieces that have a reason of their own."""
        for piece in pieces:
            if piece.reason:
                self.aside(piece.reason, piece.text)

    def raw(self) -> str:
        """All that was written."""
        return "".join(self._pieces)

    def set_aside(self) -> tuple[SetAside, ...]:
        """What was set aside, by reason."""
        return tuple(
            SetAside(reason=reason, raw=tuple(spans)) for reason, spans in self._aside.items()
        )

    def _show(self, text: str) -> list[Traced]:
        """Writes text that is shown; without characters that cannot be seen."""
        found: list[Traced] = []
        position = 0
        for hit in INVISIBLE.finditer(text):
            found.append(Traced.of(text[position : hit.start()], self._length))
            self._write(text[position : hit.start()])
            self.aside("invisible character", hit.group(), end="")
            position = hit.end()
        found.append(Traced.of(text[position:], self._length))
        self._write(text[position:])
        return found

    def _line(self, shown: list[Traced], mark: Mark, continues: bool) -> bool:
        """Ends a line; whether what follows in the paragraph goes on from one."""
        end = Traced.of("\n", self._length)
        self._write("\n")
        line = joined([*shown, end])
        if not line.text.strip():
            return continues
        self.lines.append(Line(line, mark, continues=continues))
        return True

    def _write(self, text: str) -> int:
        start = self._length
        self._pieces.append(text)
        self._length += len(text)
        return start
