from pathlib import Path

import pytest

from ingest.anonymity import identifiers, is_identity_number, refuse
from service.errors import PrivacyError
from tests.ingest.making import made


def controlled(start: str) -> str:
    """Nine figures with the two control digits that make an identity number of them."""
    digits = [int(figure) for figure in start]
    for weights in ((3, 7, 6, 1, 8, 9, 4, 5, 2), (5, 4, 3, 2, 7, 6, 5, 4, 3, 2)):
        rest = sum(w * d for w, d in zip(weights, digits, strict=True)) % 11
        digits.append(0 if rest == 0 else 11 - rest)
    assert max(digits) < 10, "choose other figures"
    return "".join(map(str, digits))


# 1 March 1980: ordinary, D-number, and the three synthetic series
STARTS = {
    "ordinary": "010380103",
    "D": "410380101",
    "+40": "014380101",
    "+65": "016880101",
    "+80": "018380101",
}


@pytest.mark.parametrize("kind", STARTS)
def test_identity_numbers(kind: str) -> None:
    number = controlled(STARTS[kind])
    assert is_identity_number(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not is_identity_number(wrong)
    for shown in (number, f"{number[:6]} {number[6:]}"):
        assert [k for k, _ in identifiers(f"nummeret {shown} ble brukt")] == [
            "national identity number"
        ]
    assert list(identifiers(f"saken {wrong} ble brukt")) == []


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("skriv til ola@example.no i dag", "e-mail address"),
        ("ring 22 22 55 55 nå", "phone number"),
        ("hun har 912 34 567", "phone number"),
        ("send til +47 91234567", "phone number"),
        ("send til 0047 91 23 45 67", "phone number"),
        ("call +44 20 7946 0958 today", "phone number"),
        ("telefon 91234567", "phone number"),
        ("jeg heter Kari Nordmann og bor her", "name of a person"),
        ("da fru Olsen kom", "name of a person"),
        ("spør Ingrid Bakke om det", "name of a person"),
        ("my name is Sarah", "name of a person"),
    ],
)
def test_direct_identifiers(text: str, kind: str) -> None:
    assert [found for found, _ in identifiers(text)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "Helseplattformen, NAV, Dips og Covid-19 nevnes av Kantar.",
        "Ytre Salna og Varnsund sykehus HF har 31 innlogginger.",
        "Det kostet 12345678 kroner i 2019 2022.",
        "Undersøkelsen 2019–2022 hadde 20 192 022 svar.",
        "Sykehuset Maria Stiftelsen og Per dags dato er to ting.",
        "Per I dag. Per Kommune er det 10 20 30 40 av dem.",
        "Kontonummer og 12345678901 som er feil.",
    ],
)
def test_no_false_alarm(text: str) -> None:
    assert list(identifiers(text)) == []


TEXT = """# 1 Funn

De fleste er fornøyde.

> Ring meg på 912 34 567, så skal du få høre.
>
> — Fastlege

Takk til Kari Nordmann for hjelpen.
"""


def test_an_alarm_names_kind_and_place_and_never_the_text(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    assert [(a.kind, a.section, a.line) for a in built.alarms] == [
        ("phone number", "1 Funn", 5),
        ("name of a person", "1 Funn", 9),
    ]
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("rapport.md"))
    said = str(error.value)
    assert "phone number at line 5 (1 Funn)" in said
    assert not any(secret in said for secret in ("912", "34 567", "Kari", "Nordmann"))


def test_nothing_to_refuse() -> None:
    refuse((), Path("rapport.md"))


def test_an_identifier_in_a_heading_is_found(tmp_path: Path) -> None:
    built = made(tmp_path, "# 1 Funn\n\nEn.\n\n### Skriv til a@b.no\n\nTo.\n")
    assert [alarm.kind for alarm in built.alarms] == ["e-mail address"]
    assert built.alarms[0].source is None
