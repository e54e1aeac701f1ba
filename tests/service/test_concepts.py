import pytest

from service.concepts import ALIKE, concepts, respelled
from service.domain import Language
from service.vocabulary.groups import group_vocabulary


def asked(
    text: str, language: Language = "nb", target: Language = "nb"
) -> dict[str, tuple[str, ...]]:
    """Surface → words of each concept."""
    found = concepts(text, language, target, group_vocabulary())
    return {concept.surface: concept.words for concept in found}


def test_an_english_question_gets_norwegian_words() -> None:
    found = asked("Why do teachers report absence?", "en")
    assert "fravær" in found["absence"]
    assert "lærer" in found["teachers"]


def test_an_english_word_is_no_word_of_a_norwegian_report_where_the_glossary_knows_it() -> None:
    assert "absence" not in asked("absence", "en")["absence"]


def test_but_a_long_one_may_be_a_name() -> None:
    assert "messenger" in asked("Who uses Messenger?", "en")["messenger"]


def test_where_people_work_is_part_of_their_name() -> None:
    found = concepts("Hva mener de som jobber på sykehjem?", "nb", "nb", group_vocabulary())
    assert found.topic == []


def test_a_phrase_of_bokmal_is_known_in_nynorsk() -> None:
    assert "kunstig intelligens" in asked("Kva seier dei om kunstig intelligens?", "nn")


@pytest.mark.parametrize("name", ["helseplattformen", "dips", "xyzzy"])
def test_a_name_that_the_glossary_does_not_know_stays_itself(name: str) -> None:
    assert asked(f"What about {name}?", "en")[name] == (name,)


def test_a_phrase_beats_its_words() -> None:
    found = asked("Is access to information limited?", "en")
    assert next(iter(found)) == "access to information"
    assert "innsyn" in found["access to information"]
    assert not {"access", "information"} & set(found)


def test_a_phrase_is_found_inflected() -> None:
    assert "abdominal pains" in asked("Do patients have abdominal pains?", "en")


def test_groups_come_first_and_are_counted() -> None:
    found = concepts(
        "Is absence a problem for nurses and teachers?", "en", "nb", group_vocabulary()
    )
    assert [concept.surface for concept in found][:2] == ["nurses", "teachers"]
    assert found.groups == 2
    assert found.topic == ["absence", "problem"]


def test_a_group_brings_its_other_names() -> None:
    (words,) = asked("fastlegene").values()
    assert words[0] == "fastlegene"
    assert {"fastlege", "allmennlege"} <= set(words)


def test_words_of_the_report_s_own_language_stand_for_themselves() -> None:
    assert asked("Hvorfor øker fraværet?") == {"øker": ("øker",), "fraværet": ("fraværet",)}


def test_a_nynorsk_question_gets_bokmal_words_and_keeps_its_own() -> None:
    assert asked("Kvifor aukar fråvær?", "nn")["fråvær"][:2] == ("fråvær", "fravær")


def test_a_norwegian_question_to_an_english_report() -> None:
    assert "absence" in asked("fravær", "nb", "en")["fravær"]
    assert "fravær" not in asked("fravær", "nb", "en")["fravær"]


def test_a_word_named_twice_is_one_concept() -> None:
    assert list(asked("Fravær, fravær og fravær")) == ["fravær"]


@pytest.mark.parametrize("text", ["", "???", "Hva mener de om det?", "What do they think?"])
def test_a_question_without_a_topic_has_none(text: str) -> None:
    assert asked(text, "en" if text.startswith("What") else "nb") == {}


def test_a_phrase_does_not_reach_across_a_group() -> None:
    found = asked("absence from teachers school", "en")
    assert "absence from school" not in found


class TestAlike:
    def alike(self, text: str, language: Language, target: Language) -> dict[str, tuple[str, ...]]:
        found = concepts(text, language, target, group_vocabulary())
        return {concept.surface: concept.alike for concept in found}

    def test_synonyms_stand_beside_a_word_and_not_for_it(self) -> None:
        (concept,) = concepts("mishap", "en", "en", group_vocabulary())
        assert "accident" in concept.alike
        assert concept.words == ("mishap",)

    def test_those_of_what_a_word_means_in_another_language(self) -> None:
        for word, found in self.alike("Hvorfor øker fraværet og merarbeidet?", "nb", "en").items():
            assert word not in found
        assert self.alike("mishap", "en", "nb")["mishap"]

    @pytest.mark.parametrize("language", ["nb", "nn", "en"])
    @pytest.mark.parametrize("target", ["nb", "nn", "en"])
    def test_are_few_each_once_and_none_of_its_own_words(
        self, language: Language, target: Language
    ) -> None:
        text = {
            "nb": "Hvorfor sliter barn med penger, jobb og helse på skolen?",
            "nn": "Kvifor slit barn med pengar, jobb og helse på skulen?",
            "en": "Why do children struggle with money, jobs and health at school?",
        }[language]
        found = concepts(text, language, target, group_vocabulary())
        assert any(concept.alike for concept in found)
        for concept in found:
            assert len(set(concept.alike)) == len(concept.alike) <= ALIKE
            assert not set(concept.alike) & set(concept.words)

    def test_a_group_has_none(self) -> None:
        assert self.alike("fastlegene", "nb", "nb") == {"fastlegene": ()}


class TestRespelled:
    @pytest.mark.parametrize(
        ("text", "language", "right"),
        [
            ("Hvilke utfodringer er det?", "nb", "Hvilke utfordring er det?"),
            ("What about absense, then?", "en", "What about absence, then?"),
            ("Kva med fråver?", "nn", "Kva med fråvær?"),
            ("Hvorfor øker fraværet?", "nb", "Hvorfor øker fraværet?"),
            ("", "nb", ""),
            ("???", "nb", "???"),
        ],
    )
    def test_what_is_misspelled_is_set_right_in_its_place(
        self, text: str, language: Language, right: str
    ) -> None:
        assert respelled(text, language, group_vocabulary()) == right

    def test_a_name_is_left(self) -> None:
        text = "Hva med Fraver og FRAVER?"
        assert respelled(text, "nb", group_vocabulary()) == text

    def test_a_group_is_left(self) -> None:
        text = "Hva sier ergoterapeutane om utfodringer?"
        assert respelled(text, "nb", group_vocabulary()).startswith("Hva sier ergoterapeutane om")

    def test_a_misspelled_word_is_searched_for_by_the_right_one_as_well(self) -> None:
        assert asked("utfodringer") == {"utfodringer": ("utfodringer", "utfordring")}
        assert asked("absense", "en", "nb")["absense"][0] == "absence"
        assert "fravær" in asked("absense", "en", "nb")["absense"]

    def test_a_misspelled_word_without_a_topic_is_none(self) -> None:
        assert asked("hvorrfor", "nb") == {}
