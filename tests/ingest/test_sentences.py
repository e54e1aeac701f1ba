import pytest

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
    ],
)
def test_several(text: str, count: int) -> None:
    assert len(cut(text)) == count


def test_nothing_is_lost() -> None:
    text = "En. To (tre. Fire) fem.  Seks."
    assert " ".join(cut(text)) == " ".join(text.split())
    assert sentences("") == []
