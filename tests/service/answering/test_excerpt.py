"""A long quote is shortened by whole sentences; nothing within one is touched."""

from hypothesis import given
from hypothesis import strategies as st

from service.answering.excerpt import LONG, SHORT, excerpt, sentences
from service.answering.likeness import content

FILLER = (
    "Jeg husker at det regnet den dagen, og at vi satt lenge og ventet på bussen hjem til byen."
)
TELLING = "Meldingene hoper seg opp mens jeg er på kurs."
TEXT = " ".join([FILLER, FILLER, TELLING, FILLER, FILLER, FILLER])
WORDS = content("Hva skjer med meldingene når legen er på kurs?").words


def shown(text: str, words: tuple[str, ...] = WORDS) -> list[str]:
    return [text[start:end] for start, end in excerpt(text, words)]


def test_a_short_quote_is_whole() -> None:
    assert shown(FILLER) == [FILLER]
    assert excerpt("x" * LONG, ()) == ((0, LONG),)


def test_the_sentences_that_bear_on_the_question_are_kept() -> None:
    assert len(TEXT) > LONG
    assert shown(TEXT) == [TELLING]


def test_neighbours_are_one_span() -> None:
    text = " ".join([FILLER, TELLING, TELLING.replace("kurs", "ferie"), *[FILLER] * 4])
    [kept] = shown(text)
    assert kept == f"{TELLING} {TELLING.replace('kurs', 'ferie')}"


def test_where_nothing_bears_on_it_the_beginning_is_kept() -> None:
    [kept] = shown(TEXT, ("fisk",))
    assert TEXT.startswith(kept)
    assert kept.endswith(".")
    assert len(kept) <= SHORT + len(FILLER)


def test_a_single_long_sentence_stays_whole() -> None:
    text = "og så " * 100
    assert excerpt(text.strip(), WORDS) == ((0, len(text.strip())),)


def test_sentences_do_not_end_at_abbreviations_or_numbers() -> None:
    text = "Vi møtte f.eks. Navnløse folk kl. 12.30 den dagen. (…) Da var det slutt! Nei."
    found = [text[a:b] for a, b in sentences(text)]
    assert found == [
        "Vi møtte f.eks. Navnløse folk kl. 12.30 den dagen. (…)",
        "Da var det slutt!",
        "Nei.",
    ]


@given(st.lists(st.sampled_from([FILLER, TELLING, "Nei!", "Ja.", "Hvorfor? (…)"]), min_size=1))
def test_spans_are_whole_sentences_in_order(parts: list[str]) -> None:
    text = " ".join(parts)
    starts, ends = {a for a, _ in sentences(text)}, {b for _, b in sentences(text)}
    spans = excerpt(text, WORDS)
    at = 0
    for start, end in spans:
        assert at <= start < end <= len(text)
        assert len(text) <= LONG or (start in starts and end in ends)
        at = end + 1
    assert len(text) <= LONG or sum(b - a for a, b in spans) <= SHORT + len(FILLER)
