import pytest

from service.understanding.question import Remark
from tests.service.understanding.asking import asked


class TestRemarks:
    @pytest.mark.parametrize(
        ("remark", "text"),
        [
            ("thanks", "takk"),
            ("thanks", "Tusen takk!"),
            ("thanks", "thank you so much"),
            ("doubts", "er du sikker?"),
            ("doubts", "Are you sure about that?"),
            ("doubts", "Stemmer det?"),
            (None, "Er du sikker på at fastlegene får merarbeid?"),
            (None, "Hvem takker nei til video?"),
            (None, "Is it true that nurses like video?"),
        ],
    )
    def test_what_asks_nothing_of_the_report(self, remark: Remark | None, text: str) -> None:
        assert asked("Hva sier fastlegene om video?", text).remark == remark


class TestOwnCase:
    @pytest.mark.parametrize(
        ("own", "text"),
        [
            (True, "Hva bør jeg gjøre hvis jeg har brystsmerter?"),
            (True, "What should I do if I have a fever?"),
            (False, "Hva bør fastlegene gjøre hvis pasienten har brystsmerter?"),
            (False, "What should GPs do?"),
        ],
    )
    def test_what_ails_the_asker(self, own: bool, text: str) -> None:
        question = asked(text)
        assert (question.personal and question.own_case) == own
