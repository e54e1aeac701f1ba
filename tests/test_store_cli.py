"""The commands that look after the store, as a person runs them."""

import csv
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.live import COMMAND, QUESTION, TINY, environment, funn, load, load_here, serving

QUOTE = "Vi løper fra rom til rom, og ingen spør hvordan det går."
SHA = r"sha256:[0-9a-f]{64}"


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two versions of the report `tiny`. To change it, copy it first."""
    folder = tmp_path_factory.mktemp("tiny")
    load_here(TINY.replace("for hånd", "på papir"), folder, folder / "data")
    load_here(TINY, folder, folder / "data")
    return folder / "data"


@pytest.fixture
def data(stored: Path, tmp_path: Path) -> Path:
    shutil.copytree(stored, tmp_path / "own")
    return tmp_path / "own"


def lines(text: str) -> list[Any]:
    return [json.loads(line) for line in text.splitlines()]


def quote_of(data: Path) -> str:
    [id] = [s["id"] for s in lines(funn("sources", "--json", data=data).stdout) if s["role"]]
    return str(id)


def test_versions_are_listed_gone_back_to_and_pruned(data: Path) -> None:
    listed = lines(funn("reports", "--versions", "--json", data=data).stdout)
    assert [(v["id"], v["live"], v["why"], v["sources"]) for v in listed] == [
        ("tiny", False, "ingested", 5),
        ("tiny", True, "ingested", 5),
    ]
    first, second = (v["version"] for v in listed)
    said = funn("reports", "--versions", data=data).stdout.splitlines()
    assert said[0].startswith(f"tiny  {first}  20")
    assert said[0].endswith(" UTC  5 sources  ingested")
    assert said[1].endswith("  live")

    done = funn("rollback", "--report", "tiny", data=data)
    assert done.stdout == f"tiny is {first} now (0 passages embedded).\n"
    assert "på papir" in funn("canonical", "--report", "tiny", data=data).stdout
    done = funn("rollback", "--report", "tiny", "--to", second[:15], data=data)
    assert done.stdout.startswith(f"tiny is {second} now")
    refused = funn("rollback", "--report", "tiny", "--to", "fff0fff", data=data)
    assert refused.returncode == 1
    assert "funn reports --versions" in refused.stderr

    assert funn("prune", "--report", "tiny", data=data).stdout == "Removed 1 version of tiny.\n"
    assert len(funn("reports", "--versions", data=data).stdout.splitlines()) == 1


def test_a_participant_withdraws_while_the_service_runs(data: Path, tmp_path: Path) -> None:
    rows = list(csv.DictReader(funn("sources", "--csv", data=data).stdout.splitlines()))
    assert [(row["participant"], row["text"]) for row in rows] == [("", QUOTE)]
    key = tmp_path / "key.csv"
    key.write_text(f"participant;source\n0912;{rows[0]['source']}\n", "utf-8-sig")
    with serving(data) as served:
        address = f"{served.url}/sources/{rows[0]['source']}"
        assert httpx.get(address, timeout=60).json()["source"]["text"] == QUOTE
        done = subprocess.run(
            [COMMAND, "withdraw", "--key", str(key)],
            env=environment(data),
            input="912\n",
            capture_output=True,
            text=True,
            timeout=240,
            check=True,
        )
        gone = httpx.get(address, timeout=60)
        assert (gone.status_code, gone.json()["type"]) == (410, "urn:funn:problem:withdrawn")
        body = {"messages": [{"role": "user", "content": QUESTION}]}
        answer = httpx.post(f"{served.url}/chat", json=body, timeout=60)
        assert answer.json()["status"] == "answered"
        assert QUOTE not in answer.text
        assert "912" not in served.log.read_text("utf-8").replace(str(served.port), "")
    assert done.stdout.startswith(
        "Withdrawn: 1 source; 2 versions written anew without them (tiny).\n"
    )
    assert "backups" in done.stdout
    assert "912" not in done.stdout + done.stderr
    held = [path.read_bytes() for path in data.rglob("*") if path.is_file()]
    assert not any(QUOTE.encode() in text or b"0912" in text for text in held)
    said = load(TINY, tmp_path, data).stdout
    assert "Unchanged" in said
    assert QUOTE not in funn("sources", data=data).stdout


def test_withdraw_says_what_it_needs(data: Path, tmp_path: Path) -> None:
    key = tmp_path / "key.csv"
    key.write_text("participant,source\n", "utf-8")
    for arguments in (
        [],
        ["--participant", "31415"],
        ["--source", "q-0", "--key", str(key)],
        ["--source", "q-0000000000000000"],
        ["--participant", "31415", "--key", str(key)],
        ["--participant", "31415", "--key", str(tmp_path / "none.csv")],
    ):
        done = funn("withdraw", *arguments, data=data)
        assert done.returncode == 1
        assert "funn " in done.stderr
        assert "31415" not in done.stdout + done.stderr
    assert not (data / "tombstones.json").exists()


def test_a_report_is_barred_and_the_bar_lifted(data: Path) -> None:
    assert "is barred" in funn("bar", "tiny", data=data).stdout
    assert ", barred\n" in funn("reports", data=data).stdout
    remote = {"FUNN_EMBEDDING_MODEL": "m", "FUNN_EMBEDDING_BASE_URL": "http://127.0.0.1:9/v1"}
    for command in (["ask", QUESTION], ["rebuild"]):
        refused = funn(*command, data=data, settings=remote)
        assert refused.returncode == 1
        assert "it is barred" in refused.stderr
    llm = {"FUNN_LLM_MODEL": "m", "FUNN_LLM_BASE_URL": "http://127.0.0.1:9/v1"}
    answer = json.loads(funn("ask", QUESTION, "--json", data=data, settings=llm).stdout)
    assert answer["mode"] == "extractive"
    assert "eierens ønske" in answer["fallback_reason"]
    assert "again" in funn("bar", "tiny", "--lift", data=data).stdout
    assert "barred" not in funn("reports", data=data).stdout
    assert funn("bar", "none", data=data).returncode == 1


def test_a_withdrawn_source_is_known_by_its_id(data: Path) -> None:
    id = quote_of(data)
    assert funn("withdraw", "--source", id, data=data).returncode == 0
    again = funn("withdraw", "--source", id, data=data)
    assert again.stdout.startswith("Withdrawn: 1 source; 0 versions written anew")
