from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.sentences import sentences


def cut(text: str) -> list[str]:
    return [text[start:end] for start, end in sentences(text)]


@pytest.mark.parametrize(
    "text",
    [
        "Det gjelder f.eks. Helsenorge og bl.a. NAV.",
        "Det varer ca. 45 minutter, ev. lenger, kl. 12 i 2. etasje.",
        "Feil i f.eks Helsenorge er vanlige.",
        "Hjelpere etc) fordi de skal med.",
        "Mellom 17. februar og 9. mai 2025.",
        "Han heter A. Bakken og bor her.",
        "De kaller det «Ja. Men nei.» og ler.",
        "Noe (se også kap. 3. Der står det.) er sagt.",
        "Vi gjør det (..) Men hva så",
        "Dr. Hansen kom ikke.",
        "They ask, e.g. Monday or Tuesday, i.e. early.",
        "Og så... ble det stille.",
        "Elevene på 8. trinn trives.",
        "Den 17. mai er fri, kl. 10.30 begynner toget.",
        "Se nr. 3 og kap. 4.",
        "A. B. Olsen skrev den.",
        "U.S. Government funding stopped.",
        "Det tok 3.5 timer og kostet 10.000 kr.",
        "Vent … så kom det.",
        "Det gjelder (se fig. 2. Der står alt.) de fleste.",
        "Mr. Smith and Mrs. Jones left.",
    ],
)
def test_one_sentence(text: str) -> None:
    assert cut(text) == [text]


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("En ting. To ting! Tre ting? Fire.", 4),
        ("Papir, faksing etc. Dette tok tid.", 2),
        ("Det var i 2022. Som følge av dette er alt nytt.", 2),
        ("«Nei!» De gikk. (..) Så kom de.", 3),
        ("De sa nei. 12 sa ja.", 2),
        ("Det er slutt… Så kom noe nytt.", 2),
        ("We left. «Why?» Nobody knows.", 3),
        ("Han har diktet «alt. Og mer", 2),
        ("Det var på 8. trinn. Så sluttet hun.", 2),
        ("Det gjelder alle.[1] Neste er annerledes.", 2),
        ("Hun sa: «Ja.» Så gikk hun.", 2),
        ("He left at 5 p.m. Then it rained.", 2),
        ("Det gjelder NAV m.fl. Dette er kjent.", 2),
        ("Vi var 12. De var 8.", 2),
    ],
)
def test_several(text: str, count: int) -> None:
    assert len(cut(text)) == count


def test_nothing_is_lost() -> None:
    text = "En. To (tre. Fire) fem.  Seks."
    assert " ".join(cut(text)) == " ".join(text.split())
    assert sentences("") == []


PLAIN = st.sampled_from(
    [
        "Elevene på 8. trinn sa f.eks. nei til dr. Ås kl. 10.30",
        "Møtet 17. mai tok ca. 3,5 timer (se nr. 4. Der står det)",
        "A. B. Olsen skriver at «Nei. Aldri.» var svaret",
        "They asked, e.g. Monday, i.e. early, for Mr. Smith",
        "Noe er utelatt (...) og noe (..) er med",
        "Det gjelder NAV, skolen osv. og bl.a. foreldrene",
        "Prisen var 10.000 kr. per stk. og steg med 2.5 prosent",
    ]
)


@given(st.lists(st.tuples(PLAIN, st.sampled_from([".", "?", "!", "…"])), min_size=1, max_size=6))
def test_sentences_put_together_are_taken_apart_again(parts: list[tuple[str, str]]) -> None:
    written = [text + stop for text, stop in parts]
    assert cut(" ".join(written)) == written


@given(st.text(max_size=200))
def test_whatever_the_text_its_words_are_in_one_sentence_each(text: str) -> None:
    spans = sentences(text)
    assert all(first < last for first, last in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    kept = {at for first, last in spans for at in range(first, last)}
    assert all(char.isspace() for at, char in enumerate(text) if at not in kept)
