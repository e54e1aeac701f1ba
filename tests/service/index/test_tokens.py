"""Vectors of tokens on disk: what was written is what is read, or damage is said; what a
participant withdraws is gone from them too."""

from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np
import pytest

from service.domain import Report
from service.errors import StoreError
from service.index import tokens
from service.index.base import Codes, Embedded
from service.index.library import Library
from service.index.passages import cut_passages
from service.index.store import Store
from service.index.versions import read_report
from tests.reports import Chapter, F, Q, Topic, make_report
from tests.service.index.samples import found, store_in

DIMENSION = 6
COUNTS = (3, 1, 0, 12)
IDS = tuple(f"p-{number}" for number in range(len(COUNTS)))


def drawn(count: int, seed: int = 7) -> Codes:
    made = np.random.default_rng(seed).integers(-127, 128, (count, DIMENSION))
    return made.astype(np.int8)


CODES = tuple(drawn(count, number) for number, count in enumerate(COUNTS))


def embedded(codes: Sequence[Codes | None]) -> list[Embedded]:
    return [Embedded((1.0,), each) for each in codes]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where the index of a version of a report is."""
    path = tmp_path / "skole" / "v1" / "chroma"
    path.mkdir(parents=True)
    return path


@pytest.fixture
def file(folder: Path) -> Path:
    """The file with the tokens of four passages."""
    tokens.write(folder, IDS, embedded(CODES))
    return folder / tokens.FILE


class TestRoundTrip:
    @pytest.mark.parametrize("count", [1, 2, 3, 4])
    def test_each_passage_gets_its_own_back(self, folder: Path, count: int) -> None:
        """Also one without a token, between others and at the end."""
        tokens.write(folder, IDS[:count], embedded(CODES[:count]))
        read = tokens.read(folder)
        assert list(read) == list(IDS[:count])
        for codes, id in zip(CODES, read, strict=False):
            assert read[id].dtype == np.int8
            assert read[id].shape == codes.shape
            assert read[id].tolist() == codes.tolist()

    def test_ids_are_kept_as_they_are(self, folder: Path) -> None:
        ids = ["p-a", "p-å" * 40, " p", "p-0"]
        tokens.write(folder, ids, embedded(CODES))
        assert list(tokens.read(folder)) == ids

    @pytest.mark.parametrize("codes", [(), (None, None), (None, CODES[0]), (CODES[0], None)])
    def test_nothing_is_written_where_a_passage_lacks_them(
        self, folder: Path, codes: tuple[Codes | None, ...]
    ) -> None:
        """Those that have some would be held against a question that the others cannot be held
        against."""
        tokens.write(folder, IDS[: len(codes)], embedded(codes))
        assert list(folder.iterdir()) == []
        assert tokens.read(folder) == {}

    def test_it_takes_no_more_room_than_they_do(self, folder: Path) -> None:
        tokens.write(folder, ["p-0"], embedded([drawn(5000)]))
        assert (folder / tokens.FILE).stat().st_size < 5000 * DIMENSION + 2000


def emptied(path: Path) -> None:
    path.write_bytes(b"")


def garbled(path: Path) -> None:
    path.write_bytes(b"no archive" * 50)


def zeroed(path: Path) -> None:
    path.write_bytes(bytes(path.stat().st_size))


def a_folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def without_counts(path: Path) -> None:
    np.savez(path, ids=np.array(IDS), codes=np.concatenate(CODES))


def of_more_passages(path: Path) -> None:
    np.savez(path, ids=np.array(IDS[:2]), counts=np.array([3, 1, 12]), codes=np.concatenate(CODES))


def of_objects(path: Path) -> None:
    """Would be unpickled, which may run anything."""
    np.savez(path, ids=np.array(IDS, dtype=object), counts=np.array(COUNTS), codes=CODES[0])


class TestDamage:
    @pytest.mark.parametrize(
        "damage",
        [emptied, garbled, zeroed, a_folder, without_counts, of_more_passages, of_objects],
    )
    def test_is_said_with_the_command_that_mends_it(
        self, folder: Path, file: Path, damage: Callable[[Path], None]
    ) -> None:
        damage(file)
        with pytest.raises(StoreError, match=r"report skole: .*tokens cannot be read") as error:
            tokens.read(folder)
        assert error.value.next_step == "Run `funn rebuild`."

    def test_wherever_it_is_cut(self, folder: Path, file: Path) -> None:
        whole = file.read_bytes()
        for size in {*range(0, len(whole), 5), len(whole) - 1}:
            file.write_bytes(whole[:size])
            with pytest.raises(StoreError):
                tokens.read(folder)

    @pytest.mark.parametrize("bit", [0, 3, 7])
    def test_wherever_a_bit_is_turned_nothing_else_is_read(
        self, folder: Path, file: Path, bit: int
    ) -> None:
        """It is said, or it was in what says nothing: a date, a margin."""
        whole = file.read_bytes()
        expected = [codes.tolist() for codes in CODES]
        said = 0
        places = range(bit, len(whole), 5)
        for at in places:
            turned = bytearray(whole)
            turned[at] ^= 1 << bit
            file.write_bytes(turned)
            try:
                read = tokens.read(folder)
            except StoreError:
                said += 1
            else:
                assert [each.tolist() for each in read.values()] == expected
                assert tuple(read) == IDS
        assert said > len(places) / 2


SAID = "Vi vet ikke hvem vi skal ringe til. Det er ingen der når vi trenger dem."
OTHER = "Jeg møter rektor i gangen hver eneste morgen."


def report(*more: str) -> Report:
    return make_report(
        Chapter("1 Skole"),
        Topic("Kontakt"),
        F("Foreldrene savner kontakt med skolen."),
        Q(SAID, role="forelder"),
        Q(OTHER, role="lærer"),
        *(F(text) for text in more),
        id="skole",
    )


WITHDRAWN = report().quotes[0].id


class TestWithdrawn:
    @pytest.fixture
    def store(self, tmp_path: Path) -> Store:
        """A store with three versions of a report that all hold it; the second is live."""
        store = store_in(tmp_path / "data")
        for more in ((), ("Noe nytt.",), ("Noe annet.",)):
            store.put(report(*more))
        store.rollback("skole")
        return store

    def test_no_version_has_a_token_of_it(self, store: Store) -> None:
        passage = next(p.id for p in cut_passages(report()) if WITHDRAWN in p.sources)
        folders = [version.folder for version in store.home("skole").versions()]
        held = [tokens.read(folder / "chroma") for folder in folders]
        assert len(held) == 3
        assert all(passage in codes for codes in held)
        gone = [row.tobytes() for codes in held for row in codes[passage]]
        assert sum(holds(store.root, gone).values()) >= 3 * len(gone) / len(held)
        kept = [{id: c.tolist() for id, c in codes.items() if id != passage} for codes in held]

        store.withdraw([WITHDRAWN])

        folders = [version.folder for version in store.home("skole").versions()]
        assert len(folders) == 3
        left = [tokens.read(folder / "chroma") for folder in folders]
        for folder, codes in zip(folders, left, strict=True):
            assert set(codes) == {p.id for p in cut_passages(read_report(folder))}
            assert passage not in codes
        assert holds(store.root, [*gone, passage.encode()]) == {}
        # What others said is as it was.
        assert [{id: c.tolist() for id, c in codes.items()} for codes in left] == kept
        assert found(Library(store), OTHER) == OTHER


def holds(root: Path, parts: Sequence[bytes]) -> dict[str, int]:
    """Files below `root` in which any of `parts` stands, with how many of them do."""
    counts = {
        str(path.relative_to(root)): sum(part in path.read_bytes() for part in parts)
        for path in root.rglob("*")
        if path.is_file()
    }
    return {name: count for name, count in counts.items() if count}
