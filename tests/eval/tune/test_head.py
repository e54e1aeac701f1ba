"""The head as it learns reckons what the service does with it afterwards.

Needs PyTorch, which Funn does not depend on: see `eval/tune/README.md`."""

from typing import Any

import numpy as np
import pytest

from service.index import late
from service.index.encoder.modelfile import Floats, ModelFile
from service.index.encoder.tokenizer import Tokenizer
from tests.eval.tune.samples import TEXTS, needs_torch

ASKED = ("Hvorfor venter folk?", "Why do teachers leave their schools so early?")
DIMENSION = 24


def states(width: int, rows: int = 500) -> Floats:
    """Rows that vary in `width` directions, about a point that is far from the origin."""
    random = np.random.default_rng(20261123)
    varied = random.normal(size=(rows, width)) @ random.normal(size=(width, 384))
    made: Floats = (varied + 100 * random.normal(size=384)).astype(np.float32)
    return made


@pytest.fixture
def head() -> Any:
    """One whose gate has learnt something."""
    from eval.tune.backend import torch
    from eval.tune.head import LateHead

    made = LateHead.begun(states(80), DIMENSION, np.random.default_rng(0))
    _, gate, bias = made.learnt
    gate.data = torch.linspace(-1, 1, 384)
    bias.data += 0.2
    return made


@needs_torch
class TestHead:
    def test_a_question_is_as_like_as_the_service_finds_it(
        self, file: ModelFile, tokenizer: Tokenizer
    ) -> None:
        """Though texts are filled up to the longest; a question without a token is like nothing."""
        from eval.tune.backend import torch
        from eval.tune.head import LateHead
        from eval.tune.model import Model

        model = Model(file)
        with torch.no_grad():
            asked = [tokenizer.query(text) for text in ASKED]
            none = [*asked[0][: late.QUERY_PREFIX], asked[0][-1]]
            questions = model.states([*asked, none])
            passages = model.states([tokenizer.passage(text) for text in TEXTS])
            head = LateHead.begun(
                np.concatenate(passages.each()), DIMENSION, np.random.default_rng(0)
            )
            head.learnt[1].copy_(torch.linspace(-1, 1, 384))
            found = head.likeness(questions, passages).numpy()
        kept = head.kept()
        codes = [kept.codes(each) for each in passages.each()]
        starts = np.cumsum([0, *map(len, codes[:-1])])
        for row, own in zip(found, questions.each(), strict=True):
            terms = kept.terms(own)
            right = terms.weights @ late.likeness(terms, np.concatenate(codes), starts)
            assert row == pytest.approx(right, abs=0.01)  # for codes of 8 bits
        assert len({round(float(value), 2) for value in found[0]}) == len(TEXTS)
        assert not found[2].any()

    def test_the_gate_decides_what_counts(self, head: Any) -> None:
        """Closed to all tokens but one, it leaves that one's cosine."""
        from eval.tune.backend import torch
        from eval.tune.model import States

        passages = torch.from_numpy(states(80, 6)[None])
        questions = torch.from_numpy(states(80, 9)[None] + 1)
        real = torch.ones(1, 9, dtype=torch.bool)
        kept = head.kept()
        own = kept.terms(questions[0].numpy())
        at = int(np.argmax(own.weights))
        _, gate, bias = head.learnt
        gate.data *= 60
        bias.data -= 60 * late.SHARPNESS * float(_asks(kept, questions[0].numpy()).max()) - 5
        with torch.no_grad():
            found = head.likeness(States(questions, real), States(passages, real[:, :6]))
        codes = kept.codes(passages[0].numpy())
        best = late.likeness(own, codes, np.array([0]))[at]
        assert float(found) == pytest.approx(float(best[0]), abs=0.02)

    def test_it_begins_with_what_varies_and_each_token_asking_as_much(self) -> None:
        """States that vary in fewer directions than it has keep their cosines."""
        from eval.tune.head import LateHead

        rows = states(DIMENSION)
        kept = LateHead.begun(rows, DIMENSION, np.random.default_rng(0)).kept()
        assert kept.projection.shape == (384, DIMENSION)
        centred = rows - rows.mean(axis=0)
        unit = centred / np.linalg.norm(centred, axis=1, keepdims=True)
        codes = kept.codes(rows) / late.SCALE
        assert np.abs(codes @ codes.T - unit @ unit.T).max() < 0.05
        assert kept.terms(rows[:15]).weights == pytest.approx(np.full(10, 0.1))

    def test_fewer_directions_are_those_that_vary_most(self) -> None:
        from eval.tune.head import LateHead

        random = np.random.default_rng(0)
        rows = np.zeros((900, 384), dtype=np.float32)
        rows[:, :3] = random.normal(size=(900, 3)) * [1, 9, 5] + 7
        kept = LateHead.begun(rows, 2, random).kept()
        assert np.abs(kept.projection[1:3]).sum() > 1.9
        assert np.abs(kept.projection).sum() == pytest.approx(
            np.abs(kept.projection[1:3]).sum(), abs=0.2
        )

    def test_what_is_common_stays(self, head: Any) -> None:
        assert len(head.learnt) == 3
        assert all(each.requires_grad for each in head.learnt)
        assert head.kept().common.tolist() == pytest.approx(states(80).mean(axis=0).tolist())


def _asks(head: late.Head, rows: Floats) -> Floats:
    """What the gate gives each of a question's own tokens, before its bias."""
    centred = rows[late.QUERY_PREFIX : -1] - head.common
    found: Floats = centred / np.linalg.norm(centred, axis=1, keepdims=True) @ head.gate
    return found
