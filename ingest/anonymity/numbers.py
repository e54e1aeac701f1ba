"""Numbers that belong to one person: national identity, bank account, payment card, phone."""

import re
from collections.abc import Iterator

import phonenumbers

from ingest.anonymity.alarm import Hit, Voice
from ingest.anonymity.lists import alternatives

IDENTITY = "national identity number"
ACCOUNT = "account number"
PHONE = "phone number"

_ELEVEN = re.compile(r"(?<![\d.,/-])(?:\d[ .\-/]?){10}\d(?![\d/]|[.,]\d)")
_GROUPED_ACCOUNT = re.compile(r"\d{4}([. ])\d{2}\1\d{5}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ -]?[A-Z0-9]{4}){2,7}(?:[ -]?[A-Z0-9]{1,4})?\b")
_CARD = re.compile(r"(?<![\d.,])\d{4}([ -]?)\d{4}\1\d{4}\1\d{4}(?![\d.,]*\d)")
_PHONE = re.compile(
    r"(?<![\w.,+/])(?:\(?(?P<code>(?:\+|00)\d{1,3})\)?[ .-]?)?"
    r"(?P<number>\d{2}([ .-])\d{2}\3\d{2}\3\d{2}|\d{3}([ .-])\d{2}\4\d{3}|\d{2} \d{3} \d{3}"
    r"|\d{4} \d{4}|\d{8})"
    r"(?![/-]?\d|[.,]\d)"
)
_LOOSE = re.compile(r"(?<![\w.,])\d(?: ?\d){7}(?! ?\d|[.,]\d)")
_FOREIGN = re.compile(r"(?<![\w+])\(?(?:\+|00(?=[1-9]))\d[\d ()./-]{6,20}\d")
_BRITISH = re.compile(r"(?<![\d.,+])\(?0\d{2,4}\)?[ -]\d{3,4}[ -]?\d{3,4}(?![\d/])")
_AMERICAN = re.compile(r"(?<![\d.,+-])(?:\(\d{3}\) ?|\d{3}-)\d{3}-\d{4}(?![\d-])")
_DIGIT = re.compile(r"\d")
_AMOUNT = re.compile(r"\d{8}|\d{2} \d{3} \d{3}|\d{2} \d{2} \d{2} \d{2}")
"""How amounts are written, besides phone numbers."""
_PAIRS = 4
_BESIDE = 8
"""Characters on either side in which another number makes a row of it."""
_NEAR = 40
"""Characters before a number in which a word may say what it is."""


def find(text: str, voice: Voice) -> Iterator[Hit]:
    """The numbers in `text`."""
    if _DIGIT.search(text):
        yield from _controlled(text)
        yield from _phones(text)


def _controlled(text: str) -> Iterator[Hit]:
    """Numbers that control digits tell from others."""
    for hit in _ELEVEN.finditer(text):
        figures = re.sub(r"\D", "", hit.group())
        grouped = _GROUPED_ACCOUNT.fullmatch(hit.group())
        if is_identity_number(figures) or _says("identity", text, hit.start()):
            yield Hit(IDENTITY, *hit.span())
        elif _is_account(figures) and (grouped or _says("accounts", text, hit.start())):
            yield Hit(ACCOUNT, *hit.span())
    for hit in _IBAN.finditer(text):
        if _is_iban(re.sub(r"[ -]", "", hit.group())):
            yield Hit(ACCOUNT, *hit.span())
    for hit in _CARD.finditer(text):
        if _is_card(re.sub(r"\D", "", hit.group())):
            yield Hit(ACCOUNT, *hit.span())


def _phones(text: str) -> Iterator[Hit]:
    for hit in _PHONE.finditer(text):
        if _is_phone(text, hit):
            yield Hit(PHONE, *hit.span())
    for hit in _FOREIGN.finditer(text):
        if _is_valid(re.sub(r"^\(?00", "+", hit.group()), None):
            yield Hit(PHONE, *hit.span())
    for hit in _BRITISH.finditer(text):
        if _says("phones", text, hit.start()) or _is_valid(hit.group(), "GB"):
            yield Hit(PHONE, *hit.span())
    for hit in _LOOSE.finditer(text):
        named = _says("phones", text, hit.start()) and not _is_measure(text, hit.end())
        if named and _is_valid(hit.group(), "NO"):
            yield Hit(PHONE, *hit.span())
    yield from (Hit(PHONE, *hit.span()) for hit in _AMERICAN.finditer(text))


def _says(kind: str, text: str, before: int) -> bool:
    """Whether a word of the list `kind` stands close before, in the same sentence."""
    pattern = rf"\b(?:{alternatives('cues', 'records', kind)})\b[^.!?\n]{{0,25}}$"
    return bool(re.search(pattern, text[max(before - _NEAR, 0) : before], re.IGNORECASE))


# --- checked by their control digits -----------------------------------------------------------

_FIRST = (3, 7, 6, 1, 8, 9, 4, 5, 2, 1)
_SECOND = (5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1)


def is_identity_number(number: str) -> bool:
    """Whether eleven figures are a Norwegian identity number: ordinary, D-number (day + 40), or
    synthetic (month + 40, + 65 or + 80). Both control digits must be right."""
    digits = [int(digit) for digit in number]
    day, month = int(number[:2]), int(number[2:4])
    day -= 40 if day > 40 else 0
    for shift in (80, 65, 40):
        if month > shift:
            month -= shift
            break
    if not (1 <= day <= 31 and 1 <= month <= 12):
        return False
    first = sum(w * d for w, d in zip(_FIRST, digits, strict=False)) % 11
    second = sum(w * d for w, d in zip(_SECOND, digits, strict=True)) % 11
    return first == 0 and second == 0


def _is_account(number: str) -> bool:
    """Whether the last of eleven figures is the control digit of a Norwegian account number."""
    weighed = sum(w * int(d) for w, d in zip(_SECOND, number, strict=True))
    return number[4:6] != "00" and weighed % 11 == 0


def _is_iban(text: str) -> bool:
    moved = text[4:] + text[:4]
    return 15 <= len(text) <= 34 and int("".join(str(int(c, 36)) for c in moved)) % 97 == 1


def _is_card(number: str) -> bool:
    doubled = [int(d) * (2 - i % 2) for i, d in enumerate(number)]
    return number[0] in "3456" and sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


# --- phone numbers -----------------------------------------------------------------------------


def _is_phone(text: str, hit: re.Match[str]) -> bool:
    code, number = hit.group("code"), re.sub(r"\D", "", hit.group("number"))
    if code:
        return _is_valid(f"+{code.lstrip('+0')} {number}", None)
    if not _is_valid(number, "NO"):
        return False
    if _AMOUNT.fullmatch(hit.group("number")) and _is_measure(text, hit.end()):
        return False
    if _says("phones", text, hit.start()):
        return True
    if hit.group("number").isdigit():
        # Eight figures in a row are as often an amount or a case number.
        return number[0] in "49"
    # Pairs that rise, or numbers that stand in a row with more, are a list.
    before = re.search(r"\d[ ,;]*$", text[max(hit.start() - _BESIDE, 0) : hit.start()])
    after = re.match(r"[ ,;]+\d", text[hit.end() : hit.end() + _BESIDE])
    pairs = hit.group("number").split(" ")
    rising = len(pairs) == _PAIRS and pairs == sorted(pairs)
    return not before and not after and not rising


def _is_measure(text: str, end: int) -> bool:
    return bool(
        re.match(
            rf"\s*(?:{alternatives('cues', 'records', 'units')})(?!\w)",
            text[end : end + _NEAR],
            re.I,
        )
    )


def _is_valid(number: str, region: str | None) -> bool:
    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(number, region))
    except phonenumbers.NumberParseException:
        return False
