import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from service.domain import Group
from service.errors import InputError
from service.index.library import Library
from tests.service.index.samples import NURSE, found, store_in, version


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("data")
    store_in(data).put(version())
    store_in(data).put(version("Bare her.", id="annen"))
    return data


def test_reports_come_in_the_order_of_ids_with_their_versions(data: Path) -> None:
    snapshot = Library(store_in(data)).snapshot()
    assert list(snapshot.reports) == ["annen", "skole"]
    refs = [opened.ref for opened in snapshot.reports.values()]
    assert [ref.version for ref in refs] == [m.version for m in store_in(data).manifests()]


def test_a_source_is_found_by_its_id_with_its_report(data: Path) -> None:
    snapshot = Library(store_in(data)).snapshot()
    for id, opened in snapshot.reports.items():
        for source in opened.report.sources:
            where, what = snapshot.source(source.id)
            assert (where.report.id, what) == (id, source)


def test_an_id_that_no_report_has(data: Path) -> None:
    with pytest.raises(InputError, match=r"no loaded report has it.*funn sources") as error:
        Library(store_in(data)).snapshot().source("x" * 10_000)
    assert len(str(error.value)) < 500


def test_the_word_index_has_a_row_for_each_passage_of_each_report(data: Path) -> None:
    snapshot = Library(store_in(data)).snapshot()
    assert snapshot.rows == [
        (id, passage) for id, opened in snapshot.reports.items() for passage in opened.passages
    ]
    assert snapshot.lexical.size == len(snapshot.rows) == 11


def test_who_was_interviewed_and_who_is_named(data: Path) -> None:
    opened = Library(store_in(data)).snapshot().reports["skole"]
    assert opened.speakers == {
        Group(role="forelder"),
        Group(role="helsesykepleier", sector="kommune"),
    }
    assert opened.named > opened.speakers
    assert Group(role="lærer") in opened.named


def test_threads_see_the_same_and_answer_alike(data: Path) -> None:
    library = Library(store_in(data))
    start = threading.Barrier(8)

    def ask(_: int) -> tuple[int, str]:
        start.wait()
        return id(library.snapshot()), found(library, NURSE)

    with ThreadPoolExecutor(8) as pool:
        seen = set(pool.map(ask, range(8)))
    assert len(seen) == 1
    assert seen.pop()[1] == NURSE


def test_questions_go_on_while_versions_are_switched(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.put(version("Svar 0."))
    library = Library(store_in(tmp_path))
    done = threading.Event()
    answers: list[tuple[str, str]] = []

    def ask() -> None:
        while not done.is_set():
            opened = library.snapshot().reports["skole"]
            (hit,) = opened.index.search(library.embedder.query("Svar"), 1)
            text = opened.sources[opened.passages[hit.passage].sources[0]].text
            answers.append((text, opened.report.findings[-1].text))

    with ThreadPoolExecutor(2) as pool:
        asking = [pool.submit(ask) for _ in range(2)]
        for number in range(1, 5):
            store.put(version(f"Svar {number}."))
        done.set()
        for asked in asking:
            asked.result()
    assert answers
    assert all(text == own for text, own in answers)  # never of two versions
    assert found(library, "Svar") == "Svar 4."
