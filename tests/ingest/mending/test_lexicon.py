from ingest.mending.lexicon import Lexicon, is_small

NORWEGIAN = "vi har det ikke lett men det er noe som hjelper oss".split(" ")


def test_a_word_of_the_document_or_of_a_dictionary_exists() -> None:
    lexicon = Lexicon(["brattskauga"])
    assert lexicon.knows("Brattskauga")
    assert lexicon.knows("Fastlegene")
    assert lexicon.knows("teachers")
    assert not lexicon.knows("fastlegenq")
    assert not lexicon.lists("brattskauga")


def test_compounds_of_two_words_exist_as_norwegian_forms_them() -> None:
    lexicon = Lexicon([])
    assert lexicon.makes("vikarordningen")
    assert lexicon.makes("opplæringsdager")
    assert not lexicon.makes("xqzordningen")


def test_single_letters_are_words_only_where_they_are_written_alone() -> None:
    lexicon = Lexicon(["x"])
    assert lexicon.knows("å")
    assert not lexicon.knows("x")


def test_a_dictionary_of_another_language_is_read_when_the_document_is_in_it() -> None:
    french = "le matin elle est dans une salle et les enfants sont avec nous pour lire".split(" ")
    assert "fr" not in Lexicon(NORWEGIAN * 9).languages
    lexicon = Lexicon(french * 3)
    assert "fr" in lexicon.languages
    assert lexicon.knows("élèves")


def test_a_passage_in_another_language_is_not_at_home() -> None:
    lexicon = Lexicon(NORWEGIAN * 9)
    assert lexicon.is_at_home(NORWEGIAN)
    assert not lexicon.is_at_home("elle est dans une salle avec les enfants".split(" "))


def test_infinitives() -> None:
    lexicon = Lexicon([])
    for word in ("lese", "Skrive", "bo", "trives", "lesa", "være", "ha", "ukjentverbe"):
        assert lexicon.may_be_infinitive(word), word
    for word in ("legene", "Pasienter", "mange", "ikke", "viktig", "5", "tiden"):
        assert not lexicon.may_be_infinitive(word), word
    assert is_small("ikke")
