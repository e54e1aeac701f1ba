"""Sources as they are served: the exact text with its place and a reference to paste."""

from collections.abc import Collection

from service.answering.doubts import doubt
from service.answering.excerpt import excerpt
from service.answering.phrases import say
from service.contract import Citation, Relation, SectionRef, SourceView
from service.domain import Language, Quote, Source
from service.index.library import OpenReport


def reference(opened: OpenReport, source: Source, language: Language) -> str:
    """ "Publisher (year): Title. Section, page. Report version 1a2b3c4d." Only what is known."""
    report = opened.report
    who = report.publisher or ""
    year = f"({report.year})" if report.year else ""
    author = " ".join(part for part in (who, year) if part)
    section = opened.sections[source.section].path[-1]
    page = source.page.printed or (str(source.page.physical) if source.page.physical else None)
    place = ", ".join(
        part for part in (section, say("page", language, n=page) if page else "") if part
    )
    title = report.title.rstrip(".")
    version = opened.ref.version.removeprefix("sha256:")[:12]
    head = f"{author}: {title}." if author else f"{title}."
    return f"{head} {place}. {report.id}@{version}."


def view(opened: OpenReport, source: Source, language: Language = "nb") -> SourceView:
    """A source as served, without a participant's label."""
    return SourceView.model_validate(_fields(opened, source, language))


def citation(
    opened: OpenReport,
    source: Source,
    relation: Relation,
    language: Language,
    words: Collection[str] = (),
) -> Citation:
    """A source as cited by an answer: a finding whole, a long quote by the sentences that speak
    most of `words` (normal forms)."""
    whole = ((0, len(source.text)),)
    return Citation.model_validate(
        {
            **_fields(opened, source, language),
            "relation": relation,
            "excerpt": excerpt(source.text, words) if isinstance(source, Quote) else whole,
            "translation": None,
        }
    )


def _fields(opened: OpenReport, source: Source, language: Language) -> dict[str, object]:
    speaker = source.speaker if isinstance(source, Quote) else None
    section = opened.sections[source.section]
    return {
        "id": source.id,
        "kind": source.kind,
        "text": source.text,
        "context": source.context,
        "role": speaker.role if speaker else None,
        "sector": speaker.sector if speaker else None,
        "field": speaker.field if speaker else None,
        "report": opened.report.id,
        "section": SectionRef(id=section.id, path=section.path),
        "page": source.page,
        "start": source.start,
        "end": source.end,
        "raw": source.raw,
        "boxes": source.boxes,
        "uncertain": doubt(source.uncertain, language),
        "reference": reference(opened, source, language),
    }
