"""Stopping a writer at many moments, two writers at once, disks that are full or only read."""

import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from service.errors import StoreError
from service.index.library import Library
from service.index.store import Store
from service.index.tombstones import Tombstones
from tests.live import COMMAND, TINY, environment
from tests.service.index.processes import READY, led
from tests.service.index.samples import NURSE, digests, drafts, found, store_in, version
from tests.service.index.test_store import assert_converges, at, kill_during_put, live_text

pytestmark = pytest.mark.slow

OLD = version()
NEW = version("Svømmehallen er åpen igjen.", more=12)
KILLS = 50
WITHDRAWALS = 25
NURSES = OLD.quotes[1].id


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that storing the new version takes from start to end."""
    store = store_in(tmp_path_factory.mktemp("measured"))
    store.put(OLD)
    start = time.perf_counter()
    store.put(NEW)
    return time.perf_counter() - start


@pytest.fixture(scope="module")
def writing(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that it takes when all is embedded."""
    store = store_in(tmp_path_factory.mktemp("measured"))
    store.put(NEW)
    store.put(OLD)
    start = time.perf_counter()
    store.put(NEW)
    return time.perf_counter() - start


@pytest.mark.parametrize("seed", range(KILLS))
def test_a_kill_at_any_moment(tmp_path: Path, whole: float, writing: float, seed: int) -> None:
    """Half of them when all is embedded: what is written is at stake then."""
    store = store_in(tmp_path / "data")
    store.put(OLD)
    chosen = random.Random(seed).uniform(0, 1.1)
    embedded = seed % 2 == 1
    is_time = _after(chosen * (writing if embedded else whole))
    kill_during_put(tmp_path, NEW, is_time, embedded=embedded)
    assert live_text(store) in (OLD.canonical, NEW.canonical)
    assert found(Library(store), NURSE) == NURSE
    assert_converges(store, NEW)
    assert len(directories(store)) == len(store.home("skole").versions()) == 2


def test_a_kill_between_draft_and_database(tmp_path: Path) -> None:
    store = store_in(tmp_path / "data")
    store.put(OLD)
    assert kill_during_put(tmp_path, NEW, lambda: at("draft", tmp_path / "data"))
    assert live_text(store) == OLD.canonical
    assert_converges(store, NEW)


def test_a_kill_between_the_version_and_the_switch_to_it(tmp_path: Path) -> None:
    """Until it is met: the moment is short."""
    data = tmp_path / "data"
    store = store_in(data)
    for attempt in range(20):
        store.put(OLD)
        store.prune("skole")
        new = version(f"Forsøk {attempt}.")
        kill_during_put(tmp_path, new, lambda: len(directories(store_in(data))) > 1)
        orphans = len(directories(store)) - len(store.home("skole").versions())
        assert live_text(store) in (OLD.canonical, new.canonical)
        assert_converges(store, new)
        assert len(directories(store)) == len(store.home("skole").versions())
        if orphans:
            return
    pytest.skip("the writer was never stopped between the two")


def test_kills_one_after_another(tmp_path: Path, whole: float) -> None:
    store = store_in(tmp_path / "data")
    store.put(OLD)
    for twentieth in range(4, 20, 5):
        kill_during_put(tmp_path, NEW, _after(whole * (twentieth + 0.5) / 18))
    assert live_text(store) in (OLD.canonical, NEW.canonical)
    assert_converges(store, NEW)
    assert len(directories(store)) == 2


def directories(store: Store) -> list[Path]:
    home = store.root / "reports" / "skole"
    return [path for path in home.iterdir() if path.is_dir() and not path.name.startswith(".")]


@pytest.fixture(scope="module")
def withdrawing(tmp_path_factory: pytest.TempPathFactory) -> float:
    """Seconds that withdrawing a source from three versions takes."""
    store = three_versions(tmp_path_factory.mktemp("measured"))
    start = time.perf_counter()
    store.withdraw([NURSES])
    return time.perf_counter() - start


def three_versions(data: Path) -> Store:
    store = store_in(data)
    for report in (OLD, version("Noe nytt."), version("Noe annet.")):
        store.put(report, report.canonical)
    return store


@pytest.mark.parametrize("seed", range(WITHDRAWALS))
def test_a_kill_during_a_withdrawal(tmp_path: Path, withdrawing: float, seed: int) -> None:
    store = three_versions(tmp_path / "data")
    library = Library(store_in(store.root))
    with led("withdraw", store.root, NURSES) as process:
        assert process.hear() == READY
        process.go()
        is_time = _after(random.Random(seed).uniform(0, 1.2) * withdrawing)
        while not is_time() and not process.ended:
            time.sleep(0.0005)
        process.kill()
    in_force = NURSES in Tombstones.load(store.root).sources
    for opened in (library, Library(store_in(store.root))):
        sources = opened.snapshot().reports["skole"].sources
        assert (NURSES in sources) is not in_force
        assert len(sources) == (7 if not in_force else 6) - (1 if len(sources) < 6 else 0)
    store.withdraw([NURSES])
    assert len(store.home("skole").versions()) == len(directories(store)) == 3
    assert drafts(store.root) == []
    for path in store.root.rglob("*"):
        assert not path.is_file() or NURSE.encode() not in path.read_bytes(), path.name
    assert found(Library(store), "Noe annet.") == "Noe annet."
    store.rollback("skole")
    assert found(Library(store), "Noe nytt.") == "Noe nytt."


def test_two_commands_at_once(tmp_path: Path) -> None:
    """One is refused with the other's process, or comes after it; what is live is one's whole."""
    files = []
    for n in range(2):
        (tmp_path / str(n)).mkdir()
        files.append(tmp_path / str(n) / "tiny.md")
        more = "\n\n".join(f"Tiltak {i} ble prøvd ut på avdeling {n}." for i in range(80))
        files[-1].write_text(f"{TINY}\n{more}\n", "utf-8")
    data = tmp_path / "data"
    refusals = 0
    for _ in range(5):
        running = [
            subprocess.Popen(
                [COMMAND, "ingest", str(file)],
                env=environment(data),
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for file in files
        ]
        ended = [(process.communicate(timeout=240), process) for process in running]
        for (_, said), process in ended:
            other = next(p.pid for p in running if p is not process)
            if process.returncode:
                refusals += 1
                assert f"process {other} is writing to it" in said
                assert "Traceback" not in said
        assert any(process.returncode == 0 for process in running)
        [opened] = Library(store_in(data)).snapshot().reports.values()
        texts = {source.text[-2] for source in opened.report.findings if "ble prøvd" in source.text}
        assert texts in ({"0"}, {"1"})
        assert drafts(data) == []
        store_in(data).remove("tiny")
    assert refusals


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


@pytest.mark.parametrize("share", [0.0, 0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9])
def test_a_full_disk_leaves_the_old_version(small_disk: Path, share: float) -> None:
    """With room for a `share` of a version it is full at one moment or another of the writing."""
    store = store_in(small_disk / "data")
    store.put(OLD)
    live = store.pointers()["skole"]
    before = unopened(live)
    _fill(small_disk / "ballast", int(share * _taken(live)))
    with pytest.raises(StoreError, match="cannot be written") as error:
        store.put(NEW)
    assert "room" in error.value.next_step
    assert store.pointers() == {"skole": live}
    assert unopened(live) == before
    assert drafts(store.root) == []
    (small_disk / "ballast").unlink()
    assert found(Library(store), NURSE) == NURSE
    assert_converges(store, NEW)


def unopened(folder: Path) -> dict[str, str]:
    """The files of a version but the database, which Chroma writes to whenever it is opened."""
    return {name: digest for name, digest in digests(folder).items() if "sqlite3" not in name}


@pytest.mark.parametrize("share", [0.0, 0.02, 0.2, 0.7])
def test_a_full_disk_breaks_a_withdrawal_off_and_no_more(small_disk: Path, share: float) -> None:
    store = three_versions(small_disk / "data")
    _fill(small_disk / "ballast", int(share * _taken(store.pointers()["skole"])))
    with pytest.raises(StoreError, match="cannot be written"):
        store.withdraw([NURSES])
    in_force = NURSES in Tombstones.load(store.root).sources
    (small_disk / "ballast").unlink()
    assert (NURSES in Library(store).snapshot().reports["skole"].sources) is not in_force
    store.withdraw([NURSES])
    for path in store.root.rglob("*"):
        assert not path.is_file() or NURSE.encode() not in path.read_bytes(), path.name
    assert len(directories(store)) == 3


def _taken(folder: Path) -> int:
    """Kilobytes of the disk that the files in `folder` take."""
    return sum(path.stat().st_blocks for path in folder.rglob("*") if path.is_file()) // 2


def _fill(path: Path, room: int) -> None:
    """Fill the disk but for `room` kilobytes."""
    with path.open("wb", buffering=0) as file:
        with pytest.raises(OSError, match="No space left"):
            file.writelines(b"\0" * 4096 for _ in range(1024))
        file.truncate(file.tell() - room * 1024)


def test_a_directory_that_may_only_be_read(small_disk: Path) -> None:
    store = store_in(small_disk / "data")
    store.put(OLD)
    before = digests(store.root)
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    for attempt in (
        lambda: store.put(NEW),
        lambda: store.withdraw([NURSES]),
        lambda: store.bar("skole"),
    ):
        with pytest.raises(StoreError, match=r"cannot be written \(Read-only.*FUNN_DATA"):
            attempt()
    reading = subprocess.run(
        [sys.executable, "-m", "funn", "ask", "Hvem ringer ikke?"],
        env=environment(store.root),
        capture_output=True,
        text=True,
        check=False,
    )
    assert "Traceback" not in reading.stderr
    assert reading.returncode == 0 or "FUNN_DATA" in reading.stderr
    subprocess.run(["mount", "-o", "remount,rw", str(small_disk)], check=True)
    assert digests(store.root) == before
    assert_converges(store, NEW)
