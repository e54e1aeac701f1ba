"""The manifest of a suite: what was frozen, so that a figure names what it was measured on."""

import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from eval.cases import SuiteLine
from eval.errors import SuiteError
from service.domain import Frozen

MANIFEST = "manifest.json"


class ReportPin(Frozen):
    """The report that a suite asks about. `path` is looked for from the repository's root, in
    `FUNN_EVAL_REPORTS` and in `../shared/report`."""

    id: str
    path: str
    sha256: str
    """Of the file's bytes, with the `sha256:` prefix."""


class Change(Frozen):
    """One frozen version."""

    version: str
    date: str
    set_digest: str
    report_digest: str
    note: str


class Manifest(Frozen):
    """What `manifest.json` holds."""

    suite: str
    version: str
    scorer: str
    """Version of the scorer that the floors were set with."""
    report: ReportPin
    set_digest: str
    cases: dict[str, str]
    """sha256 of the canonical JSON of each case, by case id, in the order of the file."""
    floors: dict[str, float] = Field(default_factory=dict)
    """Least value of a figure, by the figure's name. Not part of any digest."""
    must_pass: tuple[str, ...] = ()
    """Ids of dev cases that must have no shortcoming, whatever the figures. Not part of any
    digest."""
    changelog: tuple[Change, ...]


def canonical_json(value: object) -> str:
    """One spelling for one value: keys sorted, no white space, characters as they are (RFC 8785
    without its rules for floats: cases hold none)."""
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(data: bytes) -> str:
    """sha256 in hexadecimal, with the prefix `sha256:`."""
    return "sha256:" + hashlib.sha256(data).hexdigest()


def case_digests(lines: Iterable[SuiteLine]) -> dict[str, str]:
    """The digest of each case as it was written, by id."""
    return {line.case.id: digest(canonical_json(line.written).encode()) for line in lines}


def set_digest(cases: Mapping[str, str]) -> str:
    """Digest of the whole set, whatever the order of its lines."""
    return digest(canonical_json(dict(cases)).encode())


def load_manifest(path: Path) -> Manifest:
    """Raises `SuiteError` when there is none or it breaks its schema."""
    try:
        return Manifest.model_validate_json(path.read_bytes())
    except OSError:
        raise SuiteError(
            str(path),
            "the suite was never frozen",
            "Run: funn eval freeze --suite NAME --version 1 --report-id ID --report-path PATH",
        ) from None
    except ValidationError as error:
        found = error.errors(include_url=False)[0]
        at = ".".join(str(part) for part in found["loc"])
        raise SuiteError(str(path), f"{at}: {found['msg']}", "See eval/README.md.") from None


def write_manifest(path: Path, manifest: Manifest) -> None:
    """Write it for people to read and to set floors in."""
    text = json.dumps(manifest.model_dump(mode="json"), ensure_ascii=False, indent=2)
    path.write_text(text + "\n", "utf-8")


def differences(
    manifest: Manifest, lines: Iterable[SuiteLine], report: bytes | None, scorer: str
) -> list[str]:
    """How a suite differs from what was frozen, one sentence each; empty when it is intact. A
    report that is None is not on this machine and not compared."""
    lines = tuple(lines)
    have = case_digests(lines)
    was = manifest.cases
    found = [f"case {case} was changed" for case in have if was.get(case, have[case]) != have[case]]
    found += [f"case {case} was added" for case in have if case not in was]
    found += [f"case {case} is gone" for case in was if case not in have]
    if not found and manifest.set_digest != set_digest(have):
        found.append("the set's digest is not that of its cases")
    found += [
        f"must_pass names {case}, which is no case"
        for case in manifest.must_pass
        if case not in have
    ]
    dev = {line.case.id for line in lines if line.case.split == "dev"}
    found += [
        f"must_pass names {case}, which is of the split test: no run on dev would hold it"
        for case in manifest.must_pass
        if case in have and case not in dev
    ]
    if report is not None and digest(report) != manifest.report.sha256:
        found.append(f"the report {manifest.report.path} is not the one that was frozen")
    if manifest.scorer != scorer:
        found.append(f"the scorer is version {scorer}; the floors were set with {manifest.scorer}")
    last = manifest.changelog[-1] if manifest.changelog else None
    if last is None or (last.version, last.set_digest, last.report_digest) != (
        manifest.version,
        manifest.set_digest,
        manifest.report.sha256,
    ):
        found.append("the changelog does not end with the frozen version")
    return found


def frozen(
    lines: Iterable[SuiteLine],
    report: bytes,
    *,
    name: str,
    version: str,
    date: str,
    note: str,
    scorer: str,
    pin: tuple[str, str],
    before: Manifest | None,
) -> Manifest:
    """The manifest of a new version; `pin` is the report's id and path. Floors, `must_pass` and
    changelog are carried over from `before`.

    Raises `SuiteError` for a version that was frozen before: a change means a new version."""
    changelog = before.changelog if before else ()
    if version in {change.version for change in changelog}:
        raise SuiteError(
            f"version {version} of {name}",
            "is frozen already and is never overwritten",
            "Give --version a new number.",
        )
    cases = case_digests(lines)
    change: dict[str, Any] = {
        "version": version,
        "date": date,
        "set_digest": set_digest(cases),
        "report_digest": digest(report),
        "note": note,
    }
    return Manifest(
        suite=name,
        version=version,
        scorer=scorer,
        report=ReportPin(id=pin[0], path=pin[1], sha256=digest(report)),
        set_digest=set_digest(cases),
        cases=cases,
        floors=before.floors if before else {},
        must_pass=before.must_pass if before else (),
        changelog=(*changelog, Change(**change)),
    )
