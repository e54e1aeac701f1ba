import pytest

from service.understanding.framing import asks_the_report, unframed


class TestUnframed:
    @pytest.mark.parametrize(
        ("asked", "about"),
        [
            ("Hva sier rapporten om prøvesvar?", "prøvesvar?"),
            ("Kva står det i rapporten om reisetid?", "reisetid?"),
            ("Kan du fortelle litt om lekser?", "lekser?"),
            ("What does the report say about test results?", "test results?"),
            ("Is there anything about travel?", "travel?"),
            ("Står det noe om ferie?", "ferie?"),
        ],
    )
    def test_keeps_what_is_asked_about(self, asked: str, about: str) -> None:
        assert unframed(asked) == about

    @pytest.mark.parametrize(
        "asked",
        [
            "Hva sier lærerne om lekser?",
            "Hvorfor sier rapporten noe om lekser?",
            "Hva mener de om lekser?",
            "Hva sier rapporten om?",
            "lekser",
            "",
        ],
    )
    def test_leaves_what_asks_for_more_than_a_theme(self, asked: str) -> None:
        assert unframed(asked) == asked


class TestAsksTheReport:
    @pytest.mark.parametrize(
        "asked",
        ["Hva sier de om pris?", "Kva står det om pris?", "What do they think of it?"],
    )
    def test_by_those_who_took_part(self, asked: str) -> None:
        assert asks_the_report(asked)

    @pytest.mark.parametrize("asked", ["Hva er prisen på brød?", "How do I bake bread?"])
    def test_not_of_the_world(self, asked: str) -> None:
        assert not asks_the_report(asked)
