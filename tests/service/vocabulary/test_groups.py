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
        ("Brukerne opplever ventetid", [Group(role="bruker")]),
        ("Kva meiner brukarane?", [Group(role="bruker")]),
        ("Legene bruker systemet", [Group(role="lege")]),
        ("brukere av systemet", []),
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
        ("Inspektørane i Fiskeridirektoratet", [Group(role="tilsynsfører")]),
        ("Undervisningsinspektøren og havneinspektøren", [
            Group(role="rektor"), Group(role="tilsynsfører"),
        ]),
        ("deltidsmannskap og brannkonstabler", [
            Group(role="deltidsbrannkonstabel"), Group(role="brannkonstabel"),
        ]),
        ("skoleskysskoordinatoren", [Group(role="koordinator")]),
        ("jobbveilederne", [Group(role="saksbehandler")]),
        ("Telefonen avlaster legene", [Group(role="lege")]),
        ("medarbeidere i friomsorgen og tidligere innsatte", [
            Group(role="friomsorgsarbeider"), Group(role="tidligere innsatt"),
        ]),
        ("fengselslærerne", [Group(role="lærer", sector="kriminalomsorg")]),
        ("homeless people and tenants", [Group(role="bostedsløs"), Group(role="leietaker")]),
        ("Hun underviser, foreleser og maler, og vi forbruker det same", []),
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
    in_hospital = Group(role="lege", sector="helseforetak")
    assert vocabulary.contradicts(gp, in_hospital)
    assert vocabulary.contradicts(in_hospital, gp)
    assert not vocabulary.contradicts(gp, Group(sector="helseforetak"))
    assert not vocabulary.contradicts(Group(sector="kommune"), gp)
    assert vocabulary.wider("fastlege") == ("fastlege", "lege")
    bus, driver = Group(role="bussjåfør"), Group(role="sjåfør")
    assert vocabulary.fits(bus, driver)
    assert not vocabulary.fits(driver, bus)
    assert not vocabulary.contradicts(driver, bus)
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
    for text, role in (
        ("Mor til to", "forelder"),
        ("Bruker", "bruker"),
        ("Dommer", "dommer"),
        ("Underviser", "foreleser"),
        ("Murer", "håndverker"),
    ):
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


def test_what_a_list_of_people_is_called_is_found() -> None:
    """Plurals that the rules of endings miss stand in the vocabulary as words of their own."""
    vocabulary = group_vocabulary()
    for word, role in (
        ("brannkonstablar", "brannkonstabel"),
        ("vaktmestrene", "vaktmester"),
        ("craftspeople", "håndverker"),
        ("arbeidslause", "arbeidsledig"),
        ("beredskapskoordinatorane", "beredskapskoordinator"),
        ("friomsorgstilsette", "friomsorgsarbeider"),
        ("røktarane", "røkter"),
        ("mottakstilsette", "mottaksansatt"),
        ("leigebuarane", "leietaker"),
        ("library users", "biblioteksbruker"),
    ):
        (mention,) = vocabulary.mentions(word)
        assert mention.group.role == role, word
