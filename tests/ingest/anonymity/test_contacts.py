import pytest

from ingest.anonymity import identifiers


def kinds(text: str) -> list[str]:
    return [hit.kind for hit in identifiers(text)]


@pytest.mark.parametrize(
    "text",
    [
        "skriv til ola@example.no i dag",
        "skriv til o.nordli+jobb@post.example.co.uk i dag",
        "skriv til ola (at) example punktum no",
        "skriv til ola[at]example.no",
        "skriv til ola(a)example.no",
        "skriv til ola @ example . no",
        "skriv til ola krøllalfa example punktum no",
        "write to jane at example dot org",
        "mailto:jane@example.org",
    ],
)
def test_email(text: str) -> None:
    assert kinds(text) == ["e-mail address"]


@pytest.mark.parametrize(
    "text",
    [
        "vi holder til i Storgata 12 nå",
        "vi holder til i Storgata 12 B, 0155 Oslo",
        "brevet gikk til Kirkeveien 3B.",
        "hun bor i Olav Tryggvasons gate 5",
        "hun bor i Kong Oscars gt. 3",
        "nede i storgata 12 er det stengt",
        "vi bor i solbakken 14",
        "adressen er Postboks 12, 9950 Vardø",
        "I live at 12 High Street now",
        "the house at 45 Mill Lane is ours",
        "post it to SW1A 2AA",
    ],
)
def test_addresses(text: str) -> None:
    assert "street address" in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "du finner meg på facebook.com/per.olsen.3",
        "se https://www.linkedin.com/in/p-olsen-123 for mer",
        "på Instagram er jeg @fjellvandrer",
        "Snap: fjell_82, der svarer jeg",
        "it is on tiktok.com/@fjellvandrer",
    ],
)
def test_profiles(text: str) -> None:
    assert kinds(text) == ["link to a profile"]


@pytest.mark.parametrize(
    "text",
    [
        "Tegnet @ er vanskelig på mobilen.",
        "Vi går Storgata hver dag.",
        "Veien 2 km opp er bratt.",
        "Underveis 3 ganger stoppet det.",
        "Europavei 6 går forbi.",
        "Riksveien 3 er stengt.",
        "I 2021 Bergen og Oslo ble valgt.",
        "It took 12 High quality minutes.",
        "Jeg bor i 3. etasje.",
        "Se helsenorge.no for mer.",
        "Ungdommene bruker Snapchat og Instagram: det er der de er.",
        "They look at the data at noon.",
    ],
)
def test_nothing(text: str) -> None:
    assert kinds(text) == []
