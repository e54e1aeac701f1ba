import pytest

from service.understanding.parts import MOST, parts
from service.vocabulary.groups import group_vocabulary


def parted(asked: str) -> tuple[str, ...]:
    return parts(asked, group_vocabulary())


class TestParts:
    @pytest.mark.parametrize(
        ("asked", "each"),
        [
            (
                "Hvorfor slutter lærerne tidlig, og hva sier sykepleierne om turnus?",
                ("Hvorfor slutter lærerne tidlig?", "Hva sier sykepleierne om turnus?"),
            ),
            (
                "What do GPs think of video contact? And how do nurses find training?",
                ("What do GPs think of video contact?", "How do nurses find training?"),
            ),
            (
                "Kva meiner lærarane om lekser og kva meiner dei om karakterar?",
                ("Kva meiner lærarane om lekser?", "Kva meiner dei om karakterar?"),
            ),
            (
                "Hvorfor er journalsystemet krevende, og hva mener tannlegene om det?",
                ("Hvorfor er journalsystemet krevende?", "Hva mener tannlegene om det?"),
            ),
        ],
    )
    def test_of_others_or_another_theme(self, asked: str, each: tuple[str, ...]) -> None:
        assert parted(asked) == each

    @pytest.mark.parametrize(
        "asked",
        [
            "",
            "Hvorfor slutter lærere?",
            "Hvilke lærere slutter, og hvorfor?",
            "Hvorfor slutter lærerne tidlig, og hva gjør de da?",
            "Why do teachers quit, and what has been done about it?",
            "Hva er bra og hva er dårlig med telefon som kanal?",
            "Vi skal møte skolene. Hva er viktigst for lærerne?",
            "Hva er fordelene med video, og hvilke ulemper finnes?",
            "Hva mener lærere og sykepleiere om turnus?",
        ],
    )
    def test_of_one_question(self, asked: str) -> None:
        assert parted(asked) == ()

    def test_are_no_more_than_can_be_read(self) -> None:
        roles = ("lærerne", "sykepleierne", "fastlegene", "foreldrene", "elevene")
        found = parted(" ".join(f"Hva sier {role} om turnus?" for role in roles))
        assert len(found) == MOST
        assert "elevene" in found[-1]
