import os
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.domain import Report
from service.errors import InputError, StoreBusyError, StoreError
from service.index import canonical
from service.index.library import Library
from service.index.passages import cut_passages
from service.index.store import Store
from service.index.versions import read_manifest
from tests.service.index.processes import EMBEDDED, OPENED, READY, Led, led
from tests.service.index.samples import (
    NURSE,
    digests,
    drafts,
    embeddings,
    found,
    store_in,
    version,
)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return store_in(tmp_path)


@pytest.fixture(scope="module")
def stored_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    store_in(data).put(version())
    return data


class TestPut:
    def test_a_report_is_stored_whole(self, store: Store) -> None:
        report = version()
        stored = store.put(report)
        assert (stored.embedded, stored.reused, stored.unchanged) == (5, 0, False)
        assert stored.version == canonical.version_of(canonical.encode(report))
        folder = store.pointers()["skole"]
        assert canonical.read(folder / "report.json", stored.version) == report
        assert read_manifest(folder).embedder == store.embedder.identity

    def test_the_same_report_again_embeds_and_writes_nothing(self, store: Store) -> None:
        store.put(version())
        before = digests(store.root)
        embeddings().seen.clear()
        stored = store.put(version())
        assert (stored.embedded, stored.reused, stored.unchanged) == (0, 5, True)
        assert embeddings().seen == []
        assert digests(store.root, "*.bin") == {
            name: digest for name, digest in before.items() if name.endswith(".bin")
        }

    def test_after_a_rebuild_too(self, store: Store) -> None:
        store.put(version())
        store.rebuild("skole")
        assert store.put(version()).unchanged

    def test_one_changed_sentence_embeds_its_passage_alone(self, store: Store) -> None:
        store.put(version("Elevene trives."))
        embeddings().seen.clear()
        stored = store.put(version("Elevene trives ikke."))
        assert (stored.embedded, stored.reused, stored.unchanged) == (1, 5, False)
        assert [text.splitlines()[-1] for text in embeddings().seen] == ["Elevene trives ikke."]

    def test_vectors_that_were_taken_over_are_those_of_a_new_store(
        self, store: Store, tmp_path: Path
    ) -> None:
        store.put(version("Elevene trives."))
        store.put(version())
        other = store_in(tmp_path / "other")
        other.put(version())
        (one,) = Library(store).snapshot().reports.values()
        (two,) = Library(other).snapshot().reports.values()
        new = two.index.embedded()
        kept = one.index.embedded()
        assert kept.keys() == new.keys()
        for id, (vector, tokens) in kept.items():
            assert vector == pytest.approx(new[id].vector, abs=1e-6)
            assert tokens is not None
            again = new[id].tokens
            assert again is not None
            # With whom a text shares a batch moves its states by a millionth: a code by one.
            assert np.abs(tokens.astype(int) - again.astype(int)).max() <= 1

    def test_progress_ends_at_the_number_of_passages(self, store: Store) -> None:
        told: list[tuple[int, int]] = []
        store.put(version(more=70), progress=lambda done, of: told.append((done, of)))
        assert told == [(64, 75), (75, 75)]

    @pytest.mark.parametrize("first", [True, False])
    def test_fictional_and_real_never_mix(self, store: Store, first: bool) -> None:
        store.put(version(fictional=first))
        before = digests(store.root)
        with pytest.raises(StoreError, match=r"never mixed.*FUNN_DATA"):
            store.put(version(id="annen", fictional=not first))
        assert digests(store.root) == before
        assert list(store.pointers()) == ["skole"]

    def test_a_file_that_is_no_report_is_passed_over(self, store: Store) -> None:
        store.put(version())
        (store.root / "reports" / ".DS_Store").write_bytes(b"\0")
        assert list(store.pointers()) == ["skole"]


class TestRemove:
    def test_nothing_is_left_on_disk(self, store: Store) -> None:
        store.put(version())
        store.put(version("Noe nytt."))
        store.put(version(id="annen"))
        store.remove("skole")
        left = [path for path in store.root.rglob("*") if path.is_file()]
        assert not [path for path in left if "skole" in path.parts]
        assert list(store.pointers()) == ["annen"]
        store.remove("annen")
        for path in store.root.rglob("*"):
            assert not path.is_file() or NURSE.encode() not in path.read_bytes()

    def test_an_open_library_lets_go_of_it(self, store: Store) -> None:
        store.put(version())
        library = Library(store)
        assert list(library.snapshot().reports) == ["skole"]
        store.remove("skole")
        assert list(library.snapshot().reports) == []

    def test_what_is_removed_and_stored_again_is_opened_anew(self, store: Store) -> None:
        store.put(version())
        library = Library(store)
        old = library.snapshot()
        store.remove("skole")
        store.put(version())
        assert library.snapshot() is not old
        assert found(library, NURSE) == NURSE

    @pytest.mark.parametrize("id", ["ukjent", "..", ".", "", "skole/../skole", "../reports"])
    def test_an_id_that_is_not_there_removes_nothing(self, store: Store, id: str) -> None:
        store.put(version())
        before = digests(store.root)
        with pytest.raises(InputError, match=r"loaded: skole.*funn reports"):
            store.remove(id)
        assert digests(store.root) == before

    def test_what_a_killed_removal_left_can_be_removed(self, store: Store) -> None:
        store.put(version())
        (store.root / "reports" / "skole" / "current.json").unlink()
        store.remove("skole")
        assert not (store.root / "reports" / "skole").exists()


class TestVersions:
    def test_a_switch_is_seen_by_an_open_library(self, store: Store) -> None:
        store.put(version("Svømmehallen er stengt."))
        library = Library(store)
        old = library.snapshot()
        assert library.snapshot() is old
        store.put(version("Svømmehallen er åpen igjen."))
        assert found(library, "svømmehall") == "Svømmehallen er åpen igjen."
        assert library.snapshot() is not old

    def test_a_snapshot_taken_before_stays_usable(self, store: Store) -> None:
        store.put(version("Svømmehallen er stengt."))
        library = Library(store)
        old = library.snapshot().reports["skole"]
        store.put(version("Svømmehallen er åpen igjen."))
        library.snapshot()
        (hit,) = old.index.search(store.embedder.query("svømmehall"), 1)
        source = old.sources[old.passages[hit.passage].sources[0]]
        assert source.text == "Svømmehallen er stengt."
        assert old.ref.version != library.snapshot().reports["skole"].ref.version

    def test_two_processes_that_read_leave_the_graph_as_it_is(self, tmp_path: Path) -> None:
        store = store_in(tmp_path)
        store.put(version(more=10))
        folder = store.pointers()["skole"]
        graph = digests(folder / "chroma", "*/*")
        assert {name.split("/")[-1] for name in graph} >= {"data_level0.bin", "link_lists.bin"}
        with led("read", tmp_path, NURSE) as one, led("read", tmp_path, NURSE) as two:
            said = [together(one, two) for _ in (READY, OPENED)]
            assert said == [(READY, READY), (OPENED, OPENED)]
            answers = [one.hear(), two.hear()]
        assert answers[0] == answers[1] != ""
        assert digests(folder / "chroma", "*/*") == graph


def together(*processes: Led) -> tuple[str, ...]:
    """What each says; then all go on."""
    said = tuple(process.hear() for process in processes)
    for process in processes:
        process.go()
    return said


class TestWriters:
    def test_a_second_writer_is_refused_with_the_first_ones_pid(self, tmp_path: Path) -> None:
        store = store_in(tmp_path / "data")
        text = tmp_path / "report.json"
        text.write_text(version().model_dump_json(), "utf-8")
        with led("write", tmp_path / "data", text) as writer:
            assert writer.hear() == READY
            writer.go()
            assert writer.hear() == EMBEDDED  # it holds the lock and waits
            for attempt in (
                lambda: store.put(version("Noe annet.")),
                lambda: store.remove("skole"),
                lambda: store.rebuild("skole"),
            ):
                with pytest.raises(
                    StoreBusyError, match=f"process {writer.pid} is writing"
                ) as busy:
                    attempt()
                assert busy.value.retryable
            assert Library(store).snapshot().reports == {}  # reading goes on
            writer.go()
            assert writer.hear() == "stored"
        assert store.put(version()).unchanged

    @pytest.mark.parametrize("moment", ["embedding", "database"])
    def test_a_kill_leaves_the_old_version_and_a_rerun_converges(
        self, tmp_path: Path, moment: str
    ) -> None:
        store = store_in(tmp_path / "data")
        old, new = version(), version("Svømmehallen er åpen igjen.", more=20)
        store.put(old)
        assert kill_during_put(tmp_path, new, lambda: at(moment, tmp_path / "data"))
        assert found(Library(store), NURSE) == NURSE
        assert live_text(store) == old.canonical
        assert_converges(store, new)


def at(moment: str, data: Path) -> bool:
    """Whether the writer has come so far."""
    looked_for = {
        "embedding": "lock",
        "draft": "*/*/.writing-*",
        "database": "*/*/.w*/c*/*.sqlite3",
    }
    return any(data.glob(looked_for[moment]))


def kill_during_put(
    folder: Path, report: Report, is_time: Callable[[], bool], *, embedded: bool = False
) -> bool:
    """Store `report` in another process and kill it when `is_time`, asked from its start on or, if
    `embedded`, when it has embedded all; whether it was still at it."""
    text = folder / "report.json"
    text.write_text(report.model_dump_json(), "utf-8")
    with led("write", folder / "data", text) as writer:
        assert writer.hear() == READY
        writer.go()
        if embedded:
            assert writer.hear() == EMBEDDED
        writer.go()  # nor shall it wait when it has embedded
        while not is_time() and not writer.ended:
            time.sleep(0.0005)
        writer.kill()
        return writer.process.returncode != 0


def live_text(store: Store) -> str:
    folder = store.pointers()["skole"]
    return canonical.read(folder / "report.json", read_manifest(folder).version).canonical


def assert_converges(store: Store, report: Report) -> None:
    store.put(report)
    assert store.put(report).unchanged
    assert drafts(store.root) == []
    library = Library(store)
    opened = library.snapshot().reports["skole"]
    assert opened.report == report
    passages = cut_passages(opened.report)
    embedded = store.embedder.passages([passage.text for passage in passages])
    for passage, each in zip(passages, embedded, strict=True):
        assert opened.index.search(each.vector, 1)[0].passage == passage.id
    assert all(each.tokens is not None for each in opened.index.embedded().values())


class TestDataDirectory:
    def test_a_file_in_its_place(self, tmp_path: Path) -> None:
        (tmp_path / "data").write_text("not a directory")
        store = store_in(tmp_path / "data")
        with pytest.raises(StoreError, match=r"cannot be written.*FUNN_DATA"):
            store.put(version())
        with pytest.raises(StoreError, match=r"cannot be read.*FUNN_DATA"):
            Library(store).snapshot()

    def test_a_file_in_the_place_of_a_directory_within(self, tmp_path: Path) -> None:
        (tmp_path / "reports").write_text("not a directory")
        with pytest.raises(StoreError, match="cannot be"):
            store_in(tmp_path).put(version())

    def test_a_file_in_the_place_of_a_report(self, tmp_path: Path) -> None:
        (tmp_path / "reports").mkdir()
        (tmp_path / "reports" / "skole").write_text("not a directory")
        with pytest.raises(StoreError, match="cannot be written"):
            store_in(tmp_path).put(version())

    def test_reading_makes_nothing(self, tmp_path: Path) -> None:
        store = store_in(tmp_path / "data")
        assert Library(store).snapshot().reports == {}
        assert not (tmp_path / "data").exists()

    def test_the_lock_of_a_process_that_ended_holds_nobody_up(self, tmp_path: Path) -> None:
        (tmp_path / "lock").write_text(str(os.getpid()))
        assert store_in(tmp_path).put(version()).embedded == 5
