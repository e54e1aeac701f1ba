"""Paragraphs that a page sets off by italics alone: quotes, where an attribution follows them."""

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import count

from ingest.readers.lines import Line, Mark

_WORDS = range(3, 151)
_MOST = 0.5
"""Share of paragraphs in italics from which italics set nothing off."""
_ATTRIBUTION = re.compile(r"\s*[—–―-]{1,2}\s*\w|\s*[(\[][^()\[\]]{2,80}[)\]]\.?\s*$")
_ENDED = re.compile(r"[.!?:;,…]['\"»”)\]]*\s*$")


def set_off(lines: Sequence[Line]) -> list[Line]:
    """The lines, paragraphs wholly in italics with an attribution behind them as quotes. Those that
    follow one another are one."""
    paragraphs = _paragraphs(lines)
    running = [group for group in paragraphs if _mark(group).form == "text" and _long(group)]
    if sum(_mark(group).italic for group in running) > _MOST * len(running):
        return list(lines)
    numbers = count(1 + max((_mark(group).group for group in paragraphs), default=0))
    found: list[list[Line]] = []
    number = 0
    for group in reversed(paragraphs):
        mark = _mark(group)
        behind = number or (bool(found) and _may_attribute(found[-1]))
        if mark.form == "text" and mark.italic and _long(group) and behind:
            number = number or next(numbers)
            quote = replace(mark, form="quote", group=number)
            found.append([replace(line, mark=quote) for line in group])
        else:
            number = 0
            found.append(group)
    return [line for group in reversed(found) for line in group]


def _paragraphs(lines: Sequence[Line]) -> list[list[Line]]:
    found: list[list[Line]] = []
    for line in lines:
        if line.continues and found:
            found[-1].append(line)
        else:
            found.append([line])
    return found


def _mark(group: Sequence[Line]) -> Mark:
    return group[0].mark or Mark("text")


def _long(group: Sequence[Line]) -> bool:
    return sum(len(line.text.text.split()) for line in group) in _WORDS


def _may_attribute(group: Sequence[Line]) -> bool:
    text = " ".join(line.text.text for line in group)
    words = len(text.split())
    if _mark(group).form != "text" or words > 12:
        return False
    return bool(_ATTRIBUTION.match(text)) or (words <= 8 and not _ENDED.search(text))
