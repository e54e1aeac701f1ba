"""The loss is that by hand, and a step moves only what may move, the same way each time.

Needs PyTorch, which Funn does not depend on: see `eval/tune/README.md`."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from eval.tune.batches import Batch, hard_ones, together
from eval.tune.excerpts import Asked, Excerpt
from eval.tune.output import write
from eval.tune.questions import OKAY, VITAL
from eval.tune.texts import Text
from service.index.embeddings import BundledEmbeddings
from service.index.encoder.modelfile import ModelFile
from service.index.encoder.tokenizer import Tokenizer
from service.index.late import likeness
from service.index.tuning import tuning
from tests.eval.tune.samples import TEXTS, needs_torch, put, small

ELSEWHERE = Text(
    title="Ferje uten strøm",
    sentences=TEXTS,
    questions=(put("Hvem venter?", [0, VITAL, 0, 0]), put("Hvor ofte?", [0, 0, 0, VITAL])),
)


EXCERPT = Excerpt(
    passages=tuple(f"3 Funn\n{text}" for text in TEXTS),
    bare=TEXTS,
    questions=(
        Asked(("Hvem venter?", "Who waits?"), np.array([0, VITAL, 0, OKAY])),
        Asked(("Hva koster det?",), np.array([0, 0, 0, 0])),
    ),
)


@pytest.fixture
def model(file: ModelFile) -> Any:
    from eval.tune.model import Model

    return Model(file)


@pytest.fixture
def head(model: Any, tokenizer: Tokenizer) -> Any:
    from eval.tune.head import LateHead
    from eval.tune.train import encoded

    states = encoded(model, [tokenizer.passage(text) for text in TEXTS])
    return LateHead.begun(np.concatenate(states), 8, np.random.default_rng(0))


@needs_torch
class TestLoss:
    def test_it_is_that_by_hand(self) -> None:
        """A vital and an okay passage against one that does not answer; the other question has
        nothing that answers it and is passed over."""
        from eval.tune.backend import torch
        from eval.tune.train import WORTH, contrast

        cosines = np.array([[0.80, 0.78, 0.79], [0.9, 0.1, 0.5]])
        gold = np.array([[VITAL, OKAY, 0], [0, 0, 0]])
        for temperature in (0.02, 0.03):
            found = float(contrast(torch.from_numpy(cosines), torch.from_numpy(gold), temperature))
            loss = [np.log(1 + np.exp((0.79 - cosine) / temperature)) for cosine in (0.80, 0.78)]
            right = (loss[0] + WORTH[OKAY] * loss[1]) / (1 + WORTH[OKAY])
            assert found == pytest.approx(right, rel=1e-5)

    def test_a_step_holds_each_passage_against_its_own_gold(
        self, model: Any, head: Any, tokenizer: Tokenizer
    ) -> None:
        """And each question against its own. However texts are put together to be reckoned: here
        they are taken one by one. Whole texts count half, late interaction whole."""
        from eval.tune.backend import torch
        from eval.tune.steps import cut, of_set
        from eval.tune.train import COLUMNS, contrast, loss

        each = cut(small(), tokenizer)
        batch = Batch(questions=[1, 0], passages=[2, 3, 1, 0])
        gold = torch.tensor([[0, 0, VITAL, 0], [OKAY, 0, 0, VITAL]])
        with torch.no_grad():
            for whole, texts in ((True, each.passages), (False, each.bare)):
                questions = [model.states([each.questions[at]]) for at in batch.questions]
                passages = [model.states([texts[at]]) for at in batch.passages]
                dense = [[float(q.pooled() @ p.pooled().T) for p in passages] for q in questions]
                late = [[float(head.likeness(q, p)) for p in passages] for q in questions]
                right = torch.tensor(0.0)
                for count, turn in ((1.0, torch.tensor), (COLUMNS, lambda x: torch.tensor(x).T)):
                    held = gold if count == 1.0 else gold.T
                    right += count * 0.5 * contrast(turn(dense), held, 0.02)
                    right += count * contrast(turn(late), held, 0.03)
                found = float(loss(model, head, of_set(each, batch, whole=whole)))
                assert found == pytest.approx(float(right), rel=0.05)  # for bfloat16

    def test_a_question_asked_again_is_learnt_from_as_much_and_is_to_be_alike(
        self, model: Any, head: Any, tokenizer: Tokenizer
    ) -> None:
        from eval.tune.backend import torch
        from eval.tune.steps import cut, of_set
        from eval.tune.train import ALIKE, DENSE_TEMPERATURE, LATE_TEMPERATURE, loss

        each = cut(small(), tokenizer)
        step = of_set(each, Batch(questions=[1, 0], passages=[2, 3, 1, 0]), whole=True)
        other = step._replace(questions=[step.questions[1], step.questions[0]])
        with torch.no_grad():
            one, two = float(loss(model, head, step)), float(loss(model, head, other))
            same = float(loss(model, head, step._replace(again=step.questions)))
            both = float(loss(model, head, step._replace(again=other.questions)))
            asked = [model.states([text]) for text in step.questions]
            told = [model.states([text]) for text in step.passages]
            dense = [[float(q.pooled() @ p.pooled().T) for p in told] for q in asked]
            late = [[float(head.likeness(q, p)) for p in told] for q in asked]
        apart = sum(
            float(np.mean(((np.array(rows[0]) - np.array(rows[1])) / temperature) ** 2))
            for rows, temperature in ((dense, DENSE_TEMPERATURE), (late, LATE_TEMPERATURE))
        )
        assert same == pytest.approx(one, rel=0.02)
        assert both == pytest.approx((one + two) / 2 + ALIKE * apart, rel=0.05)

    def test_the_rate_rises_and_falls_to_what_is_left(self) -> None:
        from eval.tune.train import FLOOR, WARM_UP, rate

        rates = [rate(step, 100) for step in range(100)]
        assert rates.index(max(rates)) in (WARM_UP - 1, WARM_UP)
        assert rates[0] == pytest.approx(1 / WARM_UP, rel=FLOOR + 0.001)
        assert FLOOR < rates[-1] < FLOOR + 0.001
        assert rates[50] == pytest.approx(0.5 + FLOOR)


@needs_torch
class TestStep:
    def test_a_text_has_its_title_before_every_sentence_or_none(self, tokenizer: Tokenizer) -> None:
        from eval.tune.steps import TITLED, of_text

        titled = [tokenizer.passage(f"{ELSEWHERE.title}\n{text}", 96) for text in TEXTS]
        bare = [tokenizer.passage(text, 96) for text in TEXTS]
        random = np.random.default_rng(0)
        with_title = 0
        for _ in range(200):
            step = of_text(ELSEWHERE, tokenizer, random)
            kind = titled if step.passages[0] in titled else bare
            with_title += kind is titled
            order = [kind.index(passage) for passage in step.passages]
            assert sorted(order) == list(range(len(TEXTS)))
            for tokens, row in zip(step.questions, step.gold, strict=True):
                [asked] = [q for q in ELSEWHERE.questions if tokenizer.query(q.text) == tokens]
                assert row.tolist() == asked.gold[order].tolist()
        assert with_title / 200 == pytest.approx(TITLED, abs=0.1)

    def test_a_text_without_a_title_has_none(self, tokenizer: Tokenizer) -> None:
        from eval.tune.steps import of_text

        random = np.random.default_rng(0)
        untitled = ELSEWHERE._replace(title="")
        bare = [tokenizer.passage(text, 96) for text in TEXTS]
        for _ in range(5):
            assert sorted(of_text(untitled, tokenizer, random).passages) == sorted(bare)

    def test_excerpts_are_taken_whole_and_held_against_each_other(
        self, tokenizer: Tokenizer
    ) -> None:
        """A question in one of its languages, by lot, and again in another, if it has one; what is
        of the other excerpt answers it not."""
        from eval.tune.steps import of_excerpts

        random = np.random.default_rng(0)
        whole, bare = (
            [tokenizer.passage(text, 96) for text in some] * 2
            for some in (EXCERPT.passages, EXCERPT.bare)
        )
        kinds, languages = set(), set()
        for _ in range(60):
            step = of_excerpts([EXCERPT, EXCERPT], tokenizer, random)
            assert step.passages in (whole, bare)
            kinds.add(step.passages == whole)
            languages.add(tuple(step.questions[0]))
            marks = [[0, VITAL, 0, OKAY], [0] * 4]
            assert step.gold[:2, :4].tolist() == step.gold[2:, 4:].tolist() == marks
            assert not step.gold[:2, 4:].any()
            assert not step.gold[2:, :4].any()
            assert step.questions[1] == tokenizer.query("Hva koster det?", 48)
            assert step.again is not None
            assert step.again[1] == step.questions[1]
            assert step.again[0] != step.questions[0]
        assert len(kinds) == len(languages) == 2

    def test_hard_passages_are_those_that_the_service_would_rank_high(
        self, file: ModelFile, tokenizer: Tokenizer
    ) -> None:
        """By the tuning in use: vectors and tokens of its embedder, both counting the same."""
        from eval.tune.backend import torch
        from eval.tune.head import LateHead
        from eval.tune.model import STRETCH, Model
        from eval.tune.steps import cut
        from eval.tune.train import mined

        tuned, model, material = tuning(), Model(file), small()
        for name, difference in tuned.differences.items():
            model.tunable[name].data += torch.from_numpy(difference)
        for name, (up, down) in tuned.products.items():
            added = torch.from_numpy(up / STRETCH), torch.from_numpy(down)
            model.products[name.removesuffix(".w")] = added
        head = LateHead(*(torch.from_numpy(each) for each in tuned.head[:2]))
        head.learnt[1].data = torch.from_numpy(tuned.head.gate)
        head.learnt[2].data += tuned.head.gate_bias
        embeddings = BundledEmbeddings()
        told = embeddings.passages(material.passages)
        asked = [embeddings.put(each.text) for each in material.questions]
        codes = [each.tokens for each in told if each.tokens is not None]
        terms = [each.terms for each in asked if each.terms is not None]
        starts = np.cumsum([0, *map(len, codes[:-1])])
        vectors, passages = (
            np.array([each.vector for each in some], dtype=np.float32) for some in (asked, told)
        )
        late = np.array(
            [own.weights @ likeness(own, np.concatenate(codes), starts) for own in terms],
            dtype=np.float32,
        )
        right = hard_ones(material.questions, together(vectors @ passages.T, late))
        assert mined(model, head, cut(material, tokenizer)) == right
        assert [sorted(each) for each in right] == [[1, 3], [0, 2, 3]]


@needs_torch
class TestTune:
    def test_a_step_moves_biases_and_head_the_same_way_each_time(
        self, file: ModelFile, tokenizer: Tokenizer, tmp_path: Path
    ) -> None:
        from eval.tune.model import STRETCH, Model
        from eval.tune.steps import cut
        from eval.tune.train import PRODUCTS_RATE, RATE, WARM_UP, Plan, tune

        said: list[str] = []
        each = cut(small(), tokenizer)
        for run in range(2):
            model = Model(file, rank=2)
            head = tune(model, [each], [], [], tokenizer, Plan(1, dimension=16), said.append)
            parts = model.moved(file, 1.0), model.added(1.0), head.kept()
            write(tmp_path / f"{run}.npz", *parts, ["small"])
        assert (tmp_path / "0.npz").read_bytes() == (tmp_path / "1.npz").read_bytes()
        assert "loss" in said[-1]
        with np.load(tmp_path / "0.npz") as stored:
            assert set(file.tunable()) < set(stored)
            moved = max(float(np.abs(stored[name]).max()) for name in file.tunable())
            up, down = stored["up.l11.fo.w"], stored["down.l11.fo.w"]
            assert stored["late.projection"].shape == (384, 16)
            gate, bias = stored["late.gate"], stored["late.gate_bias"]
        # The first step of Adam moves each number by the rate, a twentieth of the highest.
        assert moved == pytest.approx(RATE / WARM_UP, rel=0.1)
        assert np.abs(up).max() == pytest.approx(STRETCH * PRODUCTS_RATE / WARM_UP, rel=0.1)
        assert (up.shape, down.shape) == ((384, 2), (2, 1536))
        assert np.abs(gate).max() == pytest.approx(RATE / WARM_UP, rel=0.1)
        assert 0 < abs(float(bias[0])) < RATE

    def test_it_goes_on_from_a_head(self, file: ModelFile, tokenizer: Tokenizer) -> None:
        from eval.tune.head import LateHead
        from eval.tune.model import Model
        from eval.tune.steps import cut
        from eval.tune.train import Plan, tune

        begun = LateHead.onward(tuning().head)
        head = tune(
            Model(file), [cut(small(), tokenizer)], [], [], tokenizer, Plan(1), print, begun
        )
        moved = head.kept().projection - tuning().head.projection
        assert head is begun
        assert 0 < np.abs(moved).max() < 1e-3

    def test_texts_and_excerpts_are_learnt_from_as_often_as_is_asked_for(
        self, file: ModelFile, tokenizer: Tokenizer, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        import eval.tune.train
        from eval.tune.model import Model
        from eval.tune.steps import cut, of_excerpts, of_text
        from eval.tune.train import Plan, tune

        taken: list[str] = []

        def counted(kind: str, made: Any) -> Any:
            def make(*given: Any) -> Any:
                taken.append(kind)
                return made(*given)

            return make

        monkeypatch.setattr(eval.tune.train, "of_text", counted("text", of_text))
        monkeypatch.setattr(eval.tune.train, "of_excerpts", counted("excerpts", of_excerpts))
        each = cut(small(), tokenizer)
        for texts, excerpts, expected in (
            (0.0, 0.0, []),
            (1.0, 0.0, ["text"] * 2),
            (0.0, 1.0, ["excerpts"] * 2),
        ):
            taken.clear()
            plan = Plan(2, dimension=8, texts_share=texts, excerpts_share=excerpts)
            two = [EXCERPT, EXCERPT]
            tune(Model(file), [each], [ELSEWHERE], two, tokenizer, plan, print)
            assert taken == expected
