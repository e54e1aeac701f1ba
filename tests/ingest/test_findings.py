"""What a finding says of itself."""

import pytest

from ingest.findings import Reading, Said, describe
from service.domain import Group

GP, NURSE, DOCTOR = Group(role="fastlege"), Group(role="sykepleier"), Group(role="lege")
MUNICIPAL = Group(role="sykepleier", sector="kommune")
READING = Reading(frozenset({"fastlege", "sykepleier", "lege"}))


def said(text: str, **given: object) -> Said:
    defaults = {
        "lead_in": None, "before": None, "path": (), "headings": (), "method": False,
        "table": False, "reading": READING,
    }  # fmt: skip
    return describe(text, **{**defaults, **given})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        ("De fleste av fastlegene opplever mer.", (GP,)),
        ("Fastleger og sykepleiere er enige.", (GP, NURSE)),
        ("Spesielt sykepleierne i kommunene uroer seg.", (MUNICIPAL,)),
        ("Enkelte av sykepleierne har kontaktet fastlegene oftere.", (NURSE,)),
        ("Det er en utfordring at informasjon sendes til fastlegen.", ()),
        ("Men noen, spesielt fastlegene, sier at det tar tid.", (GP,)),
        ("Dessuten sier både fastleger og leger at det går sent.", (GP, DOCTOR)),
        ("Fastlegene vil ha ro, mens de kommunale sykepleierne vil ha svar.", (GP, MUNICIPAL)),
        ("Deltakerne som er fastleger opplever mye.", (GP,)),
        ("PLO-meldinger: Kommunale sykepleiere liker dem.", (MUNICIPAL,)),
        ("For fastlegene er det tallene som gir arbeid.", (GP,)),
        ("En vanske, som nevnes spesielt av sykepleierne, er tid.", (NURSE,)),
        ("Sykepleiere og annet helsepersonell i kommunen er slitne.", (MUNICIPAL,)),
        ("Pasientene vil ha svar.", ()),
        ("Også sykepleierne bidrar til mengden, slik fastlegene ser det.", (GP,)),
        ("Ifølge sykepleierne svarer fastlegene sent.", (NURSE,)),
        ("The nurses reply late, according to the GPs.", (GP,)),
        ("Unge leger er mer utsatt.", (DOCTOR,)),
        ("Pasientene er slitne, sier sykepleierne.", (NURSE,)),
        ("Etter fastlegenes syn er pasientene utålmodige.", (GP,)),
        ("Patients rarely call, say the nurses.", (NURSE,)),
        # Who is counted, and nobody whom another clause speaks of.
        ("Mange forteller om det, og flere av legene ler av det.", ()),
        ("De fleste fastlegene vil det, mens sykepleierne vil noe annet.", (GP,)),
        ("De fleste av legene og sykepleierne vil det.", (DOCTOR, NURSE)),
        # What stands before a colon is a label only where it says nothing itself.
        ("Legene er mer skeptiske: De fleste av dem vil vente.", (DOCTOR,)),
    ],
)
def test_groups_are_those_whose_view_it_is(text: str, groups: tuple[Group, ...]) -> None:
    assert said(text).groups == groups


@pytest.mark.parametrize(
    ("text", "groups", "excluded"),
    [
        ("Flere av de spurte (med unntak av fastlegene) sier det.", (), (GP,)),
        ("Fastlegene, til forskjell fra leger, sykepleiere og annet helsepersonell, merker mer.",
         (GP,), (DOCTOR, NURSE)),
        ("I motsetning til legene er sykepleierne lite opptatt av det.", (NURSE,), (DOCTOR,)),
        ("Unlike the nurses, the GPs were content.", (GP,), (NURSE,)),
        ("Samtalen har en slutt, i motsetning til en meldingstråd.", (), ()),
        ("Alle unntatt legene ønsker det.", (), (DOCTOR,)),
        ("Dette gjelder ikke legene.", (), (DOCTOR,)),
        ("Everyone other than the nurses agreed.", (), (NURSE,)),
        ("Nurses, unlike doctors, saw little change.", (NURSE,), (DOCTOR,)),
        ("Få tar det opp, med unntak av dem som arbeider i psykisk helse.", (),
         (Group(field="psykisk helse"),)),
    ],
)  # fmt: skip
def test_exceptions(text: str, groups: tuple[Group, ...], excluded: tuple[Group, ...]) -> None:
    found = said(text)
    assert found.groups == groups
    assert found.excluded_groups == excluded


def test_an_exception_leaves_the_strength_of_the_rest() -> None:
    found = said("Alle unntatt legene ønsker det.")
    assert (found.strength, found.strength_words) == ("all", "Alle")


def test_a_pronoun_takes_the_one_group_of_the_sentence_before() -> None:
    before = "Fastlegene ser det fra en annen kant."
    assert said("De fleste av dem mener nei.", before=before).groups == (GP,)
    assert said("De får beskjed sent.", before=before).groups == (GP,)
    both = "Fastlegene og sykepleierne er uenige."
    assert said("De får beskjed sent.", before=both).groups == ()


def test_a_list_takes_the_group_of_the_sentence_that_introduces_it() -> None:
    lead = "Fastlegene peker på flere årsaker til at det er mer å gjøre:"
    found = said("Hjemmetjenesten sender spørsmål.", lead_in=lead)
    assert found.groups == (GP,)


@pytest.mark.parametrize(
    ("heading", "groups"),
    [
        ("5.3 Utfordringer - Spesifikt for fastleger", (GP,)),
        ("3 Fastlegenes arbeidsdag", (GP,)),
        ("Samtaler med fastleger", ()),
        ("Fastleger og sykepleiere", ()),
        ("Pasientenes innsyn", ()),
    ],
)
def test_a_heading_names_whose_chapter_it_is(heading: str, groups: tuple[Group, ...]) -> None:
    assert said("Arbeidet har blitt mer stressende.", path=(heading,)).groups == groups


@pytest.mark.parametrize(
    ("text", "holder"),
    [
        ("Vi tolker dette som en virkning.", "researchers"),
        ("Vi ser at det gjelder flest.", "researchers"),
        ("Her ser vi eksempler på det.", "researchers"),
        ("Det virker å være forskjeller mellom gruppene.", "researchers"),
        ("Merk: Det kan virke slik.", "researchers"),
        ("Undersøkelsen tegner et bilde.", "researchers"),
        ("Helsepersonell som vi møter, er positive.", "participants"),
        ("De fleste virker å synes at det går sakte.", "participants"),
        ("En av dem kaller det «vi ser hva vi gjør».", "participants"),
        ("We recommend that this is looked into.", "researchers"),
        ("Vår vurdering er at det virker.", "researchers"),
        ("Our assessment is that it works.", "researchers"),
        ("Funnene tyder på at det virker.", "researchers"),
        ("The findings suggest that it works.", "researchers"),
        ("Legene sier: vi mener at det er feil.", "participants"),
        ("Most nurses said that we need more time.", "participants"),
    ],
)
def test_whose_view(text: str, holder: str) -> None:
    assert said(text).holder == holder


def test_method_recommendations_and_tables_are_the_researchers() -> None:
    assert said("Alle har samtykket.", method=True).holder == "researchers"
    assert said("Løsningen bør prøves.", path=("8 Veien videre", "8.3 Vår vurdering")).holder == (
        "researchers"
    )
    lead = "På dette grunnlaget peker vi på fire områder:"
    assert said("Ansvaret bør avklares.", lead_in=lead).holder == "researchers"
    table = said("| De fleste fastlegene | 3 |", table=True)
    assert (table.holder, table.strength, table.groups) == ("researchers", "unspecified", ())


@pytest.mark.parametrize(
    ("text", "about"),
    [
        ("Flere antar at pasientene leser rød skrift.", "pasient"),
        ("Noen pasienter foretrekker digital kontakt.", "pasient"),
        ("Spesielt pasienter som må til behandling, liker det.", "pasient"),
        ("Pårørende med fullmakt kan følge med.", "pårørende"),
        ("Pasientenes tilgang gir mer arbeid.", None),
        ("Fastlegene har kontakt med pasienter.", None),
        ("Legene mener at fastlegen må svare.", None),
        ("Nurses believe that the patients cope well.", "pasient"),
        ("According to the nurses, patients are tired.", "pasient"),
        ("Unge leger er mer utsatt.", None),
        ("De unge vil helst møtes.", "ungdom"),
        ("Eldre utstyr skaper problemer.", None),
        ("Pupils' results vary.", None),
    ],
)
def test_about_whom_who_was_not_asked(text: str, about: str | None) -> None:
    assert said(text).about == about


def test_who_speaks_in_a_quote_was_asked() -> None:
    pupils = Reading(frozenset({"elev"}))
    found = said("Noen av elevene mener at det er støy.", reading=pupils)
    assert found.groups == (Group(role="elev"),)
    assert found.strength == "some"
    assert found.about is None
    assert said("Noen av elevene mener at det er støy.").about == "elev"


def test_the_method_counts_only_people_that_it_names() -> None:
    assert said("De fleste tok en time.", method=True).strength == "unspecified"
    assert said("Samtlige deltakere har samtykket.", method=True).strength == "all"
