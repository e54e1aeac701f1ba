"""The engine's model file is read as the engine reads it."""

import re

import numpy as np
import pytest

from service.errors import StoreError
from service.index.encoder.modelfile import MAGIC, ModelFile, weights
from service.index.tuning import tuning


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.bundled()


def test_what_is_tuned_is_what_the_tuning_in_use_holds(file: ModelFile) -> None:
    kept = {name: values.shape for name, values in tuning().differences.items()}
    assert {name: file.floats(name).shape for name in file.tunable()} == kept


def test_a_block_of_four_bits_is_read_by_hand() -> None:
    half = np.array([0.5], "<f2").tobytes()
    row = np.frombuffer(half + bytes([0x1F] + [0x88] * 15), np.uint8).reshape(1, -1)
    assert weights(row).tolist() == [[3.5, *[0.0] * 15, -3.5, *[0.0] * 15]]


def test_another_file_is_refused() -> None:
    with pytest.raises(StoreError, match=re.escape("other.bin: it does not begin as such a file")):
        ModelFile(b"SAE1" + bytes(100), "other.bin")
    with pytest.raises(StoreError, match="hold 0 weights"):
        ModelFile(MAGIC + bytes(100))


@pytest.mark.parametrize("name", ["l12.q.b", "l0.q.w", ""])
def test_what_is_not_kept_in_full_precision_is_not_given_so(file: ModelFile, name: str) -> None:
    with pytest.raises(StoreError, match=f"it has no tensor {name} in full precision"):
        file.floats(name)


def test_no_piece_has_a_space_but_at_its_front(file: ModelFile) -> None:
    """The tokenizer ends its search for pieces at a space."""
    assert not [piece for piece in file.pieces if "\u2581" in piece[1:]]


def test_what_is_given_is_a_copy(file: ModelFile) -> None:
    values = file.floats("emb.ln.b")
    before = values.copy()
    values += 1
    assert np.array_equal(file.floats("emb.ln.b"), before)
