"""Text as it is seen: without what is not drawn."""

import re
import unicodedata

from service.vocabulary.questions import signal

# Characters that nothing is drawn for, though Unicode counts them as letters and marks.
_BLANK = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u3164\ufe00-\ufe0f\uffa0\U000e0100-\U000e01ef]"
)


def without_presentation(text: str) -> str:
    """`text` without what the asker says of themselves before the question ("I work as an adviser
    in the ministry and would like to know why ..."): that names no group that is asked about."""
    said = signal("presents").match(text)
    return text[said.end() :].lstrip(" ,.;:–—-") if said else text


def clean(text: str) -> str:
    """NFC (NFKC would change what was typed), without control and invisible characters, white
    space collapsed."""
    visible = (
        " " if char.isspace() else char
        for char in _BLANK.sub("", text)
        if char.isspace() or not unicodedata.category(char).startswith("C")
    )
    # Composed last: what stood between a letter and its accent is gone now.
    return unicodedata.normalize("NFC", " ".join("".join(visible).split()))
