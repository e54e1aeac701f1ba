"""Errors as RFC 9457 problem details. None echoes what was sent or says who a participant is."""

import logging
from http import HTTPStatus

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from service.errors import FunnError, InputError, StoreError

log = logging.getLogger(__name__)


class Problem(Exception):  # noqa: N818 - RFC 9457's own word
    """A request that cannot be served. `code` is the last part of the problem's type."""

    def __init__(self, status: HTTPStatus, code: str, title: str, detail: str) -> None:
        super().__init__(detail)
        self.status = status
        self.code = code
        self.title = title
        self.detail = detail

    def response(self) -> JSONResponse:
        """It as it is sent."""
        return JSONResponse(
            {
                "type": f"urn:funn:problem:{self.code}",
                "title": self.title,
                "status": int(self.status),
                "detail": self.detail,
            },
            status_code=int(self.status),
            media_type="application/problem+json",
        )


def install(app: FastAPI) -> None:
    """Have every error of `app` answered with problem details."""

    @app.exception_handler(Problem)
    def problem(request: Request, error: Problem) -> JSONResponse:
        return error.response()

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" for fault in faults):
            return Problem(
                HTTPStatus.BAD_REQUEST,
                "malformed-json",
                "The body is not valid JSON",
                "Send a JSON object; see /openapi.json.",
            ).response()
        first = faults[0]
        # Names from the schema only: a name from the request could be anything.
        place = ".".join(str(p) for p in first["loc"] if isinstance(p, int) or p.isidentifier())
        if first["type"] == "extra_forbidden":
            place = place.rpartition(".")[0]
            message = "holds a field that is not part of the request"
        else:
            message = first["msg"]
        return Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid-request",
            "The request is not valid",
            f"{place[:100]}: {message[:200]}",
        ).response()

    @app.exception_handler(InputError)
    def unknown(request: Request, error: InputError) -> JSONResponse:
        return Problem(
            HTTPStatus.NOT_FOUND, "not-found", "There is no such thing here", str(error)
        ).response()

    @app.exception_handler(StoreError)
    def store(request: Request, error: StoreError) -> JSONResponse:
        log.error("the store cannot be used: %s", error)
        return Problem(
            HTTPStatus.SERVICE_UNAVAILABLE,
            "store-unavailable",
            "The reports cannot be read now",
            str(error),
        ).response()

    @app.exception_handler(FunnError)
    def other(request: Request, error: FunnError) -> JSONResponse:
        log.error("%s", error)
        return Problem(
            HTTPStatus.INTERNAL_SERVER_ERROR, "failed", "The request failed", str(error)
        ).response()

    @app.exception_handler(HTTPException)
    def http(request: Request, error: HTTPException) -> JSONResponse:
        status = HTTPStatus(error.status_code)
        answer = Problem(
            status, f"http-{int(status)}", status.phrase, status.description or status.phrase
        ).response()
        answer.headers.update(error.headers or {})
        return answer

    @app.exception_handler(Exception)
    def unexpected(request: Request, error: Exception) -> JSONResponse:
        log.error("unexpected error", exc_info=error)
        return Problem(
            HTTPStatus.INTERNAL_SERVER_ERROR,
            "unexpected",
            "Something went wrong here",
            "The question was not answered. Try again; the operator finds the cause in the log.",
        ).response()
