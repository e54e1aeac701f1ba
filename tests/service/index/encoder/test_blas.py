"""Products of matrices run in the thread that asks for them, where numpy brings OpenBLAS."""

import subprocess
import sys

import numpy as np
import pytest

from tests.conftest import ROOT

SPENT = """
import time
import numpy as np
from service.index.encoder.blas import one_thread
done = one_thread()
size = np.ones((1500, 1500), np.float32)
size @ size
print(done)
mine = time.thread_time()
whole = time.process_time()
for _ in range(20):
    size @ size
print(time.thread_time() - mine, time.process_time() - whole)
"""


@pytest.mark.skipif(
    "openblas" not in str(np.show_config(mode="dicts")), reason="numpy has another library"
)
def test_products_take_one_thread() -> None:
    """In a process of its own: what is set is set for the whole process."""
    done = subprocess.run(
        [sys.executable, "-c", SPENT], cwd=ROOT, capture_output=True, text=True, check=True
    )
    said, mine, whole = done.stdout.split()
    assert said == "True"
    assert float(whole) == pytest.approx(float(mine), rel=0.1)
