"""The application over the sample report, in this process and in one of its own."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from service.api.app import create_app
from service.assistant import Assistant
from service.settings import Settings
from tests.live import Served, serving


@pytest.fixture(scope="session")
def client(assistant: Assistant) -> TestClient:
    """Requests to the application without a network."""
    return TestClient(create_app(assistant))


@pytest.fixture(scope="session")
def live(sample_settings: Settings) -> Iterator[Served]:
    """A `funn serve` over the sample report."""
    with serving(sample_settings.data) as served:
        yield served
