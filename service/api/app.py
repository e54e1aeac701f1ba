"""The application: routes, limits, errors and the page."""

from pathlib import Path
from typing import Any

from fastapi import FastAPI
from starlette.responses import FileResponse
from starlette.staticfiles import StaticFiles

from service.api import problems
from service.api.chat import chat_router, examples
from service.api.limits import Limits
from service.api.operations import operations_router
from service.api.sources import sources_router
from service.assistant import Assistant

WEB = Path(__file__).parent.parent / "web"


class Application(FastAPI):
    """FastAPI, with the examples in its OpenAPI document as they are: it leaves every null out of
    them, and then they are no answers by the contract."""

    def openapi(self) -> dict[str, Any]:
        document = super().openapi()
        content = document["paths"]["/chat"]["post"]["responses"]["200"]["content"]
        content["application/json"]["examples"] = examples()
        return document


def create_app(assistant: Assistant) -> FastAPI:
    """The application over an assistant and its library."""
    # No interactive documentation: its pages load their scripts from elsewhere.
    app = Application(
        title="Funn",
        summary="Answers about qualitative research reports, every claim cited to its exact place",
        docs_url=None,
        redoc_url=None,
    )
    problems.install(app)
    app.add_middleware(Limits)
    app.include_router(chat_router(assistant))
    app.include_router(sources_router(assistant.library))
    app.include_router(operations_router(assistant.library))

    @app.get("/", include_in_schema=False)
    def page() -> FileResponse:
        return FileResponse(WEB / "index.html")

    app.mount("/static", StaticFiles(directory=WEB), name="static")
    return app
