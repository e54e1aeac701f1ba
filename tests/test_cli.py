"""The command, as a person or a script runs it: in a process of its own."""

import json
import os
import pty
import re
import select
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import pytest
from typer.testing import CliRunner

from funn import commands
from service.contract import Answer
from service.errors import SettingsError
from service.settings import Settings
from tests.conftest import SAMPLE
from tests.live import COMMAND, QUESTION, TINY, environment, funn, load, load_here, serving

ENGLISH = "Why do GPs experience extra work?"
SHA = r"sha256:[0-9a-f]{64}"
FIELDS = {
    "id", "kind", "text", "role", "sector", "field", "report", "section", "page", "start", "end",
    "raw", "uncertain",
}  # fmt: skip


@pytest.fixture(scope="module")
def tiny(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with a small report, `tiny`. To change it, copy it first."""
    folder = tmp_path_factory.mktemp("tiny")
    load_here(TINY, folder, folder / "data")
    return folder / "data"


@pytest.fixture
def own(tiny: Path, tmp_path: Path) -> Path:
    """A copy of that store, to be changed."""
    shutil.copytree(tiny, tmp_path / "own")
    return tmp_path / "own"


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def is_refused(done: "subprocess.CompletedProcess[str]", *said: str) -> bool:
    """Whether the command ended with status 1 and a message, and nothing on stdout."""
    assert done.returncode == 1
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    for part in said:
        assert part in done.stderr
    return True


# --- ingest -------------------------------------------------------------------------------------


def test_ingest_says_what_it_found_and_what_it_set_aside(tmp_path: Path) -> None:
    done = load(TINY, tmp_path, tmp_path / "data", "--title", "Vakt [1]", "--year", "2024")
    said = [" ".join(line.split()) for line in done.stdout.splitlines()]
    assert said[0] == "Vakt [1]"
    for line in ("2 sections", "4 findings", "1 quotes", "1 by sykepleier"):
        assert line in said
    assert any("set aside" in line for line in said)
    assert re.fullmatch(rf"Stored tiny as {SHA} \(5 passages embedded, 0 reused\)\.", said[-1])
    assert "\x1b" not in done.stdout + done.stderr
    assert "━" not in done.stdout + done.stderr
    assert done.stderr == ""

    other = load(TINY.replace("for hånd", "på papir"), tmp_path, tmp_path / "data")
    assert re.search(r"\(\d passages embedded, [1-4] reused\)", other.stdout)


def test_check_stores_nothing(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text(TINY, "utf-8")
    done = funn("ingest", file, "--check", data=tmp_path / "data")
    assert done.returncode == 0
    assert "4  findings" in done.stdout
    assert "nothing was stored" in done.stdout
    assert not (tmp_path / "data").exists()


def test_if_empty_leaves_a_store_with_a_report_alone(own: Path, tmp_path: Path) -> None:
    before = sorted(path for path in own.rglob("*"))
    file = tmp_path / "other.md"
    file.write_text(TINY.replace("Lillevik", "Storvik"), "utf-8")
    done = funn("ingest", "--if-empty", file, data=own)
    assert done.returncode == 0
    assert "already holds: tiny" in done.stdout
    assert sorted(path for path in own.rglob("*")) == before


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["{tiny}", "--id", "Æ/../x"], "--id"),
        (["{folder}/none.md"], "none.md"),
        (["{folder}/report.docx"], ".docx"),
        (["{folder}"], "{folder}"),
        (["{folder}/empty.md"], "empty.md"),
    ],
    ids=["bad id", "no file", "format", "folder", "empty"],
)
def test_ingest_refuses_what_it_cannot_use(tmp_path: Path, arguments: list[str], said: str) -> None:
    (tmp_path / "report.docx").write_bytes(b"PK")
    (tmp_path / "empty.md").write_bytes(b"")
    (tmp_path / "tiny.md").write_text(TINY, "utf-8")
    places = {"tiny": str(tmp_path / "tiny.md"), "folder": str(tmp_path)}
    done = funn("ingest", *(a.format(**places) for a in arguments), data=tmp_path / "data")
    assert is_refused(done, said.format(**places))
    assert not (tmp_path / "data" / "reports").exists()


def test_what_identifies_a_participant_stops_ingestion_and_is_not_repeated(
    tmp_path: Path,
) -> None:
    address = "kari.nordmann@sykehuset.example"
    file = tmp_path / "r.md"
    file.write_text(TINY.replace("hvordan det går", f"hvordan det går, skriv til {address}"))
    done = funn("ingest", file, data=tmp_path / "data")
    assert done.returncode == 1
    assert "e-mail address" in done.stderr
    assert "Traceback" not in done.stderr
    for name in ("kari", "nordmann", "sykehuset.example"):
        assert name not in (done.stdout + done.stderr).lower()
    assert not (tmp_path / "data" / "reports").exists()


# --- ask ----------------------------------------------------------------------------------------


def test_ask_lays_an_answer_out_for_reading(sample_settings: Settings) -> None:
    done = funn("ask", ENGLISH, data=sample_settings.data)
    assert done.returncode == 0
    assert done.stderr == ""
    said = done.stdout
    assert said.startswith("FICTIONAL REPORT\n")
    order = [said.index(f"\n{word}\n") for word in ("Findings", "Quotes", "Caveats", "Sources")]
    assert order == sorted(order)
    claims = said[order[0] : order[1]]
    assert re.findall(r"^ +(\d+)\. .+ \[\d+\]$", claims, flags=re.M)[:3] == ["1", "2", "3"]
    quotes = said[order[1] : order[2]]
    assert len(re.findall(r"^    «.+»\n    — GP · \d.+ \[\d+\]$", quotes, flags=re.M)) >= 3
    assert "• The report is fictional." in said[order[2] : order[3]]
    assert "\x1b" not in said


def test_ask_as_json_prints_the_answer_alone(sample_settings: Settings) -> None:
    done = funn("ask", ENGLISH, "--json", "--report", "sample", data=sample_settings.data)
    assert done.stderr == ""
    answer = Answer.model_validate(json.loads(done.stdout))
    assert answer.status == "answered"
    assert answer.language == "en"
    assert answer.question == ENGLISH


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([ENGLISH, "--report", "none"], "(loaded: tiny)"),
        ([""], "it is empty"),
        (["\u200b \u200d"], "it is empty"),
        (["x" * 2001], "2001 characters"),
    ],
    ids=["unknown report", "empty", "invisible", "too long"],
)
def test_ask_refuses_what_is_no_question(tiny: Path, arguments: list[str], said: str) -> None:
    assert is_refused(funn("ask", *arguments, data=tiny), said)


def test_an_empty_store_says_what_to_do(tmp_path: Path) -> None:
    done = funn("sources", "--json", data=tmp_path)
    assert done.returncode == 0
    assert done.stdout == ""
    assert "Load one: funn ingest PATH" in done.stderr
    answer = json.loads(funn("ask", QUESTION, "--json", data=tmp_path).stdout)
    assert answer["status"] == "not_in_report"
    assert answer["message"] == "Ingen rapport er lagt inn ennå."


# --- sources, canonical, reports ----------------------------------------------------------------


def words(text: str) -> list[str]:
    """The words of `text`, the marks of Markdown aside."""
    return re.findall(r"[^\W_]+", text)


def test_sources_point_to_their_exact_places(sample_settings: Settings) -> None:
    data = sample_settings.data
    listed = lines(funn("sources", "--json", "--report", "sample", data=data).stdout)
    canonical = funn("canonical", "--report", "sample", data=data).stdout
    raw = SAMPLE.read_bytes().decode("utf-8")
    assert len([s for s in listed if s["kind"] == "finding"]) >= 60
    assert len([s for s in listed if s["kind"] == "quote"]) >= 25
    assert len({source["id"] for source in listed}) == len(listed)
    assert [s["start"] for s in listed] == sorted(s["start"] for s in listed)
    for source in listed:
        assert set(source) >= FIELDS
        assert "label" not in source
        assert canonical[source["start"] : source["end"]] == source["text"]
        pieces = " ".join(" ".join(raw[start:end] for start, end in source["raw"]).split())
        assert words(pieces) == words(source["text"])
        assert (source["kind"] == "quote") or source["role"] is None
    assert not re.search(r"\bID\s?\d", canonical)
    for source in listed:
        assert not re.search(r"\bID\s?\d", json.dumps(source))


def test_sources_for_reading(tiny: Path) -> None:
    said = funn("sources", data=tiny).stdout
    assert re.search(
        r"^q-[0-9a-f]{16}  quote \(sykepleier, kommune\)  1 Arbeidsmengde$", said, flags=re.M
    )
    assert "  Vi løper fra rom til rom, og ingen spør hvordan det går.\n" in said
    assert is_refused(funn("canonical", "--report", "none", data=tiny), "loaded: tiny")


def test_reports_are_listed_with_their_versions(tiny: Path) -> None:
    said = funn("reports", data=tiny).stdout
    assert re.match(rf"tiny  {SHA}\n  Kveldsvakt i Lillevik\n  2 sections, 4 findings, 1 q", said)
    [listed] = lines(funn("reports", "--json", data=tiny).stdout)
    assert listed["id"] == "tiny"
    assert listed["version"] in said
    assert listed["fictional"] is False


# --- remove, rebuild ----------------------------------------------------------------------------


def test_rebuild_mends_what_another_embedder_built(own: Path) -> None:
    [manifest] = own.glob("reports/tiny/*/manifest.json")
    text = manifest.read_text("utf-8")
    manifest.write_text(re.sub(r'"name": ?"[^"]+"', '"name": "remote/another"', text), "utf-8")
    assert is_refused(funn("ask", QUESTION, data=own), "another embedder", "funn rebuild")
    done = funn("rebuild", data=own)
    assert done.stdout == "Rebuilt tiny: 5 passages embedded.\n"
    assert done.stderr == ""
    assert funn("ask", QUESTION, data=own).returncode == 0


def test_remove_leaves_nothing_behind(own: Path) -> None:
    assert is_refused(funn("remove", "../own", data=own), "loaded: tiny")
    assert funn("remove", "tiny", data=own).stdout == "Removed tiny.\n"
    assert not [path for path in (own / "reports").rglob("*") if path.is_file()]


# --- serve --------------------------------------------------------------------------------------


def test_serve_picks_a_free_port_keeps_it_and_stops_when_it_is_told(tiny: Path) -> None:
    with serving(tiny) as served:
        assert served.port > 0
        assert httpx.get(f"{served.url}/health", timeout=60).json()["reports"] == 1
        assert "Funn answers from 1 report(s) at http://127.0.0.1:" in served.log.read_text("utf-8")
        taken = funn("serve", "--port", str(served.port), data=tiny)
        assert is_refused(taken, f"127.0.0.1:{served.port}", "in use", "--port")
    with socket.socket() as probe:
        assert probe.connect_ex(("127.0.0.1", served.port)) != 0


# --- settings, pipes, terminals, help -----------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("FUNN_DATTA", "secret", "Did you mean FUNN_DATA?"),
        ("FUNN_PORT", "secret", "FUNN_PORT: "),
    ],
)
def test_a_setting_that_cannot_be_used_is_named(
    tmp_path: Path, name: str, value: str, said: str
) -> None:
    done = funn("reports", data=tmp_path, settings={name: value})
    assert is_refused(done, name, said)
    assert value not in done.stderr


@pytest.mark.parametrize("command", ["sources", "reports"])
def test_a_reader_that_leaves_early_sees_no_traceback(
    sample_settings: Settings, command: str
) -> None:
    """`sources` is far more than a pipe holds; `reports` is written when the command ends."""
    done = subprocess.run(
        ["sh", "-c", f'"$0" {command} | head -c 1', COMMAND],
        env=environment(sample_settings.data),
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert len(done.stdout) == 1
    assert done.stderr == ""


def test_a_terminal_gets_colours_and_a_progress_bar(tmp_path: Path) -> None:
    file = tmp_path / "r.md"
    file.write_text(TINY, "utf-8")
    said = on_a_terminal("ingest", str(file), data=tmp_path / "data")
    assert "\x1b[1m" in said
    assert "Embedding" in said
    assert "━" in said


def on_a_terminal(*arguments: str, data: Path) -> str:
    """What `funn` prints when it runs on a terminal."""
    outside, inside = pty.openpty()
    try:
        process = subprocess.Popen(
            [COMMAND, *arguments],
            env=environment(data, TERM="xterm-256color", COLUMNS="100"),
            stdin=inside,
            stdout=inside,
            stderr=inside,
        )
        os.close(inside)
        said = b""
        deadline = time.monotonic() + 240
        while time.monotonic() < deadline:
            if select.select([outside], [], [], 0.2)[0]:
                try:
                    said += os.read(outside, 65_536)
                except OSError:  # nobody holds the terminal any more
                    break
        assert process.wait(60) == 0
    finally:
        os.close(outside)
    return said.decode("utf-8", "replace")


@pytest.mark.parametrize(
    ("command", "options"),
    [
        (["ingest"], "--id --title --publisher --year --fictional --if-empty --check"),
        (["ask"], "--json --report"),
        (["sources"], "--json --report"),
        (["canonical"], "--report"),
        (["reports"], "--json --versions"),
        (["rollback"], "--report --to"),
        (["prune"], "--report --keep"),
        (["withdraw"], "--source --participant --key"),
        (["bar"], "id --lift"),
        (["remove"], "id"),
        (["rebuild"], "--report"),
        (["serve"], "--host --port"),
        (["eval", "run"], "--suite --url"),
    ],
    ids=" ".join,
)
def test_help_is_there_to_learn_from(command: list[str], options: str) -> None:
    done = CliRunner().invoke(
        commands(command[0] if command else None), [*command, "--help"]
    )  # in this process: there are many
    assert done.exit_code == 0
    for option in options.split():
        assert option in done.output
    assert len(done.output.split()) > 20


def test_the_list_of_commands_names_eval_without_what_it_needs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(sys.modules, "eval.cli", None)  # an import of it would fail
    listed = CliRunner().invoke(commands(None), ["--help"]).output
    assert "eval" in listed
    monkeypatch.setattr("funn.importlib.util.find_spec", lambda name: None)
    with pytest.raises(SettingsError, match="not installed"):
        commands("eval")


def test_no_command_and_a_wrong_one_show_the_way(tmp_path: Path) -> None:
    said = funn(data=tmp_path).stdout
    assert "funn ingest PATH" in said
    assert "\x1b" not in said
    wrong = funn("aks", "x", data=tmp_path)
    assert wrong.returncode == 2
    assert "funn --help" in wrong.stderr
