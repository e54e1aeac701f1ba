"""Arbitrary drafts over the sample report: what any composer, however bad, might propose.

Ids that exist, that were not retrieved or that nobody has; text put together from sources, halves
of quotes, invented quotes, strengths, numbers, groups, markup.
"""

from functools import cache

from hypothesis import strategies as st

from service.answerable import Decision
from service.answering.base import Draft, DraftClaim
from service.answering.verify import Verifier
from service.assistant import Assistant
from service.contract import Answer, Claim
from service.domain import Finding, Group, Quote
from service.evidence import Evidence
from service.index.library import Snapshot
from service.understanding import Question
from service.vocabulary.groups import group_vocabulary

GP = Group(role="fastlege")
WHY = "Hvorfor opplever fastlegene merarbeid?"
QUESTIONS = {
    "nb": Question(text=WHY, language="nb", groups=(GP,), voices=(GP,)),
    "nn": Question(text="Kva skjer med innboksen?", language="nn"),
    "en": Question(text="Why do GPs get extra work?", language="en", groups=(GP,), voices=(GP,)),
}
FOREIGN_NUMBERS = (
    *("61", "4711", "3,7", "½", "٧٧", "sytten", "åttiseks", "nitti prosent", "halvparten"),
    *("to tredjedeler", "seventeen", "ninety percent", "three quarters", "eighty-six", "dozens"),
)
RAISED = (
    *("Alle fastlegene", "Samtlige deltakere", "De aller fleste fastlegene", "Ingen fastleger"),
    *("Dei fleste fastlegane", "Alle fastlegane", "All GPs", "Most participants", "No GPs"),
    *("Flertallet av sykepleierne", "Mange fastleger", "Several nurses", "Nearly all GPs"),
)
OTHERS = (
    *("Tannlegene mener at", "Psykologene sier at", "Jordmødrene", "According to midwives,"),
    *("Sykepleierne i kommunen", "Nurses in hospitals say that", "Helsesjukepleiarane"),
)
INVENTED = (
    *("Jeg orker ikke mer av dette", "This is madness, I quit", "Eg held ikkje ut lenger"),
    *("My inbox is killing me", "Innboksen er en plage"),
)
MARKS = (
    "“{}”",
    "”{}”",
    "„{}“",
    "«{}»",
    "»{}«",
    "‹{}›",
    "'{}'",
    "‘{}’",
    '"{}"',
    "«{}",
    "{}»",
    "`{}`",
)
MARKUP = (
    *("<script>alert(1)</script>", "<img src=x onerror=y>", "[x](javascript:y)", "\x00\x1b[31m"),
    *("\u202eabc\u202c", "\u200b\ufeff", "\ud800", "</section>", "{{7*7}}", "ID28", "(ID 4)"),
)


class World:
    """The sample report, opened, and what some of its sources look like when they were found."""

    def __init__(self, assistant: Assistant) -> None:
        self.snapshot: Snapshot = assistant.library.snapshot()
        [self.opened] = self.snapshot.reports.values()
        report = self.opened.report
        self.canonical = report.canonical
        self.evidence = tuple(
            Evidence(source=source, report=report.id, score=1.0, relevance=0.5, cosine=0.9)
            for source in (*report.findings[20:100:2], *report.quotes[::2])
        )
        self.verifier = Verifier(group_vocabulary())

    def answer(self, draft: Draft, language: str = "nb") -> Answer:
        decision = Decision(verdict="answer", evidence=self.evidence)
        return self.verifier.answer(
            QUESTIONS[language], self.snapshot, decision, self.evidence, draft
        )

    def cited(self, claim: Claim) -> list[Finding | Quote]:
        return [self.opened.sources[id] for id in claim.citations]


@cache
def _draft_parts(world: World) -> tuple[list[str], list[str], st.SearchStrategy[str]]:
    known = [item.source.id for item in world.evidence]
    others = [id for id in world.opened.sources if id not in set(known)][::5]
    said = [item.source.text for item in world.evidence]
    quotes = [source.text for source in world.opened.report.quotes]

    @st.composite
    def piece(draw: st.DrawFn) -> str:
        text = draw(st.sampled_from([*said, *quotes]))
        words = text.split()
        start = draw(st.integers(0, len(words) - 1))
        return " ".join(words[start : start + draw(st.integers(1, 14))])

    plain = st.one_of(
        st.sampled_from(said),
        piece(),
        st.sampled_from([*RAISED, *OTHERS, *FOREIGN_NUMBERS, *INVENTED, *MARKUP]),
        st.text(max_size=20),
    )
    marked = st.tuples(st.sampled_from(MARKS), st.one_of(piece(), st.sampled_from(INVENTED))).map(
        lambda pair: pair[0].format(pair[1])
    )
    return known, others, st.one_of(plain, marked, plain)


def drafts(world: World) -> st.SearchStrategy[Draft]:
    known, others, fragment = _draft_parts(world)
    ids = st.one_of(
        st.sampled_from(known), st.sampled_from(known), st.sampled_from(others), st.text(max_size=8)
    )

    @st.composite
    def claim(draw: st.DrawFn) -> DraftClaim:
        cited = draw(st.lists(ids, min_size=1, max_size=3))
        if draw(st.integers(0, 5)) == 0:
            return DraftClaim(sources=tuple(cited), text=None)
        # Most claims begin with what their source says, else next to none would be let through.
        base = world.opened.sources.get(cited[0])
        parts = draw(st.lists(fragment, max_size=2))
        if base is not None and draw(st.integers(0, 4)):
            parts.insert(draw(st.integers(0, len(parts))), base.text)
        return DraftClaim(sources=tuple(cited), text=" ".join(parts))

    return st.builds(
        Draft,
        mode=st.sampled_from(["llm", "llm", "llm", "extractive"]),
        claims=st.lists(claim(), max_size=4).map(tuple),
        quotes=st.lists(ids, max_size=4).map(tuple),
    )
