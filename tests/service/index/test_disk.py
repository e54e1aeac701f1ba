import errno
from pathlib import Path

import pytest

from service.errors import StoreError
from service.index.disk import draft_of, replace, writing_to


def test_a_file_is_replaced_and_no_draft_is_left(tmp_path: Path) -> None:
    file = tmp_path / "current.json"
    for text in ("one", "æøå"):
        replace(file, text)
        assert file.read_text("utf-8") == text
        assert list(tmp_path.iterdir()) == [file]


def test_what_cannot_be_replaced_stays(tmp_path: Path) -> None:
    file = tmp_path / "current.json"
    file.mkdir()
    with pytest.raises(OSError, match="directory"):
        replace(file, "x")
    assert not draft_of(file).exists()


@pytest.mark.parametrize(
    ("number", "step"),
    [(errno.ENOSPC, "Free room"), (errno.EFBIG, "Free room"), (errno.EROFS, "FUNN_DATA")],
)
def test_an_error_of_the_disk_tells_the_next_step(tmp_path: Path, number: int, step: str) -> None:
    with pytest.raises(StoreError, match="cannot be written") as error, writing_to(tmp_path):
        raise OSError(number, "words")
    assert step in error.value.next_step
