"""Text that others wrote, set in a prompt so that it cannot end the section it stands in."""

import hashlib
import json
from itertools import count


def as_data(value: object) -> str:
    """`value` as JSON on one line, with the signs that open and close a section written as
    escapes."""
    line = json.dumps(value, ensure_ascii=False)
    return line.replace("<", "\\u003c").replace(">", "\\u003e")


def boundary(*data: str) -> str:
    """A mark for the sections' ends that stands nowhere in `data`; the same for the same data."""
    marks = (_digest(f"{number}\x1f{data}") for number in count())
    return next(mark for mark in marks if not any(mark in text for text in data))


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:8]
