import pytest

from ingest.anonymity import identifiers


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in identifiers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "hun er født 12.03.1981",
        "født den 5. mai 1990",
        "f. 12.3.81",
        "fødselsdato: 120381",
        "eg er fødd 17. november 1962",
        "born on 12 March 1981",
        "born March 3rd, 1975",
        "date of birth: 03/12/1981",
        "d.o.b. 03.05.90",
    ],
)
def test_birth(text: str) -> None:
    assert kinds(text) == ["date of birth"]


@pytest.mark.parametrize(
    "text",
    [
        "journalnummer 4589123 lå åpent",
        "journalnr. 12345 lå åpent",
        "DIPS-nr 778812",
        "se saksnr. 2021/1234",
        "sak 21/1234 ble lukket",
        "NPR-ID 55512349",
        "HPR-nummeret mitt er 9876543",
        "Pasient-ID: P-20394",
        "my case number is 2021/4471",
        "case #44512 is open",
        "NHS number 943 476 5919",
    ],
)
def test_records(text: str) -> None:
    assert kinds(text) == ["record number"]


def test_plates() -> None:
    assert kinds("bilen min, EL 12345, sto der") == ["car registration number"]
    assert kinds("standarden NS 11001 gjelder") == []


@pytest.mark.parametrize(
    "text",
    [
        "Den 12. mars 2020 stengte alt.",
        "12.03.2020 stengte alt.",
        "Sak nr. 3 på lista.",
        "Journalnummer ble innført i 2019.",
        "Saken tok 2 år og 4 måneder.",
        "Loven av 2. juli 1999 nr. 63 gjelder.",
        "Vi har 12 345 saker i kø.",
        "The case took 2 years.",
    ],
)
def test_nothing(text: str) -> None:
    assert kinds(text) == []
