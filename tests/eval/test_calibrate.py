"""What is fitted on the training sets, what is said of it, and what is written: by hand."""

import shutil
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from typer.testing import CliRunner

import eval.fit
from eval.calibrate import (
    FIRST,
    REFUSE,
    Calibration,
    Held,
    Set,
    area,
    calibrate,
    fitted,
    lines,
    write,
)
from eval.cli import app
from eval.fit import Observed, digest, load_training
from eval.manifest import MANIFEST, load_manifest, write_manifest
from eval.score import SCORER
from eval.suite import Suite
from service import answerability as decision
from service import relevance as ranking
from service.answerability import SIGNS, Answerability
from service.index.tuning import tuning
from service.relevance import Relevance
from service.settings import Settings
from service.signals import NAMES
from service.understanding import Question
from tests.eval.world import case, unanswerable, write_suite, written

SEED = 20261123
ROOT = Path(__file__).parent.parent.parent
UNANSWERABLE = unanswerable("no", "near_miss", "not_in_report", category="near_miss")

SIGN = "topics"
"""One that may speak for an answer or against it."""


def observed(
    odds: float = 0.0,
    *,
    answerable: bool = True,
    meaning: Sequence[float] = (3.0, 2.0, 1.0, 0.0),
    gold: Sequence[float] = (2.0, 0.0, 0.0, 0.0),
    quotes: Sequence[int] = (),
    question: Question | None = None,
    **changes: Any,
) -> Observed:
    """A question with one sign, to rows with one signal."""
    fields = written(**changes) if answerable else {**UNANSWERABLE, **changes}
    signals = np.zeros((len(meaning), len(NAMES)))
    signals[:, NAMES.index("meaning")] = meaning
    signs = {**dict.fromkeys(SIGNS, 0.0), SIGN: odds}
    return Observed(
        case=case(**fields),
        question=question or Question(text="Hva?", language="nb"),
        signals=signals,
        gold=np.array(gold, dtype=np.float64),
        signs=lambda _: signs,
        finding=np.array([row not in quotes for row in range(len(meaning))]),
    )


def drawn(name: str, questions: int, sense: float, seed: int = SEED) -> Set:
    """A set in which likely questions are answerable and near rows gold; with a negative `sense`
    it is the other way round."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(questions):
        answerable = number % 2 == 0
        meaning = random.normal(size=40)
        found.append(
            observed(
                sense * (random.normal() + (2 if answerable else -2)),
                answerable=answerable,
                meaning=meaning.tolist(),
                gold=(np.where(sense * meaning > 0.8, 2.0, 0.0) * answerable).tolist(),
            )
        )
    return Set(name, found)


@pytest.fixture(scope="module")
def calibration() -> Calibration:
    sets = [drawn(name, 50, 1.0, seed) for seed, name in enumerate("abcd")]
    return fitted(sets, [])


@pytest.fixture(scope="module")
def now() -> dict[str, str]:
    """The digests, as they are, of the training sets that the embedder was not tuned on."""
    return digest(load_training(SCORER))


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Suite]:
    """Two small training sets instead of those that there are."""
    suite = write_suite(tmp_path)
    other = tmp_path / "other"
    shutil.copytree(suite.folder, other)
    manifest = load_manifest(other / MANIFEST)
    write_manifest(other / MANIFEST, manifest.model_copy(update={"suite": "other"}))
    monkeypatch.setattr(eval.fit, "TRAINING", tmp_path)
    return load_training(SCORER)


class TestArea:
    @pytest.mark.parametrize(
        ("yes", "no", "expected"),
        [
            ([0.9, 0.8], [0.7, 0.1], 1.0),
            ([0.2, 0.1], [0.7, 0.3], 0.0),
            ([0.9, 0.4], [0.6, 0.1], 3 / 4),
            ([0.5], [0.5], 1 / 2),
            ([0.9, 0.5, 0.5], [0.5, 0.1], 5 / 6),  # 4 of 6 pairs above, 2 ties
        ],
    )
    def test_by_hand(self, yes: list[float], no: list[float], expected: float) -> None:
        judged = [*((True, p) for p in yes), *((False, p) for p in no)]
        assert area(judged) == area(iter(judged[::-1])) == pytest.approx(expected, abs=1e-4)

    @pytest.mark.parametrize("judged", [[], [(True, 0.9)], [(False, 0.1), (False, 0.2)]])
    def test_there_is_none_without_both_kinds(self, judged: list[tuple[bool, float]]) -> None:
        assert area(judged) is None


class TestHeldOut:
    def test_what_holds_elsewhere_holds_here(self, calibration: Calibration) -> None:
        assert [held.name for held in calibration.held] == list("abcd")
        for held in calibration.held:
            assert held.questions == 50
            assert held.precision > 0.9
            assert held.area is not None
            assert held.area > 0.9

    def test_no_set_is_in_its_own_fit(self) -> None:
        """The largest is the other way round: weights that had seen it would do well on it."""
        odd = drawn("odd", 400, -1.0)
        done = fitted([odd, drawn("b", 40, 1.0, 1), drawn("c", 40, 1.0, 2)], [])
        [held, *others] = done.held
        assert held.area is not None
        assert held.area < 0.1
        assert held.precision < 0.1
        assert all(other.area is not None and other.area < 0.1 for other in others)
        # What is kept has seen them all.
        assert done.answerability.weights[SIGN] < 0
        assert done.relevance.weights["meaning"] < 0

    def test_precision_is_the_share_of_gold_among_the_first_findings(self) -> None:
        """Three of the five best that are findings are gold, and one of the five in the other."""
        assert FIRST == 5
        meaning = [9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0]
        left = Set(
            "left",
            [
                observed(meaning=meaning, gold=[2, 1, 2, 0, 0, 2, 2], quotes=[0]),
                observed(meaning=meaning, gold=[2, 0, 0, 0, 0, 2, 2]),
                observed(meaning=meaning, gold=[0] * 7, answerable=False),
                observed(meaning=meaning, gold=[0] * 7, category="quotes", key_points=[]),
            ],
        )
        held = fitted([left, drawn("b", 40, 1.0)], []).held[0]
        assert held.precision == pytest.approx((3 / 5 + 1 / 5) / 2)
        assert held.questions == 4

    def test_a_set_with_one_kind_has_no_area(self) -> None:
        left = Set("left", [observed(9.0), observed(8.0)])
        held = fitted([left, drawn("b", 40, 1.0)], []).held[0]
        assert (held.area, held.refused) == (None, None)
        assert held.over_refused is not None


class TestLimit:
    def test_it_is_the_quantile_of_the_answerable_held_out(self, calibration: Calibration) -> None:
        """Of the hundred that are answerable two are below it; or three, as it is rounded."""
        assert REFUSE == 0.02
        over = [held.over_refused for held in calibration.held]
        assert round(sum(25 * (share or 0.0) for share in over)) in (2, 3)
        assert calibration.answerability.refuse > 0

    def test_what_is_refused_is_what_is_below_it(self, calibration: Calibration) -> None:
        assert all(held.refused is not None for held in calibration.held)
        assert sum(held.refused or 0.0 for held in calibration.held) / 4 > 0.5

    @pytest.mark.parametrize(
        "unseen",
        [
            observed(99.0, answerable=False, expected_status=["not_in_report", "partial"]),
            observed(
                -99.0,
                question=Question(text="Hvem sa det?", language="nb", identifying=True),
            ),
            observed(-99.0, question=Question(text="Hei", language="nb", empty=True)),
            observed(-99.0, question=Question(text="Skriv et dikt", language="nb", task=True)),
            observed(-99.0, question=Question(text="", language="nb")),
        ],
        ids=["either", "identifying", "empty", "task", "nothing"],
    )
    def test_nothing_is_learnt_of_what_it_never_decides(self, unseen: Observed) -> None:
        sets = [drawn("a", 40, 1.0, 1), drawn("b", 40, 1.0, 2)]
        more = [Set("a", [*sets[0].observed, *[unseen] * 10]), sets[1]]
        with_it, without = fitted(more, []), fitted(sets, [])
        assert with_it.answerability == without.answerability
        assert [h.area for h in with_it.held] == [h.area for h in without.held]
        assert with_it.held[0].questions == 50


class TestTables:
    @pytest.fixture
    def root(self, tmp_path: Path) -> Path:
        (tmp_path / "service").mkdir()
        return tmp_path

    def test_they_load_again_as_they_were(self, calibration: Calibration, root: Path) -> None:
        on = {"skole": "0123456789abcdef", "nav": "fedcba9876543210"}
        kept = calibration._replace(
            relevance=calibration.relevance.model_copy(update={"fitted_on": on}),
            answerability=calibration.answerability.model_copy(update={"fitted_on": on}),
        )
        ranked, decided = write(kept, root)
        assert ranked == root / "service" / ranking.FILE
        assert decided == root / "service" / decision.FILE
        first = Relevance.model_validate(tomllib.loads(ranked.read_text("utf-8")))
        second = Answerability.model_validate(tomllib.loads(decided.read_text("utf-8")))
        assert (first, second) == (kept.relevance, kept.answerability)
        assert list(first.weights) == list(NAMES)
        assert list(second.weights) == list(SIGNS)
        assert dict(second.fitted_on) == on

    def test_small_and_whole_numbers_are_read_as_they_were(
        self, calibration: Calibration, root: Path
    ) -> None:
        weights = {**dict.fromkeys(SIGNS, 1e-05), "odds": -2.0, "lead": 1e16}
        odd = calibration.answerability.model_copy(update={"weights": weights, "intercept": 0.0})
        _, decided = write(calibration._replace(answerability=odd), root)
        assert Answerability.model_validate(tomllib.loads(decided.read_text("utf-8"))) == odd

    def test_they_say_who_wrote_them(self, calibration: Calibration, root: Path) -> None:
        for path in write(calibration, root):
            assert "funn eval calibrate" in path.read_text("utf-8").partition("intercept")[0]


class TestCommitted:
    """The tables that come with Funn: a set or its report that was changed since makes these
    fail, and what mends them is `funn eval calibrate --write`."""

    def test_the_ranking_was_fitted_on_the_sets_as_they_are(self, now: dict[str, str]) -> None:
        assert ranking.relevance().fitted_on == now

    def test_so_was_the_decision(self, now: dict[str, str]) -> None:
        assert decision.answerability().fitted_on == now

    def test_every_signal_and_sign_has_its_weight(self) -> None:
        assert list(ranking.relevance().weights) == list(NAMES)
        assert list(decision.answerability().weights) == list(SIGNS)


def test_what_was_fitted_on_is_named(two: list[Suite]) -> None:
    done = fitted([drawn("tiny", 40, 1.0, 1), drawn("other", 40, 1.0, 2)], two)
    assert done.relevance.fitted_on == done.answerability.fitted_on == digest(two)
    assert set(done.answerability.fitted_on) == {"tiny", "other"}


def test_the_command_prints_and_keeps_nothing_unless_told(two: list[Suite]) -> None:
    tables = [ROOT / "service" / ranking.FILE, ROOT / "service" / decision.FILE]
    before = [path.read_bytes() for path in tables]
    done = CliRunner().invoke(app, ["calibrate"])
    assert done.exit_code == 0, done.output
    count = len(two[0].cases)
    asking, rows = done.stdout.splitlines()[:2], done.stdout.splitlines()[2:]
    assert asking == [f"{name}: asking {count} questions" for name in ("other", "tiny")]
    assert [row.split()[:2] for row in rows] == [
        ["held", "out"],
        ["other", str(count)],
        ["tiny", str(count)],
    ]
    assert "wrote" not in done.stdout
    assert [path.read_bytes() for path in tables] == before


def test_sets_that_the_embedder_was_tuned_on_are_left_out_and_named(
    two: list[Suite], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tuning()._replace(sets=("third",))
    monkeypatch.setattr(eval.fit, "tuning", lambda: made)
    third = two[0].folder.parent / "third"
    shutil.copytree(two[0].folder, third)
    manifest = load_manifest(third / MANIFEST)
    write_manifest(third / MANIFEST, manifest.model_copy(update={"suite": "third"}))
    said: list[str] = []
    done = calibrate(Settings(), SCORER, said.append)
    assert [line.split(":")[0] for line in said] == ["third", "other", "tiny"]
    assert "left out, as the embedder was tuned on it" in said[0]
    assert [held.name for held in done.held] == ["other", "tiny"]
    assert done.relevance.fitted_on == done.answerability.fitted_on == digest(two)


def test_with_too_few_left_the_command_says_what_to_do(
    two: list[Suite], monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tuning()._replace(sets=tuple(suite.manifest.suite for suite in two))
    monkeypatch.setattr(eval.fit, "tuning", lambda: made)
    done = CliRunner().invoke(app, ["calibrate", "--write"])
    assert done.exit_code == 2
    assert "the embedder was not tuned on; there are 0" in done.stderr
    assert "python -m eval.tune --sets" in done.stderr


def test_the_rows_are_aligned() -> None:
    held = (Held("skole", 120, 0.5, 0.8, 0.25, 0.0312), Held("nav", 9, 1.0, None, None, 0.0))
    relevance = Relevance(intercept=0.0, weights={})
    judge = Answerability(intercept=0.0, weights={}, refuse=0.1, doubt=0.5)
    rows = list(lines(Calibration(relevance, judge, held)))
    assert len({len(row) for row in rows}) == 1
    assert [row.split() for row in rows[1:]] == [
        ["skole", "120", "0.500", "0.800", "0.250", "0.031"],
        ["nav", "9", "1.000", "-", "-", "0.000"],
    ]
