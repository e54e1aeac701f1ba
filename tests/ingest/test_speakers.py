import pytest

from ingest import speakers
from ingest.traced import Traced


@pytest.mark.parametrize(
    ("label", "role", "sector", "field", "printed"),
    [
        ("Fastlege", "fastlege", None, None, "Fastlege"),
        ("ID28 Fastlege", "fastlege", None, None, "Fastlege"),
        ("ID4, sykepleier kommune", "sykepleier", "kommune", None, "sykepleier kommune"),
        ("Sykepleier helseforetak", "sykepleier", "helseforetak", None, "Sykepleier helseforetak"),
        ("Psykolog, somatikk (P7)", "psykolog", None, "somatikk", "Psykolog, somatikk"),
        ("Lærer 3, ungdomsskole", "lærer", "skole", None, "Lærer, ungdomsskole"),
        ("Informant 12: mor", "forelder", None, None, "Informant: mor"),
        ("Elev, 9. trinn", "elev", None, None, "Elev, 9. trinn"),
        ("GP", "fastlege", None, None, "GP"),
        ("P5, nurse, hospital", "sykepleier", "helseforetak", None, "nurse, hospital"),
        ("Rektor, barneskole", "rektor", "skole", None, "Rektor, barneskole"),
    ],
)  # fmt: skip
def test_labels(label: str, role: str, sector: str | None, field: str | None, printed: str) -> None:
    speaker = speakers.parse(Traced.of(label)).speaker
    assert (speaker.role, speaker.sector, speaker.field) == (role, sector, field)
    assert speaker.label == printed
    assert speaker.understood


@pytest.mark.parametrize("label", ["Sjøfarer", "Lærer og rektor", "ID7", "Ansatt, kommune"])
def test_what_is_not_understood_is_kept_and_not_guessed(label: str) -> None:
    speaker = speakers.parse(Traced.of(label)).speaker
    assert speaker.role is None
    assert not speaker.understood


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("Som ID28 sier", "Som sier"),
        ("Brevene går tapt (ID 7).", "Brevene går tapt."),
        ("Deltaker 12 mener det", "Deltaker mener det"),
        ("Én sa nei (intervju 7), en sa ja", "Én sa nei, en sa ja"),
        ("Vi har intervjuet 12 lærere", "Vi har intervjuet 12 lærere"),
        ("We interviewed 14 nurses", "We interviewed 14 nurses"),
        ("En deltaker 45 år gammel", "En deltaker 45 år gammel"),
        ("BankID 2 og e-ID fra 2023", "BankID 2 og e-ID fra 2023"),
        ("30 deltakere, 2023", "30 deltakere, 2023"),
    ],
)
def test_numbers_in_running_text(text: str, kept: str) -> None:
    left, numbers = speakers.without_numbers(Traced.of(text))
    assert left.collapsed().text == kept
    assert bool(numbers) == (text != kept)


@pytest.mark.parametrize("text", ["Fastlegene", "I kommunene", "Lærer i skolen er slitne", "Hva?"])
def test_what_is_no_label(text: str) -> None:
    assert not speakers.is_label(Traced.of(text))
