import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from service.domain import Group
from service.errors import InputError, StoreError
from service.index.library import Left, Library, OpenReport
from service.index.passages import cut_passages
from service.index.rows import Rows
from service.index.tombstones import Tombstones
from service.index.withdrawal import entombed
from tests.opened import HandIndex
from tests.reports import F, Q, make_report
from tests.service.index.samples import CHAPTER, NURSE, found, store_in, version


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


def test_there_is_a_row_for_each_passage_of_each_report(data: Path) -> None:
    snapshot = Library(store_in(data)).snapshot()
    assert snapshot.rows.keys == [
        (id, passage) for id, opened in snapshot.reports.items() for passage in opened.passages
    ]
    assert snapshot.rows.passages.size == len(snapshot.rows) == 11


def test_vectors_are_those_of_the_index_in_the_order_of_passages(data: Path) -> None:
    snapshot = Library(store_in(data)).snapshot()
    for opened in snapshot.reports.values():
        kept = opened.index.embedded()
        expected = np.array([kept[id].vector for id in opened.passages])
        assert opened.vectors == pytest.approx(expected)
        assert np.linalg.norm(opened.vectors, axis=1) == pytest.approx(1.0, abs=1e-3)
    parts = [opened.vectors for opened in snapshot.reports.values()]
    assert snapshot.rows.vectors.tolist() == np.vstack(parts).tolist()


def test_tokens_are_those_of_the_index_in_the_order_of_passages(data: Path) -> None:
    library = Library(store_in(data))
    snapshot = library.snapshot()
    assert len(snapshot.rows.tokens) == len(snapshot.rows) == 11
    for (report, passage), tokens in zip(snapshot.rows.keys, snapshot.rows.tokens, strict=True):
        opened = snapshot.reports[report]
        kept = opened.index.embedded()[passage].tokens
        (anew,) = library.embedder.passages([opened.passages[passage].text])
        assert tokens is not None
        assert kept is not None
        assert anew.tokens is not None
        assert np.array_equal(tokens, kept)
        # Alone its sums are rounded otherwise than beside others: a code may be one more or less.
        assert np.abs(tokens.astype(int) - anew.tokens).max() <= 1


def test_an_index_of_other_passages_is_refused_until_it_is_built_again(tmp_path: Path) -> None:
    """It has as many, so that their number does not tell, and is whole in itself."""
    store, other = store_in(tmp_path / "one"), store_in(tmp_path / "other")
    store.put(version("Noe nytt."))
    other.put(version("Bare her."))
    index = store.pointers()["skole"] / "chroma"
    shutil.rmtree(index)
    shutil.copytree(other.pointers()["skole"] / "chroma", index)
    with pytest.raises(StoreError, match=r"Report skole: .*other passages.*: 1 are missing") as no:
        Library(store_in(store.root)).snapshot()
    assert no.value.next_step == "Run `funn rebuild`."
    store.rebuild("skole")
    assert found(Library(store_in(store.root)), "Noe nytt.") == "Noe nytt."


def test_a_report_without_a_passage_stands_beside_others(tmp_path: Path) -> None:
    store = store_in(tmp_path)
    store.put(make_report(CHAPTER, id="bare"))
    assert len(Library(store_in(tmp_path)).snapshot().rows) == 0
    store.put(version())
    snapshot = Library(store_in(tmp_path)).snapshot()
    assert list(snapshot.reports) == ["bare", "skole"]
    assert len(snapshot.reports["bare"].vectors) == 0
    assert snapshot.rows.vectors.shape == (5, 384)


def test_what_was_left_gives_its_own_passages_unchanged() -> None:
    """While a withdrawal is under way, the index on disk still has what was withdrawn."""
    before = version()
    after = before.model_copy(update={"sources": before.sources[1:]})
    ids = [passage.id for passage in cut_passages(before)]
    vectors = [(1.0, 0.0), (0.0, 1.0), (0.6, 0.8), (0.0, -1.0), (-1.0, 0.0)]
    codes = [np.full((1, 2), number, np.int8) for number in range(5)]
    index = HandIndex(before, vectors, codes)
    opened = OpenReport(after, "sha256:0", Left(index, before, after))
    assert list(opened.passages) == ids[1:]
    assert opened.vectors.tolist() == pytest.approx(
        np.array([(0.0, 1.0), (0.6, 0.8), (0.0, -1.0), (-1.0, 0.0)])
    )
    assert all(one is other for one, other in zip(opened.tokens, codes[1:], strict=True))
    assert [hit.passage for hit in opened.index.search((1.0, 0.0), 2)] == [ids[2], ids[1]]
    assert ("skole", ids[0]) not in Rows([opened]).of


def test_what_was_left_and_changed_has_no_meaning_until_it_is_embedded_again(
    tmp_path: Path,
) -> None:
    """The introduction to a list that repeats what was withdrawn goes too, at once."""
    said = "Vi vet ikke hvem vi skal ringe til om kvelden."
    report = make_report(
        CHAPTER,
        F("Kontakten er dårlig.", lead_in=said),
        F("Telefonen er stengt."),
        Q(said, "lærer"),
    )
    store = store_in(tmp_path)
    store.put(report)
    entombed(store.homes(), [report.quotes[0].id], Tombstones.load(tmp_path)).save(tmp_path)
    library = Library(store_in(tmp_path))
    opened = library.snapshot().reports["demo"]
    assert [source.lead_in for source in opened.report.findings] == [None, None]
    assert opened.vectors.shape == (2, 384)
    assert [bool(vector.any()) for vector in opened.vectors] == [False, True]
    assert [tokens is not None for tokens in opened.tokens] == [False, True]
    assert found(library, "Kontakt", "demo") == "Telefonen er stengt."
    store.withdraw([report.quotes[0].id])
    opened = library.snapshot().reports["demo"]
    assert [bool(vector.any()) for vector in opened.vectors] == [True, True]
    assert all(tokens is not None for tokens in opened.tokens)


def test_to_ask_some_reports_leaves_the_rows(data: Path) -> None:
    snapshot = Library(store_in(data)).snapshot()
    narrowed = snapshot.only(["annen"])
    assert list(narrowed.reports) == ["annen"]
    assert narrowed.rows is snapshot.rows
    assert snapshot.only([]) is snapshot
    assert list(snapshot.reports) == ["annen", "skole"]


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
