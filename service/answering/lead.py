"""The sentence that an answer begins with, built from what was found.

It says what kind of thing the report has on the question, on whom and where, in the question's
language. What it counts are the claims shown, what it quotes are headings and words of strength:
it asserts nothing that is not cited.
"""

from collections.abc import Iterable, Sequence

from service.answering.figures import figures
from service.answering.lists import left_out
from service.answering.phrases import count, listed, marked, say
from service.answering.sides import sides, sides_of
from service.answering.signals import gives_a_reason
from service.answering.told import Told
from service.contract import Claim
from service.domain import Finding, Group, Language
from service.evidence import list_key
from service.understanding.topic import topic
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.questions import signal

TOPICS = 3
"""Headings that are named; where there are more, it says so."""
NAMED = 4
"""Groups that are named."""
SETTLING = 2
"""First claims among which one that says how many settles a question that wants a yes or a no."""
LIKELY = 0.5
"""Share of the likeliest one's likelihood that such a claim must have."""
CLEARLY = 0.05
"""How likely the likeliest of the quotes asked for must be to be on the topic, for the lead to say
that they are: below it one in ten is (training sets)."""
NEARBY = {"unknown_words", "study_only"}
"""Verdicts on which what is shown may be about something else."""


class Lead:
    """Writes leads. Keeps nothing between answers."""

    def __init__(self, vocabulary: GroupVocabulary) -> None:
        self._vocabulary = vocabulary

    def sentence(self, told: Told) -> str:
        """The lead of an answer that shows something."""
        language = told.question.language
        if not told.claims:
            return self._of_quotes(told)
        claims = told.answering or list(told.claims)
        values = {
            "findings": _count("findings", len(claims), told),
            "topics": _places(told, claims),
        }
        name, more = self._name(told, claims)
        lead = say(name, language, **{**values, **more})
        if len(claims) < len(told.claims):
            return lead.removesuffix(".") + say("lead_contrasts", language)
        return lead

    def _name(self, told: Told, claims: Sequence[Claim]) -> tuple[str, dict[str, str]]:
        """The phrase to use and what else it is filled in with."""
        language, groups = told.question.language, told.decision.groups
        if told.decision.reason in NEARBY:
            return "lead_nearby", {}
        if len(told.reports) > 1:
            return "lead_several", {}
        if told.decision.reason == "group_not_interviewed" and any(
            claim.about in {group.role for group in groups} for claim in claims
        ):
            return "lead_about", {"groups": self._groups(groups, language)}
        if among := sides(told.question):
            return self._of_sides(told, claims, among)
        if _is_cut(told):
            return "lead_part", {}
        found = self._of_kind(told, claims)
        if found is None and all(claim.holder == "researchers" for claim in claims):
            return "lead_researchers", {}
        return found or ("lead", {})

    def _of_kind(self, told: Told, claims: Sequence[Claim]) -> tuple[str, dict[str, str]] | None:
        """The phrase that the kind of question asks for, where the claims bear it."""
        question, language = told.question, told.question.language
        if question.number and (words := _strengths(claims, language)) and not _counts(claims):
            return "lead_words", {"words": words}
        if question.kind == "why":
            return self._of_reasons(told, claims)
        if question.kind == "study" or (question.study and question.number):
            return "lead_study", {}
        if question.kind == "who" and (named := self._who(claims, language)):
            return "lead_who", {"groups": named}
        if question.kind == "list" and _is_one_list(told, claims):
            return "lead_list", {"points": _count("points", len(claims), told)}
        settling = (claim for claim in claims[:SETTLING] if self._may_settle(told, claim))
        first = [claim for claim in settling if claim.strength_words][:1]
        words, groups = _strengths(first, language), self._named(first, language)
        if question.kind == "yes_no" and words and groups:
            return "lead_yes_no", {"words": words, "groups": groups, "topics": _places(told, first)}
        return None

    def _may_settle(self, told: Told, claim: Claim) -> bool:
        """Whether what a claim says of how many may be the answer: it is on a group asked about,
        where one is, itself speaks of the topic, where any finding does, and is not much less
        likely than the likeliest."""
        wanted = told.question.groups
        of_them = not wanted or any(
            self._vocabulary.fits(have, want) for have in claim.groups for want in wanted
        )
        spoken = any(item.concepts for item in told.known.values())
        own = told.known[claim.citations[0]]
        likeliest = max(told.known[each.citations[0]].relevance for each in told.claims)
        likely = own.relevance >= LIKELY * likeliest
        return of_them and likely and (not spoken or bool(own.concepts))

    def _of_quotes(self, told: Told) -> str:
        language = told.question.language
        quotes = [cited for cited in told.citations if cited.kind == "quote"]
        speakers = (
            Group(role=cited.role, sector=cited.sector, field=cited.field) for cited in quotes
        )
        values = {
            "quotes": count("quotes", len(quotes), language),
            "topics": _under((told.topic(cited) for cited in quotes), language),
        }
        known = [group for group in speakers if group]
        likeliest = max(told.known[cited.id].relevance for cited in quotes)
        name = "lead_quotes"
        on_something = any(item.concepts for item in told.found)
        if on_something and topic(told.question.text, self._vocabulary) and likeliest < CLEARLY:
            name = "lead_quotes_nearby"
        elif told.question.more:
            name = "lead_quotes_more"
        if len(known) == len(quotes) and len(set(known)) <= NAMED:
            groups = self._groups(known, language)
            return say(f"{name}_by", language, groups=groups, **values)
        return say(name, language, **values)

    def _of_sides(
        self, told: Told, claims: Sequence[Claim], among: Sequence[Group]
    ) -> tuple[str, dict[str, str]]:
        language = told.question.language
        of = [
            sides_of(finding, among, self._vocabulary)
            for claim in told.claims
            if (finding := told.finding(claim))
        ]
        spoken = [side for side in among if any(side in each for each in of)]
        groups = {"groups": self._groups(spoken, language)}
        if len(spoken) > 1:
            apart = all(any(each == (side,) for each in of) for side in spoken)
            return ("lead_apart" if apart else "lead_together"), groups
        return ("lead_one_side", groups) if spoken else ("lead", {})

    def _of_reasons(self, told: Told, claims: Sequence[Claim]) -> tuple[str, dict[str, str]] | None:
        """The phrase where claims give reasons; none where the question takes for granted that
        something is so of all or of none: a reason would grant it."""
        if signal("sweeping").search(told.question.text):
            return None
        reasons = [claim for claim in claims if _is_reason(told, claim)]
        # The line that introduces a list of reasons is none itself.
        reasons = [c for c in reasons if not c.text.rstrip().endswith(":")] or reasons
        # Items of a list are so many reasons; sentences may share one, or lead to it.
        if len(reasons) >= len(claims) - 1 and _is_one_list(told, reasons):
            points = _count("reasons", len(reasons), told)
            return "lead_reasons", {"reasons": points, "topics": _places(told, reasons)}
        if reasons:
            name = "lead_some_reasons" if len(reasons) > 1 else "lead_one_reason"
            return name, {"topics": _places(told, reasons)}
        return None

    def _who(self, claims: Sequence[Claim], language: Language) -> str:
        """The groups that claims name, unless some are on those who speak and some on those who
        are spoken of: side by side they would all seem to be the answer."""
        speak = any(group.role for claim in claims for group in claim.groups)
        spoken_of = any(claim.about for claim in claims)
        return "" if speak and spoken_of else self._named(claims, language)

    def _named(self, claims: Sequence[Claim], language: Language) -> str:
        named = dict.fromkeys(group for claim in claims for group in claim.groups if group.role)
        about = dict.fromkeys(Group(role=claim.about) for claim in claims if claim.about)
        groups = [*named, *(group for group in about if group not in named)]
        return self._groups(groups, language) if 0 < len(groups) <= NAMED else ""

    def _groups(self, groups: Iterable[Group], language: Language) -> str:
        labels = (self._vocabulary.label(group, language, "many") for group in groups if group)
        return listed(list(dict.fromkeys(labels)), language)


def _count(name: str, n: int, told: Told) -> str:
    """How many, where that is how many findings are cited; else "several": what cannot be counted
    on the page is no number to print."""
    cited = sum(cited.kind == "finding" for cited in told.citations)
    if n > 1 and n != cited:
        return say(f"{name}_several", told.question.language)
    return count(name, n, told.question.language)


def _places(told: Told, claims: Sequence[Claim]) -> str:
    return _under((told.topic(told.first(claim)) for claim in claims), told.question.language)


def _under(topics: Iterable[str], language: Language) -> str:
    """Headings in quotation marks, no more than `TOPICS`."""
    names = list(dict.fromkeys(topics))
    shown = [marked(name, language) for name in names[:TOPICS]]
    if len(names) > TOPICS:
        shown.append(say("elsewhere", language))
    return listed(shown, language)


def _strengths(claims: Sequence[Claim], language: Language) -> str:
    """Words of strength as they are written, with what they mean where the languages differ."""
    stated: dict[str, str] = {}
    for claim in claims:
        if claim.strength_words:
            meaning = ""
            if (claim.language == "en") != (language == "en"):
                meaning = f" ({say(f'strength_{claim.strength}', language)})"
            stated.setdefault(
                claim.strength_words.lower(), marked(claim.strength_words, language) + meaning
            )
    return listed(list(stated.values()), language)


def _counts(claims: Sequence[Claim]) -> bool:
    return any(figures(claim.text, claim.language) for claim in claims)


def _is_reason(told: Told, claim: Claim) -> bool:
    cited = told.first(claim)
    return gives_a_reason(cited.text) or gives_a_reason(cited.context)


def _is_cut(told: Told) -> bool:
    """Whether more was found than is shown, so that nothing may be counted as the report's."""
    wishes = told.question.wishes
    if wishes.short or (wishes.items and not wishes.quotes):
        return True
    shown = {cited.id for cited in told.citations}
    return any(left_out(told.snapshot.reports[id], shown, told.known) for id in told.reports)


def _is_one_list(told: Told, claims: Sequence[Claim]) -> bool:
    items = [told.known[claim.citations[0]] for claim in claims]
    keys = {list_key(item) for item in items if isinstance(item.source, Finding)}
    return len(claims) > 1 and len(keys) == 1 and None not in keys
