from eval.metrics.tokens import Counts, Tokens, tokens
from service.completion import Usage


def test_percentiles_and_totals_by_hand() -> None:
    """20 answers that read 100, 200 ... 2,000 tokens and wrote 20, 19 ... 1."""
    found = tokens(Usage(input_tokens=100 * n, output_tokens=21 - n) for n in range(1, 21))
    assert found == Tokens(
        read=Counts(p50=1000, p95=1900, total=21000),
        written=Counts(p50=10, p95=19, total=210),
        over=20,
    )


def test_one_answer_is_every_percentile() -> None:
    found = tokens([Usage(input_tokens=812, output_tokens=95)])
    assert found is not None
    assert found.read == Counts(p50=812, p95=812, total=812)


def test_no_answer_takes_no_tokens() -> None:
    assert tokens([]) is None
