from pathlib import Path

import pytest

from ingest.anonymity import Alarm, alarms, refuse
from ingest.anonymity.gate import ID, PUBLISHER, TITLE
from ingest.pipeline import build_report
from service.errors import PrivacyError
from tests.conftest import SAMPLE
from tests.ingest.making import made

TEXT = """# 1 Funn

De fleste er fornøyde.

> Ring meg på 912 34 567, så skal du få høre.
>
> — Fastlege

Takk til Kari Nordmann for hjelpen.
"""


def test_an_alarm_names_kind_and_place_and_never_the_text(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    stops = [alarm for alarm in built.alarms if alarm.level == "stop"]
    assert [(a.kind, a.section, a.line) for a in stops] == [
        ("phone number", "1 Funn", 5),
        ("name of a person", "1 Funn", 9),
    ]
    for alarm in stops:
        assert alarm.span is not None
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("rapport.md"))
    said = str(error.value)
    assert "phone number at line 5 (1 Funn)" in said
    assert "nothing was stored" in said
    assert "funn ingest rapport.md --accept-quarantine" in said
    assert not any(secret in said for secret in ("912", "34 567", "Kari", "Nordmann"))


def test_nothing_to_refuse() -> None:
    refuse((), Path("rapport.md"))
    refuse((Alarm("rare role", "1 Funn", 3, "q-1", "warn"),), Path("rapport.md"))


def test_an_identifier_in_a_heading_cannot_be_left_out(tmp_path: Path) -> None:
    built = made(tmp_path, "# 1 Funn\n\nEn.\n\n### Skriv til a@b.no\n\nTo.\n")
    (alarm,) = built.alarms
    assert (alarm.kind, alarm.source) == ("e-mail address", None)
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("rapport.md"))
    assert "--accept-quarantine" not in error.value.next_step
    assert "corrections" in error.value.next_step


def test_a_section_is_not_named_by_a_heading_that_tells(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nEn.\n\n## 1.1 Intervju med Kari Nordli\n\nRing 912 34 567 da.\n"
    built = made(tmp_path, text)
    assert {alarm.section for alarm in built.alarms} == {"1.1"}
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("rapport.md"))
    assert "Nordli" not in str(error.value)


def test_title_publisher_and_id_are_looked_at(tmp_path: Path) -> None:
    path = tmp_path / "intervju-med-kari-nordli.md"
    path.write_text("# 1 Funn\n\nDe fleste er fornøyde.\n", encoding="utf-8")
    built = build_report(path, title="Samtale med Kari Nordli", publisher="Firmaet a@b.no")
    assert {(a.section, a.line, a.source) for a in built.alarms} == {
        (TITLE, 0, None),
        (PUBLISHER, 0, None),
        (ID, 0, None),
    }
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("rapport.md"))
    assert '--title "..."' in error.value.next_step
    assert '--id "..."' in error.value.next_step


def test_a_file_named_after_someone_is_not_named(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("intervju_kari_nordli.md"))
    assert "nordli" not in str(error.value)
    with pytest.raises(PrivacyError) as error:
        refuse(built.alarms, Path("min rapport.md"))
    assert "funn ingest 'min rapport.md'" in error.value.next_step


def test_a_publisher_named_after_people_only_warns(tmp_path: Path) -> None:
    path = tmp_path / "rapport.md"
    path.write_text("# 1 Funn\n\nDe fleste er fornøyde.\n", encoding="utf-8")
    (alarm,) = build_report(path, publisher="Kari Nordli Analyse").alarms
    assert (alarm.section, alarm.level) == (PUBLISHER, "warn")


def test_an_attribution_is_looked_at(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nEn er fornøyd.\n\n> Det går bra.\n>\n> — Rektor Kari Nordli\n"
    built = made(tmp_path, text)
    quote = built.report.quotes[0]
    stops = [alarm for alarm in built.alarms if alarm.level == "stop"]
    assert [(alarm.kind, alarm.source) for alarm in stops] == [("name of a person", quote.id)]


def test_a_lead_in_is_looked_at(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nFlere sier som Kari Nordli:\n\n- Det går bra.\n- Det går sakte.\n"
    built = made(tmp_path, text)
    assert ("name of a person", None) in [(alarm.kind, alarm.source) for alarm in built.alarms]


def test_the_sample_raises_no_alarm_that_stops() -> None:
    built = build_report(SAMPLE)
    assert {(alarm.kind, alarm.level) for alarm in built.alarms} <= {("rare role", "warn")}


@pytest.mark.real_report
def test_no_false_alarm_on_the_real_report(real_report: Path) -> None:
    built = build_report(real_report)
    assert len(built.report.quotes) == 26
    assert {(alarm.kind, alarm.level) for alarm in built.alarms} <= {("rare role", "warn")}


def test_another_detector_may_plug_in(tmp_path: Path) -> None:
    built = made(tmp_path, TEXT)
    assert alarms(built.report, built.raw, find=lambda text, voice: ()) == tuple(
        alarm for alarm in built.alarms if alarm.level == "warn"
    )
