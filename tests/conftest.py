"""What several test files share: the sample report in a store of its own, and the real report."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings as hypothesis_settings

if TYPE_CHECKING:
    from service.assistant import Assistant
    from service.settings import Settings

ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "ingest" / "sample" / "report.md"
REAL = ROOT.parent / "shared" / "report" / "ehelse2023.txt"
CI = os.environ.get("CI") == "true"

# The same examples each time, so that a change is blamed for what it broke. New ones, which is how
# faults are found, with HYPOTHESIS_SEARCH=1.
hypothesis_settings.register_profile("steady", derandomize=True, deadline=None)
if "HYPOTHESIS_SEARCH" not in os.environ:
    hypothesis_settings.load_profile("steady")


@pytest.fixture(scope="session", autouse=True)
def _no_settings_from_outside() -> Iterator[None]:
    """Tests see the settings that they make and a plain terminal, not those of who runs them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TERM", "xterm-256color")
        for name in ("NO_COLOR", "FORCE_COLOR", "COLUMNS", "LINES", "TTY_COMPATIBLE"):
            patch.delenv(name, raising=False)
        for name in list(os.environ):
            if name.upper().startswith("FUNN_"):
                patch.delenv(name)
        yield


@pytest.fixture(scope="session")
def real_report() -> Path:
    """The real report's file; it is not part of this repository."""
    if REAL.is_file():
        return REAL
    if CI:
        pytest.fail(f"the real report is missing in CI: {REAL}")
    pytest.skip("the real report is not on this machine")


@pytest.fixture(scope="session")
def sample_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store (`FUNN_DATA`) with the sample report, ingested once. To change it, copy it first."""
    from ingest.storing import run
    from service.settings import Settings

    data = tmp_path_factory.mktemp("sample")
    run(SAMPLE, Settings(data=data), id="sample")
    return data


@pytest.fixture(scope="session")
def sample_settings(sample_data: Path) -> "Settings":
    """Settings that name the store with the sample report, and nothing else."""
    from service.settings import Settings

    return Settings(data=sample_data)


@pytest.fixture(scope="session")
def assistant(sample_settings: "Settings") -> "Assistant":
    """The assistant, without a language model, over the sample report. Safe to share."""
    from service.wiring import build_assistant

    return build_assistant(sample_settings)
