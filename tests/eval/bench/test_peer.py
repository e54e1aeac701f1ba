from pathlib import Path

import pytest
from langchain_core.embeddings import Embeddings

from eval.bench.peer import CHUNK, Peer, beside, cited, within
from eval.errors import SuiteError
from eval.records import CaseAnswer
from service.index.embeddings import Embedder, EmbedderIdentity
from tests.eval.world import (
    ALERTS,
    NURSES,
    RAW,
    TASKS,
    answer,
    case,
    cite,
    point,
    span,
    unanswerable,
)

TOPICS = ("alfa", "beta", "gamma", "delta")
CHAPTERS = {topic: f"{topic} ".upper() * 3 + f"{topic} skriver. " * 50 for topic in TOPICS}
LONG = "\n\n".join(f"## {topic}\n\n{text}" for topic, text in CHAPTERS.items())


class Topics(Embeddings):
    """An embedder that counts the words it knows."""

    def embed_documents(self, texts: list[str]) -> list[list[float]]:
        return [self.embed_query(text) for text in texts]

    def embed_query(self, text: str) -> list[float]:
        counts = [float(text.lower().count(topic)) for topic in TOPICS]
        return [count / (sum(c * c for c in counts) ** 0.5 or 1.0) for count in counts]


def peer(raw: str, folder: Path) -> Peer:
    identity = EmbedderIdentity(name="topics", dimension=len(TOPICS), scheme="as-is")
    return Peer(raw, Embedder(Topics(), identity), folder / "peer")


def test_passages_are_spans_of_the_raw_text_and_leave_no_word_out(tmp_path: Path) -> None:
    made = peer(LONG, tmp_path)
    assert len(made.spans) > 3
    assert all(end - start <= CHUNK for start, end in made.spans)
    held = {at for start, end in made.spans for at in range(start, end)}
    assert not "".join(char for at, char in enumerate(LONG) if at not in held).strip()


def test_the_nearest_passage_is_shown_first_and_the_last_is_cut(tmp_path: Path) -> None:
    made = peer(LONG, tmp_path)
    for topic in TOPICS:
        (first, *_) = made.shown(f"Hva sier {topic}?", 300)
        assert topic in LONG[first[0] : first[1]]
    shown = made.shown("Hva sier gamma?", 1500)
    assert sum(end - start for start, end in shown) == 1500
    everything = made.shown("Hva sier gamma?", 10 * len(LONG))
    assert sum(end - start for start, end in everything) <= len(LONG)


@pytest.mark.parametrize(
    ("spans", "budget", "shown"),
    [
        ([(0, 10), (20, 30)], 100, [(0, 10), (20, 30)]),
        ([(0, 10), (20, 30)], 13, [(0, 10), (20, 23)]),
        ([(0, 10), (20, 30)], 10, [(0, 10)]),
        ([(0, 10)], 0, []),
        ([(0, 10), (5, 15)], 100, [(0, 10), (10, 15)]),
        ([(5, 8), (0, 10)], 100, [(5, 8), (0, 5), (8, 10)]),
        ([(5, 8), (0, 10)], 4, [(5, 8), (0, 1)]),
        ([(0, 10), (2, 8)], 100, [(0, 10)]),
        ([(2, 4), (6, 8), (0, 10)], 100, [(2, 4), (6, 8), (0, 2), (4, 6), (8, 10)]),
    ],
)
def test_no_character_is_shown_or_counted_twice(
    spans: list[tuple[int, int]], budget: int, shown: list[tuple[int, int]]
) -> None:
    assert within(spans, budget) == shown


def test_both_are_scored_by_the_same_spans_at_the_same_budget(tmp_path: Path) -> None:
    two = case("two", key_points=[point("k1", ALERTS), point("k2", TASKS)])
    okay = case("okay", key_points=[point("k1", NURSES, "okay")])
    none = case(**unanswerable("none", "near_miss", "not_in_report"))
    answers = [
        CaseAnswer(id="two", answers=(answer(cite("f-alerts"), cite("f-nurses")),)),
        CaseAnswer(id="okay", answers=(answer(cite("f-nurses")),)),
        CaseAnswer(id="none", answers=(answer(),)),
    ]
    assert cited(answers[0].answer) == [span(ALERTS), span(NURSES)]
    made = peer(RAW, tmp_path)  # one passage, the whole report
    found = beside(made, [two, okay, none], answers, 1000)
    assert (found.cases, found.budget) == (1, 1000)
    assert (found.peer, found.funn) == (1.0, 0.5)
    assert found.funn_shown == len(ALERTS) + len(NURSES)
    assert found.peer_shown == len(RAW.strip())
    # As many characters as Funn showed reach from the top of the report into the third finding.
    assert found.peer_at_equal == 1.0
    short = beside(made, [two], answers, RAW.index(TASKS))
    assert (short.peer, short.funn) == (0.5, 0.5)
    refused = [CaseAnswer(id="two", answers=(answer(),))]
    assert beside(made, [two], refused, 1000).funn == 0.0
    with pytest.raises(SuiteError, match="no case has a vital key point"):
        beside(made, [okay, none], answers, 1000)
