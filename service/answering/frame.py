"""What stands around the evidence: lead, message, caveats, and what to ask next."""

from collections.abc import Mapping, Sequence

from service.answerable import Decision
from service.answering.follow_ups import FollowUps, nearest
from service.answering.lead import Lead
from service.answering.limits import limits
from service.answering.lists import left_out
from service.answering.phrases import count, listed, marked, say
from service.answering.sides import sides, sides_of
from service.answering.told import Told
from service.contract import Citation, NearestTopic
from service.domain import Finding, Group, Language
from service.evidence import Evidence
from service.index.library import Snapshot
from service.understanding import Question
from service.vocabulary.groups import GroupVocabulary


def uncertain(citations: Sequence[Citation], language: Language) -> str:
    """How many of the sources cited were marked uncertain when they were read; empty if none."""
    doubtful = sum(cited.uncertain is not None for cited in citations)
    said = count("caveat_uncertain", doubtful, language) if doubtful else ""
    return said[:1].upper() + said[1:]


class Frame:
    """Writes in the question's language. Keeps nothing between questions."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary
        self._lead = Lead(vocabulary)
        self._follow_ups = FollowUps(vocabulary)

    def lead(self, told: Told) -> str:
        """One sentence on what was found and where; it asserts nothing that is not cited."""
        return self._lead.sentence(told)

    def block(self, question: Question, finding: Finding, heading: str) -> str:
        """What a claim stands under: in a comparison the groups that it is about, else its
        heading."""
        among = sides(question)
        return self._named(sides_of(finding, among, self._vocabulary), question) or heading

    def message(
        self,
        question: Question,
        decision: Decision,
        told: Told | None = None,
        own_words: Mapping[str, str] | None = None,
    ) -> str:
        """Why there is no answer, or not a full one; empty when there is nothing to say. With
        `own_words`, the sentence in which the report itself says so and its section."""
        language = question.language
        names = self._named(decision.groups, question, capital=False)
        words = listed([marked(word, language) for word in decision.words], language)
        parts = []
        if decision.reason is not None:
            if decision.reason == "group_not_interviewed":
                names = names[:1].upper() + names[1:]
            parts.append(say(decision.reason, language, groups=names, words=words))
        if decision.reason == "unknown_words" and decision.verdict == "partial":
            parts.append(say("check_findings", language))
        if own_words:
            parts.append(say("caveat_own", language, **own_words))
        if told is not None:
            parts += self._rest(told)
        if question.instructions and decision.reason != "only_instruction":
            parts.append(say("instruction_set_aside", language))
        return " ".join(parts)

    def not_covered(
        self, question: Question, decision: Decision, told: Told | None = None
    ) -> tuple[str, ...]:
        """The parts of the question that the report has nothing on."""
        language = question.language
        if decision.reason in ("no_number", "no_figure"):
            return (say("number_not_covered", language),)
        groups = (self._vocabulary.label(group, language, "many") for group in decision.groups)
        silent = self.silent(told) if told else ()
        sides_missing = (
            say(
                "side_not_covered", language, groups=self._vocabulary.label(group, language, "many")
            )
            for group in silent
        )
        return (*groups, *decision.words, *sides_missing)

    def silent(self, told: Told) -> tuple[Group, ...]:
        """The groups compared on which nothing is shown, where something is on others."""
        among = sides(told.question)
        findings = [finding for claim in told.claims if (finding := told.finding(claim))]
        spoken = {side for f in findings for side in sides_of(f, among, self._vocabulary)}
        known = set(told.decision.groups)
        return tuple(side for side in among if spoken and side not in spoken and side not in known)

    def caveats(self, told: Told) -> tuple[str, ...]:
        """What a reader must know before using what is shown."""
        language, snapshot, citations = told.question.language, told.snapshot, told.citations
        caveats = limits(told)
        languages = {snapshot.reports[c.report].report.language for c in citations}
        if any((other == "en") != (language == "en") for other in languages):
            caveats.append(say("caveat_original", language))
        if doubtful := uncertain(citations, language):
            caveats.append(doubtful)
        people = [group for group in told.question.groups if group.role]
        spoken = any(claim.holder == "participants" for claim in told.claims)
        if people and spoken and not self._names_one(told):
            groups = self._named(people, told.question, capital=False)
            caveats.insert(0, say("caveat_unnamed", language, groups=groups))
        if any(snapshot.reports[c.report].report.fictional for c in citations):
            caveats.append(say("caveat_fictional", language))
        return tuple(caveats)

    def _names_one(self, told: Told) -> bool:
        """Whether a finding shown is on one of the groups asked about, or on a wider or narrower
        one, or names one in its text or heading."""
        wanted = told.question.groups
        for claim in told.claims:
            cited = told.first(claim)
            named = [m.group for m in self._vocabulary.find(f"{cited.context}. {cited.text}")]
            of = [*claim.groups, *named, *([Group(role=claim.about)] if claim.about else [])]
            if any(
                self._vocabulary.fits(have, want) or self._vocabulary.fits(want, have)
                for have in of
                for want in wanted
            ):
                return True
        return False

    def nearest(self, snapshot: Snapshot, found: Sequence[Evidence]) -> tuple[NearestTopic, ...]:
        """What the best of what was found is about."""
        return nearest(snapshot, found)

    def follow_ups(self, told: Told) -> tuple[str, ...]:
        """Questions about what lies near and was not shown."""
        return self._follow_ups.after(told)

    def _rest(self, told: Told) -> list[str]:
        """What is left out: the rest of a list, groups compared that nothing is said of."""
        language = told.question.language
        parts = []
        if silent := self.silent(told):
            names = self._named(silent, told.question, capital=False)
            parts.append(say("silent_side", language, groups=names))
        shown = {cited.id for cited in told.citations}
        for report in told.reports if told.claims else ():
            rest = left_out(told.snapshot.reports[report], shown, told.known)
            parts += [
                say(
                    "more_points",
                    language,
                    topic=marked(topic, language),
                    points=count("points", missing, language),
                )
                for topic, missing in rest.items()
            ]
        return parts

    def _named(self, groups: Sequence[Group], question: Question, *, capital: bool = True) -> str:
        """Groups in the question's language."""
        language = question.language
        names = listed([self._vocabulary.label(g, language, "many") for g in groups], language)
        return names[:1].upper() + names[1:] if capital else names
