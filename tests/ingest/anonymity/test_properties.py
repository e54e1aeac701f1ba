"""Whatever identifier of a kind is put into sound text is found, and sound text raises nothing."""

import re
from functools import cache

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from ingest.anonymity import identifiers, is_identity_number
from ingest.anonymity.lists import listed
from ingest.anonymity.words import first_name
from ingest.pipeline import build_report
from tests.conftest import SAMPLE

FIGURES = st.integers(min_value=0, max_value=9)


@cache
def sound() -> tuple[str, ...]:
    """Sentences of the sample report."""
    report = build_report(SAMPLE).report
    return tuple(
        sentence
        for source in report.sources
        for sentence in re.split(r"(?<=[.!?])\s+", source.text)
        if len(sentence.split()) > 4
    )


@cache
def sure_names() -> tuple[str, ...]:
    names = listed("first_names", "names")
    return tuple(sorted(n for n in names if first_name(n) == "sure" and len(n) > 3))


@st.composite
def places(draw: st.DrawFn) -> tuple[str, str]:
    """A sound sentence in two parts, cut between two words."""
    sentence = draw(st.sampled_from(sound()))
    gaps = [hit.start() for hit in re.finditer(" ", sentence)]
    at = draw(st.sampled_from(gaps))
    before, after = sentence[:at], sentence[at:]
    # Beside another number a number is another number.
    assume(not re.search(r"[\d@.,:/-]\W*$", before) and not re.match(r"\W*[\d@]", after))
    return before, after


def found(before: str, identifier: str, after: str) -> list[str]:
    text = f"{before} {identifier}{after}"
    low, high = len(before) + 1, len(before) + 1 + len(identifier)
    return [h.kind for h in identifiers(text) if h.start < high and h.end > low]


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    day = draw(st.integers(1, 28)) + draw(st.sampled_from((0, 40)))
    month = draw(st.integers(1, 12)) + draw(st.sampled_from((0, 40, 65, 80)))
    start = f"{day:02}{month:02}{draw(st.integers(0, 99)):02}{draw(st.integers(0, 999)):03}"
    digits = [int(figure) for figure in start]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        rest = sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        assume(rest != 1)
        digits.append(0 if rest == 0 else 11 - rest)
    number = "".join(map(str, digits))
    assert is_identity_number(number)
    return draw(
        st.sampled_from((number, f"{number[:6]} {number[6:]}", f"{number[:6]}-{number[6:]}"))
    )


@settings(max_examples=60, deadline=None)
@given(places(), identity_numbers())
def test_identity_numbers(place: tuple[str, str], number: str) -> None:
    before, after = place
    assert "national identity number" in found(before, number, after)


@settings(max_examples=60, deadline=None)
@given(places(), st.lists(FIGURES, min_size=7, max_size=7), st.sampled_from(("4", "9")))
def test_mobile_numbers(place: tuple[str, str], figures: list[int], first: str) -> None:
    before, after = place
    number = first + "".join(map(str, figures))
    assume(len(set(number)) > 2)
    for shown in (f"+47 {number}", f"{number[:3]} {number[3:5]} {number[5:]}"):
        assert "phone number" in found(before, shown, after) or not _is_in_use(number)


def _is_in_use(number: str) -> bool:
    return "phone number" in [hit.kind for hit in identifiers(f"+47 {number}")]


@settings(max_examples=60, deadline=None)
@given(
    places(), st.from_regex(r"[a-z]{2,8}(\.[a-z]{2,8})?@[a-z]{2,10}\.(no|com|org)", fullmatch=True)
)
def test_email(place: tuple[str, str], address: str) -> None:
    before, after = place
    assert "e-mail address" in found(before, address, after)


@settings(max_examples=100, deadline=None)
@given(places(), st.data())
def test_first_names(place: tuple[str, str], data: st.DataObject) -> None:
    before, after = place
    name = data.draw(st.sampled_from(sure_names()))
    assume(not re.search(r"[A-ZÆØÅ]\w*\W*$", before))
    # Beside what names a thing after somebody, a name is the thing's.
    thing = listed("cues", "names", "before_things") | listed("cues", "names", "after_things")
    neighbours = re.findall(r"\w+", f"{before[-30:]}|{after[:30]}")
    assume(not any(word.lower() in thing for word in neighbours))
    assert "name of a person" in found(before, name, after)


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(("Storgata", "Kirkeveien", "Fjordgata", "Solveien")),
    st.integers(1, 300),
    places(),
)
def test_addresses(street: str, house: int, place: tuple[str, str]) -> None:
    before, after = place
    assume(not re.match(r"\W*(?:\d|%|jan|feb|mar|apr|mai|jun|jul|aug|sep|okt|nov|des)", after))
    assert "street address" in found(before, f"{street} {house}", after)


def test_sound_text_raises_nothing() -> None:
    for sentence in sound():
        assert identifiers(sentence, "quote") == ()
