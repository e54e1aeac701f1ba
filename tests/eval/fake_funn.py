"""A command `funn` that has ingested the hand-made report, for tests that must not wait for an
embedder. It takes and prints what the real one does; `test_sample.py` proves that against it."""

import json
import sys
from pathlib import Path

from tests.eval.world import TRUTH, VERSION

SCRIPT = """#!{python}
import json, pathlib, sys
said = json.loads(pathlib.Path(__file__).with_name("said.json").read_text("utf-8"))
name = sys.argv[1]
if name not in said:
    sys.stderr.write(f"no such command {{name}}")
    sys.exit(2)
if name == "ingest":
    assert pathlib.Path(sys.argv[2]).is_file() and sys.argv[3:] == ["--id", "tiny"]
sys.stdout.write(said[name])
"""


def install(prefix: Path) -> Path:
    """Put the command at `prefix`/bin/funn; `prefix`."""
    home = prefix / "bin"
    home.mkdir(parents=True)
    said = {
        "ingest": "",
        "sources": "".join(source.model_dump_json() + "\n" for source in TRUTH.sources),
        "canonical": TRUTH.canonical,
        "reports": json.dumps({"id": "tiny", "version": VERSION}) + "\n",
    }
    (home / "said.json").write_text(json.dumps(said), "utf-8")
    script = home / "funn"
    script.write_text(SCRIPT.format(python=sys.executable), "utf-8")
    script.chmod(0o755)
    return prefix
