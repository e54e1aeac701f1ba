from pathlib import Path

import pytest

from ingest.anonymity.quarantine import REASON, passed
from service.errors import PrivacyError
from tests.ingest.making import made

FILE = Path("rapport.md")
SECRETS = ("Nordli", "912 34 567")
TEXT = """# 1 Funn

De fleste er fornøyde med tjenesten.

> Det var Kari Nordli som lærte meg det.
>
> — Sykepleier, kommune

> Ring meg på 912 34 567, så skal du få høre.
>
> — Sykepleier, kommune

> Det går som det skal.
>
> — Sykepleier, kommune
"""


def test_nothing_is_left_out_unless_the_researcher_says_so(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    with pytest.raises(PrivacyError):
        passed(built.report, built.raw, built.alarms, FILE, accept_quarantine=False)


def test_the_rest_goes_in_without_what_was_quarantined(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    through = passed(built.report, built.raw, built.alarms, FILE, accept_quarantine=True)
    assert [quote.text for quote in through.report.quotes] == ["Det går som det skal."]
    assert len(through.left_out) == 2
    whole = through.report.model_dump_json()
    assert not any(secret in whole for secret in SECRETS)
    reasons = [aside.reason for aside in through.report.set_aside]
    assert reasons.count(REASON) == 2
    for source in through.report.sources:
        assert through.report.canonical[source.start : source.end] == source.text
    ids = {source.id for source in built.report.sources}
    assert {source.id for source in through.report.sources} < ids


def test_a_sound_report_passes_as_it_is(tmp_path: Path) -> None:
    built = made(tmp_path, "# 1 Funn\n\nDe fleste er fornøyde.\n")
    through = passed(built.report, built.raw, built.alarms, FILE, accept_quarantine=False)
    assert through.report is built.report
    assert through.left_out == ()


def test_what_stands_in_no_source_stops_it_all_the_same(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT + "\n## Intervju med Ola Nordli\n\nDet er bra.\n")
    with pytest.raises(PrivacyError) as error:
        passed(built.report, built.raw, built.alarms, FILE, accept_quarantine=True)
    assert "cannot be left out" in error.value.next_step


def test_a_report_of_which_nothing_is_left_is_refused(tmp_path: Path) -> None:
    built = made(tmp_path, "# 1 Funn\n\nSkriv til a@example.no om det.\n")
    with pytest.raises(PrivacyError) as error:
        passed(built.report, built.raw, built.alarms, FILE, accept_quarantine=True)
    assert "example" not in str(error.value)


def test_leaving_out_does_not_make_the_others_rare(tmp_path: Path) -> None:
    label = "Sykepleier, kommune"
    others = "\n\n".join(
        f"> {said}\n>\n> — {label}"
        for said in ("Jeg er mann, og det merkes.", "Det går sakte.", "Alt er bra.")
    )
    text = f"# 1 Funn\n\nNoen er fornøyde.\n\n> Det var Kari som kom.\n>\n> — {label}\n\n{others}\n"
    built = made(tmp_path, text)
    through = passed(built.report, built.raw, built.alarms, FILE, accept_quarantine=True)
    assert [quote.text for quote in through.left_out] == ["Det var Kari som kom."]
