from pathlib import Path

from eval.records import read_run
from eval.report.page import make
from eval.spending import COSTS, Prices, spending, write_spending
from service.completion import Usage
from tests.eval.judge.judged import by_model, kept_run
from tests.eval.report.kept import keep
from tests.eval.report.test_page import part
from tests.eval.world import answer, cite


def test_tokens_and_cost_stand_apart_from_the_score(tmp_path: Path) -> None:
    took = Usage(input_tokens=2000, output_tokens=150)
    folder = kept_run(tmp_path, alerts=by_model(usage=took), tasks=by_model(usage=took))
    said = part(make(folder, None), "tokens")
    assert "Not part of the score" in said
    assert "Read (prompt, question, sources) 2,000 2,000 4,000" in said
    assert "Written 150 150 300" in said
    assert "No prices were given, so there is no cost." in said
    prices = Prices(read=0.5, written=2, currency="USD")
    write_spending(folder, spending(read_run(folder).answers, prices))
    said = part(make(folder, None), "tokens")
    assert "Cost: 0.0026 USD , 0.001300 an answer, at 0.5 USD for a million tokens read" in said


def test_a_run_without_a_model_says_so_and_shows_no_figure(tmp_path: Path) -> None:
    said = part(make(keep(tmp_path), None), "tokens")
    assert "none, since no language model had a part in any answer" in said
    assert "Read" not in said
    assert not (tmp_path / "run" / COSTS).exists()


def test_answers_whose_tokens_are_not_known_are_counted(tmp_path: Path) -> None:
    fallback = answer(cite("f-tasks"), fallback_reason="Model m: failed (500)")
    said = part(make(kept_run(tmp_path, tasks=fallback), None), "tokens")
    assert "Of 1 answers by a language model, 1 came without the tokens" in said
    assert "1 answers are in the report's own words because" in said
