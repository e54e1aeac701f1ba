"""`GET /health`: whether this process can answer."""

from http import HTTPStatus
from importlib.metadata import version
from typing import Literal

from fastapi import APIRouter

from service.api.problems import documented
from service.domain import Frozen
from service.index.library import Library


class Health(Frozen):
    """What `GET /health` returns when all is well."""

    status: Literal["ok"]
    reports: int
    funn: str
    """The version of Funn that serves."""


def operations_router(library: Library) -> APIRouter:
    """The route, bound to a library."""
    router = APIRouter()

    @router.get(
        "/health",
        summary="Whether questions can be answered",
        responses=documented(HTTPStatus.SERVICE_UNAVAILABLE),
    )
    def health() -> Health:
        snapshot = library.snapshot()  # opens what is not open yet; an error is a 503
        return Health(status="ok", reports=len(snapshot.reports), funn=version("funn"))

    return router
