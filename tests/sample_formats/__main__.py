"""`python -m tests.sample_formats OUTDIR`: writes the sample report in every format."""

import sys
from pathlib import Path

from tests.sample_formats import write_all


def main() -> None:
    """Writes the files and names them."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python -m tests.sample_formats OUTDIR")
    for name, path in write_all(Path(sys.argv[1])).items():
        print(f"{path}  {name}")


if __name__ == "__main__":
    main()
