import pytest

from ingest.quoting import speakers
from ingest.traced import Traced


@pytest.mark.parametrize(
    ("label", "role", "sector", "field", "printed"),
    [
        ("Fastlege", "fastlege", None, None, "Fastlege"),
        ("ID28 Fastlege", "fastlege", None, None, "Fastlege"),
        ("ID4, sykepleier kommune", "sykepleier", "kommune", None, "sykepleier kommune"),
        ("Sykepleier helseforetak", "sykepleier", "helseforetak", None, "Sykepleier helseforetak"),
        ("Psykolog, somatikk (P7)", "psykolog", None, "somatikk", "Psykolog, somatikk"),
        ("Lærer 3, ungdomsskole", "lærer", "ungdomsskole", None, "Lærer, ungdomsskole"),
        ("Informant 12: mor", "forelder", None, None, "Informant: mor"),
        ("Elev, 9. trinn", "elev", None, None, "Elev, 9. trinn"),
        ("GP", "fastlege", None, None, "GP"),
        ("P5, nurse, hospital", "sykepleier", "helseforetak", None, "nurse, hospital"),
        ("Rektor, barneskole", "rektor", "barneskole", None, "Rektor, barneskole"),
        ("Mother of two, 38", "forelder", None, None, "Mother of two, 38"),
        ("(Lærer, barneskole)", "lærer", "barneskole", None, "Lærer, barneskole"),
        ("[Manager, NAV office]", "leder", "nav", None, "Manager, NAV office"),
        ("Elev 8. trinn", "elev", None, None, "Elev 8. trinn"),
        ("Elev i 5. klasse", "elev", None, None, "Elev i 5. klasse"),
        ("Jente, elev, VG2", "elev", None, None, "Jente, elev, VG2"),
        ("R12, teacher", "lærer", None, None, "teacher"),
        ("Forelder til elev på 5. trinn", "forelder", None, None, "Forelder til elev på 5. trinn"),
        ("Avdelingsleder, kommune", "leder", "kommune", None, "Avdelingsleder, kommune"),
        ("Kvinne, 43, lærer i Bodø", "lærer", None, None, "Kvinne, 43, lærer i Bodø"),
        ("Lærer 43", "lærer", None, None, "Lærer"),
        ("Lege, fastlege", "fastlege", None, None, "Lege, fastlege"),
        ("Matematikklærer, videregående (T3)", "lærer", "videregående skole", None,
         "Matematikklærer, videregående"),
        ("FG2-P4, kindergarten teacher", "barnehagelærer", None, None, "kindergarten teacher"),
        ("Rådgiver, NAV", "rådgiver", "nav", None, "Rådgiver, NAV"),
        ("Leder, privat", "leder", "privat", None, "Leder, privat"),
        ("Tillitsvald, fylkeskommune", "tillitsvalgt", "fylkeskommune", None,
         "Tillitsvald, fylkeskommune"),
        ("Dommer, tingrett", "dommer", "domstol", None, "Dommer, tingrett"),
        ("Fisker, 54 år", "fisker", None, None, "Fisker, 54 år"),
        ("Year 9 pupil", "elev", None, None, "Year 9 pupil"),
        ("Deltaker 12 (sykepleier)", "sykepleier", None, None, "Deltaker (sykepleier)"),
    ],
)  # fmt: skip
def test_labels(label: str, role: str, sector: str | None, field: str | None, printed: str) -> None:
    speaker = speakers.parse(Traced.of(label)).speaker
    assert (speaker.role, speaker.sector, speaker.field) == (role, sector, field)
    assert speaker.label == printed
    assert speaker.understood


@pytest.mark.parametrize(
    "label",
    [
        "Sjøfarer",
        "Lærer og rektor",
        "Rektor/lærer",
        "ID7",
        "Informant 7",
        "Ansatt, kommune",
    ],
)
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


@pytest.mark.parametrize(
    "text",
    [
        "Fastlegene",
        "I kommunene",
        "Lærer i skolen er slitne",
        "Hva?",
        "For leger",
        "Lærere, barneskole",
    ],
)
def test_what_is_no_label(text: str) -> None:
    assert not speakers.is_label(Traced.of(text))


@pytest.mark.parametrize(
    ("label", "role"),
    [
        ("Student, siviløkonom, ingeniør", "student"),
        ("Student, lærer og ingeniør", "student"),
        ("Student (sykepleier)", "student"),
        ("Lærling – elektriker", "lærling"),
        ("Student, mor", None),
        ("Student og lærer", None),
        ("Student/lærer", None),
        ("Ingeniør, student", None),
        ("Forelder, lærer", None),
    ],
)
def test_what_a_student_learns_is_no_second_role(label: str, role: str | None) -> None:
    speaker = speakers.parse(Traced.of(label)).speaker
    assert (speaker.role, speaker.label) == (role, label)
