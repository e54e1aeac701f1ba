"""The file that is left is the one that the service reads."""

from pathlib import Path

import numpy as np
import pytest

import service.index.tuning
from eval.tune.output import write
from service.index.encoder.modelfile import Floats, ModelFile
from service.index.encoder.transformer import Encoder, Product
from service.index.late import Head
from service.index.tuning import TUNED, tuning

SEED = 20261123


@pytest.fixture
def moved(file: ModelFile) -> dict[str, Floats]:
    random = np.random.default_rng(SEED)
    return {
        name: random.normal(0, 0.01, file.floats(name).size).astype(np.float32)
        for name in file.tunable()
    }


@pytest.fixture
def added() -> dict[str, Product]:
    random = np.random.default_rng(SEED)
    return {
        "l3.fo.w": Product(
            up=random.normal(0, 0.1, (384, 4)).astype(np.float32),
            down=random.normal(0, 0.1, (4, 1536)).astype(np.float32),
        )
    }


@pytest.fixture
def head() -> Head:
    random = np.random.default_rng(SEED)
    common, gate = random.normal(size=(2, 384)).astype(np.float32)
    projection = random.normal(size=(384, 16)).astype(np.float32)
    return Head(common, projection, gate, gate_bias=0.3)


def test_the_service_reads_what_was_learnt(
    file: ModelFile,
    moved: dict[str, Floats],
    added: dict[str, Product],
    head: Head,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write(tmp_path / TUNED, moved, added, head, ["plan", "skole"])
    monkeypatch.setattr(service.index.tuning, "files", lambda _: tmp_path)
    found = tuning()
    assert found.sets == ("plan", "skole")
    assert found.differences.keys() == moved.keys()
    for name, values in moved.items():
        assert found.differences[name] == pytest.approx(values, rel=1e-3, abs=1e-6)
    assert found.head.common.tolist() == head.common.tolist()
    assert found.head.projection == pytest.approx(head.projection, rel=1e-3, abs=1e-6)
    assert found.head.gate == pytest.approx(head.gate, rel=1e-3, abs=1e-6)
    assert found.head.gate_bias == pytest.approx(0.3)
    assert found.products.keys() == added.keys()
    for name, product in added.items():
        assert found.products[name].up == pytest.approx(product.up, rel=1e-3, abs=1e-6)
        assert found.products[name].down == pytest.approx(product.down, rel=1e-3, abs=1e-6)
    Encoder(file, found.differences, found.products)  # every name is a tensor of that shape


def test_many_numbers_are_kept_in_half(
    moved: dict[str, Floats], added: dict[str, Product], head: Head, tmp_path: Path
) -> None:
    write(tmp_path / TUNED, moved, added, head, ["plan"])
    with np.load(tmp_path / TUNED) as stored:
        kinds = {name: stored[name].dtype for name in stored}
        assert stored["tuned_on"].tolist() == ["plan"]
        assert stored["late.gate_bias"].shape == (1,)
    assert kinds.pop("tuned_on").kind == "U"
    assert {name for name, kind in kinds.items() if kind == np.float32} == {
        "late.common",
        "late.gate_bias",
    }
    assert set(kinds.values()) == {np.dtype(np.float16), np.dtype(np.float32)}


def test_the_same_is_written_in_the_same_bytes_and_nothing_else_left(
    moved: dict[str, Floats], added: dict[str, Product], head: Head, tmp_path: Path
) -> None:
    for name in ("once", "again"):
        write(tmp_path / name, moved, added, head, ["plan", "skole"])
    assert (tmp_path / "once").read_bytes() == (tmp_path / "again").read_bytes()
    assert sorted(path.name for path in tmp_path.iterdir()) == ["again", "once"]
