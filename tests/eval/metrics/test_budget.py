from eval.metrics.budget import CHARACTERS, QUOTES, shown_citations, shown_claims
from service.contract import Citation
from tests.eval.world import answer, cite, claim


def long(number: int, length: int, kind: str = "finding") -> Citation:
    id = f"{kind[0]}-{number}"
    text = "x" * length
    base = cite("f-alerts" if kind == "finding" else "q-gp")
    return base.model_copy(update={"id": id, "text": text, "excerpt": ((0, length),)})


def ids(citations: tuple[Citation, ...]) -> list[str]:
    return [citation.id for citation in citations]


def test_findings_count_until_the_characters_are_used_up() -> None:
    fits = answer(long(1, 2000), long(2, 1000))
    assert ids(shown_citations(fits)) == ["f-1", "f-2"]
    over = answer(long(1, 2000), long(2, 1001), long(3, 10))
    assert ids(shown_citations(over)) == ["f-1"]  # a smaller one further down is not fetched


def test_what_an_excerpt_leaves_out_takes_no_room() -> None:
    short = long(1, 4000).model_copy(update={"excerpt": ((0, 100), (3000, 3100))})
    assert ids(shown_citations(answer(short, long(2, 2800)))) == ["f-1", "f-2"]


def test_quotes_are_counted_not_measured() -> None:
    quotes = [long(n, 1000, "quote") for n in range(QUOTES + 2)]
    given = answer(*quotes, long(1, CHARACTERS))
    assert ids(shown_citations(given)) == ["q-0", "q-1", "q-2", "q-3", "q-4", "f-1"]


def test_claims_are_measured_by_their_words() -> None:
    claims = [claim("y" * 1500, "f-alerts"), claim("z" * 1500, "f-alerts"), claim("!", "f-alerts")]
    given = answer(cite("f-alerts"), claims=claims, mode="llm")
    assert shown_claims(given) == tuple(claims[:2])
