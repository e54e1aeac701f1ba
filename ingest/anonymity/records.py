"""What registers and files keep of a person: dates of birth, record and case numbers, plates."""

import re
from collections.abc import Iterator

from ingest.anonymity.alarm import Hit, Voice
from ingest.anonymity.lists import alternatives

BIRTH = "date of birth"
RECORD = "record number"
PLATE = "car registration number"

_MONTH = (
    r"(?:jan(?:uar|uary)?|feb(?:ruar|ruary)?|mars|march|mar|apr(?:il)?|mai|may|jun[ie]?|jul[iy]?"
    r"|aug(?:ust)?|sep(?:t|tember)?|okt(?:ober)?|oct(?:ober)?|nov(?:ember)?|de[sc](?:ember)?)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|\.)?"
_DATE = (
    rf"(?:\d{{1,2}}\s?[./-]\s?\d{{1,2}}(?:\s?[./-]\s?|\s)(?:\d{{4}}|\d{{2}})|\d{{4}}-\d{{2}}-\d{{2}}"
    rf"|{_DAY}\s*(?:of\s+)?{_MONTH}\s*,?\s*(?:\d{{4}}|\d{{2}})|{_MONTH}\s*{_DAY}\s*,?\s*\d{{4}}"
    r"|(?:0[1-9]|[12]\d|3[01])(?:0[1-9]|1[0-2])\d{2}(?:\d{2})?)"
)
_BIRTH = re.compile(
    rf"(?<!\w)(?:{alternatives('cues', 'records', 'birth')})(?!\w)\.?[^.!?\d\n]{{0,40}}?"
    rf"(?P<date>(?<!\d){_DATE}(?!\d))",
    re.IGNORECASE,
)
_NUMBER = (
    r"(?:[A-ZÆØÅ]{1,4}[- ]?)?(?:\d{2,4}[/-]\d{2,7}(?:-\d+)?|(?:\d[ .-]?){4,13}\d|\d{4,})(?!\d|\s*%)"
)
_RECORD = re.compile(
    rf"(?<![\w-])(?:{alternatives('cues', 'records', 'names')})\.?(?![\w-])"
    rf"(?P<glue>(?:\s*[:#=]\s*|\s+|[(])(?:(?:er|is|was|var|mitt|min|nr\.?|no\.?|number)\s+){{0,3}})"
    rf"(?P<number>{_NUMBER})",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\b(?:sak(?:en|a)?|case)\s+(?:#\s?(?P<a>\d{3,})|#?(?P<b>(?:\d{2}|(?:19|20)\d{2})/\d{3,6}(?:-\d+)?))\b",
    re.IGNORECASE,
)
_DIGIT = re.compile(r"\d")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_PLATE = re.compile(
    rf"\b(?:{alternatives('cues', 'records', 'plates')})\b\.?[^.!?\n]{{0,25}}?"
    r"\b(?P<plate>[A-Z]{2} ?\d{5})\b"
)


def find(text: str, voice: Voice) -> Iterator[Hit]:
    """The dates of birth and file numbers in `text`."""
    if not _DIGIT.search(text):
        return
    for hit in _BIRTH.finditer(text):
        yield Hit(BIRTH, *hit.span("date"))
    for hit in _RECORD.finditer(text):
        if not _YEAR.fullmatch(hit.group("number")):
            yield Hit(RECORD, *hit.span("number"))
    for hit in _FILE.finditer(text):
        yield Hit(RECORD, *hit.span())
    for hit in _PLATE.finditer(text):
        yield Hit(PLATE, *hit.span("plate"))
