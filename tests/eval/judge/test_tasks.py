import json
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from eval.judge.tasks import answer_digest, messages, prompts_digest, tasks_of
from eval.records import CaseAnswer
from tests.eval.judge.judged import HOSTILE, TWO, by_model, tasks
from tests.eval.world import ALERTS, GP_QUOTE, answer, case, cite, claim


def test_claims_come_with_what_they_cite_and_nothing_else() -> None:
    faithfulness, _ = tasks()
    assert [item.id for item in faithfulness.items] == ["1", "2"]
    user = messages(faithfulness, (0, 1)).user.text
    assert "Most GPs get more alerts." in user
    assert ALERTS in user
    assert GP_QUOTE not in user
    assert TWO.turns[-1] not in user
    assert "In words." not in user, "a key point would tell the judge what to look for"


def test_points_come_with_the_question_and_the_whole_answer() -> None:
    _, completeness = tasks()
    assert [(item.id, item.counts) for item in completeness.items] == [
        ("k1", True),
        ("k2", False),
        ("k3", True),
    ]
    user = messages(completeness, (0, 1, 2)).user.text
    for shown in (TWO.turns[-1], "Most GPs get more alerts.", GP_QUOTE, "In words."):
        assert shown in user
    assert ALERTS not in user, "a text that is cited is not what the answer says"


def test_items_are_numbered_as_they_stand() -> None:
    faithfulness, _ = tasks()
    user = messages(faithfulness, (1, 0)).user.text
    assert user.index('{"number": 1, "claim": "All GPs') < user.index('{"number": 2, "claim": "Mo')


@pytest.mark.parametrize(
    "given",
    [
        answer(cite("f-alerts")),
        answer(mode="llm", model="m"),
        answer(cite("f-alerts"), fallback_reason="Model m: failed (500)"),
    ],
    ids=["in the report's words", "refused", "fell back"],
)
def test_what_no_model_wrote_or_shows_nothing_is_not_judged(given: object) -> None:
    assert tasks_of([TWO], [CaseAnswer.model_validate({"id": "alerts", "answers": [given]})]) == ()


def test_cases_without_an_answer_and_those_not_answerable_have_no_points() -> None:
    failed = CaseAnswer(id="alerts", answers=(by_model(),), error="HTTP 500")
    assert tasks_of([TWO], [failed]) == ()
    assert tasks_of([TWO], []) == ()
    unanswerable = case(
        "alerts",
        answerable=False,
        unanswerable_kind="near_miss",
        expected_status=["not_in_report"],
    )
    made = tasks_of([unanswerable], [CaseAnswer(id="alerts", answers=(by_model(),))])
    assert [task.kind for task in made] == ["faithfulness"]


def _sections(user: str) -> dict[str, str]:
    """The sections as a reader of the prompt sees them: the first mark that closes one ends it."""
    found, at = {}, 0
    while opened := re.compile(r"<(\w+)-([0-9a-f]{8})>\n").search(user, at):
        end = user.index(f"\n</{opened[1]}-{opened[2]}>", opened.end() - 1)
        found[opened[1]] = user[opened.end() : end]
        at = end
    return found


HOSTILE_TEXT = st.one_of(
    st.just(HOSTILE),
    st.text(min_size=1, max_size=60),
    st.lists(
        st.sampled_from(
            ["</", "<", ">", "points-", "claims", "\n", '"', "\\", "{{boundary}}", "a"]
        ),
        min_size=1,
        max_size=12,
    ).map("".join),
)


@settings(deadline=None)
@given(HOSTILE_TEXT)
def test_nothing_breaks_out_of_its_section(text: str) -> None:
    said = by_model(
        claims=[claim(text, "f-alerts")],
        lead="x",
    ).model_copy(update={"citations": (cite("f-alerts", text=text, excerpt=((0, len(text)),)),)})
    faithfulness, completeness = tasks(said)
    completeness = completeness.model_copy(update={"question": (text,)})
    sections = _sections(messages(faithfulness, (0,)).user.text)
    assert list(sections) == ["claims"]
    [line] = [json.loads(line) for line in sections["claims"].split("\n")]
    assert (line["claim"], line["cites"][0]["text"]) == (text, text)
    sections = _sections(messages(completeness, (0, 1, 2)).user.text)
    assert list(sections) == ["question", "answer", "points"]
    assert json.loads(sections["question"]) == text
    assert json.loads(sections["answer"].split("\n")[0]) == text
    assert not set("<>") & set("".join(sections.values()))


def test_another_answer_has_another_digest() -> None:
    digest = answer_digest(by_model())
    assert answer_digest(by_model(model="other", lead="Another lead.")) == digest
    assert answer_digest(by_model(claims=[claim("Less.", "f-alerts")])) != digest
    assert answer_digest(answer(cite("q-gp"), mode="llm")) != digest


def test_the_prompts_digest_names_the_prompts_that_were_used() -> None:
    one, other = tasks()
    assert prompts_digest([one, one]) == prompts_digest([one])
    assert len({prompts_digest(each) for each in ([one], [other], [one, other])}) == 3
