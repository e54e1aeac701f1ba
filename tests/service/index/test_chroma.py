import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.domain import Passage
from service.errors import StoreError
from service.index.base import Embedded
from service.index.chroma import ChromaIndex

COUNT = 30


def vectors(count: int = COUNT) -> list[list[float]]:
    drawn = np.random.default_rng(7).normal(size=(count, 384))
    normed: list[list[float]] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()
    return normed


def embedded(count: int = COUNT) -> list[Embedded]:
    """The vectors, each with as many tokens as its number says and one more."""
    return [
        Embedded(vector, np.full((number + 1, 4), number % 100, np.int8))
        for number, vector in enumerate(vectors(count))
    ]


def passages(count: int = COUNT) -> list[Passage]:
    return [
        Passage(id=f"p-{n}", text=str(n), sources=(f"f-{n}",), kind="finding") for n in range(count)
    ]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that is only read; tests that damage one take a copy."""
    path = tmp_path_factory.mktemp("home") / "skole" / "v1" / "chroma"
    ChromaIndex.write(path, passages(), embedded())
    return path


def test_finds_the_nearest_first_with_its_cosine(sound: Path) -> None:
    hits = ChromaIndex.open(sound).search(vectors()[11], COUNT)
    assert hits[0].passage == "p-11"
    expected = sorted((float(np.dot(v, vectors()[11])) for v in vectors()), reverse=True)
    assert [hit.cosine for hit in hits] == pytest.approx(expected, abs=1e-5)


def test_more_are_wanted_than_there_are(sound: Path) -> None:
    assert len(ChromaIndex.open(sound).search(vectors()[0], 10_000)) == COUNT


def test_gives_back_every_vector(sound: Path) -> None:
    stored = ChromaIndex.open(sound).embedded()
    assert list(stored) == [f"p-{n}" for n in range(COUNT)]
    assert np.allclose([each.vector for each in stored.values()], vectors(), atol=1e-6)


def test_gives_back_the_tokens_of_every_passage(sound: Path) -> None:
    stored = ChromaIndex.open(sound).embedded()
    for number in range(COUNT):
        tokens = stored[f"p-{number}"].tokens
        assert tokens is not None
        assert tokens.tolist() == [[number] * 4] * (number + 1)


def test_of_an_embedder_without_tokens_there_are_none(tmp_path: Path) -> None:
    ChromaIndex.write(tmp_path / "chroma", passages(3), list(map(Embedded, vectors(3))))
    stored = ChromaIndex.open(tmp_path / "chroma").embedded()
    assert [each.tokens for each in stored.values()] == [None] * 3
    assert np.allclose([each.vector for each in stored.values()], vectors(3), atol=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_indexes(tmp_path: Path, count: int) -> None:
    ChromaIndex.write(tmp_path / "chroma", passages(count), embedded(count))
    index = ChromaIndex.open(tmp_path / "chroma")
    assert len(index.search(vectors()[0], 5)) == count
    assert len(index.embedded()) == count


def test_nothing_that_lay_in_memory_before_is_written(tmp_path: Path) -> None:
    """Chroma writes memory that it has not used yet; it may hold vectors that were erased since."""
    mark = b"\xab" * 16
    for number in range(8):
        used = [np.full(size, 0xAB, np.uint8) for size in (400, 4_000, 180_400) for _ in range(40)]
        del used  # what is asked for next lies where this did
        ChromaIndex.write(tmp_path / f"{number}", passages(3), embedded(3))
    written = [path for path in tmp_path.rglob("*") if path.is_file()]
    graphs = [path for path in written if path.name == "data_level0.bin"]
    assert len(graphs) == 8
    assert not [path for path in written if mark in path.read_bytes()]
    for graph in graphs:
        whole = graph.read_bytes()
        of_row = len(whole) // 100  # Chroma begins with room for a hundred
        assert any(whole[: 3 * of_row])
        assert not any(whole[3 * of_row :])
        assert not any(graph.with_name("length.bin").read_bytes()[3 * 4 :])
        index = ChromaIndex.open(graph.parent.parent)
        assert index.search(vectors()[2], 1)[0].passage == "p-2"


def test_an_index_with_more_rows_than_there_was_room_for(tmp_path: Path) -> None:
    ChromaIndex.write(tmp_path / "chroma", passages(250), embedded(250))
    index = ChromaIndex.open(tmp_path / "chroma")
    for number in (0, 99, 100, 249):
        assert index.search(vectors(250)[number], 1)[0].passage == f"p-{number}"
    stored = index.embedded()
    assert np.allclose([each.vector for each in stored.values()], vectors(250), atol=1e-6)


def remove_database(path: Path) -> None:
    (path / "chroma.sqlite3").unlink()


def empty_database(path: Path) -> None:
    (path / "chroma.sqlite3").write_bytes(b"")


def garble_database(path: Path) -> None:
    (path / "chroma.sqlite3").write_bytes(b"no database" * 500)


def halve_database(path: Path) -> None:
    whole = (path / "chroma.sqlite3").read_bytes()
    (path / "chroma.sqlite3").write_bytes(whole[: len(whole) // 2])


def remove_graph(path: Path) -> None:
    for folder in [entry for entry in path.iterdir() if entry.is_dir()]:
        shutil.rmtree(folder)


def remove_links(path: Path) -> None:
    next(path.rglob("link_lists.bin")).unlink()


def cut_graph(path: Path) -> None:
    graph = next(path.rglob("data_level0.bin"))
    graph.write_bytes(graph.read_bytes()[:1000])


def garble_graph(path: Path) -> None:
    graph = next(path.rglob("data_level0.bin"))
    graph.write_bytes(b"\xff" * graph.stat().st_size)  # Chroma alone dies of it (SIGSEGV)


def remove_tokens(path: Path) -> None:
    next(path.rglob("codes.npz")).unlink()


def alter_tokens(path: Path) -> None:
    codes = next(path.rglob("codes.npz"))
    whole = bytearray(codes.read_bytes())
    whole[len(whole) // 2] ^= 1
    codes.write_bytes(whole)


def forget_digest(path: Path) -> None:
    (path / "graph.sha256").unlink()


@pytest.mark.parametrize(
    "damage",
    [
        remove_database,
        empty_database,
        garble_database,
        halve_database,
        remove_graph,
        remove_links,
        cut_graph,
        garble_graph,
        remove_tokens,
        alter_tokens,
        forget_digest,
    ],
)
def test_damage_is_said_on_opening_with_the_command_that_mends_it(
    sound: Path, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    copy = tmp_path / "skole" / "v1" / "chroma"
    shutil.copytree(sound, copy)
    damage(copy)
    with pytest.raises(StoreError, match=r"report skole: .*Run `funn rebuild`"):
        ChromaIndex.open(copy)
