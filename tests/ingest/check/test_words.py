import tomllib
from importlib.resources import files
from typing import get_args

from ingest.check.words import Words
from service.domain import Strength

DATA = tomllib.loads((files("ingest.check") / "words.toml").read_text("utf-8"))


def test_every_label_exists_in_english_and_in_bokmal() -> None:
    assert set(DATA["nb"]) == set(DATA["en"])
    assert set(DATA["nn"]) <= set(DATA["en"])
    assert set(get_args(Strength)) <= set(DATA["en"])
    assert all(set(told) <= {"nb", "nn"} and told for told in DATA["reasons"].values())


def test_what_a_language_lacks_comes_from_the_next() -> None:
    assert Words("nn")["finding"] == DATA["nb"]["finding"]
    assert Words("nn")["line"] == "Linje"
    assert Words("en")["line"] == "Line"


def test_reasons_are_told_in_the_language_or_marked_as_english() -> None:
    assert Words("nb").reason("page number") == "sidetall"
    assert Words("nb").reason("letter shown as a sign: the whole text is broken") == (
        "bokstav vist som tegn: hele teksten er ødelagt"
    )
    assert Words("nb").reason("new <reason>") == '<span lang="en">new &lt;reason&gt;</span>'
    assert Words("en").reason("page number") == "page number"
    assert Words("nb").place("set aside: page number") == "satt til side: sidetall"
