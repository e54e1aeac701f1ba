from pathlib import Path

import pytest

from ingest.check import write
from service.errors import InputError


def test_it_is_written_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "ut.html"
    write(path, "æ", kept=[])
    assert path.read_text("utf-8") == "æ"
    assert path.stat().st_mode & 0o077 == 0
    assert [p.name for p in tmp_path.iterdir()] == ["ut.html"]


def test_only_an_earlier_check_is_written_over(tmp_path: Path) -> None:
    path = tmp_path / "ut.html"
    path.write_text("merke: gammel", encoding="utf-8")
    write(path, "merke: ny", kept=[], again="merke:")
    assert path.read_text("utf-8") == "merke: ny"
    for again in (None, "annet:"):
        with pytest.raises(InputError, match="is there already"):
            write(path, "merke: nyere", kept=[], again=again)
    with pytest.raises(InputError, match="is the report"):
        write(path, "merke: nyere", kept=[path], again="merke:")
    link = tmp_path / "lenke.html"
    link.symlink_to(path)
    with pytest.raises(InputError, match="is the report"):
        write(link, "merke: nyere", kept=[path], again="merke:")
    assert path.read_text("utf-8") == "merke: ny"


def test_where_nothing_can_be_written(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a directory"):
        write(tmp_path, "", kept=[])
    with pytest.raises(InputError, match="cannot be written"):
        write(tmp_path / "nei" / "ut.html", "", kept=[])
