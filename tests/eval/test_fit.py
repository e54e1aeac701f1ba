"""Weights of the ranking: that they are found where they are known, and on what they are fitted."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import eval.fit
from eval.cases import UnanswerableKind, problems
from eval.errors import SuiteError
from eval.fit import (
    OKAY,
    Array,
    Asked,
    Observed,
    asked_as,
    digest,
    divided,
    fit,
    fit_answerability,
    load_training,
    observe,
    training_sets,
)
from eval.manifest import MANIFEST, load_manifest
from eval.score import SCORER
from eval.suite import Suite, load_suite, read_raw, suite_folder, suite_names
from service.answerability import SIGNS
from service.assistant import Assistant
from service.index.tuning import tuning
from service.relevance import Relevance
from service.settings import Settings
from service.signals import NAMES
from service.understanding import Question
from tests.eval.world import case, write_suite

SEED = 20261123
NAMED = ("near", "said", "noise")
TRUE = np.array([1.5, -0.8, 0.0])
BIAS = -1.0


def observed(signals: Array, gold: Array) -> Observed:
    question = Question(text="Hva?", language="nb")
    findings = np.ones(len(gold), dtype=np.bool_)
    return Observed(case(), question, signals, gold, lambda _: {}, findings)


def made(questions: int, rows: int, scale: float = 1.0) -> list[Observed]:
    """Questions whose gold is drawn by known weights."""
    random = np.random.default_rng(SEED)
    found = []
    for _ in range(questions):
        signals = random.normal(2.0, 1.5, (rows, len(TRUE))) * scale
        likely = 1 / (1 + np.exp(-(signals / scale @ TRUE + BIAS)))
        found.append(observed(signals, 2.0 * (random.random(rows) < likely)))
    return found


def weights(each: list[Observed]) -> list[float]:
    found = fit(each, NAMED).relevance
    return [*(found.weights[name] for name in NAMED), found.intercept]


@pytest.fixture
def _unpenalised(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(eval.fit, "PENALTY", 0.0)


@pytest.fixture(scope="module")
def sets() -> list[Suite]:
    return [load_suite(folder, SCORER) for folder in training_sets()]


@pytest.fixture
def tuned(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Call it with the names of the sets that the embedder is to have been tuned on."""

    def on(*names: str) -> None:
        made = tuning()._replace(sets=names)
        monkeypatch.setattr(eval.fit, "tuning", lambda: made)

    return on


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> list[Observed]:
    """What a question that a report of five sources answers finds, and one that it does not."""
    suite = write_suite(tmp_path_factory.mktemp("fit"))
    unanswerable = [each for each in suite.cases if not each.key_points and not each.gold_quotes]
    answered = case(turns=["Hvorfor får fastlegene varsler?"])
    return observe(suite, Settings(), [answered, unanswerable[0]])


class TestFit:
    def test_known_weights_are_found(self) -> None:
        done = fit(made(300, 100), NAMED)
        assert weights(made(300, 100)) == pytest.approx([*TRUE, BIAS], abs=0.1)
        assert done.questions == 300
        assert 0 < done.log_loss < np.log(2)

    def test_units_of_a_signal_do_not_matter(self) -> None:
        """In units of a tenth it weighs ten times as much: the penalty is on standard ones."""
        small = weights(made(100, 50, scale=0.1))
        large = weights(made(100, 50))
        assert small == pytest.approx([*(10 * w for w in large[:3]), large[3]], abs=0.01)

    def test_a_signal_that_never_varies_weighs_nothing(self) -> None:
        each = [item._replace(signals=item.signals * [1, 1, 0]) for item in made(20, 50)]
        assert fit(each, NAMED).relevance.weights["noise"] == 0

    def test_the_penalty_draws_to_nought(self, monkeypatch: pytest.MonkeyPatch) -> None:
        free = weights(made(10, 50))
        monkeypatch.setattr(eval.fit, "PENALTY", 1e5)
        assert np.abs(weights(made(10, 50))[:3]).sum() < 0.2 * np.abs(free[:3]).sum()

    @pytest.mark.usefixtures("_unpenalised")
    def test_a_question_weighs_the_same_however_long_its_report_is(self) -> None:
        one, other = made(2, 60)
        other = other._replace(gold=2.0 - other.gold)  # the other way round
        long = other._replace(
            signals=np.vstack([other.signals] * 9), gold=np.concatenate([other.gold] * 9)
        )
        assert weights([one, long]) == pytest.approx(weights([one, other]), abs=0.002)
        assert weights([one, *[other] * 9]) != pytest.approx(weights([one, other]), abs=0.2)

    @pytest.mark.usefixtures("_unpenalised")
    def test_a_point_that_is_not_vital_weighs_less(self) -> None:
        """Without a signal the odds are those of what the gold weighs against the rest."""
        gold = np.array([2.0] * 10 + [0.0] * 30)
        nothing = np.zeros((40, 3))
        vital = fit([observed(nothing, gold)], NAMED).relevance.intercept
        other = fit([observed(nothing, gold / 2)], NAMED).relevance.intercept
        assert vital == pytest.approx(np.log(10 / 30), abs=0.001)
        assert other == pytest.approx(np.log(OKAY * 10 / 30), abs=0.001)

    def test_the_same_is_fitted_twice(self) -> None:
        assert fit(made(5, 40), NAMED) == fit(made(5, 40), NAMED)


class TestFitAnswerability:
    def signs(self, **said: float) -> dict[str, float]:
        return dict.fromkeys(SIGNS, 0.0) | said

    def test_answerable_and_unanswerable_weigh_the_same_however_many(self) -> None:
        """With nothing to tell them apart, one is as likely as the other."""
        each = [Asked(self.signs(), None if n < 30 else "near_miss") for n in range(40)]
        intercept, weights = fit_answerability(each)
        assert intercept == pytest.approx(0.0, abs=0.001)
        assert weights == self.signs()

    def test_what_speaks_for_an_answer_weighs_for_it(self) -> None:
        random = np.random.default_rng(SEED)
        each = [
            Asked(
                self.signs(odds=2.0 * answerable + drawn, unknown=1.0 - answerable + drawn),
                None if yes else "out_of_scope",
            )
            for drawn, yes in zip(random.normal(size=200), [True, False] * 100, strict=True)
            for answerable in [float(yes)]
        ]
        _, weights = fit_answerability(each)
        assert weights["odds"] > 0 > weights["unknown"]
        assert {name for name, weight in weights.items() if weight} == {"odds", "unknown"}

    @pytest.mark.parametrize(
        ("name", "sense"), [("odds", -1.0), ("nearest", -1.0), ("unknown", 1.0)]
    )
    def test_no_sign_speaks_against_what_it_means(self, name: str, sense: float) -> None:
        """Where likeness goes with no answer, it is chance, and weighs nothing."""
        random = np.random.default_rng(SEED)
        each = [
            Asked(self.signs(**{name: sense * yes + drawn}), None if yes else "near_miss")
            for drawn, yes in zip(random.normal(size=200), [1.0, 0.0] * 100, strict=True)
        ]
        _, weights = fit_answerability(each)
        assert weights[name] == 0

    def test_each_kind_of_unanswerable_question_weighs_the_same(self) -> None:
        """Nine near misses and one out of scope pull as hard, in opposite directions."""
        counts: dict[UnanswerableKind | None, tuple[int, float]] = {
            None: (10, 0.0),
            "near_miss": (9, 1.0),
            "out_of_scope": (1, -1.0),
        }
        each = [
            Asked(self.signs(topics=topics), kind)
            for kind, (count, topics) in counts.items()
            for _ in range(count)
        ]
        _, weights = fit_answerability(each)
        assert weights["topics"] == pytest.approx(0.0, abs=0.01)


class TestTrainingSets:
    def test_there_are_some_and_none_is_a_suite(self, sets: list[Suite]) -> None:
        assert len(sets) == len(training_sets()) >= 3
        names = [suite.manifest.suite for suite in sets]
        assert len(set(names)) == len(names)
        assert not set(names) & set(suite_names())

    def test_each_is_as_it_was_frozen_and_its_gold_lies_in_its_report(
        self, sets: list[Suite]
    ) -> None:
        for suite in sets:
            assert suite.cases
            assert problems(suite.cases, read_raw(suite.report)) == []
            assert suite.report.parent == suite.folder

    def test_no_report_is_one_that_a_suite_asks_about(self, sets: list[Suite]) -> None:
        """What is fitted on says nothing of how well it ranks."""
        held_out = {
            load_manifest(suite_folder(name) / MANIFEST).report.sha256 for name in suite_names()
        }
        assert held_out
        assert not held_out & {suite.manifest.report.sha256 for suite in sets}

    def test_a_changed_case_is_refused(self, tmp_path: Path, sets: list[Suite]) -> None:
        folder = tmp_path / "changed"
        folder.mkdir()
        for path in sets[0].folder.iterdir():
            (folder / path.name).write_bytes(path.read_bytes())
        cases = (folder / "cases.jsonl").read_text("utf-8").splitlines()
        (folder / "cases.jsonl").write_text("\n".join(cases[1:]) + "\n", "utf-8")
        with pytest.raises(SuiteError):
            load_suite(str(folder), SCORER)


class TestDivided:
    def test_what_the_embedder_was_tuned_on_is_not_fitted_on(
        self, tuned: Callable[..., None], sets: list[Suite]
    ) -> None:
        """Nor does it stand among what the weights say that they were fitted on. A name that is no
        set any longer does no harm."""
        names = [suite.manifest.suite for suite in sets]
        tuned(names[0], names[2], "gone")
        found = divided()
        assert [Path(folder).name for folder in found.tuned] == [names[0], names[2]]
        assert [Path(folder).name for folder in found.fitted] == [names[1], *names[3:]]
        fitted = load_training(SCORER)
        assert [suite.manifest.suite for suite in fitted] == [names[1], *names[3:]]
        assert digest(fitted).keys() == {names[1], *names[3:]}

    def test_an_embedder_that_was_tuned_on_none_leaves_all(
        self, tuned: Callable[..., None]
    ) -> None:
        tuned()
        assert divided() == (training_sets(), [])

    def test_by_the_tuning_in_use(self) -> None:
        assert {Path(folder).name for folder in divided().tuned} == set(tuning().sets) & {
            Path(folder).name for folder in training_sets()
        }

    @pytest.mark.parametrize("left", [0, 1])
    def test_too_few_are_an_error_that_says_what_to_do(
        self, left: int, tuned: Callable[..., None]
    ) -> None:
        """With one alone nothing could be left out of the fit."""
        names = [Path(folder).name for folder in training_sets()]
        tuned(*names[left:])
        with pytest.raises(SuiteError, match=f"not tuned on; there are {left}") as error:
            load_training(SCORER)
        assert names[0] in error.value.what
        assert "eval/training/README.md" in error.value.next_step
        assert "python -m eval.tune --sets" in error.value.next_step


class TestDigest:
    def test_is_by_name_and_the_same_each_time(self, sets: list[Suite]) -> None:
        found = digest(sets)
        assert list(found) == [suite.manifest.suite for suite in sets]
        assert found == digest([load_suite(folder, SCORER) for folder in training_sets()])
        assert len(set(found.values())) == len(found)

    @pytest.mark.parametrize("part", ["cases", "report"])
    def test_tells_a_changed_case_and_a_changed_report(self, part: str, sets: list[Suite]) -> None:
        suite = sets[0]
        pin = suite.manifest.report.model_copy(update={"sha256": "sha256:0"})
        update: dict[str, object] = {"report": pin}
        if part == "cases":
            update = {"set_digest": "sha256:0"}
        changed = suite.model_copy(update={"manifest": suite.manifest.model_copy(update=update)})
        assert digest([changed]).keys() == digest([suite]).keys()
        assert digest([changed]) != digest([suite])


class TestObserve:
    def test_a_row_a_source_with_every_signal(self, seen: list[Observed]) -> None:
        for each in seen:
            assert each.signals.shape == (5, len(NAMES))
            assert each.finding.tolist() == [True] * 3 + [False] * 2
            assert np.isfinite(each.signals).all()

    def test_gold_is_what_the_case_points_to(self, seen: list[Observed]) -> None:
        """Two vital points, an okay one, its quote, another quote, in the order of the report."""
        assert [each.gold.tolist() for each in seen] == [[2, 2, 1, 1, 0], [0] * 5]

    def test_what_was_asked_was_searched(self, seen: list[Observed]) -> None:
        assert [each.question.text for each in seen] == [each.case.turns[-1] for each in seen]
        assert seen[0].signals[0, NAMES.index("asked")] == 1

    def test_signs_are_of_the_rows_as_weights_rank_them(self, seen: list[Observed]) -> None:
        """By meaning the best row is far from the worst; by nothing none is better than another."""
        none, some = (
            seen[0].signs(Relevance(intercept=0.5, weights=weights))
            for weights in ({}, {"meaning": 1.0})
        )
        assert none.keys() == some.keys() == set(SIGNS)
        assert (none["odds"], none["lead"]) == (0.5, 0.0)
        assert some["odds"] > 0.5
        assert some["lead"] > 0

    def test_they_can_be_fitted_on(self, seen: list[Observed]) -> None:
        done = fit(seen)
        assert set(done.relevance.weights) == set(NAMES)
        assert done.questions == len(seen)


def test_a_conversation_is_asked_as_its_last_question(assistant: Assistant) -> None:
    turns = ("Hva mener fastlegene om video?", "og sykepleierne?")
    question = asked_as(
        case().model_copy(update={"turns": turns}), assistant, assistant.library.snapshot()
    )
    assert question.text == "Hva mener sykepleierne om video?"
    assert question.voices
