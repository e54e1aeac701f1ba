import pytest

from service.domain import Group
from service.understanding import with_voices
from service.vocabulary.groups import group_vocabulary
from tests.service.understanding.asking import asked, roles


class TestGroups:
    @pytest.mark.parametrize(
        ("text", "groups", "holders"),
        [
            ("Hva sier sykepleierne om fastlegene?", "sykepleier fastlege", "sykepleier"),
            ("Kva seier sjukepleiarane om legane?", "sykepleier lege", "sykepleier"),
            ("What do nurses say about GPs?", "sykepleier fastlege", "sykepleier"),
            ("Hva mener legene om samarbeidet med kommunen?", "lege kommune", "lege"),
            ("Hvordan opplever elever lærerne?", "elev lærer", "elev"),
            ("What are teachers' views on parents?", "lærer forelder", "lærer"),
            ("What is the GPs' opinion of hospitals?", "fastlege helseforetak", "fastlege"),
            ("Hva er erfaringene til fastlegene?", "fastlege", "fastlege"),
            ("Om fastlegene, hva mener sykepleierne?", "fastlege sykepleier", "sykepleier"),
            ("Når det gjelder pasienter: hva mener legene?", "pasient lege", "lege"),
            ("Ifølge sykepleierne, hva gjør legene feil?", "sykepleier lege", "sykepleier"),
            ("According to nurses, what do GPs do wrong?", "sykepleier fastlege", "sykepleier"),
            (
                "Do hospital doctors think GPs refer too much?",
                "lege/helseforetak fastlege",
                "lege/helseforetak",
            ),
            ("Hva tenker rektorene at foreldrene ønsker?", "rektor forelder", "rektor"),
            (
                "Hva mener leger, sykepleiere og lærere om barn?",
                "lege sykepleier lærer barn",
                "lege sykepleier lærer",
            ),
            ("What do most of the nurses think?", "sykepleier", "sykepleier"),
            ("Hva sier rapporten om hva pasientene mener?", "pasient", "pasient"),
            ("Hva sier rapporten at pasientene trenger?", "pasient", ""),
            ("What does the report say about patients?", "pasient", ""),
            ("Hva er ulempene for pasientene?", "pasient", ""),
            ("Hva mener de om samarbeidet mellom leger og lærere?", "lege lærer", ""),
            ("Hvorfor øker fraværet?", "", ""),
        ],
    )
    def test_named_and_those_whose_view_is_asked_for(
        self, text: str, groups: str, holders: str
    ) -> None:
        question = asked(text)
        assert sorted(roles((*question.groups, *question.mentioned))) == sorted(groups.split())
        assert roles(question.holders) == holders.split()
        # Whose view is asked for is whom it is about; the others are merely mentioned.
        assert not holders or roles(question.groups) == holders.split()

    @pytest.mark.parametrize(
        "text",
        [
            "Hva mener romferjepilotene om maten?",
            "Why do lighthouse keepers resign?",
            "Er hovslagarane nøgde?",
        ],
    )
    def test_that_the_vocabulary_does_not_have_are_words_of_the_topic(self, text: str) -> None:
        question = asked(text)
        assert (question.groups, question.mentioned, question.empty) == ((), (), False)
        assert question.text == text

    def test_voices_are_the_holders_that_were_interviewed(self) -> None:
        nurse = Group(role="sykepleier", sector="kommune")
        gp = Group(role="fastlege")
        question = asked("Hva sier sykepleierne om fastlegene?")
        vocabulary = group_vocabulary()
        assert with_voices(question, [nurse, gp], vocabulary).voices == (Group(role="sykepleier"),)
        # Nobody asked the nurses: then the GPs may speak, and the answer says that they do.
        assert with_voices(question, [gp], vocabulary).voices == (gp,)
        assert with_voices(question, [], vocabulary).voices == ()

    @pytest.mark.parametrize(
        ("text", "voices"),
        [
            ("Hva sier brukerstøtten med egne ord om IT-støtte?", "it-ansatt"),
            ("Give me the teachers' own words about IT support.", "lærer"),
            ("Kva seier gjeldsrådgjevarane med eigne ord?", "gjeldsrådgiver"),
            ("Hva mener IT-støtten?", ""),
        ],
    )
    def test_what_names_a_speaker_names_one_whose_words_are_asked_for(
        self, text: str, voices: str
    ) -> None:
        vocabulary = group_vocabulary()
        speakers = [Group(role=role) for role in ("it-ansatt", "lærer", "gjeldsrådgiver")]
        assert roles(with_voices(asked(text), speakers, vocabulary).voices) == voices.split()
