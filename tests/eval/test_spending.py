"""Tokens and cost of a run: beside the scores, never in them."""

import json
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval.cli import app
from eval.errors import SuiteError
from eval.records import CaseAnswer
from eval.spending import COSTS, Prices, kept_prices, prices_of, spending, write_spending
from eval.suite import Suite
from service.completion import Usage
from service.contract import Answer
from tests.eval.fake_funn import install
from tests.eval.test_targets import LOADED, service
from tests.eval.world import answer, cite, write_suite

DOLLARS = Prices(read=0.15, written=0.60, currency="USD")
PRICED = ("--price-in", "0.15", "--price-out", "0.6", "--currency", "USD")


def by_model(read: int | None = 1000, written: int = 100) -> Answer:
    usage = Usage(input_tokens=read, output_tokens=written) if read else None
    return answer(cite("f-alerts"), cite("q-gp"), mode="llm", model="m", usage=usage)


def given(*answers: Answer) -> CaseAnswer:
    return CaseAnswer(id="c", answers=answers)


def test_each_turn_is_an_answer_and_costs_by_hand() -> None:
    """(3,000 read * 0.15 + 700 written * 0.60) / 1,000,000 = 0.00087, over 3 answers."""
    spent = spending([given(by_model(), by_model(500, 200)), given(by_model(1500, 400))], DOLLARS)
    assert spent.tokens is not None
    assert (spent.tokens.read.total, spent.tokens.written.total) == (3000, 700)
    assert (spent.tokens.read.p50, spent.tokens.over) == (1000, 3)
    assert spent.cost is not None
    assert (spent.cost.total, spent.cost.per_answer) == (0.00087, 0.00029)
    assert spent.caveats == ()


def test_what_is_not_known_is_said_and_no_zero() -> None:
    fallback = answer(cite("f-alerts"), fallback_reason="Model m: failed (500)")
    spent = spending([given(by_model()), given(by_model(None)), given(fallback)], None)
    assert (spent.by_model, spent.untold, spent.fell_back) == (2, 1, 1)
    assert spent.tokens is not None
    assert spent.tokens.over == 1
    assert spent.cost is None
    assert [said.split()[0] for said in spent.caveats] == ["Of", "1", "No"]
    untold = spending([given(by_model(None))], DOLLARS)
    assert (untold.tokens, untold.cost) == (None, None)


def test_without_a_model_there_is_nothing_and_it_is_said(tmp_path: Path) -> None:
    spent = spending([given(answer(cite("f-alerts")))], DOLLARS)
    assert (spent.tokens, spent.cost) == (None, None)
    [said] = spent.caveats
    assert "no language model" in said
    write_spending(tmp_path, spent)
    assert not (tmp_path / COSTS).exists()
    assert kept_prices(tmp_path) is None


@pytest.mark.parametrize(
    ("prices", "named"),
    [
        ((0.15, None, None), "--price-in, --price-out and --currency"),
        ((None, None, "USD"), "--price-in, --price-out and --currency"),
        ((-1.0, 0.6, "USD"), "read"),
        ((float("inf"), 0.6, "USD"), "read"),
        ((0.15, 0.6, "$"), "currency"),
    ],
)
def test_prices_that_cannot_be_used_are_named(
    prices: tuple[float | None, float | None, str | None], named: str
) -> None:
    with pytest.raises(SuiteError, match=named):
        prices_of(*prices)


def test_prices_belong_together() -> None:
    assert prices_of(None, None, None) is None
    assert prices_of(0.15, 0.6, "USD") == DOLLARS


def test_a_file_that_is_none_of_costs_is_named(tmp_path: Path) -> None:
    (tmp_path / COSTS).write_text("{}", "utf-8")
    with pytest.raises(SuiteError, match=COSTS):
        kept_prices(tmp_path)


@pytest.fixture
def suite(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Suite:
    monkeypatch.setattr(sys, "prefix", str(install(tmp_path / "venv")))
    monkeypatch.chdir(tmp_path)
    return write_suite(tmp_path)


def run(suite: Suite, out: Path, given: Answer, *more: str) -> Result:
    with service((200, given.model_dump_json()), reports=LOADED) as running:
        asked = ["run", "--suite", str(suite.folder), "--url", running.url, "--out", str(out)]
        return CliRunner().invoke(app, [*asked, *more])


def test_a_run_shows_tokens_and_cost_and_keeps_them_out_of_the_scores(
    suite: Suite, tmp_path: Path
) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    said = run(suite, one, by_model(), *PRICED).stdout
    rows = [line.split() for line in said.splitlines()]
    assert ["read", "1000", "1000", "6000", "6"] in rows
    assert ["written", "100", "100", "600", "6"] in rows
    assert "cost: 0.0013 USD, 0.000210 an answer" in said
    kept = json.loads((one / COSTS).read_text("utf-8"))
    assert kept["tokens"]["read"]["total"] == 6000
    assert kept["cost"]["total"] == 0.00126
    run(suite, two, by_model(900, 80))
    assert (one / "scores.json").read_bytes() == (two / "scores.json").read_bytes()
    assert kept_prices(two) is None


def test_scoring_again_keeps_prices_and_takes_new_ones(suite: Suite, tmp_path: Path) -> None:
    folder = tmp_path / "run"
    run(suite, folder, by_model(), *PRICED)
    before = (folder / COSTS).read_bytes()
    again = CliRunner().invoke(app, ["score", str(folder)])
    assert "cost: 0.0013 USD" in again.stdout
    assert (folder / COSTS).read_bytes() == before
    priced = ["--price-in", "10", "--price-out", "0", "--currency", "NOK"]
    assert "cost: 0.0600 NOK" in CliRunner().invoke(app, ["score", str(folder), *priced]).stdout
    assert CliRunner().invoke(app, ["score", str(folder), "--price-in", "1"]).exit_code == 2


def test_a_run_without_a_model_says_so(suite: Suite, tmp_path: Path) -> None:
    said = run(suite, tmp_path / "run", answer(cite("f-alerts"), cite("q-gp")), *PRICED).stdout
    assert "Tokens and cost: none, since no language model had a part in any answer." in said
    assert "cost: 0" not in said
    assert not (tmp_path / "run" / COSTS).exists()
