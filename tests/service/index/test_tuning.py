"""The tuning is what its file holds, fits the model that it is for, and is what embeds."""

import hashlib
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

import service.index.tuning
from service.index.embeddings import BundledEmbeddings
from service.index.encoder.modelfile import ModelFile, weights
from service.index.encoder.tokenizer import Tokenizer
from service.index.encoder.transformer import Encoder, pooled
from service.index.late import QUERY_PREFIX
from service.index.tuning import DOWN, HEAD, SETS, TUNED, UP, tuning, tuning_digest
from tests.conftest import ROOT
from tests.service.index.samples import embeddings

TEXTS = ["Elevene er mye borte fra skolen.", "Why do teachers leave?", "å" * 300]


def stored() -> Mapping[str, npt.NDArray[np.generic]]:
    """Name → array, as `tuned.npz` has it."""
    with np.load(str(files("service.index") / TUNED)) as arrays:
        return {name: arrays[name] for name in arrays.files}


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.bundled()


class TestDifferences:
    def test_are_those_of_the_file_and_no_part_of_the_head(self) -> None:
        found = tuning().differences
        expected = {
            name: each
            for name, each in stored().items()
            if not name.startswith((HEAD, UP, DOWN)) and name != SETS
        }
        assert found.keys() == expected.keys()
        for name, values in found.items():
            assert values.dtype == np.float32
            assert values.tolist() == expected[name].astype(np.float32).tolist()

    def test_there_is_one_for_each_tensor_that_can_be_tuned(self, file: ModelFile) -> None:
        """Of its shape, and of no other."""
        found = tuning().differences
        assert sorted(found) == sorted(file.tunable())
        for name, values in found.items():
            assert values.shape == file.floats(name).shape, name

    def test_are_small_numbers_and_not_noughts(self, file: ModelFile) -> None:
        """Tuned, not learnt anew: all in all less than what they are added to."""
        moved = np.concatenate(list(tuning().differences.values()))
        plain = np.concatenate([file.floats(name) for name in file.tunable()])
        assert np.isfinite(moved).all()
        assert 0 < np.linalg.norm(moved) < np.linalg.norm(plain) / 2


class TestProducts:
    def test_are_those_of_the_file(self) -> None:
        found, held = tuning().products, stored()
        assert {f"{UP}{name}" for name in found} == {name for name in held if name.startswith(UP)}
        assert {f"{DOWN}{name}" for name in found} == {n for n in held if n.startswith(DOWN)}
        for name, product in found.items():
            assert np.array_equal(product.up, held[f"{UP}{name}"].astype(np.float32))
            assert np.array_equal(product.down, held[f"{DOWN}{name}"].astype(np.float32))

    def test_are_small_beside_the_weights(self, file: ModelFile) -> None:
        """There is one for each tensor of weights, and it turns none into another."""
        found = tuning().products
        assert len(found) == 6 * file.sizes.layers
        for name, (up, down) in found.items():
            plain = weights(file.blocks(name, down.shape[1]))
            assert np.isfinite(up).all()
            assert np.isfinite(down).all()
            assert 0 < np.linalg.norm(up @ down) < np.linalg.norm(plain) / 2, name


class TestHead:
    def test_is_that_of_the_file(self) -> None:
        head, held = tuning().head, stored()
        assert {name for name in held if name.startswith(HEAD)} == {
            f"{HEAD}{name}" for name in head._fields
        }
        for name in ("common", "projection", "gate"):
            values = getattr(head, name)
            assert values.dtype == np.float32
            assert np.array_equal(values, held[f"{HEAD}{name}"].astype(np.float32))
        assert [head.gate_bias] == held[f"{HEAD}gate_bias"].astype(np.float32).tolist()

    def test_fits_the_states_of_the_model(self, file: ModelFile) -> None:
        head, hidden = tuning().head, file.sizes.hidden
        assert head.common.shape == head.gate.shape == (hidden,)
        rows, dimension = head.projection.shape
        assert rows == hidden
        assert 1 < dimension < hidden
        assert np.linalg.matrix_rank(head.projection) == dimension  # none is for nothing
        for values in (head.common, head.projection, head.gate, head.gate_bias):
            assert np.isfinite(values).all()

    def test_takes_off_what_states_have_in_common(self, file: ModelFile) -> None:
        """Without it, tokens of any two texts are alike, and what they say is in what is left."""
        tuned = tuning()
        encoder = Encoder(file, tuned.differences, tuned.products)
        one, other = (each.states for each in encoder.passages(TEXTS[:2]))
        raw = cosines(one, other).mean()
        assert cosines(one - tuned.head.common, other - tuned.head.common).mean() < raw - 0.1

    @pytest.mark.parametrize(
        ("question", "asking", "joining"),
        [
            ("Hvorfor øker fraværet og sykdommen i skolen?", {"▁skolen"}, {"▁og", "▁i", "?"}),
            (
                "What do the nurses say about the alerts and the records?",
                {"▁nurse", "▁alert", "▁records"},
                {"▁the", "▁and", "▁do", "?"},
            ),
        ],
    )
    def test_its_gate_tells_words_that_ask_from_words_that_join(
        self, file: ModelFile, question: str, asking: set[str], joining: set[str]
    ) -> None:
        pieces = [file.pieces[id] for id in Tokenizer(file).query(question)[QUERY_PREFIX:-1]]
        terms = embeddings().put(question).terms
        assert terms is not None
        weighed = list(zip(pieces, terms.weights.tolist(), strict=True))
        asks = [weight for piece, weight in weighed if piece in asking]
        joins = [weight for piece, weight in weighed if piece in joining]
        assert len(asks) == len(asking)
        assert len(joins) >= len(joining)
        assert min(asks) > max(joins)


class TestSets:
    """Which the file says that it was learnt from."""

    @pytest.fixture
    def rewritten(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
        """The tuning in another file, which is in use."""
        path = tmp_path / TUNED
        save(path, {name: each for name, each in stored().items() if name != SETS})
        monkeypatch.setattr(service.index.tuning, "TUNED", str(path))
        return path

    def test_are_the_names_in_it(self, rewritten: Path) -> None:
        save(rewritten, {**stored(), SETS: np.array(["plan", "skole"])})
        assert tuning().sets == ("plan", "skole")
        assert SETS not in tuning().differences

    def test_are_none_where_it_says_nothing(self, rewritten: Path) -> None:
        assert SETS not in np.load(rewritten).files
        assert tuning().sets == ()

    def test_of_the_one_in_use_are_training_sets(self) -> None:
        assert set(tuning().sets) <= {path.name for path in (ROOT / "eval" / "training").iterdir()}


def save(path: Path, arrays: Mapping[str, npt.NDArray[np.generic]]) -> None:
    np.savez(path, **arrays)  # type: ignore[arg-type]  # none is called `allow_pickle`


def cosines(
    one: npt.NDArray[np.float32], other: npt.NDArray[np.float32]
) -> npt.NDArray[np.float32]:
    """Of each row of the one with each of the other."""
    both = [rows / np.linalg.norm(rows, axis=1, keepdims=True) for rows in (one, other)]
    return np.asarray(both[0] @ both[1].T)


class TestIdentity:
    def test_the_tuning_is_named_by_its_bytes(self) -> None:
        digest = hashlib.sha256((files("service.index") / TUNED).read_bytes()).hexdigest()
        assert tuning_digest() == digest[:8]

    def test_the_embedder_is_named_by_its_tuning(self) -> None:
        """Else vectors under one tuning would be searched by another's."""
        assert tuning_digest() in BundledEmbeddings.identity.name


class TestVectors:
    def test_they_are_others_and_of_length_one(self, file: ModelFile) -> None:
        plain = Encoder(file)
        befores = [pooled(each.states) for each in plain.passages(TEXTS)]
        tuned = np.array(embeddings().embed_documents(TEXTS))
        for before, after in zip(befores, tuned, strict=True):
            assert np.linalg.norm(after) == pytest.approx(1, abs=1e-5)
            assert 0.5 < before @ after < 0.9999
        before = pooled(plain.query(TEXTS[1]).states)
        after = np.array(embeddings().embed_query(TEXTS[1]))
        assert np.linalg.norm(after) == pytest.approx(1, abs=1e-5)
        assert 0.5 < before @ after < 0.9999

    def test_they_are_those_of_the_encoder_and_head_that_were_tuned(self, file: ModelFile) -> None:
        tuned = tuning()
        encoder = Encoder(file, tuned.differences, tuned.products)
        embedded = embeddings().passages(TEXTS)
        for each, encoded in zip(embedded, encoder.passages(TEXTS), strict=True):
            assert np.array_equal(np.array(each.vector, np.float32), pooled(encoded.states))
            assert each.tokens is not None
            assert np.array_equal(each.tokens, tuned.head.codes(encoded.states))
        put, states = embeddings().put(TEXTS[1]), encoder.query(TEXTS[1]).states
        terms = tuned.head.terms(states)
        assert np.array_equal(np.array(put.vector, np.float32), pooled(states))
        assert put.terms is not None
        assert np.array_equal(put.terms.vectors, terms.vectors)
        assert np.array_equal(put.terms.weights, terms.weights)

    def test_eight_threads_load_and_ask_as_one_does(self) -> None:
        alone = [embeddings().embed_query(text) for text in TEXTS]

        def load(_: int) -> list[list[float]]:
            mine = BundledEmbeddings()
            return [mine.embed_query(text) for text in TEXTS]

        with ThreadPoolExecutor(8) as pool:
            assert list(pool.map(load, range(8))) == [alone] * 8
