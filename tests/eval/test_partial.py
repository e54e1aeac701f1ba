from pathlib import Path

import pytest

from eval.errors import SuiteError
from eval.partial import PARTIAL, assistant_digest, partial, plan_of, read_plan
from eval.records import CaseAnswer
from eval.suite import Suite
from service.settings import Settings
from tests.eval.world import TRUTH, answer, cite, write_suite

GIVEN = CaseAnswer(id="a", answers=(answer(cite("q-gp")),))
FAILED = CaseAnswer(id="b", answers=(), error="HTTP 500")


@pytest.fixture
def suite(tmp_path: Path) -> Suite:
    return write_suite(tmp_path)


def test_what_was_kept_is_there_when_the_run_goes_on(suite: Suite, tmp_path: Path) -> None:
    plan = plan_of(suite, "dev", "http://x", TRUTH, None)
    with partial(tmp_path / "run", plan) as first:
        assert first.kept == {}
        first.add(GIVEN, 0.5)
        first.add(FAILED, 0.1)
    assert read_plan(tmp_path / "run") == plan
    with partial(tmp_path / "run", plan) as again:
        assert {id: (k.given, k.seconds) for id, k in again.kept.items()} == {"a": (GIVEN, 0.5)}


def test_a_line_that_a_killed_process_wrote_half_of_is_left_out(
    suite: Suite, tmp_path: Path
) -> None:
    plan = plan_of(suite, "dev", "http://x", TRUTH, None)
    with partial(tmp_path, plan) as first:
        first.add(GIVEN, 0.5)
    whole = (tmp_path / PARTIAL).read_bytes()
    line = whole.splitlines(keepends=True)[-1].replace(b'"id":"a"', b'"id":"z"')
    for cut in (1, len(line) // 2, len(line) - 1):
        (tmp_path / PARTIAL).write_bytes(whole + line[:cut])
        with partial(tmp_path, plan) as again:
            assert list(again.kept) == ["a"]
        assert (tmp_path / PARTIAL).read_bytes() == whole


@pytest.mark.parametrize("change", ["split", "target", "assistant", "report_version", "set_digest"])
def test_another_plan_is_refused_with_what_differs(
    change: str, suite: Suite, tmp_path: Path
) -> None:
    plan = plan_of(suite, "dev", "in process", TRUTH, "sha256:1")
    with partial(tmp_path, plan) as first:
        first.add(GIVEN, 0.5)
    other = plan.model_copy(update={change: "test"})
    with pytest.raises(SuiteError, match=f"{change} was .* and is test"), partial(tmp_path, other):
        raise AssertionError("not reached")
    with partial(tmp_path, plan) as again:
        assert list(again.kept) == ["a"], "the refusal touched nothing"


def test_two_runs_do_not_write_into_one_folder(suite: Suite, tmp_path: Path) -> None:
    plan = plan_of(suite, "dev", "http://x", TRUTH, None)
    with (
        partial(tmp_path, plan),
        pytest.raises(SuiteError, match="another run is writing"),
        partial(tmp_path, plan),
    ):
        raise AssertionError("not reached")


def test_what_is_no_part_of_a_run_is_refused(suite: Suite, tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="holds no run to go on with"):
        read_plan(tmp_path)
    (tmp_path / PARTIAL).write_bytes(b'{"a": 1}\n')
    with pytest.raises(SuiteError, match="does not read as part of a run"):
        read_plan(tmp_path)


def test_a_suite_outside_the_repository_is_found_again_by_its_path(suite: Suite) -> None:
    assert plan_of(suite, "dev", "x", TRUTH, None).folder == str(suite.folder)


def test_the_assistant_is_told_apart_by_its_models(tmp_path: Path) -> None:
    plain = assistant_digest(Settings(data=tmp_path))
    assert plain == assistant_digest(Settings(data=tmp_path / "elsewhere"))
    model = Settings(data=tmp_path, llm_model="m", llm_base_url="http://127.0.0.1:9/v1")
    assert plain != assistant_digest(model)
