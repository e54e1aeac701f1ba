"""Errors as RFC 9457 problem details. None echoes what was sent or says who a participant is."""

import logging
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel
from starlette.exceptions import HTTPException
from starlette.responses import JSONResponse

from service.errors import FunnError, InputError, StoreError, WithdrawnError

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


class ProblemDetails(BaseModel):
    """The body of every error (RFC 9457), sent as `application/problem+json`."""

    type: str
    """`urn:funn:problem:` and a code that programs can go by."""
    title: str
    status: int
    detail: str


def documented(*statuses: HTTPStatus) -> dict[int | str, dict[str, Any]]:
    """The errors of a route, for the OpenAPI document."""
    schema = ProblemDetails.model_json_schema()
    return {
        int(status): {
            "description": status.phrase,
            "content": {"application/problem+json": {"schema": schema}},
        }
        for status in statuses
    }


def _malformed() -> Problem:
    return Problem(
        HTTPStatus.BAD_REQUEST,
        "malformed-json",
        "The body is not valid JSON",
        "Send a JSON object in UTF-8; see /openapi.json.",
    )


def install(app: FastAPI) -> None:
    """Have every error of `app` answered with problem details, save what nobody foresaw: see
    `service.api.limits`."""

    @app.exception_handler(Problem)
    def problem(request: Request, error: Problem) -> JSONResponse:
        return error.response()

    @app.exception_handler(RequestValidationError)
    def invalid(request: Request, error: RequestValidationError) -> JSONResponse:
        faults = error.errors()
        if any(fault["type"] == "json_invalid" for fault in faults):
            return _malformed().response()
        first = faults[0]
        place = list(first["loc"])
        message = first["msg"]
        if first["type"] == "extra_forbidden":
            place.pop()  # the field's name: names from the schema only, others could be anything
            message = "holds a field that is not part of the request"
        elif first["loc"] == ("body",):
            message = "must be a JSON object, sent with the content type application/json"
        return Problem(
            HTTPStatus.UNPROCESSABLE_ENTITY,
            "invalid-request",
            "The request is not valid",
            f"{'.'.join(map(str, place))}: {message}",
        ).response()

    @app.exception_handler(InputError)
    def unknown(request: Request, error: InputError) -> JSONResponse:
        # Not `error.what`: it names what was asked for.
        return Problem(
            HTTPStatus.NOT_FOUND, "not-found", "There is no such thing here", f"{error.why}."
        ).response()

    @app.exception_handler(WithdrawnError)
    def withdrawn(request: Request, error: WithdrawnError) -> JSONResponse:
        return Problem(
            HTTPStatus.GONE, "withdrawn", "It was withdrawn", f"{error.why}. {error.next_step}"
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
        if status is HTTPStatus.BAD_REQUEST:  # FastAPI could not read the body, and nothing else
            return _malformed().response()
        answer = Problem(
            status, f"http-{int(status)}", status.phrase, status.description or status.phrase
        ).response()
        answer.headers.update(error.headers or {})
        return answer
