import base64
import hashlib
import re
from itertools import pairwise
from pathlib import Path

import pytest
from lxml import html

from eval.errors import SuiteError
from eval.records import TIMINGS
from eval.report import write_report
from eval.report.page import make
from tests.eval.report.kept import error, keep
from tests.eval.world import GP_QUOTE, answer, cite, claim

HOSTILE = "</script></style><img src=x onerror=alert(1)><b>\"'&amp;\u202e"


def tree(made: bytes) -> html.HtmlElement:
    return html.document_fromstring(made.decode())


def text(node: html.HtmlElement) -> str:
    return " ".join(" ".join(node.itertext()).split())


def part(made: bytes, id: str) -> str:
    return text(tree(made).get_element_by_id(id))


def hostile(home: Path, name: str = "run") -> Path:
    said = answer(
        cite("f-alerts", text=HOSTILE, excerpt=((0, len(HOSTILE)),), context=HOSTILE),
        cite("q-gp", role=HOSTILE),
        claims=[claim(HOSTILE, "f-alerts")],
        lead=HOSTILE,
        message=HOSTILE,
        caveats=(HOSTILE,),
        not_covered=(HOSTILE,),
        model=HOSTILE,
        prompt_digest=HOSTILE,
        fallback_reason=HOSTILE,
    )
    return keep(home, name, alerts=said, tasks=error(HOSTILE))


def test_the_same_run_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = keep(tmp_path)
    assert make(folder, None) == make(folder, None)
    assert make(folder, folder) == make(folder, folder)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    again = make(keep(tmp_path, "again"), None)
    assert again == make(folder, None)
    assert str(tmp_path).encode() not in again


def test_the_page_is_one_file_that_loads_nothing(tmp_path: Path) -> None:
    made = make(keep(tmp_path), None)
    root = tree(made)
    assert made.startswith(b'<!doctype html>\n<html lang="en">')
    for name in ("src", "href", "{http://www.w3.org/1999/xlink}href", "action", "data"):
        assert all(value.startswith("#") for value in root.xpath(f"//@*[name()='{name}']"))
    assert root.xpath("//link | //iframe | //img | //object | //form | //base") == []
    assert root.xpath("//@style | //@*[starts-with(name(), 'on')]") == []
    assert b"@import" not in made
    assert re.findall(rb"url\((?!#)", made) == []


def test_the_policy_allows_our_own_script_and_style_alone(tmp_path: Path) -> None:
    root = tree(make(keep(tmp_path), None))
    policy = root.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]

    def digest(of: str) -> str:
        whole = root.xpath(f"//{of}")
        assert len(whole) == 1
        hashed = hashlib.sha256(whole[0].text.encode()).digest()
        return "'sha256-" + base64.b64encode(hashed).decode() + "'"

    assert policy == (
        f"default-src 'none'; style-src {digest('style')}; script-src {digest('script')}; "
        "base-uri 'none'; form-action 'none'"
    )


def test_what_an_answer_says_is_text(tmp_path: Path) -> None:
    made = make(hostile(tmp_path), hostile(tmp_path, "before"))
    root = tree(made)
    assert root.xpath("//img | //*[@onerror]") == []
    assert len(root.xpath("//script")) == len(root.xpath("//style")) == 1
    assert b"</script></style>" not in made
    assert "\u202e" not in made.decode()
    seen = HOSTILE.replace("\u202e", "\ufffd")
    assert text(root).count(seen) >= 10
    assert "target down" not in text(root)


def test_ids_are_given_once_and_every_link_leads_somewhere(tmp_path: Path) -> None:
    root = tree(make(keep(tmp_path), keep(tmp_path, "before", alerts=answer())))
    ids = root.xpath("//@id")
    assert len(ids) == len(set(ids))
    links = root.xpath("//@href")
    assert links
    assert {link[1:] for link in links} <= set(ids)


def test_headings_and_tables_say_what_they_head(tmp_path: Path) -> None:
    root = tree(make(keep(tmp_path), keep(tmp_path, "before", alerts=answer())))
    levels = [int(node.tag[1]) for node in root.xpath("//h1|//h2|//h3|//h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(now - before <= 1 for before, now in pairwise(levels))
    tables = root.xpath("//table")
    assert len(tables) > 5
    for table in tables:
        assert table.xpath("./caption")
        assert table.xpath("./thead//th[@scope='col']")
        assert all(row.xpath("./th[@scope='row']") for row in table.xpath("./tbody/tr"))
    for chart in root.xpath("//figure/*[local-name()='svg']"):
        assert chart.get("role") == "img"


def test_the_headline_gives_figure_interval_and_sentence(tmp_path: Path) -> None:
    said = part(make(keep(tmp_path), None), "figures")
    assert "Vital points told 100 %" in said
    assert "Of 100 vital points that a good answer must make, 100 were made" in said
    assert "95 % interval: 34-100 %" in said  # Wilson, 2 of 2 refused
    assert "Of 2 cases that the report does not answer, 2 were refused" in said
    assert "Of all 6 cases: 6 right." in said


def test_a_case_shows_question_answer_evidence_and_verdict(tmp_path: Path) -> None:
    made = make(keep(tmp_path, tasks=answer(cite("f-nurses"), cite("f-tasks"))), None)
    said = part(made, "case-tasks")
    assert said.startswith("Right Spørsmål tasks?")
    assert "off the mark [1] Finding (the researchers' words) · 1 Funn" in said
    assert "on the mark [2]" in said
    assert "In words. vital told, by [2] Noen fastleger gjør oppgaver for sykehuset." in said
    assert "Nothing shown differs from the report." in said


def test_a_missed_point_is_shown_with_where_the_report_says_it(tmp_path: Path) -> None:
    said = part(make(keep(tmp_path, tasks=answer(cite("f-nurses"))), None), "case-tasks")
    assert said.startswith("Wrong Spørsmål tasks?")
    assert "In words. vital missed Noen fastleger gjør oppgaver for sykehuset." in said
    assert "Vital points told: 0 %." in said


def test_a_fault_is_named_where_it_stands(tmp_path: Path) -> None:
    altered = answer(cite("q-gp", text=GP_QUOTE.replace("fire", "åtte")))
    made = make(keep(tmp_path, quotes=altered), None)
    assert part(made, "case-quotes").startswith("Breach")
    assert "source [1]: the text differs from the report's" in part(made, "case-quotes")
    assert "Did not pass the gate" in text(tree(made))
    assert tree(made).xpath("//body/header//a/@href") == ["#case-quotes"]


def test_the_matrix_counts_what_was_right_against_what_was_done(tmp_path: Path) -> None:
    partial = answer(cite("f-alerts"), status="partial")
    folder = keep(tmp_path, dentists=answer(cite("q-gp")), tasks=answer(), alerts=partial)
    root = tree(make(folder, None))
    lines = [text(row) for row in root.xpath("//table[@class='matrix']/tbody/tr")]
    assert lines == [
        "The report answers it 2 as it should 1 as it should 1 wrongly 4",
        "The report does not 1 wrongly 0 1 as it should 2",
        "Either is right 0 as it should 0 as it should 0 as it should 0",
    ]


def test_an_incomplete_run_says_at_the_top_that_it_is_not_to_be_quoted(tmp_path: Path) -> None:
    made = make(keep(tmp_path, tasks=error("no reply in 60 s")), None)
    root = tree(made)
    assert root.findtext("head/title").startswith("Not to be quoted")
    banner = root.xpath("//body/header//*[@role='alert']")[0]
    assert "1 of 6 cases got no answer" in text(banner)
    assert "tasks : the answer's status is error: no reply in 60 s" in text(banner)
    assert text(root).count("Incomplete run: not to be quoted") == 6
    assert part(made, "case-tasks").startswith("No answer")
    assert "Passed the gate" not in text(root)


def test_a_complete_run_has_no_such_mark(tmp_path: Path) -> None:
    assert b"to be quoted" not in make(keep(tmp_path), None)


def test_limits_are_said(tmp_path: Path) -> None:
    said = part(make(keep(tmp_path), None), "limits")
    for words in ("no domain expert", "dev half was used", "6 cases come from 6", "fictional"):
        assert words in said


def test_what_was_run_is_named_and_no_time(tmp_path: Path) -> None:
    folder = keep(tmp_path)
    said = part(make(folder, None), "provenance")
    config = (folder / "config.json").read_text("utf-8")
    for digest in re.findall(r"sha256:[0-9a-f]{64}", config):
        assert digest in said
    for words in ("tiny, version 1", "Split dev", "Asked bot", "Mode extractive", "version 2;"):
        assert words in said


def test_times_stand_apart_and_may_be_missing(tmp_path: Path) -> None:
    folder = keep(tmp_path)
    said = part(make(folder, None), "latency")
    assert "Not part of the score" in said
    assert "Half of 6 cases took at most 0.12 seconds" in said
    assert "the slowest 0.24" in said
    (folder / TIMINGS).unlink()
    assert "This run kept no times." in part(make(folder, None), "latency")


def test_without_a_baseline_nothing_is_compared(tmp_path: Path) -> None:
    assert "No earlier run was given" in part(make(keep(tmp_path), None), "changes")


def test_against_a_baseline_each_case_that_moved_has_both_answers(tmp_path: Path) -> None:
    before = keep(tmp_path, "before", tasks=answer())
    after = keep(tmp_path, dentists=answer(cite("q-gp")))
    made = make(after, before)
    said = part(made, "changes")
    assert "1 cases are right that were not, 1 no longer are" in said
    assert "Right before, not now (1)" in said
    pairs = [text(node) for node in tree(made).xpath("//details[@class='pair']")]
    assert [pair.split("?")[0] for pair in pairs] == ["Spørsmål dentists", "Spørsmål tasks"]
    assert "Before Not in the report." in pairs[1]
    assert "Noen fastleger gjør oppgaver for sykehuset." in pairs[1]
    rows = [text(row) for row in tree(made).xpath("//section[@id='changes']//tbody/tr")]
    assert any(row.startswith("Vital points told 0.667 1.000 +0.333") for row in rows)


def test_an_incomplete_run_is_not_compared(tmp_path: Path) -> None:
    made = make(keep(tmp_path, tasks=error()), keep(tmp_path, "before"))
    assert "Not compared: this run is incomplete." in part(made, "changes")


def test_a_baseline_of_other_questions_is_refused(tmp_path: Path) -> None:
    run, other = keep(tmp_path), keep(tmp_path, "other")
    config = other / "config.json"
    config.write_text(config.read_text("utf-8").replace('"suite": "tiny"', '"suite": "huge"'))
    with pytest.raises(SuiteError, match="huge"):
        make(run, other)


def test_the_report_is_written_where_it_is_wanted(tmp_path: Path) -> None:
    folder = keep(tmp_path)
    assert write_report(folder) == folder / "report.html"
    out = tmp_path / "new" / "committee.html"
    assert write_report(folder, out=out) == out
    assert out.read_bytes() == (folder / "report.html").read_bytes()
    with pytest.raises(SuiteError, match="holds no run"):
        write_report(tmp_path)
