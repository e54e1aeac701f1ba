"""What a participant withdraws is gone from every version, every byte of it, and stays away."""

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from service.domain import Finding, Quote, Report, Source
from service.errors import InputError, StoreError, WithdrawnError
from service.index.chroma import ChromaIndex
from service.index.erasure import MASK
from service.index.library import Library
from service.index.passages import cut_passages
from service.index.store import Store
from service.index.tombstones import REASON, Tombstones
from service.index.versions import read_raw
from service.index.withdrawal import entombed
from tests.reports import Chapter, F, Q, Topic, make_report
from tests.service.index.samples import digests, embeddings, found, store_in, version

PARENT = "Vi vet ikke hvem vi skal ringe til. Det er ingen der når vi trenger dem."
OTHER = "Jeg møter rektor i gangen hver eneste morgen."


def report(*changed: str, id: str = "skole", parent: str = PARENT, lead: str = "") -> Report:
    return make_report(
        Chapter("1 Skole"),
        Topic("Kontakt"),
        F("Foreldrene savner kontakt med skolen.", lead_in=lead or None),
        Q(parent, role="forelder"),
        Q(OTHER, role="lærer"),
        Q("Ja.", role="lærer"),
        Q("Ja.", role="forelder"),
        *(F(text) for text in changed),
        id=id,
    )


WITHDRAWN = report().quotes[0].id


@pytest.fixture
def store(tmp_path: Path) -> Store:
    """A store with three versions of a report; the second is live."""
    store = store_in(tmp_path / "data")
    store.put(report(), raw_of(report()))
    store.put(report("Noe nytt."), raw_of(report("Noe nytt.")))
    store.put(report("Noe annet."))
    store.rollback("skole")
    return store


def raw_of(report: Report) -> str:
    return report.canonical


def holding(root: Path, *texts: str) -> list[str]:
    """Files below `root` in which one of `texts` stands, in any of the ways it may be written."""
    return [
        str(path.relative_to(root))
        for path in root.rglob("*")
        if path.is_file()
        for text in texts
        for coded in (text.encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode())
        if coded in path.read_bytes()
    ]


def files_of(root: Path) -> list[bytes]:
    """What stands in each file below `root`."""
    return [path.read_bytes() for path in root.rglob("*") if path.is_file()]


SAID = (PARENT, "hvem vi skal ringe", "når vi trenger dem")


class TestWithdraw:
    def test_no_byte_of_it_is_left_in_any_version(self, store: Store) -> None:
        assert len(holding(store.root, *SAID)) > 6
        done = store.withdraw([WITHDRAWN])
        assert (done.sources, done.repeated, done.reports) == ((WITHDRAWN,), 0, ("skole",))
        assert (done.versions, done.damaged) == (3, 0)
        assert holding(store.root, *SAID) == []
        assert len(store.home("skole").versions()) == 3
        passage = next(p for p in embeddings_of(report()) if p.endswith(PARENT))
        assert holding(store.root, passage) == []

    def test_no_vector_of_it_is_left_in_any_version(self, store: Store) -> None:
        """Of which words can be guessed. Eight tellings, as it hung on what lay in memory."""
        for number in range(8):
            other = store_in(store.root / f"{number}")
            other.put(report())
            other.put(report("Noe nytt."))
            passage = next(p.id for p in cut_passages(report()) if WITHDRAWN in p.sources)
            folders = [version.folder for version in other.home("skole").versions()]
            vectors = [
                np.array(ChromaIndex.open(folder / "chroma").embedded()[passage].vector, "<f4")
                for folder in folders
            ]
            gone = [vector.tobytes()[:256] for vector in vectors] + [passage.encode()]
            assert any(part in each for each in files_of(other.root) for part in gone[:-1])
            other.withdraw([WITHDRAWN])
            assert not any(part in each for each in files_of(other.root) for part in gone)

    def test_the_rest_of_each_version_stays_as_it_was(self, store: Store) -> None:
        before = {s.id: s for s in store.report("skole").sources}
        embeddings().seen.clear()
        store.withdraw([WITHDRAWN])
        assert embeddings().seen == []
        after = {s.id: s for s in store.report("skole").sources}
        assert before.keys() - after.keys() == {WITHDRAWN}
        for id, source in after.items():
            assert bare(source) == bare(before[id])
        library = Library(store)
        assert found(library, OTHER) == OTHER
        assert found(library, "Noe nytt.") == "Noe nytt."
        store.rollback("skole")
        assert found(Library(store), OTHER) == OTHER
        assert holding(store.root, *SAID) == []

    def test_the_readers_own_text_is_masked(self, store: Store) -> None:
        live = store.pointers()["skole"]
        raw = read_raw(live)
        store.withdraw([WITHDRAWN])
        masked = read_raw(store.pointers()["skole"])
        assert raw
        assert masked
        assert len(masked) == len(raw)
        assert masked.count(MASK) == len(PARENT)
        assert OTHER in masked

    def test_it_is_told_by_place_and_not_by_words(self, store: Store) -> None:
        raw = next(s.raw for s in report().sources if s.id == WITHDRAWN)
        store.withdraw([WITHDRAWN])
        asides = store.report("skole").set_aside
        assert [(a.reason, a.raw) for a in asides] == [(REASON, raw)]
        text = (store.root / "tombstones.json").read_text("utf-8")
        assert WITHDRAWN in text
        for word in ("vet", "ringe", "ingen", "forelder", "trenger"):
            assert word not in text

    def test_an_open_library_drops_it_at_the_next_question(self, store: Store) -> None:
        library = Library(store_in(store.root))
        old = library.snapshot()
        assert old.source(WITHDRAWN)[1].text == PARENT
        store.withdraw([WITHDRAWN])
        with pytest.raises(WithdrawnError, match="withdrawn and erased"):
            library.snapshot().source(WITHDRAWN)
        assert found(library, PARENT) != PARENT
        # Who was answered from the old moment may finish with it.
        assert len(old.reports["skole"].index.search(store.embedder.query("x"), 3)) == 3

    def test_again_changes_nothing(self, store: Store) -> None:
        store.withdraw([WITHDRAWN])
        before = digests(store.root / "reports")
        assert store.withdraw([WITHDRAWN]).versions == 0
        assert digests(store.root / "reports") == before

    def test_an_unknown_id_withdraws_nothing(self, store: Store) -> None:
        before = digests(store.root / "reports")
        with pytest.raises(InputError, match=r"q-none.*nothing was withdrawn.*funn sources"):
            store.withdraw([WITHDRAWN, "q-none"])
        assert digests(store.root / "reports") == before
        assert not (store.root / "tombstones.json").exists()

    def test_of_the_only_sources_leaves_an_empty_report(self, tmp_path: Path) -> None:
        store = store_in(tmp_path)
        store.put(only := make_report(Chapter("1 Skole"), Q(PARENT)))
        store.withdraw([only.quotes[0].id])
        assert store.report("demo").canonical == "1 Skole\n"
        assert Library(store).snapshot().reports["demo"].passages == {}
        assert store.put(only).unchanged

    def test_what_repeats_it_goes_too_in_whatever_report(self, tmp_path: Path) -> None:
        store = store_in(tmp_path)
        lead = "En mor sa det slik: Det er ingen der når vi trenger dem."
        store.put(report(lead=lead))
        store.put(report("«vi vet ikke hvem vi skal ringe til», sier en forelder.", id="annen"))
        done = store.withdraw([WITHDRAWN])
        assert (done.repeated, done.reports) == (2, ("annen", "skole"))
        assert holding(store.root, *SAID, "Vi vet ikke hvem") == []
        assert len(store.report("annen").findings) == 1
        first = store.report("skole").findings[0]
        assert first.lead_in is None
        assert first.uncertain
        assert found(Library(store), first.text, "skole") == first.text

    def test_short_words_of_others_stay(self, store: Store) -> None:
        """ "Ja." is said by two."""
        one, two = (q for q in report().quotes if q.text == "Ja.")
        store.withdraw([one.id])
        assert two.id in {s.id for s in store.report("skole").sources}
        store.put(report())
        ids = {s.id for s in store.report("skole").sources}
        assert (one.id in ids, two.id in ids) == (False, True)

    def test_two_versions_that_it_alone_told_apart_become_one(self, tmp_path: Path) -> None:
        store = store_in(tmp_path)
        other = report(parent=PARENT.replace("Vi vet", "Du vet"))
        same = other.model_copy(update={"raw_digest": report().raw_digest})
        for one in (report(), same, report("Noe nytt.")):
            store.put(one)
        store.rollback("skole")
        store.withdraw([WITHDRAWN])
        versions = store.home("skole").versions()
        assert [v.live for v in versions] == [True, False]
        assert found(Library(store), OTHER) == OTHER


def embeddings_of(report: Report) -> list[str]:
    return [passage.text for passage in cut_passages(report)]


def bare(source: Source) -> Source:
    return source.model_copy(update={"start": 0, "end": 0})


class TestIngestingAgain:
    def test_the_same_report_comes_back_without_it(self, store: Store) -> None:
        store.withdraw([WITHDRAWN])
        stored = store.put(report("Noe nytt."), raw_of(report("Noe nytt.")))
        assert (stored.withdrawn, stored.embedded, stored.unchanged) == (1, 0, True)
        assert holding(store.root, *SAID) == []

    @pytest.mark.parametrize(
        "changed",
        [
            PARENT.upper().replace(".", " –"),
            "VI VET IKKE, hvem vi skal ringe til. Noe helt annet står her nå.",
            "Altså: det er ingen der når vi trenger dem!",
            "Vi vet ikke hvem vi skal ringe til. Det er ingen der, når vi trenger dem.",
        ],
    )
    def test_nor_does_a_changed_text_bring_it_back(self, store: Store, changed: str) -> None:
        store.withdraw([WITHDRAWN])
        new = report(parent=changed)
        assert new.quotes[0].id != WITHDRAWN
        moved = new.model_copy(update={"raw_digest": "sha256:other"})  # another file
        assert store.put(moved, raw_of(new)).withdrawn == 1
        assert holding(store.root, *SAID, changed) == []
        assert len(store.report("skole").quotes) == 3

    def test_nor_do_other_rules_on_the_same_file(self, store: Store) -> None:
        """The same place of the same file, read as something else."""
        store.withdraw([WITHDRAWN])
        same = report("Noe annet.")
        quote = same.quotes[0]
        [(start, end)] = quote.raw
        fields = quote.model_dump(exclude={"kind", "speaker"})
        finding = Finding(**{**fields, "id": "f-new", "text": "Vi", "raw": ((start, start + 2),)})
        canonical = same.canonical.replace(PARENT, "Vi")
        other = Quote(**{**quote.model_dump(), "id": "q-new", "raw": ((end, end + 9),)})
        sources = (same.sources[0], finding.model_copy(update={"end": finding.start + 2}))
        changed = same.model_copy(update={"sources": sources, "canonical": canonical})
        assert store.put(changed).withdrawn == 1
        assert [s.id for s in store.report("skole").sources] == [same.sources[0].id]
        kept = same.model_copy(update={"sources": (same.sources[0], other)})
        assert store.put(kept).withdrawn == 1  # by its words

    def test_nor_as_a_heading_or_a_lead_in(self, store: Store) -> None:
        store.withdraw([WITHDRAWN])
        new = make_report(
            Chapter("1 Det er ingen der når vi trenger dem"),
            F("Kontakten er dårlig.", lead_in="Vi vet ikke hvem vi skal ringe til:"),
            id="skole",
        )
        stored = store.put(new, raw_of(new))
        assert stored.withdrawn == 0
        assert store.report("skole").sections[0].path == ("[…]",)
        assert store.report("skole").findings[0].lead_in is None
        assert holding(store.root, *SAID) == []

    def test_nor_after_the_report_was_removed(self, store: Store) -> None:
        store.withdraw([WITHDRAWN])
        store.remove("skole")
        assert store.put(report()).withdrawn == 1
        assert store.put(report(id="kopi")).withdrawn == 1
        assert holding(store.root, *SAID) == []


class TestBrokenOff:
    """A kill when the tombstones are in force and nothing is erased yet."""

    @pytest.fixture
    def broken(self, store: Store) -> Store:
        entombed(store.homes(), [WITHDRAWN], Tombstones.load(store.root)).save(store.root)
        assert holding(store.root, PARENT)
        return store

    def test_no_reader_sees_it_any_more(self, broken: Store) -> None:
        library = Library(broken)
        snapshot = library.snapshot()
        with pytest.raises(WithdrawnError):
            snapshot.source(WITHDRAWN)
        opened = snapshot.reports["skole"]
        assert PARENT not in opened.report.model_dump_json()
        hits = opened.index.search(broken.embedder.query(PARENT), 3)
        assert len(hits) == 3
        assert {hit.passage for hit in hits} <= opened.passages.keys()
        assert opened.index.embedded().keys() == opened.passages.keys()
        assert PARENT not in broken.report("skole").canonical
        broken.withdraw([WITHDRAWN])
        assert library.snapshot().reports["skole"].ref.version == opened.ref.version

    @pytest.mark.parametrize("writer", ["put", "rebuild", "rollback", "prune", "withdraw"])
    def test_the_next_writer_completes_it(self, broken: Store, writer: str) -> None:
        writers: dict[str, Callable[[], object]] = {
            "put": lambda: broken.put(version("Noe nytt.", id="annen")),
            "rebuild": lambda: broken.rebuild("skole"),
            "rollback": lambda: broken.rollback("skole"),
            "prune": lambda: broken.prune("skole"),
            "withdraw": lambda: broken.withdraw([WITHDRAWN]),
        }
        writers[writer]()
        assert holding(broken.root, *SAID) == []
        assert not Tombstones.load(broken.root).pending


class TestDamaged:
    def test_a_version_that_cannot_be_read_is_removed(self, store: Store) -> None:
        oldest = store.home("skole").versions()[0].folder
        (oldest / "report.json").write_bytes(PARENT.encode())
        done = store.withdraw([WITHDRAWN])
        assert (done.versions, done.damaged) == (2, 1)
        assert holding(store.root, *SAID) == []

    def test_a_live_one_is_told_and_ingesting_it_again_completes_it(self, store: Store) -> None:
        live = store.pointers()["skole"]
        (live / "report.json").write_bytes(PARENT.encode())
        store.put(version(id="annen"))
        with pytest.raises(StoreError, match="funn ingest PATH --id skole"):
            store.withdraw([WITHDRAWN])
        with pytest.raises(StoreError):
            Library(store).snapshot()
        store.put(report())
        assert holding(store.root, *SAID) == []
        assert found(Library(store), OTHER) == OTHER

    def test_what_a_killed_writer_left_is_removed(self, store: Store) -> None:
        home = store.root / "reports" / "skole"
        for name in (".writing-x", "0123456789abcdef-00000000"):
            (home / name).mkdir()
            (home / name / "report.json").write_text(PARENT, "utf-8")
        never = store.root / "reports" / "ny" / "0123456789abcdef-00000000"
        never.mkdir(parents=True)
        (never / "report.json").write_text(PARENT, "utf-8")
        store.withdraw([WITHDRAWN])
        assert holding(store.root, *SAID) == []

    def test_a_damaged_pointer_holds_nothing_up(self, store: Store) -> None:
        (store.root / "reports" / "skole" / "current.json").write_text("{", "utf-8")
        assert store.withdraw([WITHDRAWN]).versions == 3
        assert holding(store.root, *SAID) == []

    def test_damaged_tombstones_close_the_store(self, store: Store) -> None:
        store.withdraw([WITHDRAWN])
        (store.root / "tombstones.json").write_text("{", "utf-8")
        for attempt in (lambda: Library(store).snapshot(), lambda: store.put(report())):
            with pytest.raises(StoreError, match=r"what was withdrawn is damaged.*backup"):
                attempt()

    def test_an_older_version_of_another_embedder_keeps_its_vectors(self, store: Store) -> None:
        oldest = store.home("skole").versions()[0].folder
        manifest = json.loads((oldest / "manifest.json").read_text("utf-8"))
        manifest["embedder"]["name"] = "another"
        (oldest / "manifest.json").write_text(json.dumps(manifest), "utf-8")
        store.withdraw([WITHDRAWN])
        oldest = store.home("skole").versions()[0].folder
        assert (oldest / "chroma" / "chroma.sqlite3").exists()
        assert "another" in (oldest / "manifest.json").read_text("utf-8")
