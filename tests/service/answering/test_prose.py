"""A sentence that a model wrote stands only if the sources that it cites bear it."""

from functools import cache

import pytest

from service.answering.prose import Prose
from service.domain import Group, Language, Report, Strength
from service.evidence import Evidence
from service.index.library import Snapshot
from service.vocabulary.groups import group_vocabulary
from service.vocabulary.strength import ORDER
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Q, Topic, make_report

GP = Group(role="fastlege")
NURSE = Group(role="sykepleier", sector="kommune")
BODY = "fastlegene opplever at meldingene fra kommunen gir dem mer arbeid om kvelden."


def stated(strength: Strength, words: str | None) -> tuple[tuple[str, object], ...]:
    return (("strength", strength), ("strength_words", words))


REPORT = make_report(
    Chapter("1 Arbeidsdagen"),
    Topic("Meldinger"),
    F(f"De fleste {BODY}", (GP,), more=stated("most", "De fleste")),
    F(f"Noen av {BODY}", (GP,), more=stated("some", "Noen")),
    F(f"Enkelte av {BODY}", (GP,), more=stated("few", "Enkelte")),
    F(BODY[0].upper() + BODY[1:], (GP,)),
    F("Sykepleierne i kommunen sparer tid på meldinger til legekontoret.", (NURSE,)),
    F("Deltakerne peker på sju pasientgrupper som trenger telefon og 3 som trenger papir."),
    F(
        "Alle gruppene, med unntak av fastlegene, er fornøyde med opplæringen i journalen.",
        more=(("excluded_groups", (GP,)), ("strength", "all"), ("strength_words", "Alle")),
    ),
    F("Pasientene kaller det «bare et kjapt spørsmål» når de skriver til fastlegene.", (GP,)),
    Q("Innboksen er det siste jeg ser før jeg slukker lyset om kvelden.", "fastlege"),
    Q("Nå slipper jeg telefonkøen.", "sykepleier", "kommune"),
    Q("Det er galskap.", "fastlege"),
    Chapter("2 Psykisk helse"),
    F("Psykologene bruker video hver dag i behandlingen."),
    F("Deltakerne mangler journalen når nettet er nede."),
    F("Noen fastleger får ikke svar om kvelden.", (GP,), more=stated("some", "Noen")),
    Q("Fastlegen svarer meg med en gang.", "sykepleier", "kommune"),
)
MOST, SOME, FEW, PLAIN, NURSES, SEVEN, ALL_BUT, CALLED, INBOX, QUEUE, MAD, VIDEO = range(12)
MISSING, UNANSWERED, NURSE_ON_GP = range(12, 15)


@cache
def world(report: Report = REPORT) -> tuple[Snapshot, tuple[Evidence, ...]]:
    return snapshot_of(report), evidence_of(report)


def shown(text: str, *cited: int, language: Language = "nb") -> str | None:
    kept = borne(text, *cited, language=language)
    return kept[0] if kept else None


def borne(text: str, *cited: int, language: Language = "nb") -> tuple[str, list[str]] | None:
    snapshot, evidence = world()
    kept = Prose(group_vocabulary()).borne(text, language, [evidence[at] for at in cited], snapshot)
    return (kept[0], [item.source.text for item in kept[1]]) if kept else None


FAITHFUL = "Fastlegene får mer arbeid om kvelden av meldingene fra kommunen."


def test_a_faithful_sentence_stands() -> None:
    assert shown(FAITHFUL, MOST) == FAITHFUL
    english = "GPs get more work in the evening from the messages of the municipality."
    assert shown(english, MOST, language="en") == english


def test_words_in_common_are_needed() -> None:
    assert shown("Fastlegene ønsker seg høyere takster og kortere ventetid.", MOST) is None


# What product.md's table lists, and who is counted.
TABLE: tuple[tuple[Strength, str], ...] = (
    ("all", "alle fastlegene|samtlige fastleger|alle av fastlegene|alle fastlegane"),
    ("all", "all GPs|all the GPs|every GP|all of the GPs"),
    ("most", "de fleste fastlegene|flertallet av fastlegene|majoriteten av fastlegene"),
    ("most", "omtrent alle fastlegene|nesten alle fastlegene|dei fleste fastlegane"),
    ("most", "most GPs|most of the GPs|the majority of GPs|nearly all GPs"),
    ("many", "mange fastleger|en stor del av fastlegene|mange av fastlegane|many GPs"),
    ("several", "flere fastleger|en del av fastlegene|fleire av fastlegane|several GPs"),
    ("some", "noen fastleger|nokre fastlegar|some GPs|some of the GPs"),
    ("few", "få fastleger|svært få fastleger|enkelte fastleger|et par av fastlegene"),
    ("few", "kun et par fastleger|noen få fastleger|eit par fastlegar|few GPs|a couple of GPs"),
    ("one", "en av fastlegene|én fastlege|ein av fastlegane|one of the GPs"),
)
SAID = [
    (strength, words, language)
    for strength, alternatives in TABLE
    for words in alternatives.split("|")
    for language in (("en",) if "GP" in words else ("nb",))
]
HELD: dict[int, Strength] = {MOST: "most", SOME: "some", FEW: "few"}


def saying(words: str, language: str) -> str:
    start = words[0].upper() + words[1:]
    if language == "en":
        return f"{start} get more work in the evening from messages of the municipality."
    return f"{start} opplever at meldingene fra kommunen gir dem mer arbeid om kvelden."


@pytest.mark.parametrize(("strength", "words", "language"), SAID)
def test_strength_is_never_raised(strength: Strength, words: str, language: Language) -> None:
    text = saying(words, language)
    for at, held in HELD.items():
        raised = ORDER.index(strength) > ORDER.index(held)
        assert (shown(text, at, language=language) is None) is raised, (text, held)
    assert shown(text, PLAIN, language=language) is None


@pytest.mark.parametrize(
    ("words", "language"),
    [
        ("Ingen av fastlegene", "nb"),
        ("Ingen fastleger", "nb"),
        ("Ingen av fastlegane", "nn"),
        ("None of the GPs", "en"),
        ("No GPs", "en"),
        ("No GP", "en"),
        ("Not a single GP", "en"),
    ],
)
def test_none_is_not_weaker_than_some(words: str, language: Language) -> None:
    for at in (MOST, SOME, FEW, PLAIN):
        assert shown(saying(words, language), at, language=language) is None


def test_some_who_do_not_are_not_none_who_do() -> None:
    assert shown("Ingen fastleger får svar om kvelden.", UNANSWERED) is None
    assert shown("Noen fastleger får ikke svar om kvelden.", UNANSWERED)


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fastlegene får ikke mer arbeid om kvelden av meldingene fra kommunen.", "nb"),
        ("Fastlegane får ikkje meir arbeid om kvelden av meldingane frå kommunen.", "nn"),
        ("Fastlegene får aldri mer arbeid om kvelden av meldingene fra kommunen.", "nb"),
        ("GPs do not get more work in the evening from messages.", "en"),
        ("GPs don't get more work in the evening from messages.", "en"),
        ("GPs never get more work in the evening from messages.", "en"),
        ("GPs get no more work in the evening from messages.", "en"),
        ("GPs get no more work in the evening from messages.", "nb"),
    ],
)
def test_a_sentence_is_not_turned_round(text: str, language: Language) -> None:
    assert shown(text, MOST, language=language) is None


def test_a_denial_stands_where_the_source_denies_or_misses() -> None:
    assert shown("Deltakerne kan ikke bruke journalen når den mangler.", MISSING)
    text = "Fastlegane får no meir arbeid om kvelden av meldingane frå kommunen."
    assert shown(text, MOST, language="nn") == text  # "no" is "now"


@pytest.mark.parametrize(
    "words",
    [
        "I stor grad opplever fastlegene",
        "Fastlegene opplever stort sett",
        "Fastlegene opplever i hovedsak",
        "I hovedsak opplever fastlegene",
    ],
)
def test_adverbs_of_strength_are_raised_too(words: str) -> None:
    text = f"{words} at meldingene fra kommunen gir dem mer arbeid om kvelden."
    assert shown(text, SOME) is None
    assert shown(text, PLAIN) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Fastlegene får 42 meldinger fra kommunen om kvelden, som gir mer arbeid.", "nb"),
        ("60 % av fastlegene opplever mer arbeid om kvelden av meldingene fra kommunen.", "nb"),
        ("Seksti prosent av fastlegene får mer arbeid om kvelden av meldingene.", "nb"),
        ("Ni av ti fastleger får mer arbeid om kvelden av meldingene fra kommunen.", "nb"),
        ("Halvparten av fastlegene får mer arbeid om kvelden av meldingene.", "nb"),
        ("To tredjedeler av fastlegene får mer arbeid om kvelden av meldingene.", "nb"),
        ("Tre firedelar av fastlegane får meir arbeid om kvelden av meldingane.", "nn"),
        ("Fastlegene får dobbelt så mye arbeid om kvelden av meldingene fra kommunen.", "nb"),
        ("Two thirds of GPs get more work in the evening from the messages.", "en"),
        ("Half of the GPs get more work in the evening from messages.", "en"),
        ("A dozen GPs get more work in the evening from messages.", "en"),
        ("Nine in ten GPs get more work in the evening from messages.", "en"),
        ("Nine in ten GPs get more work in the evening from messages.", "nb"),
        ("GPs get ½ hour more work in the evening from messages.", "en"),
        ("GPs get ٤٢ messages and more work in the evening.", "en"),
        ("Sytten fastleger får mer arbeid om kvelden av meldingene fra kommunen.", "nb"),
    ],
)
def test_numbers_that_the_sources_lack(text: str, language: Language) -> None:
    assert shown(text, MOST, language=language) is None


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Deltakerne peker på 7 pasientgrupper som trenger telefon.", "nb"),
        ("Deltakarane peikar på sju pasientgrupper som treng telefon.", "nn"),
        ("Seven groups of patients need the telephone and three need paper.", "en"),
        ("Deltakerne peker på tre pasientgrupper som trenger papir.", "nb"),
    ],
)
def test_numbers_that_they_hold_in_other_form(text: str, language: Language) -> None:
    assert shown(text, SEVEN, language=language) == text


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Sykepleierne får mer arbeid om kvelden av meldingene fra kommunen.", (MOST,)),
        ("Jordmødrene får mer arbeid om kvelden av meldingene fra kommunen.", (MOST,)),
        ("Fastlegene sparer tid på meldinger til legekontoret.", (NURSES,)),
        ("Fastlegene slipper telefonkøen nå.", (QUEUE,)),
        ("Tannlegene peker på pasientgrupper som trenger telefon.", (SEVEN,)),
        ("Fastlegene peker på pasientgrupper som trenger telefon.", (SEVEN,)),
        ("Sykepleierne i kommunen peker på pasientgrupper som trenger telefon.", (SEVEN,)),
        ("Fastlegene er fornøyde med opplæringen i journalen.", (ALL_BUT,)),
        ("Fastlegene bruker video hver dag i behandlingen.", (VIDEO,)),
    ],
)
def test_other_groups_do_not_bear_it(text: str, cited: tuple[int, ...]) -> None:
    assert shown(text, *cited) is None


@pytest.mark.parametrize(
    ("text", "cited"),
    [
        ("Legene får mer arbeid om kvelden av meldingene fra kommunen.", MOST),
        ("Fastlegene får mer arbeid når pasientene skriver meldinger om kvelden.", MOST),
        ("Pasientgrupper trenger telefon og papir.", SEVEN),
        ("Psykologene bruker video i behandlingen hver dag.", VIDEO),
        ("Sykepleierne sparer tid på meldinger til legekontoret.", NURSES),
    ],
)
def test_wider_groups_and_those_spoken_about_may_be_named(text: str, cited: int) -> None:
    assert shown(text, cited) == text


def test_one_participant_does_not_speak_for_those_spoken_to() -> None:
    text = "{} svarer {} med en gang."
    assert shown(text.format("Fastlegene sier at de", "sykepleierne"), NURSE_ON_GP) is None
    told = "Sykepleierne sier at fastlegen svarer med en gang."
    assert shown(told, NURSE_ON_GP) == told


def test_sources_of_other_groups_are_not_cited_for_it() -> None:
    kept = borne(FAITHFUL, NURSES, MOST, QUEUE)
    assert kept
    assert kept[1] == [REPORT.findings[MOST].text]


@pytest.mark.parametrize(
    "text",
    [
        "Fastlegene får mer arbeid om kvelden. Det siste jeg ser før jeg slukker lyset.",
        "Fastlegene ser innboksen: DET SISTE JEG SER FØR JEG, om kvelden, mer arbeid.",
        "Fastlegene mener at det er galskap med mer arbeid om kvelden av meldingene.",
        "Fastlegene får mer arbeid om kvelden, nå slipper jeg telefonkøen av meldingene.",
    ],
)
def test_a_participant_s_words_need_marks(text: str) -> None:
    assert shown(text, MOST) is None
    assert shown(text, MOST, INBOX, MAD) is None


def test_a_participant_s_words_in_marks_are_cited() -> None:
    text = "Fastlegene sier at innboksen er “det siste jeg ser før jeg slukker lyset” om kvelden."
    assert shown(text, INBOX) == text.replace("“", "«").replace("”", "»")
    assert shown(text, MOST) is None


def test_marks_do_not_lend_the_words_of_who_may_not_speak() -> None:
    text = "Fastlegene får mer arbeid om kvelden av meldingene: «slipper jeg telefonkøen»."
    assert shown(text, MOST, QUEUE) is None


@pytest.mark.parametrize(
    ("marked", "bare"),
    [
        ("«har fått altfor mye»", "har fått altfor mye"),
        ('"har fått altfor mye"', "har fått altfor mye"),
        ("'har fått altfor mye'", "har fått altfor mye"),
        ("»har fått altfor mye«", "har fått altfor mye"),
        ("„har fått altfor mye“", "har fått altfor mye"),
    ],
)
def test_marks_around_invented_words_go(marked: str, bare: str) -> None:
    text = "Fastlegene {} arbeid om kvelden av meldingene fra kommunen."
    assert shown(text.format(marked), MOST) == text.format(bare)


def test_marks_around_the_finding_s_own_marks_stay() -> None:
    text = "Pasientene skriver «bare et kjapt spørsmål» til fastlegene."
    assert shown(text, CALLED) == text


@pytest.mark.parametrize("number", ["ID7", "id 7", "ID-7", "ID: 7", "I\u200bD7", "ID\u00ad7"])
def test_participant_numbers_are_never_shown(number: str) -> None:
    assert shown(f"{FAITHFUL} ({number}) sju", SEVEN, MOST) is None
    text = "Deltakerne peker på sju pasientgrupper som trenger telefon, sier"
    assert shown(f"{text} {number}.", SEVEN) is None


def test_what_cannot_be_seen_goes_and_html_is_text() -> None:
    assert shown(f"\x00{FAITHFUL}\u202e\u200b", MOST) == FAITHFUL
    script = f"<script>alert()</script> {FAITHFUL}"
    assert shown(script, MOST) == script


@pytest.mark.parametrize("text", ["", " ", "«»", "…", "\u200b", "42"])
def test_no_sentence(text: str) -> None:
    assert shown(text, MOST) is None
