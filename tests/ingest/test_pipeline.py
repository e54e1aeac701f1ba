from pathlib import Path

import pytest

from ingest.anonymity import stopping
from ingest.pipeline import build_report, guess_language, slug
from service.errors import InputError
from tests.conftest import SAMPLE
from tests.ingest.checks import check
from tests.ingest.making import made

TEXT = "---\ntitle: Fra filen\npublisher: Instituttet\nyear: 2021\n---\n\n# 1 Funn\n\nEn ting.\n"


def test_what_is_given_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = tmp_path / "Min Rapport (æøå).md"
    path.write_text(TEXT, encoding="utf-8")
    report = build_report(path).report
    assert (report.id, report.title) == ("min-rapport-aeoa", "Fra filen")
    assert (report.publisher, report.year, report.fictional) == ("Instituttet", 2021, False)
    given = build_report(
        path, id="annen", title="Gitt", publisher="Andre", year=2020, fictional=True
    ).report
    assert (given.id, given.title, given.publisher) == ("annen", "Gitt", "Andre")
    assert (given.year, given.fictional) == (2020, True)


def test_ids_depend_on_the_report_and_survive_a_second_run() -> None:
    first, second = build_report(SAMPLE).report, build_report(SAMPLE).report
    assert first == second
    other = build_report(SAMPLE, id="other").report
    assert {s.id for s in first.sources}.isdisjoint({s.id for s in other.sources})


def test_a_change_elsewhere_leaves_ids_alone(tmp_path: Path) -> None:
    text = "# 1 Funn\n\nEn ting.\n\nEn ting.\n\nTo ting.\n"
    before = made(tmp_path, text).report
    after = made(tmp_path, text.replace("# 1 Funn\n", "# 1 Funn\n\nNoe nytt.\n")).report
    assert {s.id for s in before.sources} < {s.id for s in after.sources}
    assert len({s.id for s in before.sources}) == 3


@pytest.mark.parametrize("id", ["", "Æ", "-a", "a b", "a" * 64])
def test_an_id_that_cannot_be_used(id: str) -> None:
    with pytest.raises(InputError, match="Try: --id"):
        build_report(SAMPLE, id=id)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("ehelse2023", "ehelse2023"), ("Blåbær & Øl", "blabaer-ol"), ("***", "report")],
)
def test_slugs(name: str, expected: str) -> None:
    assert slug(name) == expected


def test_a_year_that_is_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is no year"):
        made(tmp_path, TEXT.replace("2021", "i fjor"))


def test_a_file_of_headings_only(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no finding and no quote"):
        made(tmp_path, "# 1 Funn\n\n## 1.1 Tid\n")


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Det er ikke noen som vil være der, fra hva jeg ser.", "nb"),
        ("Det er ikkje nokon som vil vere der, frå kva eg ser.", "nn"),
        ("Most of the nurses said that it was not easy.", "en"),
    ],
)
def test_language(text: str, language: str) -> None:
    assert guess_language(text) == language


def test_participant_numbers_are_nowhere_in_the_report(tmp_path: Path) -> None:
    text = (
        "# 1 Hva ID7 sier\n\nSom deltaker 12 sa (ID 12), går det.\n\nEtter ID3 sitt syn:\n\n"
        "- Det ID9 vil.\n\n> Jeg heter det ID8 sier.\n>\n> — Informant 4, lærer 3\n"
    )
    built = made(tmp_path, text)
    stored = built.report.model_dump_json(exclude={"sections": {"__all__": {"id"}}})
    for number in ("ID", "deltaker 12", "nformant 4", "lærer 3"):
        assert number not in built.report.canonical
        assert f"{number}7" not in stored
    assert built.report.quotes[0].speaker.label == "Informant, lærer"
    aside = [a for a in built.report.set_aside if a.reason == "participant number"]
    assert sum(len(a.raw) for a in aside) == 8


def test_the_sample() -> None:
    built = build_report(SAMPLE)
    check(built)
    report = built.report
    assert report.fictional
    assert len(report.sections) >= 14
    assert len(report.findings) >= 60
    assert len(report.quotes) == 36
    assert all(quote.speaker.understood and not quote.uncertain for quote in report.quotes)
    assert built.quotes_by_role == {
        "sykepleier": 14, "fastlege": 10, "lege": 3, "helsesykepleier": 3, "jordmor": 2,
        "helsefagarbeider": 2, "psykolog": 2,
    }  # fmt: skip
    assert {section.path[0] for section in report.sections if section.method} == {
        "1 Om undersøkelsen"
    }
    assert report.repairs == ()
    assert stopping(built.alarms) == ()
    strengths = {finding.strength for finding in report.findings}
    assert {"all", "most", "many", "several", "some", "few", "one", "none"} <= strengths


@pytest.mark.parametrize(
    ("said", "text", "language"),
    [
        ("en-US", "Det er ikke noen som vil være der, fra hva jeg ser. " * 10, "nb"),
        ("nb", "Det er ikkje nokon som vil vere der, frå kva eg ser. " * 10, "nn"),
        ("nb_NO", "Most of the nurses said that it was not easy. " * 10, "en"),
        ("nn", "Det er ikke sagt at noen er der.", "nn"),
        ("en", "Ei setning.", "en"),
        ("de", "Det er ikke noen som vil være der, fra hva jeg ser.", "nb"),
    ],
)
def test_a_language_that_the_text_belies(
    tmp_path: Path, said: str, text: str, language: str
) -> None:
    built = made(tmp_path, f"---\nlanguage: {said}\n---\n# 1 Funn\n\n{text}\n")
    assert built.report.language == language


def test_a_directory_is_no_report(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a directory\. Name a report in it"):
        build_report(tmp_path)


def test_a_bar_goes_with_the_report(tmp_path: Path) -> None:
    path = tmp_path / "rapport.md"
    path.write_text(TEXT, encoding="utf-8")
    assert build_report(path, barred=True).report.barred
    assert not build_report(path).report.barred
