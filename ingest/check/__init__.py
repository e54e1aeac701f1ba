"""`funn ingest --check`: what became of a report, for the researcher who owns it."""

from ingest.check.found import Checked, Trouble, checked
from ingest.check.page import MADE, page
from ingest.check.terminal import show, summary
from ingest.check.writing import write

__all__ = ["MADE", "Checked", "Trouble", "checked", "page", "show", "summary", "write"]
