"""What a run took of a language model: tokens, and their price where it is told.

It is no part of the scores. Tokens are counted anew from the stored answers, prices are those given
last: `costs.json` beside the run keeps them, with the sums for whoever reads that file.
"""

from collections.abc import Iterable
from pathlib import Path

from pydantic import Field, ValidationError

from eval.errors import SuiteError
from eval.metrics.tokens import Tokens, tokens
from eval.records import CaseAnswer, write_json
from service.domain import Frozen

COSTS = "costs.json"
PER = 1_000_000
"""Tokens that a price is for."""


class Prices(Frozen):
    """What a million tokens cost."""

    read: float = Field(ge=0, allow_inf_nan=False)
    """A million input tokens."""
    written: float = Field(ge=0, allow_inf_nan=False)
    """A million output tokens."""
    currency: str = Field(pattern=r"^[A-Z]{3}$")
    """By ISO 4217."""


class Cost(Frozen):
    """In the currency of the prices, to six decimals."""

    total: float
    per_answer: float
    """Mean over the answers whose tokens are known."""


class Spending(Frozen):
    """What `costs.json` holds."""

    by_model: int
    """Answers by a language model."""
    untold: int
    """Of these, the ones whose tokens its server did not tell."""
    fell_back: int
    """Answers in the report's own words because the model failed or its claims were not borne: what
    it took for them is in no figure here."""
    tokens: Tokens | None
    prices: Prices | None
    cost: Cost | None

    @property
    def caveats(self) -> tuple[str, ...]:
        """What the figures leave out, a sentence each."""
        if self.without_model:
            return ("Tokens and cost: none, since no language model had a part in any answer.",)
        found = []
        if self.untold:
            found.append(
                f"Of {self.by_model} answers by a language model, {self.untold} came without the "
                "tokens that they took: they are in neither tokens nor cost."
            )
        if self.fell_back:
            found.append(
                f"{self.fell_back} answers are in the report's own words because the language "
                "model failed or was not used: what it took for them is not known."
            )
        if self.tokens and not self.prices:
            found.append("No prices were given, so there is no cost.")
        return tuple(found)

    @property
    def without_model(self) -> bool:
        """Whether no language model had any part in it."""
        return self.by_model == 0 and self.fell_back == 0


def spending(answers: Iterable[CaseAnswer], prices: Prices | None) -> Spending:
    """What every answer took, those to the earlier turns of a conversation too."""
    each = [answer for given in answers for answer in given.answers]
    by_model = [answer for answer in each if answer.mode == "llm"]
    took = tokens(answer.usage for answer in by_model if answer.usage)
    return Spending(
        by_model=len(by_model),
        untold=len(by_model) - (took.over if took else 0),
        fell_back=sum(answer.fallback_reason is not None for answer in each),
        tokens=took,
        prices=prices,
        cost=_cost(took, prices) if took and prices else None,
    )


def _cost(took: Tokens, prices: Prices) -> Cost:
    total = (took.read.total * prices.read + took.written.total * prices.written) / PER
    return Cost(total=round(total, 6), per_answer=round(total / took.over, 6))


def prices_of(read: float | None, written: float | None, currency: str | None) -> Prices | None:
    """The prices that three options give together; None when none is given. Raises `SuiteError`."""
    given = (read, written, currency)
    like = "Give all three, such as --price-in 0.15 --price-out 0.60 --currency USD."
    if read is None or written is None or currency is None:
        if given == (None, None, None):
            return None
        raise SuiteError("--price-in, --price-out and --currency", "belong together", like)
    try:
        return Prices(read=read, written=written, currency=currency)
    except ValidationError as error:
        found = error.errors(include_url=False, include_input=False)[0]
        raise SuiteError(f"price: {found['loc'][0]}", found["msg"], like) from None


def kept_prices(folder: Path) -> Prices | None:
    """The prices that a run was scored with before. Raises `SuiteError` for a file that does not
    read as one of costs."""
    try:
        return Spending.model_validate_json((folder / COSTS).read_bytes()).prices
    except FileNotFoundError:
        return None
    except ValidationError as error:
        raise SuiteError(
            str(folder / COSTS),
            f"does not read as costs ({error.errors()[0]['msg']})",
            "Remove the file and give the prices again: funn eval score --help",
        ) from None


def write_spending(folder: Path, spent: Spending) -> None:
    """Keep `spent` beside the run; nothing where no language model had a part in it."""
    if not spent.without_model:
        write_json(folder / COSTS, spent.model_dump(mode="json"))
