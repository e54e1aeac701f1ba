from pathlib import Path

import pytest

from service.errors import StoreError
from service.index import canonical
from tests.service.index.samples import version


def written(folder: Path, encoded: bytes) -> Path:
    path = folder / "skole" / "v1" / "report.json"
    path.parent.mkdir(parents=True)
    path.write_bytes(encoded)
    return path


def test_reads_what_it_wrote(tmp_path: Path) -> None:
    report = version()
    encoded = canonical.encode(report)
    path = written(tmp_path, encoded)
    assert canonical.read(path, canonical.version_of(encoded)) == report
    assert canonical.encode(report) == encoded


def test_another_text_is_another_version() -> None:
    one, two = version(), version("Noe nytt.")
    assert canonical.version_of(canonical.encode(one)) != canonical.version_of(
        canonical.encode(two)
    )


def test_an_altered_file_is_refused(tmp_path: Path) -> None:
    encoded = canonical.encode(version())
    at = encoded.index("øker".encode())
    path = written(tmp_path, encoded[:at] + b"O" + encoded[at + 1 :])
    with pytest.raises(StoreError, match=r"Report skole: .*changed.*funn ingest PATH --id skole"):
        canonical.read(path, canonical.version_of(encoded))


@pytest.mark.parametrize(
    ("encoded", "why"),
    [
        (b'{"format": 99, "report": {}}', "format 99; this one knows 1"),
        (b'{"format": 1, "report": {"id": "x"}}', "faults"),
    ],
)
def test_a_file_of_another_layout_is_refused(tmp_path: Path, encoded: bytes, why: str) -> None:
    path = written(tmp_path, encoded)
    with pytest.raises(StoreError, match=why):
        canonical.read(path, canonical.version_of(encoded))


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="cannot be read"):
        canonical.read(tmp_path / "skole" / "v1" / "report.json", "sha256:0")
