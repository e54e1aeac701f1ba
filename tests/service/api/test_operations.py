import json
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from service.api.app import create_app
from service.settings import Settings
from service.wiring import build_assistant

from .asking import NORWEGIAN, body, is_problem


@pytest.fixture
def store(sample_data: Path, tmp_path: Path) -> Path:
    """A copy of the store, to be damaged."""
    shutil.copytree(sample_data, tmp_path / "store")
    return tmp_path / "store"


def client(store: Path) -> TestClient:
    return TestClient(create_app(build_assistant(Settings(data=store))))


def live_version(store: Path) -> Path:
    home = store / "reports" / "sample"
    directory: str = json.loads((home / "current.json").read_text("utf-8"))["directory"]
    return home / directory


def test_a_service_that_can_answer_is_healthy(client: TestClient) -> None:
    expected = {"status": "ok", "reports": 1, "funn": version("funn")}
    assert client.get("/health").json() == expected


def test_an_empty_store_is_healthy_and_says_that_nothing_is_loaded(tmp_path: Path) -> None:
    empty = client(tmp_path / "none yet")
    assert empty.get("/health").json()["reports"] == 0
    assert empty.get("/reports").json()["reports"] == []
    answer = empty.post("/chat", json=body(NORWEGIAN)).json()
    assert answer["status"] == "not_in_report"
    assert answer["message"] == "Ingen rapport er lagt inn ennå."


def pointer_to_nowhere(store: Path) -> None:
    pointer = {"directory": "none", "version": "sha256:0"}
    (store / "reports" / "sample" / "current.json").write_text(json.dumps(pointer), "utf-8")


def damaged_pointer(store: Path) -> None:
    (store / "reports" / "sample" / "current.json").write_text("{", "utf-8")


def altered_report(store: Path) -> None:
    file = live_version(store) / "report.json"
    file.write_text(file.read_text("utf-8").replace("fastlege", "tannlege"), "utf-8")


def lost_vectors(store: Path) -> None:
    (live_version(store) / "chroma" / "chroma.sqlite3").unlink()


def other_embedder(store: Path) -> None:
    file = live_version(store) / "manifest.json"
    manifest = json.loads(file.read_text("utf-8"))
    manifest["embedder"]["name"] = "remote/another"
    file.write_text(json.dumps(manifest), "utf-8")


@pytest.mark.parametrize(
    ("damage", "mends"),
    [
        (pointer_to_nowhere, "funn ingest"),
        (damaged_pointer, "funn ingest"),
        (altered_report, "funn ingest"),
        (lost_vectors, "funn rebuild"),
        (other_embedder, "funn rebuild"),
    ],
)
def test_a_store_that_cannot_be_used_is_a_503_with_the_command_that_mends_it(
    store: Path, damage: object, mends: str
) -> None:
    assert callable(damage)
    damage(store)
    damaged = client(store)
    for response in (
        damaged.get("/health"),
        damaged.get("/reports"),
        damaged.get("/sources/x"),
        damaged.post("/chat", json=body(NORWEGIAN)),
    ):
        assert is_problem(response, 503, "store-unavailable")
        assert mends in response.json()["detail"]


def test_a_mended_store_is_used_without_a_restart(store: Path) -> None:
    pointer = store / "reports" / "sample" / "current.json"
    whole = pointer.read_text("utf-8")
    pointer_to_nowhere(store)
    damaged = client(store)
    assert damaged.get("/health").status_code == 503
    pointer.write_text(whole, "utf-8")
    assert damaged.get("/health").json()["reports"] == 1
