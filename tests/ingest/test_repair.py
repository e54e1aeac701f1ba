"""Broken glyphs are mended where the document shows that they are broken, and nowhere else."""

from pathlib import Path

import pytest

from ingest.readers import plain_text
from ingest.readers.lines import Document
from ingest.repair import Mender
from ingest.traced import Traced

SOUND = [
    "Å leve er å bære idéen om en kafé til hver allé.\nÅrsaker som nevnes.\n45 min. á 100 kr.\n",
    "Naïf et très âgé, le garçon é. Où est l'œuvre ? Ô temps, ï !\nL'été a été (déjà) passé.\n",
    "Él dijo que sí; ¿qué té? ¡Ay! La pingüina está aquí. Compré café Él.\n",
    "Å Energi AS\nÅ være\nÅLESUND\n¬p v q\n",
]
BROKEN = """Å Første punkt om tiden
Å Andre punkt
ÅTredje punkt glir inn
Det er på tide å si til oss at det er sånn, og de som kommer, sier det.
ta det p¬ ¬ si s¬nn (é)
til ossé Hvis det
hjelp ïde sier og ï på
EPJôen er ny
"""


def read(text: str) -> Document:
    return plain_text.read(Traced.of(text))


@pytest.mark.parametrize("text", SOUND)
def test_sound_text_is_left_as_it_is(text: str) -> None:
    document = read(text)
    lines, repairs = Mender(document.lines).mended()
    assert repairs == ()
    assert lines == document.lines


def test_the_sample_is_sound() -> None:
    text = Path("ingest/sample/report.md").read_text("utf-8")
    assert Mender(read(text).lines).mended()[1] == ()


def test_broken_glyphs_are_mended_and_each_repair_is_reported() -> None:
    lines, repairs = Mender(read(BROKEN).lines).mended()
    assert "".join(line.text.text for line in lines).splitlines() == [
        "• Første punkt om tiden",
        "• Andre punkt",
        "• Tredje punkt glir inn",
        "Det er på tide å si til oss at det er sånn, og de som kommer, sier det.",
        "ta det på å si sånn (…)",
        "til oss… Hvis det",
        "hjelp – de sier og – på",
        "EPJ’en er ny",
    ]
    for repair in repairs:
        assert BROKEN[repair.at] == repair.before
        assert repair.reason
    assert [r.at for r in repairs] == sorted(r.at for r in repairs)


def test_two_bullets_are_no_evidence() -> None:
    assert Mender(read("Å En\nÅ To\n").lines).mended()[1] == ()


def test_a_letter_in_two_parts_is_put_together() -> None:
    lines, (repair,) = Mender(read("pa\u030a\n").lines).mended()
    assert lines[0].text.text == "på\n"
    assert (repair.before, repair.after) == ("a\u030a", "å")
