"""Scores: what stored answers are worth. The same answers give the same scores, to the byte."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from eval.cases import Case, Category, Split, UnanswerableKind
from eval.metrics import abstention
from eval.metrics.abstention import Confusion, abstained, confusion
from eval.metrics.agreement import Cited, agreement, cited_findings, pairs
from eval.metrics.coverage import covered
from eval.metrics.fidelity import Unfaithful, faults
from eval.metrics.figure import Figure, mean, rate, share
from eval.metrics.forbidden import forbidden
from eval.metrics.numbers import loose_numbers
from eval.metrics.precision import evidential, on_gold
from eval.metrics.recall import cited_places, places
from eval.metrics.retrieval import relevant, retrieval
from eval.metrics.roles import misplaced, quotes
from eval.metrics.status import expected
from eval.metrics.strength import inflated
from eval.records import Run
from eval.spans import overlaps
from eval.targets import InProcessTarget
from eval.truth import Truth
from service.contract import Answer, Mode, Status
from service.domain import Frozen, Language

SCORER = "2"
"""Version of all metrics together. A change of any definition is a new version."""

NO_RANKING = "the target gives no ranking: the service offers none over HTTP"
NOTHING_RANKED = "no answerable case whose gold lies in a source was ranked"
NO_PAIR = "no answerable question was asked in two languages and answered with findings"


class CaseScore(Frozen):
    """What one answer is worth. None where the case has nothing to score it by."""

    id: str
    group_id: str
    split: Split
    language: Language
    category: Category
    answerable: bool
    unanswerable_kind: UnanswerableKind | None
    either: bool
    status: Status
    mode: Mode
    status_expected: bool
    abstained: bool
    vital_coverage: float | None
    key_point_coverage: float | None
    missed: tuple[str, ...]
    """Ids of the key points not covered within the budget."""
    beyond_budget: tuple[str, ...]
    """Ids of those of them that what stands after the budget covers."""
    lost_in_ingestion: tuple[str, ...]
    """Ids of the key points whose gold lies in no source: no answer could have covered them."""
    citation_precision: float | None
    off_gold: tuple[str, ...]
    """Ids of the sources cited as evidence outside all gold."""
    citation_recall: float | None
    recall_at_5: float | None
    recall_at_10: float | None
    recall_at_20: float | None
    ndcg_at_10: float | None
    reciprocal_rank: float | None
    """This and the four before it are of retrieval: None without a ranking or a relevant source."""
    cited_findings: tuple[str, ...]
    """Ids, sorted: what is compared across languages."""
    citations: int
    faults: tuple[Unfaithful, ...]
    misplaced: tuple[str, ...]
    """Ids of the quotes by speakers that the case does not expect."""
    roles_correct: bool | None
    inflated: tuple[int, ...]
    """Numbers, from 1, of the claims that state a strength over what their sources state."""
    strength_kept: bool | None
    loose_numbers: tuple[str, ...]
    """Where a number is stated that stands in no source cited there, and which."""
    numbers_cited: bool | None
    forbidden: tuple[str, ...]
    forbids: bool
    """Whether the case forbids anything."""

    @property
    def faithful(self) -> bool | None:
        return not self.faults if self.citations else None


class Scores(Frozen):
    """What `scores.json` holds. It names neither time nor place, so equal runs give equal bytes."""

    suite: str
    suite_version: str
    set_digest: str
    report_digest: str
    report_version: str
    scorer: str
    split: Split | None
    complete: bool
    """False when the target failed on some case: then no figure may be quoted."""
    not_scored: dict[str, str]
    """Cases without an answer to score, and why."""
    figures: dict[str, Figure]
    confusion: Confusion
    by_category: dict[str, dict[str, Figure]]
    by_language: dict[str, dict[str, Figure]]
    refusal_recall_by_kind: dict[str, Figure]
    agreement_by_pair: dict[str, Figure]
    """Agreement across languages, by the two languages: "en-nb"."""
    cases: tuple[CaseScore, ...]


def score_case(
    case: Case, answer: Answer, truth: Truth, ranked: Sequence[str] | None = None
) -> CaseScore:
    """One case; `ranked` are the ids of the sources in retrieval's order, None where it is unknown.

    Coverage and citation recall are scored of answerable cases; precision where there is gold and
    the answer cites something as evidence; roles where some are expected and a quote is cited;
    strength where there are claims; numbers where something is cited."""
    points = covered(case, answer)
    beyond = covered(case, answer, budget=False)
    vital = [point for point in case.key_points if point.importance == "vital"]
    cited, gold = evidential(case, answer), on_gold(case, answer)
    strangers = misplaced(case, answer) if case.expected_roles else ()
    hit = [point for point in vital if point in points]
    marked = places(case) if case.answerable else ()
    raised, loose = inflated(answer, truth), loose_numbers(answer, truth)
    found = _retrieval(case, truth, ranked)
    return CaseScore(
        id=case.id,
        group_id=case.group_id,
        split=case.split,
        language=case.language,
        category=case.category,
        answerable=case.answerable,
        unanswerable_kind=case.unanswerable_kind,
        either=case.either,
        status=answer.status,
        mode=answer.mode,
        status_expected=expected(case, answer),
        abstained=abstained(answer),
        vital_coverage=_round(share(hit, vital)) if case.answerable else None,
        key_point_coverage=_round(share(points, case.key_points)) if case.answerable else None,
        missed=tuple(p.id for p in case.key_points if p not in points),
        beyond_budget=tuple(p.id for p in beyond if p not in points),
        lost_in_ingestion=tuple(p.id for p in case.key_points if not overlaps(p.gold, truth.raw)),
        citation_precision=_round(share(gold, cited)) if case.gold else None,
        off_gold=tuple(c.id for c in cited if c not in gold),
        citation_recall=_round(share(cited_places(case, answer), marked)),
        recall_at_5=found.get("recall_at_5"),
        recall_at_10=found.get("recall_at_10"),
        recall_at_20=found.get("recall_at_20"),
        ndcg_at_10=found.get("ndcg_at_10"),
        reciprocal_rank=found.get("reciprocal_rank"),
        cited_findings=cited_findings(answer),
        citations=len(answer.citations),
        faults=faults(answer, truth),
        misplaced=tuple(quote.id for quote in strangers),
        roles_correct=not strangers if case.expected_roles and quotes(answer) else None,
        inflated=raised,
        strength_kept=not raised if answer.claims else None,
        loose_numbers=loose,
        numbers_cited=not loose if answer.citations else None,
        forbidden=forbidden(case, answer),
        forbids=bool(case.must_not),
    )


def _retrieval(case: Case, truth: Truth, ranked: Sequence[str] | None) -> Mapping[str, float]:
    """The retrieval figures of a case; none where they cannot be had."""
    wanted = relevant(case.gold, truth) if case.answerable else ()
    return retrieval(ranked, wanted) if ranked is not None and wanted else {}


Pairs = Sequence[tuple[Case, Answer]]
Value = Callable[[CaseScore], float | None]

MEANS: Mapping[str, tuple[Value, str]] = {
    "vital_coverage": (lambda s: s.vital_coverage, "no answerable case with a vital key point"),
    "key_point_coverage": (lambda s: s.key_point_coverage, "no answerable case with a key point"),
    "citation_precision": (
        lambda s: s.citation_precision,
        "no case with gold was answered with evidence",
    ),
    "citation_recall": (lambda s: s.citation_recall, "no answerable case with gold"),
    "recall_at_5": (lambda s: s.recall_at_5, NOTHING_RANKED),
    "recall_at_10": (lambda s: s.recall_at_10, NOTHING_RANKED),
    "recall_at_20": (lambda s: s.recall_at_20, NOTHING_RANKED),
    "ndcg_at_10": (lambda s: s.ndcg_at_10, NOTHING_RANKED),
    "mrr": (lambda s: s.reciprocal_rank, NOTHING_RANKED),
}
"""Means over cases: what is averaged, and why there may be none."""
RETRIEVAL = ("recall_at_5", "recall_at_10", "recall_at_20", "ndcg_at_10", "mrr")
"""The figures that need the order in which retrieval ranked the sources. An answer's citations are
no ranking: it cites what it tells, in the order of telling, so its order is not taken for one."""

RATES: Mapping[str, tuple[Callable[[CaseScore], bool | None], str]] = {
    "quote_fidelity": (lambda s: s.faithful, "no answer cited anything"),
    "role_correctness": (
        lambda s: s.roles_correct,
        "no case that expects roles was answered with a quote",
    ),
    "strength_kept": (lambda s: s.strength_kept, "no answer made a claim"),
    "numbers_cited": (lambda s: s.numbers_cited, "no answer cited anything"),
    "nothing_forbidden": (
        lambda s: not s.forbidden if s.forbids else None,
        "no case forbids anything",
    ),
    "status_expected": (lambda s: s.status_expected, "no case"),
}
"""Rates of cases: the outcome, None where a case has none."""

FIGURES = (
    "vital_coverage",
    "key_point_coverage",
    "citation_precision",
    "citation_recall",
    "quote_fidelity",
    "role_correctness",
    "strength_kept",
    "numbers_cited",
    "nothing_forbidden",
    "status_expected",
    "answer_recall",
    "over_refusal",
    "refusal_precision",
    "refusal_recall",
    "abstention_macro_f1",
    "language_agreement",
    *RETRIEVAL,
)
"""In the order of the table."""
BY_GROUP = (
    "status_expected",
    "vital_coverage",
    "citation_precision",
    "citation_recall",
    "over_refusal",
    "recall_at_10",
)
"""The figures that are also given by category and language."""


def figures(
    asked: Pairs, scored: Sequence[CaseScore], names: Iterable[str] = FIGURES
) -> dict[str, Figure]:
    """The figures of that name over some cases, given with their answers and with their scores."""
    matrix = confusion(asked)
    others: Mapping[str, Callable[[], Figure]] = {
        "answer_recall": lambda: abstention.answer_recall(matrix),
        "over_refusal": lambda: abstention.over_refusal(matrix),
        "refusal_precision": lambda: abstention.refusal_precision(matrix),
        "refusal_recall": lambda: abstention.refusal_recall(matrix),
        "abstention_macro_f1": lambda: abstention.macro_f1(matrix, _confusions(asked)),
        "language_agreement": lambda: _agreement(scored),
    }
    found = {}
    for name in names:
        if name in MEANS:
            pick, nothing = MEANS[name]
            values = ((s.group_id, pick(s)) for s in scored)
            found[name] = mean(((g, v) for g, v in values if v is not None), nothing)
        elif name in RATES:
            outcome, nothing = RATES[name]
            found[name] = rate((o for s in scored if (o := outcome(s)) is not None), nothing)
        else:
            found[name] = others[name]()
    return found


def _confusions(asked: Pairs) -> dict[str, Confusion]:
    groups: dict[str, list[tuple[Case, Answer]]] = {}
    for case, answer in asked:
        groups.setdefault(case.group_id, []).append((case, answer))
    return {group: confusion(mine) for group, mine in groups.items()}


def cited_by_group(scored: Iterable[CaseScore]) -> dict[str, list[Cited]]:
    """What the members of each group of answerable questions cite."""
    groups: dict[str, list[Cited]] = {}
    for s in scored:
        if s.answerable:
            groups.setdefault(s.group_id, []).append(Cited(s.language, s.cited_findings))
    return groups


def _agreement(scored: Iterable[CaseScore]) -> Figure:
    values = ((group, agreement(cited)) for group, cited in cited_by_group(scored).items())
    return mean(((g, v) for g, v in values if v is not None), NO_PAIR)


def _agreement_by_pair(scored: Iterable[CaseScore]) -> dict[str, Figure]:
    found: dict[tuple[str, str], list[tuple[str, float]]] = {}
    for group, cited in cited_by_group(scored).items():
        for languages, values in pairs(cited).items():
            found.setdefault(languages, []).extend((group, value) for value in values)
    return {"-".join(two): mean(found[two], NO_PAIR) for two in sorted(found)}


def score(cases: Sequence[Case], run: Run) -> Scores:
    """Score a run over the cases that were to be asked. One that has no answer is not scored."""
    kept = {given.id: given for given in run.answers}
    missing = {
        case.id: (kept[case.id].error or "") if case.id in kept else "no answer was kept"
        for case in cases
        if case.id not in kept or kept[case.id].error is not None
    }
    asked = [(case, kept[case.id].answer) for case in cases if case.id not in missing]
    scored = tuple(
        score_case(case, answer, run.truth, kept[case.id].ranked) for case, answer in asked
    )
    return Scores(
        suite=run.config.suite,
        suite_version=run.config.suite_version,
        set_digest=run.config.set_digest,
        report_digest=run.config.report_digest,
        report_version=run.config.report_version,
        scorer=SCORER,
        split=run.config.split,
        complete=not missing,
        not_scored=missing,
        figures=_known(figures(asked, scored), run),
        confusion=confusion(asked),
        by_category=_by(asked, scored, run, lambda s: s.category),
        by_language=_by(asked, scored, run, lambda s: s.language),
        refusal_recall_by_kind=_by_kind(scored),
        agreement_by_pair=_agreement_by_pair(scored),
        cases=scored,
    )


def _known(found: dict[str, Figure], run: Run) -> dict[str, Figure]:
    """The figures, those of retrieval without a value because the target cannot give it marked so
    (`NO_RANKING`): a floor under them is then not checked. In process there is a ranking always,
    so one that is missing there stays a figure that could not be measured."""
    ranks = run.config.target == InProcessTarget.name
    if ranks or any(given.ranked is not None for given in run.answers):
        return found
    blind = {name: found[name] for name in RETRIEVAL if name in found}
    unknown = {n: f.model_copy(update={"reason": NO_RANKING}) for n, f in blind.items()}
    return {**found, **unknown}


def _by(
    asked: Pairs, scored: Sequence[CaseScore], run: Run, key: Callable[[CaseScore], str]
) -> dict[str, dict[str, Figure]]:
    table = {}
    for name in sorted({key(score) for score in scored}):
        mine = [(p, s) for p, s in zip(asked, scored, strict=True) if key(s) == name]
        found = figures([p for p, _ in mine], [s for _, s in mine], BY_GROUP)
        table[name] = _known(found, run)
    return table


def _by_kind(scored: Iterable[CaseScore]) -> dict[str, Figure]:
    outcomes: dict[str, list[bool]] = {}
    for s in scored:
        if s.unanswerable_kind and not s.either:
            outcomes.setdefault(s.unanswerable_kind, []).append(s.abstained)
    return {kind: rate(outcomes[kind], "no case") for kind in sorted(outcomes)}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
