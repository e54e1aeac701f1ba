import shutil
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.domain import Passage
from service.errors import StoreError
from service.index.chroma import ChromaIndex

COUNT = 30


def vectors(count: int = COUNT) -> list[list[float]]:
    drawn = np.random.default_rng(7).normal(size=(count, 384))
    normed: list[list[float]] = (drawn / np.linalg.norm(drawn, axis=1, keepdims=True)).tolist()
    return normed


def passages(count: int = COUNT) -> list[Passage]:
    return [
        Passage(id=f"p-{n}", text=str(n), sources=(f"f-{n}",), kind="finding") for n in range(count)
    ]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An index that is only read; tests that damage one take a copy."""
    path = tmp_path_factory.mktemp("home") / "skole" / "v1" / "chroma"
    ChromaIndex.write(path, passages(), vectors())
    return path


def test_finds_the_nearest_first_with_its_cosine(sound: Path) -> None:
    hits = ChromaIndex.open(sound).search(vectors()[11], COUNT)
    assert hits[0].passage == "p-11"
    expected = sorted((float(np.dot(v, vectors()[11])) for v in vectors()), reverse=True)
    assert [hit.cosine for hit in hits] == pytest.approx(expected, abs=1e-5)


def test_more_are_wanted_than_there_are(sound: Path) -> None:
    assert len(ChromaIndex.open(sound).search(vectors()[0], 10_000)) == COUNT


def test_gives_back_every_vector(sound: Path) -> None:
    stored = ChromaIndex.open(sound).vectors()
    assert list(stored) == [f"p-{n}" for n in range(COUNT)]
    assert np.allclose(list(stored.values()), vectors(), atol=1e-6)


@pytest.mark.parametrize("count", [0, 1, 2, 3])
def test_small_indexes(tmp_path: Path, count: int) -> None:
    ChromaIndex.write(tmp_path / "chroma", passages(count), vectors(count))
    index = ChromaIndex.open(tmp_path / "chroma")
    assert len(index.search(vectors()[0], 5)) == count
    assert len(index.vectors()) == count


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
