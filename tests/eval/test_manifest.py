import hashlib
import json
from pathlib import Path

import pytest

from eval.cases import SuiteLine, load_cases
from eval.errors import SuiteError
from eval.manifest import (
    MANIFEST,
    Manifest,
    canonical_json,
    case_digests,
    differences,
    frozen,
    load_manifest,
    set_digest,
)
from eval.score import SCORER
from eval.suite import (
    load_suite,
    load_without_report,
    read_raw,
    suite_folder,
    suite_names,
)
from tests.eval.frozen import report_at
from tests.eval.world import RAW, write_cases, write_suite, written


def lines(folder: Path, *cases: dict[str, object]) -> tuple[SuiteLine, ...]:
    write_cases(folder, cases)
    return load_cases(folder / "cases.jsonl")


def first(folder: Path) -> Manifest:
    return write_suite(folder).manifest


def test_canonical_json_is_one_spelling() -> None:
    assert canonical_json({"b": [1, 2], "a": "å"}) == '{"a":"å","b":[1,2]}'


def test_a_digest_is_of_the_case_not_of_its_spelling(tmp_path: Path) -> None:
    case = written()
    turned = dict(reversed(case.items()))
    assert case_digests(lines(tmp_path, case)) == case_digests(lines(tmp_path, turned))


def test_a_digest_computed_by_hand(tmp_path: Path) -> None:
    case = written("one")
    spelled = json.dumps(case, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    expected = "sha256:" + hashlib.sha256(spelled.encode()).hexdigest()
    assert case_digests(lines(tmp_path, case)) == {"one": expected}


def test_the_sets_digest_knows_no_order() -> None:
    assert set_digest({"a": "1", "b": "2"}) == set_digest({"b": "2", "a": "1"})
    assert set_digest({"a": "1", "b": "2"}) != set_digest({"a": "2", "b": "1"})


def test_what_was_frozen_is_intact(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    assert differences(suite.manifest, suite.lines, RAW.encode(), SCORER) == []


def test_every_difference_is_named(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    changed = [line.written for line in suite.lines if line.case.id != "who"]
    changed[0] = {**changed[0], "rationale": "Other."}
    now = lines(tmp_path / "changed", *changed, written("new"))
    found = differences(suite.manifest, now, b"other", "0")
    assert found[:3] == ["case alerts was changed", "case new was added", "case who is gone"]
    assert "is not the one that was frozen" in found[3]
    assert "the scorer is version 0" in found[4]


def test_a_case_that_must_pass_is_one_that_a_run_on_dev_asks(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    split = {line.case.id: line.case.split for line in suite.lines}
    assert (split["alerts"], split["late"]) == ("dev", "test")
    named = suite.manifest.model_copy(update={"must_pass": ("alerts", "late", "gone")})
    assert differences(named, suite.lines, RAW.encode(), SCORER) == [
        "must_pass names gone, which is no case",
        "must_pass names late, which is of the split test: no run on dev would hold it",
    ]


def test_without_its_report_a_suite_is_held_against_its_manifest_alone(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    suite.report.unlink()
    cases, manifest = load_without_report(str(suite.folder), SCORER)
    assert (cases, manifest) == (suite.cases, suite.manifest)
    path = suite.folder / "cases.jsonl"
    path.write_text(path.read_text("utf-8").replace("By hand.", "By foot.", 1), "utf-8")
    with pytest.raises(SuiteError, match="case alerts was changed"):
        load_without_report(str(suite.folder), SCORER)


def test_a_set_digest_edited_by_hand_is_found(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    edited = suite.manifest.model_copy(update={"set_digest": "sha256:0"})
    found = differences(edited, suite.lines, RAW.encode(), SCORER)
    assert found == [
        "the set's digest is not that of its cases",
        "the changelog does not end with the frozen version",
    ]


def test_a_version_is_never_frozen_twice(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    given = {"name": "tiny", "date": "2026-11-24", "note": "More.", "scorer": SCORER}
    with pytest.raises(SuiteError, match="never overwritten"):
        frozen(suite.lines, b"x", version="1", pin=("tiny", "p"), before=suite.manifest, **given)
    second = frozen(
        suite.lines, b"x", version="2", pin=("tiny", "p"), before=suite.manifest, **given
    )
    assert [change.version for change in second.changelog] == ["1", "2"]
    assert second.floors == suite.manifest.floors


def test_a_missing_manifest_names_the_command(tmp_path: Path) -> None:
    with pytest.raises(SuiteError, match="funn eval freeze"):
        load_manifest(tmp_path / "manifest.json")


def test_a_changed_case_stops_the_suite_from_loading(tmp_path: Path) -> None:
    suite = write_suite(tmp_path)
    cases = suite.folder / "cases.jsonl"
    cases.write_text(cases.read_text("utf-8").replace("By hand.", "By foot.", 1), "utf-8")
    with pytest.raises(SuiteError, match="case alerts was changed"):
        load_suite(str(suite.folder), SCORER)


@pytest.mark.parametrize("name", suite_names())
def test_every_suite_that_ships_is_what_was_frozen(name: str) -> None:
    """Recomputed here from the files, without the code under test."""
    folder = suite_folder(name)
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    digests = {}
    for line in (folder / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        spelled = json.dumps(case, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digests[case["id"]] = "sha256:" + hashlib.sha256(spelled.encode()).hexdigest()
    assert manifest["cases"] == digests
    whole = json.dumps(digests, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert manifest["set_digest"] == "sha256:" + hashlib.sha256(whole.encode()).hexdigest()
    load_without_report(name, SCORER)


@pytest.mark.parametrize("name", suite_names())
def test_every_suite_that_ships_is_of_the_report_that_was_frozen(name: str) -> None:
    pin = load_manifest(suite_folder(name) / MANIFEST).report
    report = report_at(pin.path)
    suite = load_suite(name, SCORER)
    raw = report.read_bytes()
    assert suite.report == report
    assert pin.sha256 == "sha256:" + hashlib.sha256(raw).hexdigest()
    assert read_raw(report).encode() == raw
