"""Where a person can be reached or looked up: e-mail, street addresses, profiles."""

import re
from collections.abc import Iterator

from ingest.anonymity.alarm import Hit, Voice
from ingest.anonymity.lists import alternatives, listed

EMAIL = "e-mail address"
ADDRESS = "street address"
PROFILE = "link to a profile"

_AT = (
    r"(?:\s?@\s?|\s*[(\[{]\s*(?:at|a|@|krøllalfa|alfakrøll)\s*[)\]}]\s*"
    r"|\s+(?:krøllalfa|alfakrøll)\s+)"
)
_DOT = (
    r"(?:\.|\s*[(\[{]\s*(?:dot|punktum|prikk|\.)\s*[)\]}]\s*|\s+(?:dot|punktum|prikk)\s+"
    r"|\s\.\s?)"
)
_EMAIL = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{1,64}}{_AT}[\w-]{{1,63}}(?:{_DOT}[\w-]{{1,63}}){{0,3}}{_DOT}[a-z]{{2,24}}\b",
    re.I,
)
_SPOKEN = re.compile(
    r"\b[\w.+-]{1,64} at [\w-]{1,63}(?: (?:dot|punktum) [\w-]{1,63}){0,3}"
    r" (?:dot|punktum) [a-z]{2,6}\b",
    re.I,
)
_MAIL_SIGN = re.compile(r"@|[(\[{]\s*a|krøllalfa|alfakrøll|\bat \S+ (?:dot|punktum)", re.I)
_SITES = (
    r"(?:facebook|fb|instagram|linkedin|twitter|x|tiktok|threads|snapchat|"
    r"bsky|strava|pinterest|researchgate|orcid|vipps|t)"
)
_PROFILE = re.compile(
    rf"(?<![\w@])(?:https?://)?(?:[a-z]{{1,3}}\.)?{_SITES}\.(?:com|net|org|app|no|me)/@?[\w.%~/-]*\w",
    re.I,
)
_HANDLE = re.compile(r"(?<![\w.@/])@[A-Za-zÆØÅæøå_][\w.]{2,}(?<!\.)")
_DIGIT = re.compile(r"\d")
_TILDE = re.compile(r"https?://\S+/~\w+")


def find(text: str, voice: Voice) -> Iterator[Hit]:
    """The addresses and links in `text`."""
    if _MAIL_SIGN.search(text):
        for pattern in (_EMAIL, _SPOKEN):
            yield from (Hit(EMAIL, *hit.span()) for hit in pattern.finditer(text))
    for pattern in (_PROFILE, _HANDLE, _TILDE):
        yield from (Hit(PROFILE, *hit.span()) for hit in pattern.finditer(text))
    for hit in _NAMED_HANDLE.finditer(text):
        yield Hit(PROFILE, *hit.span("handle"))
    if _DIGIT.search(text):
        yield from _addresses(text)


_NAMED_HANDLE = re.compile(
    rf"\b(?:{alternatives('cues', 'records', 'handles')})\b"
    r"(?:\s+(?:er|is|heter|heiter|:|min|mi|my))*\s*:?\s*(?P<handle>(?=[\w.]*[\d_])[A-Za-zÆØÅæøå_][\w.]{2,}\w"
    r"|(?<=: )[a-zæøå]{4,}(?=\s*(?:[.,;)]|$)))",
    re.IGNORECASE,
)

# --- street addresses --------------------------------------------------------------------------

_MONTHS = "(?:jan|feb|mar|apr|mai|may|jun|jul|aug|sep|okt|oct|nov|des|dec)"
_HOUSE = rf"\s+\d{{1,3}}\s?[A-Ha-h]?\b(?!\s*(?:[%.,:/-]\s*\d|%|\.?\s*{_MONTHS}))"
_COUNTED = rf"(?!\s*(?:{alternatives('cues', 'records', 'units')})(?!\w))"
_NOT_COUNTED = re.compile(_COUNTED)
_UP = "[A-ZÆØÅÄÖ]"
_LOW = "[a-zæøåéüöäđŋš]"
_GLUED = re.compile(
    rf"(?<![\w-])(?:{_UP}{_LOW}+\s+){{0,2}}"
    r"(?P<street>(?!(?i:europa|riks|fylkes|kommune|skogsbil|sykkel)ve[ig])[^\W\d_]{3,}"
    rf"(?:{alternatives('cues', 'addresses', 'glued')})){_HOUSE}"
)
_ALONE = re.compile(
    rf"(?<![\w-])(?:{_UP}[\w.]+\s+){{1,3}}"
    rf"(?:{alternatives('cues', 'addresses', 'alone')}){_HOUSE}{_COUNTED}"
)
_ENGLISH = re.compile(
    rf"(?<![\w.,/-])\d{{1,4}}[A-Za-z]?\s+(?:[A-Z][a-z']+\s+){{1,3}}"
    rf"(?i:{alternatives('cues', 'addresses', 'english')})\b"
)
_UK_POSTCODE = re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b")
_POSTCODE = re.compile(rf"(?<![\d.,/])(?P<code>\d{{4}})\s+(?P<place>{_UP}{_LOW}+)")
_LIVES = re.compile(
    rf"\b(?:{alternatives('cues', 'addresses', 'living')})\b[^.!?]{{0,20}}"
    rf"(?P<street>[^\W\d]{{4,}}{_HOUSE}{_COUNTED})",
    re.IGNORECASE,
)


def _addresses(text: str) -> Iterator[Hit]:
    for hit in _GLUED.finditer(text):
        # In small letters only what can hardly be another word: "storgata 12", not "underveis 3".
        street = hit.group("street")
        sure = street.lower().endswith(("gata", "gaten", "veien", "vegen"))
        counted = not _NOT_COUNTED.match(text, hit.end())
        if street[0].isupper() or (sure and len(street) > _SHORT and not counted):
            yield Hit(ADDRESS, *hit.span())
    for pattern in (_ALONE, _ENGLISH, _UK_POSTCODE):
        yield from (Hit(ADDRESS, *hit.span()) for hit in pattern.finditer(text))
    for hit in _LIVES.finditer(text):
        if not re.match(r"(?:nr|rom|nummer|number|room|etasje)\b", hit.group("street"), re.I):
            yield Hit(ADDRESS, *hit.span("street"))
    for hit in _POSTCODE.finditer(text):
        if _is_postal(hit, text[max(hit.start() - _BESIDE, 0) : hit.start()]):
            yield Hit(ADDRESS, *hit.span())


def _is_postal(hit: re.Match[str], before: str) -> bool:
    """Whether four figures before a place are a postcode: "9950 Vardø", but not "i 2021 Bergen"."""
    place = hit.group("place")
    if place not in listed("places", "municipalities") | listed("places", "towns"):
        return False
    may_be_year = "1900" <= hit.group("code") <= "2099"
    return not may_be_year or bool(_ADDRESSED.search(before))


_ADDRESSED = re.compile(r"(?:postnummer|postnr|adresse\w*|\d\s?[A-Ha-h]?,)\s*\W*$", re.IGNORECASE)
_BESIDE = 30
"""Characters before four figures in which is looked for what makes a postcode of them."""
_SHORT = 6
"""Letters up to which a street's name in small letters is too short to be sure of."""
