import pytest

from ingest.anonymity import identifiers
from ingest.anonymity.alarm import Voice

NAME = "name of a person"


def named(text: str, voice: Voice = "quote") -> list[str]:
    return [text[h.start : h.end] for h in identifiers(text, voice) if h.kind == NAME]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("jeg heter Kari Nordmann og bor her", "Kari Nordmann"),
        ("da fru Olsen kom", "Olsen"),
        ("spør Ingrid Bakke om det", "Ingrid Bakke"),
        ("my name is Sarah", "Sarah"),
        ("Da sa Ingrid at vi måtte vente", "Ingrid"),
        ("Vi brukte Karis passord", "Karis"),
        ("We used Emily's password", "Emily's"),
        ("Kollegaen min, Bjørn, måtte gå", "Bjørn"),
        ("Jeg spurte Bjørn om det", "Bjørn"),
        ("Bjørn sa at det gikk bra", "Bjørn"),
        ("Det er Bjørn Dahl som vet", "Bjørn Dahl"),
        ("Han Per i andre etasje", "Per"),
        ("da dr. Solheim ringte", "Solheim"),
        ("Lege Thorsen på vakt", "Thorsen"),
        ("Rektor Bakken ville ikke", "Bakken"),
        ("Anne-Kari på ekspedisjonen", "Anne-Kari"),
        ("Det står K. Nordmann på arket", "K. Nordmann"),
        ("hun heter marianne og sitter der", "marianne"),
        ("kollegaen min ingrid fikk svar", "ingrid"),
        ("my boss james said no", "james"),
        ("Jeg snakket med Hansen om det", "Hansen"),
        ("MARIT BAKKEN skrev under", "MARIT BAKKEN"),
        ("Min venninne, Hodan, måtte tolke", "Hodan"),
        ("Læreren til sønnen min, Máret, var der", "Máret"),
        ("Nabogutten Oleksandr hjelper meg", "Oleksandr"),
        ("Da svarte Maars Johnsen at nei", "Maars Johnsen"),
        ("I asked Will Harris about it", "Will Harris"),
        ("Grace and I wrote it", "Grace"),
    ],
)
def test_names_in_quotes(text: str, name: str) -> None:
    found = named(text)
    assert found, text
    assert name in found[0]


@pytest.mark.parametrize(
    "text",
    [
        "Helseplattformen, NAV, Dips og Covid-19 nevnes av Kantar.",
        "Ytre Salna og Varnsund sykehus HF har 31 innlogginger.",
        "Sykehuset Maria Stiftelsen og Per dags dato er to ting.",
        "Per I dag. Per Kommune er det mange.",
        "Bjørn og ulv skremmer turistene.",
        "Dag og natt ringer alarmen.",
        "Stein på stein har vi bygd dette.",
        "Mark the box and move on.",
        "Will you get an answer? Hope dies last.",
        "May is the busiest month.",
        "St. Olavs hospital og Haukeland har hvert sitt system.",
        "Siri på telefonen forstår meg ikke.",
        "Systemet heter Gerica og appen heter Klokkedosen.",
        "Legene på Ahus og i Helse Bergen er enige.",
        "Jeg føler meg som Ole Brumm uten honning.",
        "Hele adressen, prisen og pausen ble borte.",
        "Sjefen min er flink, og kollegaen min er bedre.",
        "Dronning Sonja åpnet bygget.",
        "The Grace Centre and Victoria Hospital called.",
    ],
)
def test_no_names(text: str) -> None:
    assert named(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "Ifølge Hansen (2019) er opplæring avgjørende.",
        "Dette er i tråd med andre (Jensen mfl. 2020; Berg & Dahl, 2021).",
        "Michael Lipsky (1980) kaller det frontlinjebyråkrati.",
        "As Braun and Clarke (2006) describe, themes were found.",
        "This agrees with others (Smith et al., 2018; O'Connor & Lee, 2021).",
    ],
)
def test_cited_authors_are_no_participants(text: str) -> None:
    assert named(text, "finding") == []


def test_a_citation_in_a_quote_is_a_name() -> None:
    assert named("Det var Hansen (2019) som kom") == ["Hansen"]


def test_authors_whom_a_report_names_only_warn() -> None:
    (hit,) = identifiers("Forfattere: Kari Nordli", "finding")
    assert hit.level == "warn"
    (hit,) = identifiers("Forfatteren er ikke Kari Nordli, sier en lærer.", "quote")
    assert hit.level == "stop"


def test_a_heading_may_have_capitals_throughout() -> None:
    assert named("Liv og Død i Mai", "heading") == []
    assert named("Intervju med Kari Nordli", "heading") == ["Kari Nordli"]


@pytest.mark.parametrize(
    "text",
    [
        "Malene er skrevet for å tåle en klage.",
        "Malene har ikke blitt revidert på lenge.",
        "Brevene er mange. Malene gjelder alle kontorene.",
        "Malene bør skrives av fagfolk.",
        "Fares are refunded after a month.",
        "Fares have been higher in the north.",
    ],
)
def test_a_name_that_is_also_a_noun_is_the_noun_where_the_sentence_is_of_things(text: str) -> None:
    assert named(text, "finding") == []
    assert named(text, "quote") != []


@pytest.mark.parametrize(
    "text",
    [
        "Malene er ansatt i kommunen.",
        "Malene har skrevet en veileder.",
        "Malene ble skrevet ut i mai.",
        "Malene brukes som tolk i møtene.",
        "Malene Dahl er lange dager vant.",
        "Malene, som er skrevet inn, venter.",
        "Vi møtte Malene. Hun er skeptisk.",
        "Fares was late, and so was the bus.",
        "Fares helped the others.",
        "Marianne er skrevet opp på listen.",
        "Torbjørn gjelder for å være streng.",
        "Ahmed are one of them.",
    ],
)
def test_it_stays_a_name_where_the_sentence_may_be_of_a_person(text: str) -> None:
    assert named(text, "finding") != []


@pytest.mark.parametrize(
    "text",
    [
        "Stillas som ikke er sikret, er farlig.",
        "Stillas uten rekkverk brukes ofte.",
        "Alt var glatt. Stillas av tre er verst.",
        "Karens uten lønn er det verste.",
    ],
)
def test_a_word_that_only_looks_like_a_genitive(text: str) -> None:
    assert named(text, "quote") == []
    assert named(text, "finding") == []


@pytest.mark.parametrize(
    "text",
    [
        "Stillas er ofte dårlig sikret.",
        "Stillas mangler på flere plasser.",
        "Kalas på arbeidsplassen er mye omtalt.",
    ],
)
def test_a_quote_may_be_of_what_someone_owns(text: str) -> None:
    assert named(text, "finding") == []
    assert named(text, "quote") != []


@pytest.mark.parametrize(
    "text",
    [
        "Stillas mann ringte til sjefen.",
        "Karens bil sto i veien.",
        "Vi brukte Karens passord.",
        "Det var Stillas som var best.",
        "Karens Berg kom ikke.",
        "Karis av året er ikke her.",
        "Stilla som jobber der, sluttet.",
        "Karen av alle mennesker!",
    ],
)
@pytest.mark.parametrize("voice", ["quote", "finding"])
def test_a_true_name_stays_one_beside_such_words(text: str, voice: Voice) -> None:
    assert named(text, voice) != []


@pytest.mark.parametrize(
    "text",
    [
        "Where one named person follows the participant, fewer drop out.",
        "Each named steward gets a letter.",
        "Some have a named baker in the kitchen.",
    ],
)
def test_named_may_be_an_attribute_of_a_common_noun(text: str) -> None:
    assert named(text, "finding") == []


def test_named_before_a_first_name_or_in_a_quote_is_a_name() -> None:
    assert named("There was one named kari at the office.", "finding") == ["kari"]
    assert named("A nurse named olsen helped.", "finding") == ["olsen"]
    assert named("there was one named olsen at the desk") == ["olsen"]
    assert named("one named person follows me") == []
