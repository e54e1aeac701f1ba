"""`GET /sources/{id}` and `GET /reports`: the evidence itself, and what is loaded."""

from collections import Counter
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Query

from service.answering.cite import view
from service.api.problems import documented
from service.contract import SourceInContext
from service.domain import Frozen, Language
from service.index.library import Library, OpenReport
from service.settings import Outside

MAX_CONTEXT = 10


class ReportSummary(Frozen):
    """A loaded report and how much is in it."""

    id: str
    version: str
    title: str
    publisher: str | None
    year: int | None
    fictional: bool
    barred: bool
    """Whether its text is kept from services outside Funn."""
    language: Language
    sections: int
    findings: int
    quotes: int
    speakers: dict[str, int]
    """Quotes by role; those whose attribution was not understood are left out."""


class Reports(Frozen):
    """What `GET /reports` returns."""

    reports: tuple[ReportSummary, ...]
    outside: Outside


def summary(opened: OpenReport) -> ReportSummary:
    """What a report holds, counted."""
    report = opened.report
    roles = Counter(quote.speaker.role for quote in report.quotes if quote.speaker.role)
    return ReportSummary(
        **opened.ref.model_dump(),
        barred=report.barred,
        language=report.language,
        sections=len(report.sections),
        findings=len(report.findings),
        quotes=len(report.quotes),
        speakers=dict(sorted(roles.items())),
    )


def sources_router(library: Library) -> APIRouter:
    """The routes, bound to a library."""
    router = APIRouter()

    @router.get(
        "/sources/{id}",
        summary="A source with its neighbours, in report order",
        responses=documented(
            HTTPStatus.NOT_FOUND,
            HTTPStatus.GONE,
            HTTPStatus.UNPROCESSABLE_ENTITY,
            HTTPStatus.SERVICE_UNAVAILABLE,
        ),
    )
    def source(
        id: Annotated[str, Path(max_length=80)],
        context: Annotated[int, Query(ge=0, le=MAX_CONTEXT)] = 2,
        language: Language = "nb",
    ) -> SourceInContext:
        opened, found = library.snapshot().source(id)
        at = opened.order[found.id]
        ordered = opened.report.sources
        return SourceInContext(
            source=view(opened, found, language),
            before=tuple(view(opened, s, language) for s in ordered[max(0, at - context) : at]),
            after=tuple(view(opened, s, language) for s in ordered[at + 1 : at + 1 + context]),
        )

    @router.get(
        "/reports",
        summary="The reports that are loaded",
        responses=documented(HTTPStatus.SERVICE_UNAVAILABLE),
    )
    def reports() -> Reports:
        return Reports(
            reports=tuple(summary(opened) for opened in library.snapshot().reports.values()),
            outside=library.outside,
        )

    return router
