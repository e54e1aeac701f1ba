"""`pytest eval/ --suite NAME --url URL`: the options, and the answer that each test looks at."""

import tempfile
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from eval.cases import Case, Split
from eval.pytest_plugin import Session
from eval.records import CaseAnswer
from eval.run import Asked, ask_case, target_for
from eval.score import SCORER
from eval.suite import Suite, in_split, load_suite
from eval.targets import base_url, read_key
from eval.truth import ingest
from service.errors import FunnError
from service.settings import load_settings

SPLITS: dict[str, Split | None] = {"dev": "dev", "test": "test", "all": None}
SUITE = pytest.StashKey[Suite]()
ASKED = pytest.StashKey[Asked]()


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options of `funn eval run` that a test runner needs."""
    group = parser.getgroup("funn", "Funn's evaluation")
    group.addoption("--suite", help="Name of a suite, or its folder.")
    group.addoption("--url", help="Base URL of a running service. Default: in process.")
    group.addoption("--key-env", help="Environment variable with the service's key.")
    group.addoption("--report", help="Id of the suite's report there. Default: the suite's.")
    group.addoption(
        "--split", choices=list(SPLITS), default="dev", help="A run on test is logged. Default: dev"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Read the options and the suite. Where `eval/` is not named on the command line there are no
    such options, and its one test is skipped."""
    if not hasattr(config.option, "suite"):
        return
    try:
        _read_options(config)
    except FunnError as error:
        raise pytest.UsageError(str(error)) from None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """One test a case, under the case's id."""
    if "case" not in metafunc.fixturenames:
        return
    stash = metafunc.config.stash
    cases = in_split(stash[SUITE].cases, stash[ASKED].split) if SUITE in stash else ()
    metafunc.parametrize("case", cases, ids=[case.id for case in cases])


def _read_options(config: pytest.Config) -> None:
    suite, url = config.getoption("suite"), config.getoption("url")
    if suite is None:
        raise pytest.UsageError("name a suite: pytest eval/ --suite NAME [--url URL]")
    config.stash[ASKED] = Asked(
        split=SPLITS[config.getoption("split")],
        url=base_url(url) if url else None,
        key=read_key(config.getoption("key_env")),
        report=config.getoption("report"),
        jobs=1,
    )
    config.stash[SUITE] = load_suite(suite, SCORER, load_settings().eval_reports)


@pytest.fixture(scope="session")
def evaluation(pytestconfig: pytest.Config) -> Iterator[Session]:
    """The target and the truth. A run that saw the test split is logged when it ends."""
    suite, asked = pytestconfig.stash[SUITE], pytestconfig.stash[ASKED]
    with ExitStack() as stack:
        data = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="funn-eval-")))
        try:
            truth = ingest(suite.report, asked.report or suite.manifest.report.id, data)
            target = stack.enter_context(target_for(asked, truth, load_settings(), data))
        except FunnError as error:
            pytest.fail(str(error), pytrace=False)
        session = Session(suite, asked.split, target, truth)
        yield session
        session.log()


@pytest.fixture
def given(evaluation: Session, case: Case) -> CaseAnswer:
    """The target's answer to the case. Without one that can be scored the test is an error, which
    is not a failure."""
    answer = ask_case(evaluation.target, case)
    evaluation.given.append(answer)
    if answer.error is not None:
        pytest.fail(f"no answer to score: {answer.error}", pytrace=False)
    return answer
