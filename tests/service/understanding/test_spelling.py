import pytest

from service.domain import Language
from service.understanding.spelling import groups_spelt
from service.vocabulary.groups import group_vocabulary
from tests.service.understanding.asking import asked, roles


class TestGroupsSpelt:
    @pytest.mark.parametrize(
        ("language", "text", "right"),
        [
            ("nb", "Sitater fra syekpleiere om video", "Sitater fra sykepleier om video"),
            ("en", "what do studnets say", "what do student say"),
            ("nb", "Arbeisgiverne vil vente", "Arbeidsgiver vil vente"),
            # Words that are like a name, and none.
            ("nn", "Kva er det fiskarane mislikar?", "Kva er det fiskarane mislikar?"),
            ("nn", "tilsette på prosjektmidlar", "tilsette på prosjektmidlar"),
            ("nn", "grunneigar og leigar", "grunneigar og leigar"),
            ("nb", "sykepleierne og legene", "sykepleierne og legene"),
            ("nb", "sykepleiermangel", "sykepleiermangel"),
        ],
    )
    def test_a_name_that_is_misspelled(self, language: Language, text: str, right: str) -> None:
        assert groups_spelt(text, language, group_vocabulary()) == right

    def test_the_group_is_asked_about(self) -> None:
        question = asked("Vis sitater fra syekpleiere på sykehus om opplæring")
        assert roles(question.groups) == ["sykepleier/helseforetak"]
