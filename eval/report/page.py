"""The page: one file that needs nothing else, and lets nothing else in."""

import base64
import hashlib
from importlib.resources import files
from pathlib import Path

from eval.report.breakdown import abstention, by_category, latency
from eval.report.casebook import casebook
from eval.report.changes import changed
from eval.report.markup import Html, el, join, trusted
from eval.report.material import Material, gather
from eval.report.opinions import opinions
from eval.report.spent import spent
from eval.report.summary import head, headline, limits, provenance

PARTS = (
    ("figures", "The main figures"),
    ("limits", "What they do not show"),
    ("changes", "What changed"),
    ("categories", "By category and language"),
    ("refusing", "Answering and refusing"),
    ("casebook", "Every case"),
    ("judge", "A language model's opinion"),
    ("latency", "Time"),
    ("tokens", "Tokens and cost"),
    ("provenance", "How to get the same figures"),
)


def make(folder: Path, baseline: Path | None) -> bytes:
    """The report of the run in `folder`, as the bytes of an HTML file.

    The same run and baseline give the same bytes: no date, no place, nothing drawn by chance.
    Raises `SuiteError` for a folder without a run and for two runs that cannot be compared."""
    material = gather(folder)
    before = gather(baseline) if baseline else None
    return page(material, changed(material, before)).encode()


def page(material: Material, changes: Html) -> Html:
    """The whole document. `changes` is the part on what changed since a baseline."""
    style, script = _own("report.css"), _own("report.js")
    config = material.run.config
    name = f"Funn evaluation: {config.suite} {config.suite_version}, {config.split or 'all'}"
    if not material.scores.complete:
        name = f"Not to be quoted: {name}"
    links = [el("li", el("a", words, href=f"#{id}")) for id, words in PARTS]
    body = join(
        el("a", "Skip to the figures", href="#figures", class_="skip"),
        head(material),
        el("nav", el("ul", links), aria_label="Parts of the report"),
        el(
            "main",
            headline(material),
            limits(material),
            changes,
            by_category(material),
            abstention(material),
            casebook(material),
            opinions(material),
            latency(material),
            spent(material),
            provenance(material),
        ),
        el("script", script),
    )
    document = el(
        "html",
        el(
            "head",
            el("meta", charset="utf-8"),
            el("meta", http_equiv="Content-Security-Policy", content=_policy(style, script)),
            el("meta", name="viewport", content="width=device-width, initial-scale=1"),
            el("meta", name="referrer", content="no-referrer"),
            el("title", name),
            el("style", style),
        ),
        el("body", body),
        lang="en",
    )
    return join(trusted("<!doctype html>\n"), document, trusted("\n"))


def _own(name: str) -> Html:
    """A file of this package, as it goes into the page."""
    return trusted(files("eval.report").joinpath(name).read_text("utf-8"))


def _policy(style: str, script: str) -> str:
    """Nothing is loaded; of scripts and styles only our own two, by their digests."""
    return (
        f"default-src 'none'; style-src {_digest(style)}; script-src {_digest(script)}; "
        "base-uri 'none'; form-action 'none'"
    )


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"
