import pytest

from service.domain import Group
from service.vocabulary.groups import group_vocabulary


def found(text: str) -> list[Group]:
    return [mention.group for mention in group_vocabulary().find(text)]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("fastlegene", [Group(role="fastlege")]),
        ("Sykepleierne i kommunene", [Group(role="sykepleier", sector="kommune")]),
        ("municipal nurses", [Group(role="sykepleier", sector="kommune")]),
        ("hospital doctors", [Group(role="lege", sector="helseforetak")]),
        (
            "leger og sykepleiere i helseforetak",
            [Group(role=role, sector="helseforetak") for role in ("lege", "sykepleier")],
        ),
        ("Sykepleier, psykisk helse", [Group(role="sykepleier", field="psykisk helse")]),
        (
            "sykepleiere og annet helsepersonell i kommunene",
            [Group(role="sykepleier", sector="kommune")],
        ),
        (
            "Fastlegene og de ansatte i hjemmetjenesten",
            [Group(role="fastlege"), Group(sector="kommune")],
        ),
        ("fastlegene i kommunene", [Group(role="fastlege")]),
        ("GPs and hospitals", [Group(role="fastlege"), Group(sector="helseforetak")]),
        ("leger og i kommunene", [Group(role="lege"), Group(sector="kommune")]),
        ("kommunesjukepleiarane", [Group(role="sykepleier", sector="kommune")]),
        ("planleggjarane og utbyggerne", [Group(role="planlegger"), Group(role="utbygger")]),
        ("GPs and nurses", [Group(role="fastlege"), Group(role="sykepleier")]),
        ("lærarar i ungdomsskulen", [Group(role="lærer", sector="ungdomsskole")]),
        ("unge leger og de unge", [Group(role="lege"), Group(role="ungdom")]),
        ("De eldre mener at eldre utstyr er bra", [Group(role="eldre")]),
        ("matematikklærerne", [Group(role="lærer")]),
        ("lærere i videregående", [Group(role="lærer", sector="videregående skole")]),
        ("NAV-veilederne", [Group(role="saksbehandler")]),
        ("tillitsvalgte og fengselsbetjenter", [
            Group(role="tillitsvalgt"), Group(role="fengselsbetjent"),
        ]),
        ("Vi tolker og fisker, selger og bruker, og vet det", []),
        ("the main driver and the end user of a privilege", []),
        ("legevakten og kommunikasjon", []),
        ("systemene", []),
    ],
)  # fmt: skip
def test_found(text: str, groups: list[Group]) -> None:
    assert found(text) == groups


def test_spans_hold_the_words() -> None:
    text = "Flere av sykepleierne i kommunene sier nei."
    (mention,) = group_vocabulary().find(text)
    assert text[mention.span[0] : mention.span[1]] == "sykepleierne i kommunene"


def test_fits_and_contradicts() -> None:
    vocabulary = group_vocabulary()
    gp, doctor, nurse = Group(role="fastlege"), Group(role="lege"), Group(role="sykepleier")
    municipal = Group(role="sykepleier", sector="kommune")
    assert vocabulary.fits(gp, doctor)
    assert not vocabulary.fits(doctor, gp)
    assert vocabulary.fits(municipal, nurse)
    assert not vocabulary.fits(nurse, municipal)
    assert vocabulary.contradicts(gp, nurse)
    assert not vocabulary.contradicts(gp, doctor)
    assert vocabulary.contradicts(municipal, Group(role="sykepleier", sector="helseforetak"))
    assert vocabulary.wider("fastlege") == ("fastlege", "lege")
    lower, school = Group(sector="ungdomsskole"), Group(sector="skole")
    assert vocabulary.fits(lower, school)
    assert not vocabulary.fits(school, lower)
    assert not vocabulary.contradicts(lower, school)
    assert vocabulary.contradicts(lower, Group(sector="barneskole"))


def test_every_term_is_found_by_each_of_its_words() -> None:
    vocabulary = group_vocabulary()
    for term in vocabulary.terms:
        for alias in {*term.nb, *term.nn, *term.en}:
            groups = [mention.group for mention in vocabulary.mentions(alias)]
            assert len(groups) == 1, alias


def test_words_of_attributions_are_found_in_them_alone() -> None:
    vocabulary = group_vocabulary()
    for text, role in (("Mor til to", "forelder"), ("Bruker", "bruker"), ("Dommer", "dommer")):
        (mention, *_) = vocabulary.mentions(text, label=True)
        assert mention.group.role == role
        assert vocabulary.mentions(text) == []


def test_every_wider_term_is_a_term() -> None:
    terms = group_vocabulary().terms
    known = {term.role for term in terms} | {term.sector for term in terms}
    assert {term.is_a for term in terms if term.is_a} <= known


def test_labels() -> None:
    vocabulary = group_vocabulary()
    municipal = Group(role="sykepleier", sector="kommune")
    assert vocabulary.label(municipal, "nb") == "sykepleier, kommune"
    assert vocabulary.label(municipal, "en", "many") == "nurses, municipality"
    assert vocabulary.label(Group(role="fastlege"), "nn", "many") == "fastlegar"
    assert "fastlege" in vocabulary.aliases(Group(role="fastlege"), "nb")
