"""What the documents promise is so."""

import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
import typer

import funn
from service.settings import PREFIX, Settings
from tests.conftest import ROOT

DOCUMENTS = ("README.md", "CONTRIBUTING.md")
TEXT = {
    ".py", ".md", ".toml", ".txt", ".tsv", ".jsonl", ".json", ".html", ".js", ".css", ".svg",
}  # fmt: skip
MADE = {
    ".git", ".venv", ".funn", "__pycache__", "build", "dist", "results", ".pytest_cache",
    ".mypy_cache", ".ruff_cache", ".hypothesis", ".import_linter_cache",
}  # fmt: skip
MADE_BY_USE = (".venv/", ".funn/")
# In pieces, so that this file does not hold what it looks for.
HOSTS = tuple(
    name + end
    for name, end in (
        ("pypi.", "org"),
        ("python", "hosted.org"),
        ("npmjs.", "org"),
        ("registry.", "npmjs"),
        ("artifactory", "."),
        ("nexus", "."),
        ("crates.", "io"),
    )
)
MACHINE = tuple(
    "/" + rest for rest in ("work/", "home/", "Users/", "root/", "tmp/", "mnt/", "opt/")
)


def read(name: str) -> str:
    return (ROOT / name).read_text("utf-8")


def section(text: str, heading: str) -> str:
    """What stands under a heading of the second level."""
    return re.split(r"^## ", text.split(f"\n## {heading}\n")[1], flags=re.M)[0]


def files() -> Iterator[Path]:
    """The text files of the project."""
    for path in ROOT.rglob("*"):
        parts = path.relative_to(ROOT).parts
        if MADE & set(parts) or any(part.endswith(".egg-info") for part in parts):
            continue
        if path.is_file() and (path.suffix in TEXT or path.suffix == "" or path.name[0] == "."):
            yield path


def commands() -> dict[str, click.Command]:
    group = typer.main.get_command(funn.commands(None))
    found: dict[str, click.Command] = getattr(group, "commands")  # noqa: B009
    return found


def options(command: click.Command) -> set[str]:
    return {name for parameter in command.params for name in parameter.opts if name[0] == "-"}


# --- settings and commands ----------------------------------------------------------------------


def test_the_table_of_settings_is_that_of_the_code() -> None:
    rows = [row for row in section(read("README.md"), "Settings").splitlines() if row[:1] == "|"]
    named = [name for row in rows for name in re.findall(r"`(FUNN_\w+)`", row.split("|")[1])]
    assert sorted(named) == sorted(PREFIX + name.upper() for name in Settings.model_fields)


def test_every_setting_that_a_document_names_exists() -> None:
    known = {PREFIX + name.upper() for name in Settings.model_fields}
    for document in [*DOCUMENTS, *(str(p.relative_to(ROOT)) for p in ROOT.glob("docs/**/*.md"))]:
        assert set(re.findall(r"\bFUNN_[A-Z_]*[A-Z]", read(document))) <= known, document


def test_the_table_of_commands_is_that_of_the_command_line() -> None:
    table = section(read("README.md"), "The command")
    assert set(re.findall(r"^\| `funn (\w+)", table, flags=re.M)) == set(commands())


def test_every_command_and_option_in_readme_exists() -> None:
    for line in read("README.md").splitlines():
        for name in re.findall(r"\bfunn ([a-z]+)\b(?=[^a-z]|$)", line.split("#")[0]):
            assert name in commands(), line
            given = set(re.findall(r"(?<![\w-])--[a-z-]+", line.split("#")[0]))
            assert given <= options(commands()[name]) | {"--help"}, line


@pytest.mark.parametrize("name", sorted(commands()))
def test_every_command_and_option_says_what_it_is_for(name: str) -> None:
    command = commands()[name]
    assert command.help
    for parameter in command.params:
        assert getattr(parameter, "help", None), f"{name} {parameter.name}"


# --- files and targets --------------------------------------------------------------------------


def targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):(?!=)", read("Makefile"), flags=re.M))


@pytest.mark.parametrize("document", DOCUMENTS)
def test_every_make_target_named_exists(document: str) -> None:
    text = read(document)
    named = set(re.findall(r"`make ([a-z-]+)", text)) | set(
        re.findall(r"^make ([a-z-]+)", text, flags=re.M)
    )
    assert named
    assert named <= targets()


@pytest.mark.parametrize("document", [*DOCUMENTS, "eval/README.md", "CHANGELOG.md"])
def test_every_file_and_link_named_exists(document: str) -> None:
    text = read(document)
    here = (ROOT / document).parent
    for link in re.findall(r"\]\(([^)#\s]+)", text):
        assert "://" in link or (here / link).exists(), link
    names = {path.name for path in files()}
    for name in re.findall(r"`([\w.*/-]+)`", re.sub(r"```.*?```", "", text, flags=re.S)):
        if name.startswith((*MADE_BY_USE, "/", "path/", "results/")) or "*" in name:
            continue
        if "/" in name:
            assert (ROOT / name).exists() or (here / name).exists(), name
        elif Path(name).suffix in {".py", ".md", ".toml", ".tsv"}:
            assert name in names or Path(name).stem == "", name


def test_the_changelog_says_what_is_not_yet_released() -> None:
    text = read("CHANGELOG.md")
    assert re.search(r"^## \[Unreleased\]$", text, flags=re.M)
    assert "- " in text.split("## [Unreleased]")[1]


def test_every_decision_has_a_number_and_a_status() -> None:
    decisions = sorted((ROOT / "docs" / "adr").glob("*.md"))
    for number, path in enumerate(decisions, start=1):
        text = path.read_text("utf-8")
        assert path.name.startswith(f"{number:04d}-")
        assert text.startswith(f"# {number}. ")
        assert re.search(r"^Status: \w+", text, flags=re.M)


# --- nothing of one machine ---------------------------------------------------------------------


def test_no_registry_and_no_path_of_a_machine_is_named() -> None:
    found = []
    for path in files():
        text = path.read_text("utf-8")
        for bad in HOSTS:
            if bad in text.lower():
                found.append(f"{path.relative_to(ROOT)}: {bad}")
        for bad in MACHINE:
            # At the start of a path: `x/home/y` is a path inside something.
            if re.search(rf"(?<![\w.~*}}]){re.escape(bad)}\w", text):
                found.append(f"{path.relative_to(ROOT)}: {bad}")
    assert not found


@pytest.mark.parametrize("name", ["constraints.txt", "constraints-dev.txt"])
def test_every_pin_has_its_hashes_and_names_no_host(name: str) -> None:
    text = read(name)
    assert "://" not in text
    assert "--index" not in text
    assert "--find-links" not in text
    pins = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.M)[1:]
    assert len(pins) > 30
    for pin in pins:
        assert re.match(r"[A-Za-z0-9._-]+==\S+", pin), pin[:60]
        assert re.search(r"--hash=sha256:[0-9a-f]{64}\b", pin), pin[:60]


def test_both_files_of_pins_agree() -> None:
    def pinned(name: str) -> dict[str, str]:
        return dict(re.findall(r"^([A-Za-z0-9._-]+)==(\S+)", read(name), flags=re.M))

    install, dev = pinned("constraints.txt"), pinned("constraints-dev.txt")
    assert {name: dev.get(name) for name in install} == install
