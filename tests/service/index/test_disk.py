import contextlib
import errno
import threading
from pathlib import Path

import pytest

from service.errors import StoreError
from service.index.disk import draft_of, remove, replace, writing_to


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


def test_a_directory_is_removed_while_a_reader_adds_files_to_it(tmp_path: Path) -> None:
    folder = tmp_path / "version"
    (folder / "chroma").mkdir(parents=True)
    started, done = threading.Event(), threading.Event()

    def add() -> None:
        for n in range(2000):
            for place in (folder / "chroma", folder):
                with contextlib.suppress(FileNotFoundError):
                    (place / f"journal-{n}").touch()
            started.set()
            if done.is_set():
                return

    adding = threading.Thread(target=add)
    adding.start()
    started.wait()
    try:
        remove(folder)
    finally:
        done.set()
        adding.join()
    assert not folder.exists()
    remove(folder)  # what is not there is no error


def test_what_may_not_be_removed_is_an_error_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def refuse(path: Path) -> None:
        calls.append(path)
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("shutil.rmtree", refuse)
    with pytest.raises(OSError, match="Read-only"):
        remove(tmp_path)
    assert calls == [tmp_path]
