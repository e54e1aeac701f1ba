"""What tuning leaves: the file that `service.index.tuning` reads."""

import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np

from service.index.disk import draft_of, sync
from service.index.encoder.modelfile import Floats
from service.index.encoder.transformer import Product
from service.index.late import Head
from service.index.tuning import DOWN, HEAD, SETS, UP


def write(
    path: Path,
    moved: Mapping[str, Floats],
    added: Mapping[str, Product],
    head: Head,
    sets: Sequence[str],
) -> None:
    """Write differences, products, head and the names of the sets that were tuned on, in one step;
    equal ones give equal bytes. What is many numbers is kept in half precision."""
    arrays: dict[str, Any] = {name: values.astype(np.float16) for name, values in moved.items()}
    for name, product in added.items():
        arrays[f"{UP}{name}"] = product.up.astype(np.float16)
        arrays[f"{DOWN}{name}"] = product.down.astype(np.float16)
    arrays[f"{HEAD}common"] = head.common.astype(np.float32)
    arrays[f"{HEAD}projection"] = head.projection.astype(np.float16)
    arrays[f"{HEAD}gate"] = head.gate.astype(np.float16)
    arrays[f"{HEAD}gate_bias"] = np.array([head.gate_bias], dtype=np.float32)
    arrays[SETS] = np.array(sets, dtype=np.str_)
    draft = draft_of(path)
    try:
        with draft.open("wb") as file:
            np.savez_compressed(file, **arrays)
        sync(draft)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
