"""Texts from elsewhere: cut into sentences, gold where the answer lies, what is amiss named."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.errors import SuiteError
from eval.tune.questions import VITAL
from eval.tune.texts import MOST, QUESTIONS, SENTENCES, SHORTEST, read_texts

SAID = [
    "Ferja til Øya går to ganger om dagen.",
    "Om vinteren går den bare én gang, på grunn av is.",
    "Prisen ble satt opp 12. mai 2019.",
    "– Det er for dyrt, sier Kari Holm.",
    "Kommunen vil kjøpe ei ny ferje.",
    "Den skal gå på strøm.",
    "Ladestasjonen er ikke bygd.",
    "Ingen vet når den blir ferdig.",
]
TITLE = "Ferje uten strøm"
TEXT = f"{TITLE}\n{' '.join(SAID[:4])}\nJa.\n{' '.join(SAID[4:])}\n"
ANSWERS = ["is", "12. mai 2019", "Kari Holm", "strøm. Ladestasjonen"]


def line(text: str = TEXT, answers: list[str] | None = None, **changes: Any) -> dict[str, Any]:
    asked = [
        {"question": f"Hva er {answer}?", "answer": answer, "start": text.index(answer, len(TITLE))}
        for answer in (ANSWERS if answers is None else answers)
    ]
    return {"source": "news", "text": text, "questions": asked, **changes}


def written(folder: Path, *lines: Any) -> Path:
    path = folder / "texts.jsonl"
    path.write_text("".join(f"{json.dumps(each, ensure_ascii=False)}\n" for each in lines), "utf-8")
    return path


class TestSentences:
    def test_one_a_passage_the_title_too_and_nothing_that_is_too_short(
        self, tmp_path: Path
    ) -> None:
        """A date is not the end of a sentence where its month is not capital."""
        [text] = read_texts(written(tmp_path, line()))
        assert text.title == TITLE
        assert len("Ja.") < SHORTEST <= len(TITLE)
        assert text.sentences == (TITLE, *SAID)

    def test_gold_is_where_the_answer_lies(self, tmp_path: Path) -> None:
        """The last answer goes from one sentence into the next."""
        [text] = read_texts(written(tmp_path, line()))
        found = [
            [text.sentences[at] for at, kind in enumerate(put.gold) if kind == VITAL]
            for put in text.questions
        ]
        assert found == [[SAID[1]], [SAID[2]], [SAID[3]], [SAID[5], SAID[6]]]
        assert {int(kind) for put in text.questions for kind in put.gold} == {0, VITAL}
        assert [put.text for put in text.questions] == [f"Hva er {each}?" for each in ANSWERS]

    def test_a_long_first_sentence_is_no_title(self, tmp_path: Path) -> None:
        [text] = read_texts(written(tmp_path, line("Ferja " + "igjen " * 30 + "\n" + TEXT)))
        assert text.title == ""
        assert text.sentences[1:] == (TITLE, *SAID)

    def test_what_goes_on_and_on_is_cut_with_its_questions(self, tmp_path: Path) -> None:
        text = TEXT + "Her sto det ikke noe mer. " * MOST + "Det var slutten på saken."
        [found] = read_texts(written(tmp_path, line(text, [*ANSWERS, "slutten"])))
        assert len(found.sentences) == MOST
        assert len(found.questions) == len(ANSWERS)
        assert {put.gold.shape for put in found.questions} == {(MOST,)}

    def test_a_separator_of_lines_within_a_text_ends_no_line_of_the_file(
        self, tmp_path: Path
    ) -> None:
        assert len(read_texts(written(tmp_path, line(TEXT + "Mer\u2028kommer.")))) == 1

    def test_texts_with_too_little_are_passed_over(self, tmp_path: Path) -> None:
        few = line(answers=ANSWERS[: QUESTIONS - 1])
        short = line("\n".join(SAID[: SENTENCES - 1]), ["is", "12. mai 2019", "Kari Holm"])
        assert len(read_texts(written(tmp_path, few, line(), short))) == 1


class TestRefused:
    @pytest.mark.parametrize(
        ("bad", "why"),
        [
            ({"text": "Uten spørsmål"}, "line 2.*no text with questions"),
            (
                line(questions=[{"question": "Hva?", "answer": "is", "start": 1}]),
                "line 2.*character 1",
            ),
            (
                line(questions=[{"question": "Hva?", "answer": "", "start": -1}]),
                "line 2.*character -1",
            ),
            (["liste"], "line 2"),
        ],
    )
    def test_a_line_that_is_none_is_named(self, bad: Any, why: str, tmp_path: Path) -> None:
        with pytest.raises(SuiteError, match=why) as error:
            read_texts(written(tmp_path, line(), bad))
        assert "eval/tune/README.md" in error.value.next_step

    def test_so_is_one_that_is_no_json(self, tmp_path: Path) -> None:
        path = tmp_path / "texts.jsonl"
        path.write_text("Ferje\n", "utf-8")
        with pytest.raises(SuiteError, match="line 1"):
            read_texts(path)

    def test_no_file_and_one_that_is_no_text(self, tmp_path: Path) -> None:
        with pytest.raises(SuiteError, match=r"nowhere.*cannot be read"):
            read_texts(tmp_path / "nowhere")
        (tmp_path / "latin").write_bytes("sjø".encode("latin-1"))
        with pytest.raises(SuiteError, match=r"latin.*cannot be read"):
            read_texts(tmp_path / "latin")

    def test_nothing_that_is_long_enough(self, tmp_path: Path) -> None:
        with pytest.raises(SuiteError, match=f"{SENTENCES} sentences and {QUESTIONS} questions"):
            read_texts(written(tmp_path))
