import pytest

from service.understanding import QuestionKind
from tests.service.understanding.asking import asked


class TestKind:
    @pytest.mark.parametrize(
        ("kind", "text"),
        [
            ("quotes", "Gi meg sitater om tidspress"),
            ("quotes", "What do teachers say in their own words?"),
            ("how_many", "Hvor mange lærere slutter?"),
            ("how_many", "Kor stor del av elevane har fråvær?"),
            ("how_many", "What proportion of GPs use video?"),
            ("comparison", "Hva er forskjellen på leger og sykepleiere?"),
            ("comparison", "Do nurses and doctors differ?"),
            ("yes_no", "Opplever foreldre skam?"),
            ("yes_no", "Is it true that pupils are bored?"),
            ("yes_no", "Are there nurses who use video?"),
            ("why", "Kvifor aukar fråværet?"),
            ("why", "What are the reasons for absence?"),
            ("definition", "Hva betyr tillit?"),
            ("definition", "What is meant by follow-up?"),
            ("study", "Hvem ble intervjuet?"),
            ("study", "What are the limitations of the study?"),
            ("study", "Er deltakerne anonyme?"),
            ("study", "Kan jeg stole på denne rapporten?"),
            ("study", "Hvem var oppdragsgiver?"),
            ("study", "Hvor jobber deltakerne?"),
            ("what", "Hva anbefaler forskerne oppdragsgiveren?"),
            ("list", "Hvilke tiltak virker?"),
            ("list", "Kva for utfordringar finst?"),
            ("list", "Which challenges are mentioned?"),
            ("who", "Hvem har ansvaret?"),
            ("what", "Hvordan går det med elevene?"),
            ("what", ""),
        ],
    )
    def test_of_a_question(self, kind: QuestionKind, text: str) -> None:
        assert asked(text).kind == kind

    @pytest.mark.parametrize(
        "text",
        [
            "Hvor mange slutter?",
            "Kor mange sluttar?",
            "How many leave?",
            "Hvor stor andel slutter?",
            "What percentage of pupils?",
            "Hva er antallet deltakere?",
            "Hvor mange prosent?",
            "Hvor lenge venter de?",
            "How much time does it take?",
            "Kor ofte møtest dei?",
        ],
    )
    def test_a_number_is_wanted(self, text: str) -> None:
        assert asked(text).number

    @pytest.mark.parametrize(
        "text",
        [
            "Hvorfor slutter mange?",
            "Many leave, why?",
            "Hva betyr del 2?",
            "Hvor slutter de?",
            "Hvor fornøyde er lærerne?",
            "How well does it work?",
            "Hvor mye betyr tillit?",
            "Hva synes legene om antall klikk?",
            "What do nurses say about how many clicks it takes?",
        ],
    )
    def test_no_number_is_wanted(self, text: str) -> None:
        assert not asked(text).number
