import pytest

from ingest.anonymity import identifiers, is_identity_number
from tests.ingest.anonymity.measure import STARTS, account, controlled, iban

IDENTITY = "national identity number"


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in identifiers(text)]


@pytest.mark.parametrize("kind", STARTS)
def test_identity_numbers(kind: str) -> None:
    number = controlled(STARTS[kind])
    assert is_identity_number(number)
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert not is_identity_number(wrong)
    for shown in (
        number,
        f"{number[:6]} {number[6:]}",
        f"{number[:2]}.{number[2:4]}.{number[4:6]} {number[6:]}",
        f"{number[:6]}-{number[6:]}",
        f"{number[:6]} {number[6:9]} {number[9:]}",
    ):
        assert kinds(f"nummeret {shown} ble brukt") == [IDENTITY]
    assert kinds(f"saken {wrong} ble brukt") == []
    assert kinds(f"fødselsnummeret {wrong} ble skrevet feil") == [IDENTITY]


def test_an_identity_number_within_a_longer_number_is_none() -> None:
    number = controlled(STARTS["ordinary"])
    assert kinds(f"løpet {number}5 ble brukt") == []
    assert kinds(f"løpet 7{number} ble brukt") == []


def test_accounts() -> None:
    number = account()
    grouped = f"{number[:4]}.{number[4:6]}.{number[6:]}"
    assert kinds(f"betal til {grouped} i dag") == ["account number"]
    assert kinds(f"kontonummer {number}") == ["account number"]
    assert kinds(f"betal til {iban()}") == ["account number"]
    assert kinds("kortet 4111 1111 1111 1111 gikk ut") == ["account number"]
    wrong = number[:-1] + str((int(number[-1]) + 1) % 10)
    assert kinds(f"kontonummer {wrong}") == []
    assert kinds(f"serien {number} i tabellen") == []


@pytest.mark.parametrize(
    "text",
    [
        "ring 22 22 55 55 nå",
        "hun har 912 34 567",
        "hun har 91 23 45 67 der",
        "hun har 912-34-567",
        "hun har 912.34.567",
        "send til +47 91234567",
        "send til (+47) 912 34 567",
        "send til 0047 91 23 45 67",
        "call +44 20 7946 0958 today",
        "call 0044 20 7946 0958 today",
        "call 020 7946 0958 today",
        "call (555) 123-4567 today",
        "telefon 55123456",
        "91234567 svarer alltid",
    ],
)
def test_phones(text: str) -> None:
    assert kinds(text) == ["phone number"]


@pytest.mark.parametrize(
    "text",
    [
        "Det kostet 12345678 kroner i 2019 2022.",
        "Budsjettet er på 91 234 567 kroner.",
        "Vi fikk 40000000 kroner.",
        "Undersøkelsen 2019–2022 hadde 20 192 022 svar.",
        "Per Kommune er det 10 20 30 40 av dem.",
        "Det var 22 33 44 55 66 77 i rekken.",
        "Kontonummer og 12345678901 som er feil.",
        "Fra 01.01.2023 til 31.12.2023.",
        "Versjon 10.0.19041 feilet.",
        "Sykdommen har koden 12345678 i registeret.",
    ],
)
def test_other_numbers(text: str) -> None:
    assert kinds(text) == []
