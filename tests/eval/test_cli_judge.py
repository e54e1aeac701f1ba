"""`funn eval judge`, with a real server: kept beside the run, in no score and no gate."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from eval import cli_runs, stored
from eval.cli import app
from eval.judge.kept import JUDGE
from tests.eval.judge.judged import KEY, by_model, kept_run, ruling
from tests.eval.report.kept import keep
from tests.eval.world import answer, cite, claim
from tests.openai_stub import Reply, Request, StubServer, failure

SOME = ruling(lambda text: "All" not in text)
"""Of the two claims of each answer the first holds; every point is told."""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for name in ("MODEL", "BASE_URL", "API_KEY", "TIMEOUT"):
        monkeypatch.delenv(f"FUNN_LLM_{name}", raising=False)
    monkeypatch.setattr(cli_runs, "SUITES", tmp_path)
    monkeypatch.setattr(stored, "SUITES", tmp_path)
    return kept_run(tmp_path)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[StubServer]:
    with StubServer(SOME) as running:
        monkeypatch.setenv("FUNN_LLM_MODEL", "judge-1")
        monkeypatch.setenv("FUNN_LLM_BASE_URL", running.url)
        monkeypatch.setenv("FUNN_LLM_API_KEY", KEY)
        yield running


def judge(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["judge", *(str(argument) for argument in arguments)])


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != JUDGE}


def test_it_shows_figures_spread_and_what_is_not_known(folder: Path, server: StubServer) -> None:
    done = judge(folder, "--runs", "2")
    assert done.exit_code == 0, done.stderr
    assert len(server.requests) == 2 * 2 * 2
    rows = {line.split()[0]: line.split() for line in done.stdout.splitlines() if line.strip()}
    assert rows["faithfulness"] == [
        *("faithfulness", "0.500", "0.50-0.50", "0.000", "0.500", "0.500", "2", "4", "0")
    ]
    assert rows["completeness"][1] == "1.000"
    assert "No human labels" in done.stdout
    assert "in no score and in no gate" in done.stdout
    assert "judge-1 gets questions" in done.stderr


def test_it_touches_nothing_but_its_own_file(folder: Path, server: StubServer) -> None:
    before = files(folder)
    assert judge(folder).exit_code == 0
    assert files(folder) == before
    kept = json.loads((folder / JUDGE).read_text("utf-8"))
    assert (kept["model"], kept["runs"], len(kept["rulings"])) == ("judge-1", 3, 12)
    assert KEY not in (folder / JUDGE).read_text("utf-8")
    assert server.url not in (folder / JUDGE).read_text("utf-8")


def test_scores_and_gate_are_the_same_whatever_it_says(folder: Path, server: StubServer) -> None:
    def outcome() -> tuple[int, str, int, bytes]:
        scored = CliRunner().invoke(app, ["score", str(folder)])
        gated = CliRunner().invoke(app, ["gate", str(folder)])
        return (
            scored.exit_code,
            gated.stdout,
            gated.exit_code,
            (folder / "scores.json").read_bytes(),
        )

    before = outcome()
    server.respond = ruling(lambda _: False)
    assert judge(folder).exit_code == 0
    assert outcome() == before


def test_what_was_judged_is_shown_again_without_asking(folder: Path, server: StubServer) -> None:
    first = judge(folder, "--runs", "1").stdout
    asked = len(server.requests)
    assert judge(folder).stdout == first
    assert len(server.requests) == asked
    judge(folder, "--runs", "1")
    assert len(server.requests) == 2 * asked
    judge(folder, "--model", "judge-2", "--runs", "1")
    assert json.loads((folder / JUDGE).read_text("utf-8"))["model"] == "judge-2"


def test_a_sheet_is_filled_in_and_held_against_it(
    folder: Path, server: StubServer, tmp_path: Path
) -> None:
    sheet = tmp_path / "labels.jsonl"
    done = judge(folder, "--sheet", sheet)
    assert done.stdout == f"6 lines to fill in written to {sheet}\n"
    assert server.requests == []
    lines = [json.loads(line) for line in sheet.read_text("utf-8").splitlines()]
    text = "".join(json.dumps(line | {"holds": line["item"] != "2"}) + "\n" for line in lines)
    sheet.write_text(text, "utf-8")
    said = judge(folder, "--labels", sheet).stdout.splitlines()
    assert next(line for line in said if line.startswith("faith") and "1.00" in line).split() == [
        *("faithfulness", "4", "4", "1.00", "0", "0")
    ]
    again = judge(folder, "--runs", "1").stdout
    assert "No human labels" not in again, "labels of the same answers stay"


def test_part_that_failed_is_said_and_the_rest_counts(folder: Path, server: StubServer) -> None:
    def some(request: Request) -> Reply:
        return failure(400) if "points-" in request.message("user") else SOME(request)

    server.respond = some
    done = judge(folder)
    assert done.exit_code == 0
    assert "6 of 12 calls gave no ruling" in done.stdout
    assert "did not accept the request (400) (6)" in done.stdout
    row = next(line for line in done.stdout.splitlines() if line.startswith("completeness "))
    assert row.split()[1] == "none"


def test_all_that_failed_is_exit_3_and_keeps_what_was(folder: Path, server: StubServer) -> None:
    judge(folder)
    before = (folder / JUDGE).read_bytes()
    server.respond = lambda _: failure(401)
    done = judge(folder, "--runs", "2")
    assert done.exit_code == 3
    assert "refused the key (401)" in done.stderr
    assert (folder / JUDGE).read_bytes() == before


def test_rulings_on_other_answers_are_not_taken_for_these(
    folder: Path, server: StubServer, tmp_path: Path
) -> None:
    judge(folder)
    other = kept_run(tmp_path, "other", tasks=by_model(claims=[claim("One.", "f-tasks")] * 2))
    (other / JUDGE).write_bytes((folder / JUDGE).read_bytes())
    done = judge(other)
    assert done.exit_code == 2
    assert "is not about the answers that stand here" in done.stderr
    assert judge(other, "--runs", "1").exit_code == 0


@pytest.mark.usefixtures("server")
def test_a_run_without_a_model_has_nothing_to_judge(tmp_path: Path) -> None:
    done = judge(keep(tmp_path))
    assert done.exit_code == 2
    assert "nothing to judge" in done.stderr


def test_without_a_judge_it_says_what_to_set(folder: Path) -> None:
    done = judge(folder)
    assert done.exit_code == 2
    assert "FUNN_LLM_MODEL" in done.stderr


def test_the_key_of_one_server_goes_to_no_other(
    folder: Path, server: StubServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    with StubServer(SOME) as other:
        assert judge(folder, "--base-url", other.url, "--runs", "1").exit_code == 0
        assert all(KEY not in r.headers["authorization"] for r in other.requests)
        monkeypatch.setenv("JUDGE_KEY", "sk-other")
        judge(folder, "--base-url", other.url, "--key-env", "JUDGE_KEY", "--runs", "1")
        assert other.requests[-1].headers["authorization"] == "Bearer sk-other"
    assert server.requests == []
    assert judge(folder, "--key-env", "NO_SUCH_KEY", "--runs", "1").exit_code == 2


@pytest.mark.usefixtures("server")
def test_answers_that_fell_back_are_not_judged(tmp_path: Path) -> None:
    fallback = answer(cite("f-tasks"), fallback_reason="Model m: failed (500)")
    done = judge(kept_run(tmp_path, tasks=fallback), "--runs", "1")
    assert "1 run over 1 answer." in done.stdout
