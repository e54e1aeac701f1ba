"""What is damaged is said, with the command that mends it."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from service.errors import InputError, StoreError
from service.index.library import Library
from service.index.passages import cut_passages
from service.index.store import Store
from tests.service.index.samples import (
    NURSE,
    found,
    store_in,
    version,
)


@pytest.fixture(scope="module")
def stored_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    store_in(data).put(version())
    return data


def remove_database(folder: Path) -> None:
    (folder / "chroma" / "chroma.sqlite3").unlink()


def remove_index(folder: Path) -> None:
    shutil.rmtree(folder / "chroma")


def remove_graph(folder: Path) -> None:
    for entry in (folder / "chroma").iterdir():
        if entry.is_dir():
            shutil.rmtree(entry)


def alter_text(folder: Path) -> None:
    path = folder / "report.json"
    whole = bytearray(path.read_bytes())
    whole[len(whole) // 2] ^= 1
    path.write_bytes(whole)


def remove_text(folder: Path) -> None:
    (folder / "report.json").unlink()


def remove_manifest(folder: Path) -> None:
    (folder / "manifest.json").unlink()


def garble_manifest(folder: Path) -> None:
    (folder / "manifest.json").write_text("{}", "utf-8")


def rename_embedder(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["embedder"]["name"] = "another"
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def lengthen_vectors(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["embedder"]["dimension"] = 1536
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def cut_otherwise(folder: Path) -> None:
    manifest = json.loads((folder / "manifest.json").read_text("utf-8"))
    manifest["splitter"] = "sentences/0"
    (folder / "manifest.json").write_text(json.dumps(manifest), "utf-8")


def garble_pointer(folder: Path) -> None:
    (folder.parent / "current.json").write_text("v1", "utf-8")


def empty_pointer(folder: Path) -> None:
    (folder.parent / "current.json").write_bytes(b"")


def point_nowhere(folder: Path) -> None:
    (folder.parent / "current.json").write_text('{"version": "sha256:0"}', "utf-8")


def remove_version(folder: Path) -> None:
    shutil.rmtree(folder)


REBUILD = "funn rebuild"
INGEST = "funn ingest PATH --id skole"
REBUILT = [
    remove_database,
    remove_index,
    remove_graph,
    rename_embedder,
    lengthen_vectors,
    cut_otherwise,
]
INGESTED = [
    alter_text,
    remove_text,
    remove_manifest,
    garble_manifest,
    garble_pointer,
    empty_pointer,
    point_nowhere,
    remove_version,
]


class TestDamage:
    @pytest.fixture
    def store(self, stored_once: Path, tmp_path: Path) -> Store:
        """A store that holds `version()`."""
        shutil.copytree(stored_once, tmp_path, dirs_exist_ok=True)
        return store_in(tmp_path)

    @pytest.mark.parametrize(
        ("damage", "command"),
        [*((d, REBUILD) for d in REBUILT), *((d, INGEST) for d in INGESTED)],
    )
    def test_is_said_with_the_command_that_mends_it(
        self, store: Store, damage: Callable[[Path], None], command: str
    ) -> None:
        damage(store.pointers()["skole"])
        with pytest.raises(StoreError) as error:
            Library(store).snapshot()
        assert command in error.value.next_step
        assert "skole" in str(error.value)

    @pytest.mark.parametrize("damage", REBUILT)
    def test_that_rebuild_mends(self, store: Store, damage: Callable[[Path], None]) -> None:
        damage(store.pointers()["skole"])
        stored = store.rebuild("skole")
        assert stored.embedded == len(cut_passages(version()))
        assert found(Library(store), NURSE) == NURSE

    @pytest.mark.parametrize("damage", [*INGESTED, *REBUILT])
    def test_that_ingesting_the_same_again_mends(
        self, store: Store, damage: Callable[[Path], None]
    ) -> None:
        damage(store.pointers()["skole"])
        assert not store.put(version()).unchanged
        library = Library(store)
        assert found(library, NURSE) == NURSE
        assert len(library.snapshot().reports["skole"].passages) == 5

    @pytest.mark.parametrize("damage", INGESTED)
    def test_does_not_keep_a_report_from_being_removed(
        self, store: Store, damage: Callable[[Path], None]
    ) -> None:
        damage(store.pointers()["skole"])
        store.remove("skole")
        assert store.pointers() == {}

    def test_a_rebuild_of_what_is_not_there(self, store: Store) -> None:
        with pytest.raises(InputError, match=r"loaded: skole"):
            store.rebuild("annen")

    def test_a_report_that_cannot_be_read_is_not_mixed_with_others(self, store: Store) -> None:
        remove_manifest(store.pointers()["skole"])
        with pytest.raises(StoreError, match="Report skole"):
            store.put(version(id="annen"))
