"""The page's own names of roles, sectors and fields are those of the service's vocabulary."""

import json
import re

import pytest

from service.vocabulary.groups import Term, group_vocabulary

from .server import WEB


def of_page(table: str) -> dict[str, str]:
    script = (WEB / "terms.js").read_text(encoding="utf-8")
    body = re.search(rf"const {table} = {{\n(.*?)}};", script, re.DOTALL)
    assert body, f"service/web/terms.js has no table {table}"
    pairs = re.findall(r'^  (".*?"): (".*?"),$', body[1], re.MULTILINE)
    return {json.loads(term): json.loads(name) for term, name in pairs}


def single(term: Term) -> tuple[str, str] | None:
    """The kind and value of a term that names one thing alone, as the page's tables hold them."""
    named = [(kind, v) for kind, v in term.group.model_dump().items() if v]
    if term.role and not term.sector:
        return ("role", term.role)
    return named[0] if len(named) == 1 else None


@pytest.mark.parametrize(
    ("table", "kind"), [("ROLES", "role"), ("SECTORS", "sector"), ("FIELDS", "field")]
)
def test_english_names_are_the_vocabularys(table: str, kind: str) -> None:
    known = {}
    for term in group_vocabulary().terms:
        found = single(term)
        if found and found[0] == kind:
            known[found[1]] = term.one.en
    assert of_page(table) == known, (
        f"bring {table} in service/web/terms.js in line with groups.toml"
    )
