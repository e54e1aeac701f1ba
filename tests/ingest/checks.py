"""What must hold of every report, whoever wrote it."""

import re

from ingest.pipeline import Built
from service.domain import Repair, Source


def reproduces(source: Source, raw: str, repairs: tuple[Repair, ...]) -> bool:
    """Whether the source's text is what its spans of the raw file hold: repairs applied, white
    space collapsed. Between two spans that stand apart a space may have been put."""
    pieces: list[str] = []
    for start, end in source.raw:
        position = start
        piece = ""
        for repair in repairs:
            if start <= repair.at and repair.at + len(repair.before) <= end:
                assert raw[repair.at : repair.at + len(repair.before)] == repair.before
                piece += raw[position : repair.at] + repair.after
                position = repair.at + len(repair.before)
        pieces.append(r"\s+".join(re.escape(w) for w in (piece + raw[position:end]).split()))
    return re.fullmatch(r"\s?".join(pieces), source.text) is not None


def check(built: Built) -> None:
    """Offsets, spans, ids, sections and the ledger of a report hold together."""
    report, raw = built.report, built.raw
    assert built.account.sums
    assert sum(built.account.places.values()) == built.account.characters
    assert built.account.characters == sum(not char.isspace() for char in raw)
    assert not any(aside.reason == "not placed" for aside in report.set_aside)
    sections = {section.id: section for section in report.sections}
    assert len(sections) == len(report.sections)
    assert len({source.id for source in report.sources}) == len(report.sources)
    starts = [source.start for source in report.sources]
    assert starts == sorted(starts)
    for source in report.sources:
        assert report.canonical[source.start : source.end] == source.text
        assert source.text == " ".join(source.text.split())
        assert reproduces(source, raw, report.repairs)
        section = sections[source.section]
        assert section.start <= source.start < source.end <= section.end
    for section in report.sections:
        assert 0 <= section.start <= section.end <= len(report.canonical)
        assert section.path
    stored = report.model_dump_json()
    assert not re.search(r"\bID[ -]?\d", stored)
