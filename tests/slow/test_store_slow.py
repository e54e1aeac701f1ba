"""Stopping a writer at many moments, and a disk that is full."""

import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.errors import StoreError
from service.index.library import Library
from tests.service.index.samples import NURSE, digests, found, store_in, version
from tests.service.index.test_store import assert_converges, at, kill_during_put, live_text

pytestmark = pytest.mark.slow

OLD = version()
NEW = version("Svømmehallen er åpen igjen.", more=60)


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that storing the new version takes from start to end."""
    store = store_in(tmp_path_factory.mktemp("measured"))
    store.put(OLD)
    start = time.perf_counter()
    store.put(NEW)
    return time.perf_counter() - start


@pytest.mark.parametrize("twentieth", range(20))
def test_a_kill_at_any_moment(tmp_path: Path, whole: float, twentieth: int) -> None:
    store = store_in(tmp_path / "data")
    store.put(OLD)
    kill_during_put(tmp_path, NEW, _after(whole * (twentieth + 0.5) / 18))
    assert live_text(store) in (OLD.canonical, NEW.canonical)
    assert found(Library(store), NURSE) == NURSE
    assert_converges(store, NEW)


def test_a_kill_between_draft_and_database(tmp_path: Path) -> None:
    store = store_in(tmp_path / "data")
    store.put(OLD)
    assert kill_during_put(tmp_path, NEW, lambda: at("draft", tmp_path / "data"))
    assert live_text(store) == OLD.canonical
    assert_converges(store, NEW)


def test_kills_one_after_another(tmp_path: Path, whole: float) -> None:
    store = store_in(tmp_path / "data")
    store.put(OLD)
    for twentieth in range(4, 20, 5):
        kill_during_put(tmp_path, NEW, _after(whole * (twentieth + 0.5) / 18))
    assert live_text(store) in (OLD.canonical, NEW.canonical)
    assert_converges(store, NEW)


def _after(seconds: float) -> Callable[[], bool]:
    """Whether `seconds` have passed since it was first asked."""
    start: list[float] = []

    def passed() -> bool:
        start.append(time.perf_counter())
        return start[-1] - start[0] > seconds

    return passed


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A directory on a disk of two megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(disk)],
        capture_output=True,
        check=False,
    )
    if mounted.returncode != 0:
        pytest.skip(f"no disk can be mounted here: {mounted.stderr.decode().strip()}")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


def test_a_full_disk_leaves_the_old_version(small_disk: Path) -> None:
    store = store_in(small_disk / "data")
    store.put(OLD)
    live = store.pointers()["skole"]
    before = digests(live)
    _fill(small_disk / "ballast")
    with pytest.raises(StoreError, match="cannot be written") as error:
        store.put(NEW)
    assert "room" in error.value.next_step
    assert store.pointers() == {"skole": live}
    assert digests(live) == before
    (small_disk / "ballast").unlink()
    assert found(Library(store), NURSE) == NURSE
    assert_converges(store, NEW)


def _fill(path: Path) -> None:
    with path.open("wb", buffering=0) as file, pytest.raises(OSError, match="No space left"):
        file.writelines(b"\0" * 4096 for _ in range(1024))
