"""How a report is cut into the passages that are embedded and searched.

Derived from the canonical report alone, so an index can always be rebuilt. Change the cut, change
`SPLITTER`: stores built with another are then refused until they are rebuilt.
"""

import hashlib

from service.domain import Finding, Passage, Report, Source

SPLITTER = "statements/2"
"""Name and version of the cut, part of what a store remembers about itself."""


def cut_passages(report: Report) -> list[Passage]:
    """One passage a finding or quote, with the headings and lead-in that it misleads without, in
    report order. Sources with the same passage text share a passage."""
    headings = {section.id: section.path[-1] for section in report.sections}
    found: dict[str, list[str]] = {}
    kinds: dict[str, str] = {}
    for source in report.sources:
        text = passage_text(source, headings[source.section])
        found.setdefault(text, []).append(source.id)
        kinds[text] = source.kind
    return [
        Passage.model_validate(
            {
                "id": f"p-{hashlib.sha256(text.encode()).hexdigest()[:24]}",
                "text": text,
                "sources": tuple(ids),
                "kind": kinds[text],
            }
        )
        for text, ids in found.items()
    ]


def passage_text(source: Source, section: str) -> str:
    """What the embedder sees of a source: its section, the headings below it and its lead-in, then
    its words. All headings, as the innermost alone ("Fordeler") does not say of what. A quote also
    carries who speaks, so that a question about a group finds it."""
    parts = [section, *source.headings]
    if isinstance(source, Finding):
        parts.append(source.lead_in or "")
    else:
        parts.append(source.speaker.label)
    parts.append(source.text)
    return "\n".join(dict.fromkeys(part for part in parts if part))
