"""What a language model took: tokens, and their price where it was given. No part of the score."""

from eval.metrics.tokens import Counts
from eval.report.markup import Html, el, rows, table
from eval.report.material import Material
from eval.spending import Spending


def spent(material: Material) -> Html:
    """Tokens an answer, in all, and what they cost; or that there are none."""
    found = material.spent
    return el(
        "section",
        el("h2", "Tokens and cost"),
        el("p", "Not part of the score. Another run of the same questions may take more or fewer."),
        _tokens(found),
        el("ul", [el("li", said) for said in found.caveats]) if found.caveats else None,
        id="tokens",
        class_="aside",
    )


def _tokens(found: Spending) -> list[Html]:
    took, cost, prices = found.tokens, found.cost, found.prices
    if took is None:
        return []
    body = [_row("Read (prompt, question, sources)", took.read), _row("Written", took.written)]
    parts = [
        el(
            "p",
            f"Counted by the language model's server, over {took.over} answers; each turn of a "
            "conversation is an answer.",
        ),
        table(
            "Tokens an answer",
            ("Tokens", "Half took at most", "95 of 100 at most", "In all"),
            rows(body),
            "numbers",
        ),
    ]
    if cost and prices:
        parts.append(
            el(
                "p",
                el("strong", f"Cost: {cost.total:,.4f} {prices.currency}"),
                f", {cost.per_answer:,.6f} an answer, at {prices.read:g} {prices.currency} for a "
                f"million tokens read and {prices.written:g} for a million written.",
            )
        )
    return parts


def _row(name: str, counts: Counts) -> tuple[str, ...]:
    return (name, f"{counts.p50:,}", f"{counts.p95:,}", f"{counts.total:,}")
