"""Scores: what stored answers are worth. The same answers give the same scores, to the byte."""

from collections.abc import Callable, Iterable, Sequence

from eval.cases import Case, Category, Split, UnanswerableKind
from eval.metrics import abstention
from eval.metrics.abstention import Confusion, abstained, confusion
from eval.metrics.coverage import covered
from eval.metrics.fidelity import Unfaithful, faults
from eval.metrics.figure import Figure, mean, rate, share
from eval.metrics.forbidden import forbidden
from eval.metrics.precision import evidential, on_gold
from eval.metrics.roles import misplaced, quotes
from eval.metrics.status import expected
from eval.records import Run
from eval.spans import overlaps
from eval.truth import Truth
from service.contract import Answer, Mode, Status
from service.domain import Frozen, Language

SCORER = "1"
"""Version of all metrics together. A change of any definition is a new version."""


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
    """Ids of the key points not covered."""
    lost_in_ingestion: tuple[str, ...]
    """Ids of the key points whose gold lies in no source: no answer could have covered them."""
    citation_precision: float | None
    off_gold: tuple[str, ...]
    """Ids of the sources cited as evidence outside all gold."""
    citations: int
    faults: tuple[Unfaithful, ...]
    misplaced: tuple[str, ...]
    """Ids of the quotes by speakers that the case does not expect."""
    roles_correct: bool | None
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
    cases: tuple[CaseScore, ...]


def score_case(case: Case, answer: Answer, truth: Truth) -> CaseScore:
    """One case. Coverage is scored of answerable cases; precision where there is gold and the
    answer cites something as evidence; roles where some are expected and a quote is cited."""
    points = covered(case, answer)
    vital = [point for point in case.key_points if point.importance == "vital"]
    cited, gold = evidential(case, answer), on_gold(case, answer)
    strangers = misplaced(case, answer) if case.expected_roles else ()
    hit = [point for point in vital if point in points]
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
        lost_in_ingestion=tuple(p.id for p in case.key_points if not overlaps(p.gold, truth.raw)),
        citation_precision=_round(share(gold, cited)) if case.gold else None,
        off_gold=tuple(c.id for c in cited if c not in gold),
        citations=len(answer.citations),
        faults=faults(answer, truth),
        misplaced=tuple(quote.id for quote in strangers),
        roles_correct=not strangers if case.expected_roles and quotes(answer) else None,
        forbidden=forbidden(case, answer),
        forbids=bool(case.must_not),
    )


def figures(scored: Sequence[CaseScore], matrix: Confusion) -> dict[str, Figure]:
    """Every figure, by name, in the order of the table."""

    def known(pick: Callable[[CaseScore], float | None]) -> list[float]:
        return [value for score in scored if (value := pick(score)) is not None]

    return {
        "vital_coverage": mean(
            known(lambda s: s.vital_coverage), "no answerable case with a vital key point"
        ),
        "key_point_coverage": mean(
            known(lambda s: s.key_point_coverage), "no answerable case with a key point"
        ),
        "citation_precision": mean(
            known(lambda s: s.citation_precision), "no case with gold was answered with evidence"
        ),
        "quote_fidelity": rate(map(bool, known(lambda s: s.faithful)), "no answer cited anything"),
        "role_correctness": rate(
            map(bool, known(lambda s: s.roles_correct)),
            "no case that expects roles was answered with a quote",
        ),
        "nothing_forbidden": rate(
            (not s.forbidden for s in scored if s.forbids), "no case forbids anything"
        ),
        "status_expected": rate((s.status_expected for s in scored), "no case"),
        "answer_recall": abstention.answer_recall(matrix),
        "over_refusal": abstention.over_refusal(matrix),
        "refusal_precision": abstention.refusal_precision(matrix),
        "refusal_recall": abstention.refusal_recall(matrix),
        "abstention_macro_f1": abstention.macro_f1(matrix),
    }


BY_GROUP = ("status_expected", "vital_coverage", "citation_precision")
"""The figures that are also given by category and language."""


def score(cases: Sequence[Case], run: Run) -> Scores:
    """Score a run over the cases that were to be asked. One that has no answer is not scored."""
    kept = {given.id: given for given in run.answers}
    missing = {
        case.id: (kept[case.id].error or "") if case.id in kept else "no answer was kept"
        for case in cases
        if case.id not in kept or kept[case.id].error is not None
    }
    pairs = [(case, kept[case.id].answer) for case in cases if case.id not in missing]
    scored = tuple(score_case(case, answer, run.truth) for case, answer in pairs)
    matrix = confusion(pairs)
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
        figures=figures(scored, matrix),
        confusion=matrix,
        by_category=_by(pairs, scored, lambda s: s.category),
        by_language=_by(pairs, scored, lambda s: s.language),
        refusal_recall_by_kind=_by_kind(scored),
        cases=scored,
    )


def _by(
    pairs: Sequence[tuple[Case, Answer]],
    scored: Sequence[CaseScore],
    key: Callable[[CaseScore], str],
) -> dict[str, dict[str, Figure]]:
    table = {}
    for name in sorted({key(score) for score in scored}):
        mine = [(p, s) for p, s in zip(pairs, scored, strict=True) if key(s) == name]
        each = figures([s for _, s in mine], confusion(p for p, _ in mine))
        table[name] = {figure: each[figure] for figure in BY_GROUP}
    return table


def _by_kind(scored: Iterable[CaseScore]) -> dict[str, Figure]:
    outcomes: dict[str, list[bool]] = {}
    for s in scored:
        if s.unanswerable_kind and not s.either:
            outcomes.setdefault(s.unanswerable_kind, []).append(s.abstained)
    return {kind: rate(outcomes[kind], "no case") for kind in sorted(outcomes)}


def _round(value: float | None) -> float | None:
    return None if value is None else round(value, 6)
