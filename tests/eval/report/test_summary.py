from collections.abc import Mapping
from pathlib import Path

from lxml import html

from eval.manifest import load_manifest, write_manifest
from eval.report.page import make
from tests.eval.report.kept import keep
from tests.eval.world import FLOORS, answer

RANKED = {"recall_at_10": 0.8, "mrr": 0.7}
"""Floors on what the target cannot give: the bot ranks nothing, as a service asked over HTTP."""


def made(folder: Path, floors: Mapping[str, float]) -> html.HtmlElement:
    manifest = load_manifest(folder / "manifest.json")
    changed = manifest.model_copy(update={"floors": dict(floors)})
    write_manifest(folder / "manifest.json", changed)
    return html.document_fromstring(make(folder, None).decode())


def text(node: html.HtmlElement) -> str:
    return " ".join(" ".join(node.itertext()).split())


def gate(root: html.HtmlElement) -> str:
    [found] = root.xpath("//*[contains(concat(' ', @class, ' '), ' gate ')]")
    return text(found)


def floor(root: html.HtmlElement, figure: str) -> str:
    """What the table of all figures says of a figure's floor."""
    [row] = root.xpath(f"//table[@class='all-figures']//tr[.//code='{figure}']")
    return text(row.xpath("./*")[4])


def test_a_floor_that_the_target_cannot_give_is_neither_held_nor_missed(tmp_path: Path) -> None:
    root = made(keep(tmp_path), {**FLOORS, **RANKED})
    assert floor(root, "vital_coverage") == "0.80 held"
    assert floor(root, "mrr") == "0.70 not checked"
    assert floor(root, "ndcg_at_10") == ""
    said = gate(root)
    assert said.startswith(
        f"Passed the gate. Each of the {len(FLOORS)} figures with a least value (a floor) that was "
        "checked reaches it."
    )
    assert "Not checked:" in said
    assert said.count("the target gives no ranking") == len(RANKED)


def test_a_gate_that_failed_names_what_it_did_not_check(tmp_path: Path) -> None:
    root = made(keep(tmp_path, tasks=answer()), {"vital_coverage": 1.0, "mrr": 0.7})
    assert floor(root, "vital_coverage") == "1.00 NOT held"
    assert floor(root, "mrr") == "0.70 not checked"
    said = gate(root)
    assert said.startswith("Did not pass the gate,")
    assert said.count("the target gives no ranking") == 1


def test_where_all_was_checked_nothing_is_said_of_it(tmp_path: Path) -> None:
    said = gate(made(keep(tmp_path), FLOORS))
    assert f"Each of the {len(FLOORS)} figures with a least value (a floor) reaches it." in said
    assert "hecked" not in said
