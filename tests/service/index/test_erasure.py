"""A source that is erased leaves nothing of its text, and everything else as it was."""

from hypothesis import given
from hypothesis import strategies as st

from service.domain import Finding, Repair, Report, Source
from service.index.erasure import BLANK, HEADED, LED_IN, MASK, erased, masked
from service.index.wording import words_of
from tests.reports import Chapter, F, Q, Topic, make_report

WORDS = st.sampled_from(
    "Vi å ringer aldri for de tar ikke telefonen, «ja» ... e-post 5.1 É".split()
)
TEXTS = st.lists(WORDS, min_size=1, max_size=12).map(" ".join).filter(words_of)


@st.composite
def reports(draw: st.DrawFn, texts: st.SearchStrategy[str] = TEXTS) -> Report:
    """Reports whose texts, headings and lead-ins often repeat one another."""
    parts: list[Chapter | Topic | F | Q] = [Chapter(draw(texts))]
    for kind in draw(st.lists(st.sampled_from("ctffqq"), min_size=1, max_size=9)):
        text = draw(texts)
        made: dict[str, Chapter | Topic | F | Q] = {
            "c": Chapter(text),
            "t": Topic(text),
            "f": F(text, lead_in=draw(st.none() | texts)),
            "q": Q(text, "lærer", lead_in=draw(st.none() | texts)),
        }
        parts.append(made[kind])
    report = _with_leads(make_report(*parts))
    return _in_a_row(report) if draw(st.booleans()) else report


def _with_leads(report: Report) -> Report:
    """The report with each lead-in as a line above its source, as ingestion writes them."""
    sources = report.sources
    for source in reversed(report.sources):
        if source.lead_in:
            line = source.lead_in + "\n"
            report = _inserted(report, source.start, line)
    assert len(report.sources) == len(sources)
    return report


def _inserted(report: Report, at: int, line: str) -> Report:
    def moved(offset: int) -> int:
        return offset + len(line) * (offset >= at)

    return report.model_copy(
        update={
            "canonical": report.canonical[:at] + line + report.canonical[at:],
            "sections": tuple(
                s.model_copy(
                    update={"start": s.start + len(line) * (s.start > at), "end": moved(s.end)}
                )
                for s in report.sections
            ),
            "sources": tuple(
                s.model_copy(update={"start": moved(s.start), "end": moved(s.end)})
                for s in report.sources
            ),
        }
    )


def _in_a_row(report: Report) -> Report:
    """The report as running text."""
    return report.model_copy(update={"canonical": report.canonical.replace("\n", " ")})


def well_made(report: Report) -> None:
    starts = [source.start for source in report.sources]
    assert starts == sorted(starts)
    sections = {section.id: section for section in report.sections}
    for section in report.sections:
        assert 0 <= section.start <= section.end <= len(report.canonical)
    for source in report.sources:
        assert report.canonical[source.start : source.end] == source.text
        section = sections[source.section]
        assert section.start <= source.start < source.end <= section.end
    assert Report.model_validate_json(report.model_dump_json()) == report


def outside(report: Report) -> list[str]:
    """The pieces of the canonical text that are no source's."""
    pieces, at = [], 0
    for source in report.sources:
        pieces.append(report.canonical[at : source.start])
        at = source.end
    return [*pieces, report.canonical[at:]]


@given(reports(), st.data())
def test_the_rest_holds_together_and_keeps_its_ids(report: Report, data: st.DataObject) -> None:
    well_made(report)
    ids = data.draw(st.sets(st.sampled_from([s.id for s in report.sources] or ["f-none"])))
    left = erased(report, ids, "withdrawn")
    well_made(left)
    assert [s.id for s in left.sources] == [s.id for s in report.sources if s.id not in ids]
    assert [s.id for s in left.sections] == [s.id for s in report.sections]
    assert left.repairs == ()
    before = {source.id: source for source in report.sources}
    for source in left.sources:
        assert _bare(source) == _bare(before[source.id])
    gone = [source for source in report.sources if source.id in ids]
    assert [aside.raw for aside in left.set_aside] == [source.raw for source in gone]
    assert all(aside.reason == "withdrawn" for aside in left.set_aside)
    assert erased(left, ids, "withdrawn") == left


def _bare(source: Source) -> Source:
    """What no erasure of another source may change."""
    changed = {"start": 0, "end": 0, "lead_in": None, "headings": (), "uncertain": None}
    return source.model_copy(update=changed)


@given(reports(), st.data())
def test_no_text_of_three_words_is_left(report: Report, data: st.DataObject) -> None:
    ids = data.draw(st.sets(st.sampled_from([s.id for s in report.sources] or ["f-none"])))
    left = erased(report, ids, "withdrawn")
    for source in report.sources:
        said = words_of(source.text)
        if source.id not in ids or said.count(" ") < 2:
            continue
        contexts = [left.title, *(h for section in left.sections for h in section.path)]
        contexts += [part for s in left.sources for part in (s.lead_in or "", *s.headings)]
        for text in [*contexts, *outside(left)]:
            assert f" {said} " not in f" {words_of(text)} "


def test_erasing_nothing_changes_nothing() -> None:
    report = make_report(Chapter("1 Skole"), F("Fraværet øker."))
    assert erased(report, [], "withdrawn") is report
    assert erased(report, ["q-unknown"], "withdrawn") is report


QUOTE = "Vi vet ikke hvem vi skal ringe til. Det er ingen der."


def test_a_lead_in_that_repeats_it_goes_and_is_told() -> None:
    report = make_report(
        Chapter("1 Skole"),
        Topic("Vi vet ikke hvem vi skal ringe til"),
        Q(QUOTE, role="forelder"),
        F("Kontakten er dårlig.", lead_in="En mor sa: vi vet ikke hvem vi skal ringe til!"),
        Topic("Ro"),
        F("Timene er rolige.", lead_in="Lærerne sier:"),
    )
    left = erased(report, [report.quotes[0].id], "withdrawn")
    first, second = left.findings
    assert first.lead_in is None
    assert first.headings == (BLANK,)
    assert first.uncertain == f"{LED_IN}; {HEADED}"
    assert (second.lead_in, second.headings, second.uncertain) == ("Lærerne sier:", ("Ro",), None)
    assert "ringe" not in left.model_dump_json()
    assert left.canonical == "1 Skole\nKontakten er dårlig.\nRo\nTimene er rolige.\n"


def test_a_lead_in_that_is_a_sentence_of_it_goes_from_the_text_too() -> None:
    whole = make_report(
        Chapter("1 Skole"),
        F("Foreldrene savner den daglige kontakten med skolen. De ringer."),
        F("Det gjelder alle.", lead_in="Foreldrene savner den daglige kontakten"),
    )
    report = _with_leads(whole)
    left = erased(report, [report.findings[0].id], "withdrawn")
    assert left.canonical == "1 Skole\nDet gjelder alle.\n"
    assert left.findings[0].uncertain == LED_IN


def test_a_short_text_takes_no_longer_heading_with_it() -> None:
    report = make_report(
        Chapter("1 Ro"), Topic("Ro i timene"), F("Ro."), Topic("Ro"), F("Uro kommer av støy.")
    )
    left = erased(report, [report.findings[0].id], "withdrawn")
    assert left.canonical == "1 Ro\nRo i timene\nUro kommer av støy.\n"
    assert left.findings[0].headings == (BLANK,)


def test_the_same_words_of_another_source_stay() -> None:
    report = make_report(Chapter("1 Skole"), Q(QUOTE), F(QUOTE))
    left = erased(report, [report.quotes[0].id], "withdrawn")
    assert [source.text for source in left.sources] == [QUOTE]


def test_what_shares_characters_with_it_goes_with_it() -> None:
    report = make_report(Chapter("1 Skole"), F("Foreldrene sier: «vi ringer aldri»."))
    finding = report.findings[0]
    at = report.canonical.index("vi ringer")
    inner = Finding(
        id="f-inner",
        text="vi ringer aldri",
        section=finding.section,
        block=finding.block,
        start=at,
        end=at + 15,
        raw=((at, at + 15),),
    )
    left = erased(report.model_copy(update={"sources": (finding, inner)}), ["f-inner"], "withdrawn")
    assert left.sources == ()
    assert left.canonical == "1 Skole\n"


def test_repairs_in_it_go_and_others_stay() -> None:
    report = make_report(Chapter("1 Skole"), F("Første funn."), F("Andre funn."))
    first, second = report.findings
    repairs = tuple(
        Repair(at=at, before=before, after="x", reason="glyph")
        for at, before in [
            (first.start, "F"),
            (first.end - 1, "."),
            (first.end, "\n"),
            (second.start - 1, "\nA"),
            (second.start, ""),
        ]
    )
    report = report.model_copy(update={"repairs": repairs})
    assert erased(report, [first.id], "withdrawn").repairs == repairs[2:]
    assert erased(report, [second.id], "withdrawn").repairs == repairs[:3]


@given(st.text(alphabet="aå \r\n😀.", max_size=40), st.data())
def test_a_mask_keeps_length_and_line_breaks(raw: str, data: st.DataObject) -> None:
    ends = st.integers(0, len(raw) + 3)
    spans = data.draw(st.lists(st.tuples(ends, ends)))
    out = masked(raw, spans)
    assert len(out) == len(raw)
    for at, (before, after) in enumerate(zip(raw, out, strict=True)):
        hidden = any(start <= at < end for start, end in spans) and before not in "\r\n"
        assert after == (MASK if hidden else before)


def test_a_mask_covers_repetitions_across_lines_and_columns() -> None:
    raw = f"{QUOTE}\nNoe annet.\n  VI VET\n  ikke – hvem vi skal\nringe til\nDet er ingen der nå."
    out = masked(raw, [], [QUOTE])
    assert words_of(out.replace(MASK, " ")) == words_of("Noe annet. nå.")
    assert out.count("\n") == raw.count("\n")
