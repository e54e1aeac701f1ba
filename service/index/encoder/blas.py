"""How many threads numpy's matrix products take.

OpenBLAS, which numpy brings along on Linux and Windows, shares each product among threads that spin
until all are done. Beside one other busy process on two cores that took a query from 11 ms to
1,500 ms; with one thread it takes 13 ms, busy or not. Whoever has many products to do starts
threads of their own and gives each a whole piece of work.
"""

import ctypes
from pathlib import Path

import numpy as np

FOLDERS = ("../numpy.libs", ".dylibs")
"""Where wheels of numpy keep libraries, from the package: Linux and Windows, macOS."""
SETTERS = ("scipy_openblas_set_num_threads64_", "scipy_openblas_set_num_threads")
"""Names of the one function, with wide integers and without."""


def one_thread() -> bool:
    """From now on products run in the thread that asks for them, in the whole process. False if
    numpy was built with another library: it keeps the threads it has, and works as well."""
    package = Path(np.__file__).parent
    for path in (found for folder in FOLDERS for found in package.joinpath(folder).glob("*openb*")):
        library = ctypes.CDLL(str(path))  # numpy has it loaded: this is the same one
        for name in SETTERS:
            if setter := getattr(library, name, None):
                setter.argtypes, setter.restype = [ctypes.c_int], None
                setter(1)
                return True
    return False
