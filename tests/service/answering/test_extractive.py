"""Without a language model an answer is chosen from the sources; nothing is written."""

from collections.abc import Sequence

from service.answering.base import Draft
from service.answering.extractive import QUOTES, QUOTES_ASKED, SHORT, ExtractiveAnswerer
from service.answering.selection import CLAIMS, LIST_CLAIMS
from service.domain import Group, Report
from service.evidence import Evidence
from service.understanding import Question, Wishes
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of
from tests.reports import Chapter, F, Q, Topic, make_report

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier")
ASKED = Question(text="Hvorfor får fastlegene mer arbeid?", language="nb", groups=(GP,))
THINGS = (
    "telefonen ringer", "meldinger hoper seg opp", "kalenderen er full", "nettet faller ut",
    "rom mangler", "vikarer uteblir", "skjema blir lengre", "prøver kommer sent",
    "attester purres", "takster endres", "møter flyttes", "kurs avlyses", "bilen streiker",
    "lysrør blinker", "printeren stanser",
)  # fmt: skip


def drafted(evidence: Sequence[Evidence], question: Question = ASKED) -> Draft:
    return ExtractiveAnswerer(group_vocabulary()).draft(question, evidence)


def level(report: Report, relevance: float = 0.5) -> tuple[Evidence, ...]:
    """All of a report equally relevant, so that only the rules choose."""
    alike = {"score": 1.0, "relevance": relevance}
    return tuple(item.model_copy(update=alike) for item in evidence_of(report))


def texts(report: Report, ids: Sequence[str]) -> list[str]:
    by_id = {source.id: source.text for source in report.sources}
    return [by_id[id] for id in ids]


def claimed(report: Report, draft: Draft) -> list[str]:
    return texts(report, [claim.sources[0] for claim in draft.claims])


def findings(*, lead_in: str | None = None) -> list[F]:
    return [F(f"Legene sier at {thing}.", lead_in=lead_in) for thing in THINGS]


def test_a_claim_names_one_source_and_has_no_words_of_its_own() -> None:
    report = make_report(Chapter("1 Funn"), *findings())
    draft = drafted(level(report))
    assert draft.mode == "extractive"
    assert len(draft.claims) == CLAIMS
    assert all(claim.text is None and len(claim.sources) == 1 for claim in draft.claims)


def test_nothing_gives_nothing() -> None:
    assert drafted([]) == Draft(mode="extractive")


def test_weak_findings_are_left_out() -> None:
    report = make_report(Chapter("1 Funn"), *findings())
    items = level(report, 0.2)
    ranked = [items[0].model_copy(update={"relevance": 0.9}), *items[1:]]
    assert claimed(report, drafted(ranked)) == [THINGS[0].join(("Legene sier at ", "."))]


def test_nearly_the_same_is_shown_once() -> None:
    report = make_report(
        Chapter("1 Oppsummering"),
        F("De fleste fastlegene opplever merarbeid av digitale meldinger."),
        Chapter("2 Funn"),
        F("De fleste fastleger opplever merarbeid av de digitale meldingene."),
        F("Noen fastleger har ansatt en sekretær som sorterer henvendelsene."),
    )
    shown = claimed(report, drafted(level(report)))
    assert len(shown) == 2
    assert shown[0] == report.findings[0].text


def test_the_same_in_another_report_is_another_finding() -> None:
    parts = (Chapter("1 Funn"), F("De fleste fastlegene opplever merarbeid av meldinger."))
    one, other = make_report(*parts, id="one"), make_report(*parts, id="other")
    evidence = [*level(one), *level(other)]
    assert len(drafted(evidence).claims) == 2


def test_a_list_is_shown_whole() -> None:
    report = make_report(Chapter("1 Funn"), *findings(lead_in="De peker på flere ting:"))
    assert len(drafted(level(report)).claims) == LIST_CLAIMS > CLAIMS


def test_findings_of_one_heading_stand_together() -> None:
    report = make_report(
        Chapter("1 Funn"),
        Topic("A"),
        F("Telefonen ringer hele dagen."),
        F("Kalenderen fylles av møter."),
        Topic("B"),
        F("Nettet faller ofte ut."),
    )
    a, b, c = level(report)
    shown = claimed(report, drafted([a, c, b]))
    assert shown == [a.source.text, b.source.text, c.source.text]


def test_sources_of_others_are_not_used() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("Telefonen ringer hele dagen hos fastlegene.", (GP,)),
        F("Sykepleierne slipper telefonkøen nå.", (NURSE,)),
        Q("Nå slipper jeg køen.", "sykepleier"),
    )
    gp, nurse, quote = level(report)
    others = [item.model_copy(update={"fit": "others"}) for item in (nurse, quote)]
    draft = drafted([*others, gp])
    assert [claim.sources for claim in draft.claims] == [(gp.source.id,)]
    assert draft.quotes == ()


def test_quotes_are_of_the_voices_asked_for_only() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("Telefonen ringer hele dagen."),
        Q("Den ringer og ringer.", "fastlege"),
        Q("Jeg slipper køen.", "sykepleier", "kommune"),
        Q("Jeg står i kø.", "sykepleier", "helseforetak"),
        Q("Hvem jeg er, står ikke her."),
    )

    def quoted(*voices: Group) -> list[str]:
        question = ASKED.model_copy(update={"voices": voices})
        return texts(report, drafted(level(report), question).quotes)

    assert quoted(GP) == ["Den ringer og ringer."]
    assert quoted(Group(role="lege")) == ["Den ringer og ringer."]
    assert quoted(NURSE) == ["Jeg slipper køen.", "Jeg står i kø."]
    assert quoted(Group(role="sykepleier", sector="kommune")) == ["Jeg slipper køen."]
    assert quoted(Group(role="jordmor")) == []
    assert len(quoted()) == 4


def test_quotes_beside_the_claims_come_first() -> None:
    report = make_report(
        Chapter("1 Funn"),
        Topic("Annet"),
        Q("Et helt annet sted.", "fastlege"),
        Topic("Telefon"),
        F("Telefonen ringer hele dagen."),
        Q("Rett under funnet.", "fastlege"),
    )
    elsewhere, claim, beside = level(report)
    elsewhere = elsewhere.model_copy(update={"score": 2.0})
    quoted = texts(report, drafted([elsewhere, claim, beside]).quotes)
    assert quoted[0] == "Rett under funnet."


def test_quotes_are_bounded() -> None:
    quotes = [Q(f"Jeg sier at {thing}.", "fastlege") for thing in THINGS]
    report = make_report(Chapter("1 Funn"), F("Telefonen ringer hele dagen."), *quotes)
    assert len(drafted(level(report)).quotes) == QUOTES
    asked = ASKED.model_copy(update={"kind": "quotes"})
    draft = drafted(level(report), asked)
    assert draft.claims == ()
    assert len(draft.quotes) == QUOTES_ASKED


def test_quotes_asked_for_where_there_are_none_give_findings() -> None:
    report = make_report(Chapter("1 Funn"), F("Telefonen ringer hele dagen."))
    asked = ASKED.model_copy(update={"kind": "quotes"})
    assert len(drafted(level(report), asked).claims) == 1


def test_how_the_study_was_made_answers_questions_about_it_alone() -> None:
    report = make_report(Chapter("1 Metode"), F("Vi har intervjuet ni fastleger i dybden."))
    aside = [item.model_copy(update={"aside": True}) for item in level(report)]
    assert drafted(aside).claims == ()
    assert (
        len(drafted(aside, ASKED.model_copy(update={"kind": "study", "study": True})).claims) == 1
    )


def test_the_fuller_of_two_is_the_claim_and_the_other_its_support() -> None:
    report = make_report(
        Chapter("1 Oppsummering"),
        F("Fastlegene opplever merarbeid av digitale meldinger."),
        Chapter("2 Funn"),
        F("Fastlegene opplever merarbeid av digitale meldinger hver eneste dag."),
    )
    short, full = report.findings
    for order in (level(report), level(report)[::-1]):
        assert [claim.sources for claim in drafted(order).claims] == [(full.id, short.id)]


def test_it_is_found_where_it_was_not_good_enough_itself() -> None:
    report = make_report(
        Chapter("1 Oppsummering"),
        F("Fastlegene opplever merarbeid av digitale meldinger."),
        Chapter("2 Funn"),
        F("Fastlegene opplever merarbeid av digitale meldinger hver eneste dag."),
    )
    best, weak = level(report)
    found = [best.model_copy(update={"score": 9.0}), weak]
    assert claimed(report, drafted(found)) == [weak.source.text]


def test_a_short_answer_and_a_number_of_items_are_given() -> None:
    report = make_report(Chapter("1 Funn"), *findings(), Q("Den ringer.", "fastlege"))

    def wishing(**wishes: object) -> Draft:
        asked = ASKED.model_copy(update={"wishes": Wishes.model_validate(wishes)})
        return drafted(level(report), asked)

    assert len(wishing(short=True).claims) == SHORT
    assert wishing(short=True).quotes == ()
    assert len(wishing(short=True, quotes=True).quotes) == 1
    assert wishing(quotes=False).quotes == ()
    assert len(wishing(items=2).claims) == 2
    assert len(wishing(items=1, quotes=True).claims) == CLAIMS


def test_a_comparison_goes_group_by_group() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("Sykepleierne liker meldingene.", (NURSE,)),
        F("Begge gruppene leser dem.", (GP, NURSE)),
        F("Fastlegene misliker dem.", (GP,)),
    )
    nurses, both, doctors = report.findings
    asked = ASKED.model_copy(update={"kind": "comparison", "groups": (GP, NURSE)})
    shown = [claim.sources[0] for claim in drafted(level(report), asked).claims]
    assert shown == [both.id, doctors.id, nurses.id]


def test_a_group_compared_of_which_nothing_was_good_enough_is_looked_for() -> None:
    report = make_report(
        Chapter("1 Funn"),
        F("Sykepleierne liker meldingene.", (NURSE,)),
        F("Fastlegene misliker dem.", (GP,)),
        F("Fastlegene drikker kaffe.", (GP,)),
        Topic("Kaffe"),
        F("Fastlegene koker den selv.", (GP,)),
    )
    first, *others = level(report, 0.2)
    best = first.model_copy(update={"relevance": 0.9})
    asked = ASKED.model_copy(update={"kind": "comparison", "groups": (GP, NURSE)})
    shown = claimed(report, drafted([best, *others], asked))
    assert shown == [
        "Fastlegene misliker dem.",
        "Fastlegene drikker kaffe.",
        "Sykepleierne liker meldingene.",
    ]
    assert len(drafted([best, *others]).claims) == 1


def test_what_speaks_against_what_was_chosen_is_shown_and_named() -> None:
    report = make_report(
        Chapter("1 Funn"),
        Topic("A"),
        F("Video passer godt for eldre pasienter."),
        Topic("B"),
        F("Video passer ikke for eldre pasienter."),
        F("Telefonen ringer."),
    )
    first, against, other = level(report, 0.2)
    best = first.model_copy(update={"relevance": 0.9})
    draft = drafted([best, other, against])
    assert claimed(report, draft) == [first.source.text, against.source.text]
    assert draft.contrasts == (against.source.id,)


def test_a_definition_comes_first_where_one_is_asked_for() -> None:
    report = make_report(
        Chapter("1 Funn"), F("Alle bruker PLO-meldinger."), F("PLO-meldinger er brev på nett.")
    )
    asked = Question(text="Hva er PLO-meldinger?", language="nb", kind="definition")
    assert claimed(report, drafted(level(report), asked))[0] == "PLO-meldinger er brev på nett."
