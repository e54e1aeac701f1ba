from pathlib import Path

import pytest

from ingest.anonymity import Alarm
from tests.ingest.making import made

COMMON = "\n\n".join(
    f"> {said}\n>\n> — Sykepleier, kommune"
    for said in ("Det går sakte.", "Vi venter på svar.", "Ingen spør oss.", "Det er for lite tid.")
)


def of_quote(folder: Path, said: str, label: str) -> list[Alarm]:
    text = f"# 1 Funn\n\nDe fleste er fornøyde.\n\n> {said}\n>\n> — {label}\n\n{COMMON}\n"
    built = made(folder, text)
    quote = next(q for q in built.report.quotes if q.text == said)
    return [alarm for alarm in built.alarms if alarm.source == quote.id]


def test_a_published_label_alone_never_stops(tmp_path: Path) -> None:
    assert of_quote(tmp_path, "Vi får aldri svar.", "Sykepleier, kommune") == []
    (alarm,) = of_quote(tmp_path, "Vi får aldri svar.", "Jordmor, kommune")
    assert (alarm.kind, alarm.level) == ("rare role", "warn")


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ("Her i Vardø kjenner alle alle.", "place"),
        ("Her i Fjellvik kjenner alle alle.", "place"),
        ("Her i Oslo er det lettere.", "place"),
        ("Vi på Fjellvik skole har bare én.", "workplace"),
        ("På NAV Vardø sitter vi to.", "workplace"),
        ("Som 43-åring er jeg yngst.", "age"),
        ("Jeg er 58 år og har aldri fått kurs.", "age"),
        ("Jeg er mann i et kvinneyrke.", "sex"),
        ("Jeg er den eneste jordmoren på øya.", "being the only one"),
        ("As a 43-year-old I never learned it.", "age"),
    ],
)
def test_a_rare_role_with_more_on_top_stops(tmp_path: Path, said: str, why: str) -> None:
    (alarm,) = of_quote(tmp_path, said, "Jordmor, kommune")
    assert (alarm.kind, alarm.level) == (f"rare role with {why}", "stop")


@pytest.mark.parametrize(
    ("said", "level"),
    [
        ("Hos oss i Berlevåg er det ikke dekning.", "stop"),
        ("Jeg jobber ved Kistrand legesenter.", "stop"),
        ("Pasientene fra Berlevåg må reise langt.", "warn"),
        ("Jeg er mann i et kvinneyrke.", "warn"),
        ("Som mann på vakt er jeg 43, og det merkes.", "warn"),
        ("Her i Oslo er det lettere.", "warn"),
    ],
)
def test_a_common_role(tmp_path: Path, said: str, level: str) -> None:
    (alarm,) = of_quote(tmp_path, said, "Sykepleier, kommune")
    assert alarm.level == level


@pytest.mark.parametrize(
    "said",
    [
        "I Norge gjør vi det slik.",
        "Jeg var på kurs i Oslo, og det hjalp lite.",
        "Legene på Haukeland og Ahus er enige.",
        "NAV og Helse Nord svarer ikke.",
        "Han på 80 år klarte det ikke.",
        "Hun er den eneste som spør.",
        "Vi har bare én lege på vakt.",
        "I Time-listen står det to.",
        "På mandager er det 43 pasienter.",
    ],
)
def test_what_tells_nothing_of_the_speaker(tmp_path: Path, said: str) -> None:
    assert of_quote(tmp_path, said, "Sykepleier, kommune") == []
    stops = [a for a in of_quote(tmp_path, said, "Jordmor, kommune") if a.level == "stop"]
    assert stops == []


def labelled(folder: Path, *labels: str) -> list[str]:
    quotes = "\n\n".join(
        f"> Det går {how} som det skal.\n>\n> — {label}"
        for how, label in zip(("alltid", "ofte", "sjelden", "aldri"), labels, strict=False)
    )
    built = made(folder, f"# 1 Funn\n\nDe fleste er fornøyde.\n\n{quotes}\n")
    return [alarm.level for alarm in built.alarms]


def test_what_the_label_adds_is_counted_in_the_report(tmp_path: Path) -> None:
    shared = ("Lærer, kvinne", "Lærer, kvinne", "Lærer, kvinne")
    assert "stop" not in labelled(tmp_path, *shared)
    assert labelled(tmp_path, *shared, "Lærer, mann") == ["stop"]
    assert labelled(tmp_path, *shared, "Lærer, kvinne, 43 år") == ["stop"]


@pytest.mark.parametrize(
    "label", ["Lærer, Vardø", "Lærer, 43 år", "Lærer, mann", "Lærer på Fjellvik skole"]
)
def test_a_label_that_adds_something_rare_stops(tmp_path: Path, label: str) -> None:
    common = ("Lærer", "Lærer", "Lærer")
    assert labelled(tmp_path, *common, label) == ["stop"]


@pytest.mark.parametrize(
    "label",
    [
        "Gutt, 10. trinn",
        "Lærer, 20 års erfaring",
        "Lærer, 20 år i yrket",
        "Lærer, 8. trinn",
        "Lærer, barneskole",
        "Lærer, Oslo universitetssykehus",
    ],
)
def test_a_label_that_adds_nothing_of_the_kind(tmp_path: Path, label: str) -> None:
    common = ("Lærer", "Lærer", "Lærer")
    assert "stop" not in labelled(tmp_path, *common, label)


def test_quotes_of_one_participant_are_one_speaker(tmp_path: Path) -> None:
    same = ("ID4, lærer", "ID4, lærer", "ID4, lærer")
    assert labelled(tmp_path, *same) == ["warn"] * 3
    others = ("ID4, lærer", "ID5, lærer", "ID6, lærer")
    assert labelled(tmp_path, *others) == []


@pytest.mark.parametrize(
    "said",
    [
        "Skolenes bruk av nettbrett er for stor.",
        "Det er dyrt. Kommunenes krisesenter er få.",
        "Elevenes bibliotek er stengt.",
        "Lærernes bruk av tid er et tema.",
        "Skulanes bruk av tid er ulik.",
    ],
)
def test_a_genitive_that_opens_a_sentence_is_no_place(tmp_path: Path, said: str) -> None:
    assert of_quote(tmp_path, said, "Sykepleier, kommune") == []


@pytest.mark.parametrize(
    "said",
    [
        "Holmenes skole er stengt.",
        "Kirkenes sykehus er stengt.",
        "Kråkenes skole er stengt.",
        "Vikanes skule er liten.",
        "Gårdenes barnehage er full.",
        "Skolenes Fjellvik bruk er stengt.",
        "Jeg er på Skolenes bruk hele dagen.",
    ],
)
def test_a_place_that_ends_as_a_genitive_stops(tmp_path: Path, said: str) -> None:
    (alarm,) = of_quote(tmp_path, said, "Sykepleier, kommune")
    assert (alarm.kind, alarm.level) == ("rare workplace in a quote", "stop")
