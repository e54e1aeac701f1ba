import re
from pathlib import Path
from typing import get_args

import pytest

from ingest.corrections.entries import Fact, Part, beside, load
from service.errors import InputError
from tests.conftest import ROOT
from tests.ingest.corrections.correcting import entry


def written(folder: Path, text: str) -> Path:
    path = folder / "rapport.corrections.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_with_its_digest_and_its_lines(tmp_path: Path) -> None:
    text = (
        '# om\n[report]\ntitle = "T"\nyear = 2021\n\n' + entry("en", "text") + entry("to", "item")
    )
    read = load(written(tmp_path, text))
    assert read.digest.startswith("sha256:")
    assert (read.report.title, read.report.year, read.report.language) == ("T", 2021, None)
    assert [e.do for e in read.entries] == ["text", "item"]
    assert read.lines == (6, 9)


def test_a_windows_file_with_a_mark_at_its_start(tmp_path: Path) -> None:
    path = tmp_path / "r.corrections.toml"
    path.write_bytes(b"\xef\xbb\xbf" + entry("blåbær", "text").replace("\n", "\r\n").encode())
    assert load(path).entries[0].at == "blåbær"


def test_it_lies_beside_the_report_by_name(tmp_path: Path) -> None:
    report = tmp_path / "Min rapport.v2.pdf"
    assert beside(report) is None
    found = tmp_path / "Min rapport.v2.corrections.toml"
    found.write_text("", encoding="utf-8")
    assert beside(report) == found


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (entry("en", "text", to="x"), r"correction 1 \(line 1\).*key `to` is not known here"),
        (entry("en", "groups"), "give `groups` or `excluded`"),
        (entry("en", "flytt"), "`do` must be one of: settled, move, aside, join"),
        ("[[correction]]\nat = 'en'\n", "`do` must be one of"),
        ("[[correction]]\ndo = 'text'\n", "the key `at` is missing"),
        (entry("en", "text", line="tre"), "`line`: Input should be a valid integer"),
        (entry("", "text"), "`at`: String should have at least 1 character"),
        (entry("en", "text") + entry("to", "heading", level=4), r"correction 2 \(line 4\)"),
        (entry("en", "heading"), "the key `level` is missing"),
        (entry("en", "move"), "give either `before` or `after`"),
        (entry("en", "move", before="a", after="b"), "give either `before` or `after`"),
        (entry("en", "speaker"), "give `label`, or at least one of"),
        (entry("en", "speaker", role="fastlage"), "`role` must be a term of Funn's, as fastlege"),
        (entry("en", "about", role="ukjent rolle"), "`role` must be a term"),
        ("[[correction]]\nat='a'\ndo='groups'\ngroups=[{}]\n", "a group needs a role"),
        ("[[correction]]\nat='a'\ndo='groups'\ngroups=[{role='x'}]\n", "`role` must be a term"),
        (entry("en", "holder", holder="alle"), "`holder`: Input should be 'participants' or"),
        (entry("en", "groups", strength="all"), "strength is as its words say and cannot be"),
        (entry("en", "strength", strength="all"), "`do` must be one of"),
        ("[report]\ntekst = 'x'\n", "the key `tekst` is not known here"),
        ("[report]\nyear = 20210\n", "`year`: Input should be less than"),
        ("[[rettelse]]\nat='a'\n", "the key `rettelse` is not known here"),
        ("correction = 3\n", "Input should be a valid"),
        ("at = \n", r"is not TOML \(at line 1"),
    ],
)
def test_a_file_that_cannot_be_used(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(InputError, match=said):
        load(written(tmp_path, text))


def test_no_text_of_the_file_is_in_an_error(tmp_path: Path) -> None:
    for text in (
        entry("Hemmelig", "speaker", role="Hemmelig"),
        entry("Hemmelig", "Hemmelig"),
        entry("Hemmelig", "holder", holder="Hemmelig"),
        "[[correction]]\nat = Hemmelig\n",
        "at = 'Hemmelig'\nat = 'Hemmelig'\n",
    ):
        with pytest.raises(InputError) as caught:
            load(written(tmp_path, text))
        assert "Hemmelig" not in str(caught.value)


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        load(tmp_path / "nei.toml")
    path = tmp_path / "r.toml"
    path.write_bytes(b"at = '\xff'")
    with pytest.raises(InputError, match="not UTF-8"):
        load(path)
    path.write_bytes(b"#" * 1_000_001)
    with pytest.raises(InputError, match="too large"):
        load(path)
    path.write_text("a = " + "[" * 20_000, encoding="utf-8")
    with pytest.raises(InputError, match="is not TOML"):
        load(path)


def test_the_guide_names_every_correction_and_its_keys(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "corrections.md").read_text("utf-8")
    rows = re.findall(r"^\| `(\w+)` \|.*\|([^|]*)\|$", guide, flags=re.M)
    named = {do: set(re.findall(r"`(\w+)`", keys)) for do, keys in rows}
    common = {"at", "line", "occurrence", "note", "do", "label_line"}
    real = {}
    for kind in (*get_args(Part), *get_args(Fact)):
        fields = {field.alias or name for name, field in kind.model_fields.items()}
        real[get_args(kind.model_fields["do"].annotation)[0]] = fields - common
    assert named.pop("do") == set()  # the head of the table
    assert named == real


def test_the_examples_of_the_guide_can_be_read(tmp_path: Path) -> None:
    guide = (ROOT / "docs" / "corrections.md").read_text("utf-8")
    blocks = re.findall(r"```toml\n(.*?)```", guide, flags=re.S)
    assert len(blocks) == 2
    read = [load(written(tmp_path, block)) for block in blocks]
    assert [len(found.entries) for found in read] == [1, 5]
