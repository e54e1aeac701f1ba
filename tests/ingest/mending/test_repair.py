"""Broken glyphs are mended where the document shows that they are broken, and nowhere else."""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ingest.mending.repair import DOUBT, Mender
from ingest.readers import plain_text
from ingest.readers.lines import Line
from ingest.traced import Traced
from service.domain import Repair
from tests.ingest.making import made
from tests.ingest.mending import sound_texts as sound
from tests.ingest.mending.breaking import broken, broken_lines, broken_marks

NORQUAD = Path(__file__).parents[4] / "shared" / "data" / "norquad" / "train.jsonl"
SAMPLE = Path("ingest/sample/report.md").read_text("utf-8")
SOME = settings(max_examples=60, deadline=None)
BROKEN = """Å Første punkt om tiden
Å Andre punkt
ÅTredje punkt glir inn
Det er på tide å si til oss at det er sånn, og de som kommer, sier det.
ta det p¬ ¬ si s¬nn (é)
til ossé Hvis det
hjelp ïde sier og ï på
EPJôen er ny
"""


def read(text: str) -> tuple[Line, ...]:
    return plain_text.read(Traced.of(text)).lines


def repairs(text: str) -> tuple[Repair, ...]:
    return Mender(read(text)).mended()[1]


def mended(text: str) -> str:
    return "".join(line.text.text for line in Mender(read(text)).mended()[0])


class Outcome(NamedTuple):
    """What mending made of a text that was broken character by character."""

    broken: int
    restored: int
    wrong: list[Repair]
    """Repairs that do not give back what was written, or that touch what was sound."""

    @property
    def share(self) -> float:
        return self.restored / self.broken if self.broken else 1.0


def outcome(text: str, shown: str) -> Outcome:
    assert len(text) == len(shown)
    # A broken ç is a soft hyphen, and a broken Ä a blank: nothing is left of them to be mended.
    places = {
        at
        for at, (was, now) in enumerate(zip(text, shown, strict=True))
        if was != now and not now.isspace() and now != "\u00ad"
    }
    found = repairs(shown)
    right = {r.at for r in found if r.at in places and r.after.rstrip() == text[r.at]}
    return Outcome(len(places), len(right), [r for r in found if r.at not in right])


@pytest.mark.parametrize("text", [*sound.SENTENCES, sound.SPLIT_BY_SIGNS, sound.MENTIONED])
@pytest.mark.parametrize("times", [1, 4])
def test_sound_text_is_left_as_it_is(text: str, times: int) -> None:
    assert repairs((text + "\n") * times) == ()


@pytest.mark.parametrize("text", sound.LINE_BY_LINE)
def test_lines_that_begin_with_a_real_letter_are_no_bullets(text: str) -> None:
    assert repairs(text) == repairs(text * 3) == ()
    assert repairs(SAMPLE + text) == ()


def test_the_sample_is_sound() -> None:
    assert repairs(SAMPLE) == ()


@SOME
@given(st.lists(st.sampled_from(sound.SENTENCES), max_size=40), st.sampled_from(" \n"))
def test_no_mixture_of_languages_is_changed(sentences: list[str], gap: str) -> None:
    assert repairs(gap.join(sentences)) == ()


@SOME
@given(st.lists(st.sampled_from(sound.NORWEGIAN + sound.ENGLISH), min_size=8, max_size=40),
       st.floats(0, 1), st.integers(0, 99), st.sampled_from([0, 1]))  # fmt: skip
def test_what_is_mended_is_what_was_written(
    sentences: list[str], share: float, seed: int, order: int
) -> None:
    text = "\n".join(sentences)
    shown = broken_lines(text, share, seed, order)
    wrong = outcome(text, shown).wrong
    assert [r for r in wrong if order == 0 or text[r.at] not in "–—"] == []


@SOME
@given(st.lists(st.sampled_from(sound.SENTENCES), max_size=20), st.integers(0, 99))
def test_sound_text_beside_broken_text_is_left_alone(sentences: list[str], seed: int) -> None:
    """Sound sentences in any language among pages of a broken Norwegian text."""
    page = SAMPLE[:6000]
    shown = broken_lines(page, 0.5, seed) + "\n\n" + "\n".join(sentences)
    touched = Counter(r.before for r in repairs(shown) if r.at >= len(page))
    # A logician's "¬r" is "år" in a document where that sign is that letter.
    assert set(touched) <= {"¬"}


@pytest.mark.parametrize("order", [0, 1])
@pytest.mark.parametrize("share", [0.05, 0.3, 0.6, 1.0])
def test_the_sample_is_restored(share: float, order: int) -> None:
    made_of = outcome(SAMPLE, broken_lines(SAMPLE, share, 5, order))
    # Which of two dashes a lone one was cannot be told where both orders explain all else.
    assert [r for r in made_of.wrong if order == 0 or SAMPLE[r.at] not in "–—"] == []
    assert made_of.share > (0.9 if order else 0.99)


def test_english_is_restored() -> None:
    text = "\n".join(sound.ENGLISH * 3) + "\n• It’s hard to find\n• Parents’ notes aren’t read\n"
    assert mended(broken(text)) == text


@pytest.mark.parametrize(("sentences", "least"), [(sound.FRENCH, 0.5), (sound.SPANISH, 0.6)])
def test_another_language_is_mended_where_its_dictionary_is_read(
    sentences: list[str], least: float
) -> None:
    text = "\n".join(sentences * 3)
    made_of = outcome(text, broken(text))
    assert made_of.wrong == []
    assert made_of.share > least


def test_broken_glyphs_are_mended_and_each_repair_is_reported() -> None:
    lines, found = Mender(read(BROKEN)).mended()
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
    for repair in found:
        assert BROKEN[repair.at] == repair.before
        assert repair.reason
    assert [r.at for r in found] == sorted(r.at for r in found)
    reasons = {repair.before: repair.reason for repair in found}
    assert reasons["Å"] == "bullet shown as a letter"
    assert reasons["é"].startswith("ellipsis shown as a letter: ")
    assert reasons["¬"].startswith("letter shown as a sign: ")


def test_marks_of_a_font_of_their_own_are_mended() -> None:
    """The letters are sound; dashes lost the space behind them."""
    text = "".join(
        f"• Punkt {name} er viktig – mente de fleste\n«Det går … ja, sånn» (…) og så “nei”\n"
        for name in ("en", "to", "tre")
    )
    assert mended(broken_marks(text)) == text


def test_two_bullets_are_no_evidence() -> None:
    assert repairs("Å En\nÅ To\n") == ()


def test_a_bullet_behind_a_sentence_is_found_where_others_stand_first_on_their_lines() -> None:
    text = "Å Legene spør. Å Ingen svarer\nÅ Kontoret ringer\nÅ Andre venter. Å leve er å lære.\n"
    assert mended(text) == text.replace("Å L", "• L").replace("Å I", "• I").replace(
        "Å K", "• K"
    ).replace("Å A", "• A")


def test_small_bullets_are_told_from_infinitives() -> None:
    text = "Å lang ventetid\nÅ dårlig samband\nÅ ustabil drift\nÅ bytte system\n"
    mender = Mender(read(text))
    lines, found = mender.mended()
    assert len(found) == 3
    assert lines[3].text.text == "Å bytte system\n"
    assert mender.doubts == (text.index("Å bytte"),)


def test_a_letter_in_two_parts_is_put_together() -> None:
    lines, (repair,) = Mender(read("pa\u030a\n")).mended()
    assert lines[0].text.text == "på\n"
    assert (repair.before, repair.after) == ("a\u030a", "å")


def test_what_cannot_be_mended_makes_its_source_uncertain(tmp_path: Path) -> None:
    text = (
        "Funn\n\nDe fleste sa at det er p¬ tide ¬ si fra, og s¬ ble det sagt (é).\n\n"
        "Alle mente at xqzzké burde gjøres på nytt til våren.\n\n"
        "Noen få mente at alt er som det skal være.\n"
    )
    built = made(tmp_path, text, ".txt")
    assert [s.text[:4] for s in built.report.sources if s.uncertain == DOUBT] == ["Alle"]


@pytest.fixture(scope="module")
def articles() -> list[str]:
    """Norwegian articles and news written by others."""
    if not NORQUAD.is_file():
        pytest.skip("the Norwegian texts do not lie beside the checkout")
    rows = NORQUAD.read_text("utf-8").rstrip("\n").split("\n")
    return list(dict.fromkeys(json.loads(row)["text"] for row in rows))


def test_no_article_is_changed(articles: list[str]) -> None:
    assert sum(map(len, articles)) > 1_000_000
    assert [found for text in articles if (found := repairs(text))] == []
    assert repairs("\n".join(articles)) == ()


@pytest.mark.parametrize("share", [0.1, 1.0])
def test_articles_are_restored_and_nothing_else_touched(articles: list[str], share: float) -> None:
    text = "\n".join(articles[:100])
    made_of = outcome(text, broken_lines(text, share, 1))
    assert made_of.wrong == []
    assert made_of.share > 0.98
