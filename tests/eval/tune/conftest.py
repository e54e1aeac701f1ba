"""What the tests of the tuning share."""

import pytest

from eval.fit import TRAINING
from eval.score import SCORER
from eval.suite import load_suite
from eval.tune.questions import Material, material
from ingest.pipeline import build_report
from service.index.encoder.modelfile import ModelFile
from service.index.encoder.tokenizer import Tokenizer
from tests.eval.tune.samples import NAME


@pytest.fixture(scope="session")
def plan() -> Material:
    suite = load_suite(str(TRAINING / NAME), SCORER)
    return material(suite, build_report(suite.report, id=NAME).report)


@pytest.fixture(scope="session")
def file() -> ModelFile:
    return ModelFile.bundled()


@pytest.fixture(scope="session")
def tokenizer(file: ModelFile) -> Tokenizer:
    return Tokenizer(file)
