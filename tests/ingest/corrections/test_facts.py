from pathlib import Path

import pytest

from service.errors import InputError
from tests.ingest.corrections.correcting import corrected, entry

TEXT = """# 1 Funn

De fleste lærerne mener at foreldrene er fornøyde. Noen er i tvil.

> Jeg vet ikke.
>
> — Lærer
"""


def test_groups_holder_and_about(tmp_path: Path) -> None:
    change = (
        entry("Noen er i tvil", "groups")
        + "groups = [{role = 'rektor'}, {role = 'lærer', sector = 'kommune'}]\n"
        + "excluded = [{role = 'forelder'}]\n"
        + entry("Noen er", "holder", holder="researchers")
        + entry("Noen er", "about", role="elev")
    )
    built = corrected(tmp_path, TEXT, change)
    finding = built.report.findings[1]
    assert [(g.role, g.sector) for g in finding.groups] == [("rektor", None), ("lærer", "kommune")]
    assert [g.role for g in finding.excluded_groups] == ["forelder"]
    assert (finding.holder, finding.about, finding.strength) == ("researchers", "elev", "some")
    assert [(a.number, a.do, a.line) for a in built.corrections] == [
        (1, "groups", 3), (2, "holder", 3), (3, "about", 3),
    ]  # fmt: skip
    assert "excluded: none → parent" in built.corrections[0].effect


def test_no_group_at_all(tmp_path: Path) -> None:
    built = corrected(tmp_path, TEXT, entry("De fleste", "groups") + "groups = []\n")
    assert built.report.findings[0].groups == ()
    assert built.report.findings[0].strength == "most"


def test_facts_are_of_one_finding(tmp_path: Path) -> None:
    for at, said in (
        ("fornøyde. Noen er", "stands in more than one finding, from line 3"),
        ("Jeg vet", "names a quote"),
        ("1 Funn", "neither in a finding nor in a quote"),
    ):
        with pytest.raises(InputError, match=said):
            corrected(tmp_path, TEXT, entry(at, "holder", holder="researchers"))
