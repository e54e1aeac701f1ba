"""Old versions stay until they are pruned, can be gone back to, and cost no second embedding."""

import json
import shutil
from pathlib import Path

import pytest

from service.errors import InputError, NewerStoreError, StoreError
from service.index import canonical
from service.index.library import Library
from service.index.store import Store
from service.index.versions import Version, read_manifest, read_raw
from service.settings import Settings
from tests.service.index.samples import NURSE, digests, embeddings, found, store_in, version

ONE, TWO, THREE = (version(f"Tiltak {n} ble prøvd.") for n in ("en", "to", "tre"))


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store that holds `ONE`, `TWO` and `THREE`, the last one live."""
    store = store_in(tmp_path / "data")
    for report in (ONE, TWO, THREE):
        store.put(report)
    return store


def kept(store: Store) -> list[Version]:
    return store.home("skole").versions()


def texts(store: Store) -> list[str]:
    """The last finding of each version, oldest first, `*` before the live one's."""
    return [
        "*" * v.live
        + canonical.read(v.folder / "report.json", v.manifest.version).findings[-1].text[7:]
        for v in kept(store)
        if v.manifest
    ]


def test_every_version_is_kept_with_when_and_why(store: Store) -> None:
    assert texts(store) == ["en ble prøvd.", "to ble prøvd.", "*tre ble prøvd."]
    for version_ in kept(store):
        assert version_.manifest
        assert version_.manifest.ingested
        assert (version_.manifest.why, version_.manifest.sources) == ("ingested", 6)


def test_the_time_is_not_part_of_the_digest(store: Store, tmp_path: Path) -> None:
    later = store_in(tmp_path / "later")
    later.put(ONE)
    assert later.manifests()[0].version == read_manifest(kept(store)[0].folder).version


class TestRollback:
    def test_goes_to_the_version_before_and_embeds_nothing(self, store: Store) -> None:
        library = Library(store)
        library.snapshot()
        embeddings().seen.clear()
        assert store.rollback("skole").embedded == 0
        assert texts(store) == ["en ble prøvd.", "*to ble prøvd.", "tre ble prøvd."]
        assert found(library, "Tiltak to ble prøvd.") == "Tiltak to ble prøvd."
        store.rollback("skole")
        assert texts(store) == ["*en ble prøvd.", "to ble prøvd.", "tre ble prøvd."]
        assert embeddings().seen == []
        with pytest.raises(InputError, match=r"no version.*before.*--versions"):
            store.rollback("skole")

    def test_goes_to_the_version_that_is_named(self, store: Store) -> None:
        digest = canonical.version_of(canonical.encode(ONE))
        for name in (digest, digest.removeprefix("sha256:")[:10]):
            store.rollback("skole", name)
            assert texts(store)[0].startswith("*")
            store.put(THREE)

    @pytest.mark.parametrize("name", ["", "sha256:", "zz", "../x"])
    def test_a_name_that_is_no_single_version(self, store: Store, name: str) -> None:
        before = digests(store.root, "*.json")
        with pytest.raises(InputError, match=r"funn reports --versions"):
            store.rollback("skole", name)
        assert digests(store.root, "*.json") == before

    def test_to_the_live_one_is_refused(self, store: Store) -> None:
        with pytest.raises(InputError, match="live already"):
            store.rollback("skole", store.manifests()[0].version)

    def test_a_version_with_a_damaged_index_is_built_anew(self, store: Store) -> None:
        shutil.rmtree(kept(store)[1].folder / "chroma")
        assert store.rollback("skole").version == store.manifests()[0].version
        assert texts(store)[1].startswith("*")
        assert found(Library(store), "Tiltak to ble prøvd.") == "Tiltak to ble prøvd."

    def test_a_version_that_was_altered_is_refused_and_the_live_one_stays(
        self, store: Store
    ) -> None:
        file = kept(store)[1].folder / "report.json"
        file.write_bytes(file.read_bytes() + b" ")
        with pytest.raises(StoreError, match="was changed"):
            store.rollback("skole")
        assert texts_of_live(store) == "Tiltak tre ble prøvd."

    def test_mends_a_damaged_pointer_when_a_version_is_named(self, store: Store) -> None:
        (store.root / "reports" / "skole" / "current.json").write_text("{", "utf-8")
        with pytest.raises(InputError, match="cannot be known"):
            store.rollback("skole")
        store.rollback("skole", canonical.version_of(canonical.encode(TWO)))
        assert texts(store) == ["en ble prøvd.", "*to ble prøvd.", "tre ble prøvd."]


def texts_of_live(store: Store) -> str:
    return store.report("skole").findings[-1].text


class TestVectors:
    def test_an_older_version_put_again_embeds_nothing(self, store: Store) -> None:
        embeddings().seen.clear()
        stored = store.put(ONE)
        assert (stored.embedded, stored.reused, stored.unchanged) == (0, 6, False)
        assert embeddings().seen == []
        assert texts(store) == ["to ble prøvd.", "tre ble prøvd.", "*en ble prøvd."]

    def test_passages_are_taken_from_whichever_version_has_them(self, store: Store) -> None:
        embeddings().seen.clear()
        both = version("Tiltak en ble prøvd.", "Tiltak to ble prøvd.", "Noe nytt.")
        assert store.put(both).embedded == 1
        assert [text.splitlines()[-1] for text in embeddings().seen] == ["Noe nytt."]

    def test_what_a_killed_writer_had_embedded_is_taken_over_and_removed(
        self, store: Store
    ) -> None:
        """The kill came between the new directory's renaming and the switch to it."""
        pointer = store.root / "reports" / "skole" / "current.json"
        before = pointer.read_bytes()
        store.put(version("Tiltak fire ble prøvd."))
        pointer.write_bytes(before)
        assert texts_of_live(store) == "Tiltak tre ble prøvd."
        embeddings().seen.clear()
        store.put(version("Tiltak fire ble prøvd.", "Noe mer."))
        assert [text.splitlines()[-1] for text in embeddings().seen] == ["Noe mer."]
        assert len(kept(store)) == len(directories(store)) == 4


def directories(store: Store) -> list[Path]:
    return [path for path in (store.root / "reports" / "skole").iterdir() if path.is_dir()]


class TestPrune:
    @pytest.mark.parametrize(
        ("keep", "left"),
        [
            (0, ["*tre ble prøvd."]),
            (1, ["to ble prøvd.", "*tre ble prøvd."]),
            (9, ["en ble prøvd.", "to ble prøvd.", "*tre ble prøvd."]),
        ],
    )
    def test_the_live_one_and_the_newest_stay(
        self, store: Store, keep: int, left: list[str]
    ) -> None:
        assert store.prune("skole", keep) == 3 - len(left)
        assert texts(store) == left
        assert len(directories(store)) == len(left)

    def test_after_a_rollback_too(self, store: Store) -> None:
        store.rollback("skole")
        assert store.prune("skole") == 2
        assert texts(store) == ["*to ble prøvd."]

    def test_who_has_a_version_open_that_is_pruned_goes_on_with_it(self, store: Store) -> None:
        library = Library(store_in(store.root))
        old = library.snapshot().reports["skole"]
        store.put(ONE)
        store.prune("skole")
        for question in ("fravær", NURSE, "Tiltak tre ble prøvd."):
            assert len(old.index.search(store.embedder.query(question), 3)) == 3
        assert len(old.index.embedded()) == 6
        assert found(library, "Tiltak en ble prøvd.") == "Tiltak en ble prøvd."

    def test_of_a_report_that_is_not_there(self, store: Store) -> None:
        with pytest.raises(InputError, match="loaded: skole"):
            store.prune("annen")


class TestRaw:
    def test_the_readers_own_text_is_kept_as_it_is(self, store: Store) -> None:
        raw = "Side 1\r\nTiltak\rto \u2028 ble\n"
        assert not store.put(THREE, raw).unchanged  # it is part of the version
        folder = store.pointers()["skole"]
        assert read_raw(folder) == raw
        assert store.put(THREE, raw).unchanged
        store.rebuild("skole")
        assert read_raw(store.pointers()["skole"]) == raw
        store.rollback("skole")
        assert read_raw(store.pointers()["skole"]) is None


class TestBar:
    def test_a_barred_report_stays_barred(self, store: Store) -> None:
        store.put(TWO.model_copy(update={"barred": True}))
        library = Library(store)
        assert library.snapshot().reports["skole"].report.barred
        store.put(THREE)
        assert library.snapshot().reports["skole"].report.barred
        store.rollback("skole")
        assert store.report("skole").barred
        store.bar("skole", False)
        assert not library.snapshot().reports["skole"].report.barred

    def test_is_no_part_of_the_digest(self, store: Store) -> None:
        version_ = store.manifests()[0].version
        assert store.put(THREE.model_copy(update={"barred": True})).unchanged
        assert store.manifests()[0].version == version_
        assert store.report("skole").barred

    def test_no_embedding_service_gets_it(self, store: Store) -> None:
        remote = Store(
            Settings(
                data=store.root, embedding_model="m", embedding_base_url="http://127.0.0.1:9/v1"
            )
        )
        with pytest.raises(StoreError, match=r"skole: it is barred.*m is one.*comes with Funn"):
            remote.put(THREE.model_copy(update={"barred": True}))
        store.bar("skole")
        for attempt in (
            lambda: remote.put(THREE),
            lambda: remote.rebuild("skole"),
            lambda: Library(remote).snapshot(),
        ):
            with pytest.raises(StoreError, match="it is barred"):
                attempt()

    def test_of_a_report_that_is_not_there(self, store: Store) -> None:
        with pytest.raises(InputError, match="loaded: skole"):
            store.bar("annen")


class TestNewer:
    """What a newer Funn wrote is neither read nor replaced."""

    @pytest.mark.parametrize("file", ["manifest.json", "current.json", "tombstones.json"])
    def test_is_refused_and_nothing_is_lost(self, store: Store, file: str) -> None:
        live = store.pointers()["skole"]
        path = {"manifest.json": live / file, "current.json": live.parent / file}.get(
            file, store.root / file
        )
        data = json.loads(path.read_text("utf-8")) if path.exists() else {}
        path.write_text(json.dumps({**data, "format": 99, "more": 1}), "utf-8")
        before = digests(store.root / "reports")
        for attempt in (
            lambda: Library(store_in(store.root)).snapshot(),
            lambda: store.put(ONE),
            lambda: store.withdraw([ONE.sources[0].id]),
            lambda: store.rollback("skole"),
            lambda: store.prune("skole"),
        ):
            with pytest.raises(StoreError, match="newer Funn"):
                attempt()
        assert digests(store.root / "reports") == before

    def test_of_a_canonical_file(self, store: Store) -> None:
        encoded = json.dumps({"format": 99, "report": {}}).encode()
        path = store.root / "x" / "v" / "report.json"
        path.parent.mkdir(parents=True)
        path.write_bytes(encoded)
        with pytest.raises(NewerStoreError, match="newer Funn"):
            canonical.read(path, canonical.version_of(encoded))


def test_a_store_without_these_fields_is_read_and_written(store: Store) -> None:
    """As stores were before versions were listed."""
    home = store.root / "reports" / "skole"
    for path in home.glob("*/manifest.json"):
        data = json.loads(path.read_text("utf-8"))
        for name in ("format", "raw", "ingested", "why", "sources"):
            del data[name]
        path.write_text(json.dumps(data), "utf-8")
    pointer = json.loads((home / "current.json").read_text("utf-8"))
    old = {"directory": pointer["directory"], "version": pointer["version"]}
    (home / "current.json").write_text(json.dumps(old), "utf-8")
    assert len(kept(store)) == 3
    assert store.put(THREE).unchanged
    assert store.put(version("Noe nytt.")).embedded == 1
    assert len(kept(store)) == 4
