"""A judge with a weight by hand, reports that it judges on, and what was found in them."""

import math
from collections.abc import Iterable

from service.answerability import Answerability
from service.answerable import Decision, Judge
from service.domain import Group
from service.evidence import Evidence, Found
from service.index.library import Snapshot
from service.understanding import Question
from service.vocabulary.groups import group_vocabulary
from tests.opened import evidence_of, snapshot_of
from tests.reports import Chapter, F, Q, make_report

GP, NURSE = Group(role="fastlege"), Group(role="sykepleier")
DENTIST, PATIENT = Group(role="tannlege"), Group(role="pasient")
REPORT = make_report(
    Chapter("1 Arbeidsdagen"),
    F(
        "De fleste fastlegene får flere meldinger fra pasienter.",
        (GP,),
        more=(("strength", "most"), ("strength_words", "De fleste")),
    ),
    F("Sykepleierne får raske svar.", (NURSE,)),
    Q("Innboksen er aldri tom.", "fastlege"),
)
TIMES = make_report(
    Chapter("1 Ventetid"),
    F("Ventetiden er tolv uker for de fleste.", more=(("strength", "most"),)),
    F("Ventetiden tærer på pasientene."),
    F("Mange synes at ventetiden er lang.", more=(("strength", "many"),)),
    Q("Jeg har ventet i 7 uker.", "pasient"),
    id="times",
)
SNAPSHOT = snapshot_of(REPORT, TIMES)
EVIDENCE = tuple(
    item.model_copy(update={"concepts": ("meldinger",)}) for item in evidence_of(REPORT)
)
WAITING = tuple(item.model_copy(update={"concepts": ("ventetid",)}) for item in evidence_of(TIMES))
ASKED = Question(text="Hvorfor får fastlegene flere meldinger?", language="nb", groups=(GP,))
HOW_LONG = Question(text="Hvor lang er ventetiden?", language="nb", number=True)
HOW_MANY = Question(text="Hvor mange synes at ventetiden er lang?", language="nb", number=True)

BY_HAND = Answerability(intercept=0.0, weights={"odds": 1.0}, refuse=0.25, doubt=0.75)
"""What is this likely by its one sign is refused below a quarter, doubted below three."""
SURE, DOUBTED, REFUSED = 0.9, 0.5, 0.1


def judged(
    question: Question = ASKED,
    evidence: Iterable[Evidence] = EVIDENCE,
    topic: tuple[str, ...] = ("meldinger",),
    unknown: tuple[str, ...] = (),
    study_only: tuple[str, ...] = (),
    unknown_share: float = 0.0,
    likely: float = SURE,
    snapshot: Snapshot = SNAPSHOT,
) -> Decision:
    found = Found(
        evidence=tuple(evidence),
        topic=topic,
        unknown=unknown,
        study_only=study_only,
        unknown_share=unknown_share,
        signs={"odds": math.log(likely / (1 - likely))},
    )
    return Judge(group_vocabulary(), BY_HAND).after_search(question, snapshot, found)


def about(*concepts: str) -> tuple[Evidence, ...]:
    return tuple(item.model_copy(update={"concepts": concepts}) for item in EVIDENCE)


def asked(**changes: object) -> Question:
    return ASKED.model_copy(update=changes)


def ids(evidence: Iterable[Evidence]) -> list[str]:
    return [item.source.id for item in evidence]
