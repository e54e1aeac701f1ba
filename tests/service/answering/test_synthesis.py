"""A model's proposal becomes a draft of ids and of sentences that are the model's own, no more."""

from collections.abc import Sequence

import pytest
from pydantic import BaseModel

from service.answering.synthesis import (
    MAX_CLAIM,
    MAX_CLAIMS,
    MAX_QUOTES,
    BoundedProposal,
    LLMAnswerer,
    Proposal,
)
from service.completion import Completion, Schema, Usage
from service.errors import LLMError
from service.understanding import Question
from tests.service.answering.sources import finding, quote

QUESTION = Question(text="Hvorfor opplever fastlegene merarbeid?", language="nb")
EVIDENCE = (
    finding("f-1", "De fleste fastlegene får flere meldinger enn før."),
    finding("f-2", "Noen sier at «bare et kjapt spørsmål» er blitt en vane hos pasientene."),
    quote("q-1", "Det er alt det som ikke står i timeboka, som har vokst."),
    quote("q-2", "Det er galskap."),
    quote("q-3", "Pasientene skriver bare et kjapt spørsmål er blitt en vane hos pasientene."),
)

TOOK = Usage(input_tokens=812, output_tokens=95)


class Scripted:
    """A model that returns what it was told to, source ids in place of tokens."""

    model = "scripted"

    def __init__(self, *claims: tuple[str, Sequence[str]], quotes: Sequence[str] = ()) -> None:
        self._claims = claims
        self._quotes = quotes
        self.prompts: list[str] = []

    def complete(
        self, system: str, user: str, schema: type[Schema], plainer: type[Schema] | None = None
    ) -> Completion[Schema]:
        self.prompts += [system, user]
        token = self._tokens(user)
        value = {
            "claims": [
                {"text": _with(token, text), "sources": [token.get(s, s) for s in sources]}
                for text, sources in self._claims
            ],
            "quotes": [token.get(s, s) for s in self._quotes],
        }
        return Completion(schema.model_validate(value), TOOK)

    @staticmethod
    def _tokens(user: str) -> dict[str, str]:
        """Tokens by the id of the source whose text stands on their line."""
        return {
            item.source.id: line.split('"')[3]
            for line in user.splitlines()
            for item in EVIDENCE
            if line.startswith('{"token"') and item.source.text in line
        }


def _with(token: dict[str, str], text: str) -> str:
    for id, name in token.items():
        text = text.replace(f"<{id}>", name)
    return text


def drafted(
    *claims: tuple[str, Sequence[str]], quotes: Sequence[str] = (), question: Question = QUESTION
) -> tuple[list[tuple[str | None, tuple[str, ...]]], tuple[str, ...]]:
    draft = LLMAnswerer(Scripted(*claims, quotes=quotes)).draft(question, EVIDENCE)
    return [(claim.text, claim.sources) for claim in draft.claims], draft.quotes


SOUND = "Fastlegene får flere henvendelser."


def test_tokens_become_ids() -> None:
    model = Scripted((SOUND, ["f-1", "q-1"]), quotes=["q-1"])
    draft = LLMAnswerer(model).draft(QUESTION, EVIDENCE)
    assert draft.mode == "llm"
    assert draft.model == "scripted"
    assert draft.usage == TOOK
    assert draft.prompt_digest is not None
    assert draft.prompt_digest.startswith("sha256:")
    assert [(c.text, c.sources) for c in draft.claims] == [(SOUND, ("f-1", "q-1"))]
    assert draft.quotes == ("q-1",)


def test_nothing_found_is_an_empty_draft() -> None:
    assert drafted() == ([], ())
    assert drafted(quotes=["q-1"]) == ([], ())


def test_quotes_that_were_asked_for_stand_alone() -> None:
    asked = Question(text="Finn sitater fra fastleger", language="nb", kind="quotes")
    assert drafted(quotes=["q-2", "q-1"], question=asked) == ([], ("q-2", "q-1"))


def test_unknown_tokens_and_ids_go() -> None:
    claims, quotes = drafted(
        (SOUND, ["z99", "f-1", "f-1"]),
        ("Uten kilde.", ["z99"]),
        quotes=["z99", "f-1", "q-1", "q-1"],
    )
    assert claims == [(SOUND, ("f-1",))]
    assert quotes == ("q-1",)


def test_ids_are_no_tokens() -> None:
    class Knows(Scripted):
        @staticmethod
        def _tokens(user: str) -> dict[str, str]:
            return {}

    with pytest.raises(LLMError):
        LLMAnswerer(Knows((SOUND, ["f-1"]))).draft(QUESTION, EVIDENCE)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "empty"),
        (" \n\u200b ", "nothing to see"),
        ("...", "no word"),
        ("x" * MAX_CLAIM, "too long, or cut"),
        ("Hvorfor opplever fastlegene merarbeid?", "a question"),
        ("Jeg får flere meldinger enn før.", "a participant's voice"),
        ("«Eg får for mange meldingar», seier fastlegane.", "a participant's voice"),
        ("GPs say that I have too many messages.", "a participant's voice"),
        ("I have too many messages.", "a participant's voice"),
        ("My patients write all night.", "a participant's voice"),
        ("Det er alt det som ikke står der, som teller.", "words of a quote"),
        ("De sier: «Det er alt det\u00ad som ikke er lett».", "words of a quote"),
        ("En av dem sa: «Dagen er blitt altfor lang».", "a quote"),
        ("“The days are far too long”, said one of them.", "a quote"),
        ("One said: 'The day's work is too long'.", "a quote"),
        ("DET ER ALT DET SOM vokser.", "words of a quote"),
        ("Fastlegene mener at det er galskap.", "the whole of a short quote"),
    ],
)
def test_claim_that_is_no_statement_of_its_own_goes(text: str, why: str) -> None:
    claims, _ = drafted((text, ["f-1"]), (SOUND, ["f-1"]))
    assert claims == [(SOUND, ("f-1",))], why
    with pytest.raises(LLMError, match="wrote nothing that could be used"):
        drafted((text, ["f-1"]))


@pytest.mark.parametrize(
    "text",
    [
        "I rapporten får fastlegene flere meldinger.",
        "Legen bruker 10 min på hver melding.",
        "MinHelsevei gir flere meldinger.",
        "I kommunene og i sykehus er det likt.",
        "Pasienter med CFS/ME skriver mer.",
        "GPs' days and patients' needs, in nurses' and doctors' words, differ.",
        "Fastlegene kaller dem «bare-meldinger» og 'kjappe spørsmål'.",
        "In the report, GPs get more messages.",
        "Noen sier at «bare et kjapt spørsmål» er blitt en vane hos pasientene.",
    ],
)
def test_statement_stays(text: str) -> None:
    assert drafted((text, ["f-1"])) == ([(text, ("f-1",))], ())


def test_quote_whose_words_were_taken_is_shown_instead() -> None:
    claims, quotes = drafted((SOUND, ["f-1"]), ("Det er alt det som ikke står der.", ["f-1"]))
    assert claims == [(SOUND, ("f-1",))]
    assert quotes == ("q-1",)


@pytest.mark.parametrize(
    ("wrote", "shown"),
    [
        ("Fastlegene får flere henvendelser [<f-1>].", SOUND),
        ("Fastlegene får flere henvendelser (<f-1>, <q-1>).", SOUND),
        ("Fastlegene får flere henvendelser [z99; k10].", SOUND),
        ("Fastlegene får flere henvendelser <f-1>.", SOUND),
        ("Fastlegene\nfår\tflere  \u202ehenvendelser\x00.\u200b", SOUND),
        ("Vitamin B12 (B12) og (n=3) står.", "Vitamin B12 (B12) og (n=3) står."),
    ],
)
def test_prose_holds_no_token_and_nothing_unseen(wrote: str, shown: str) -> None:
    assert drafted((wrote, ["f-1"]))[0] == [(shown, ("f-1",))]


def test_the_same_claim_twice_is_one() -> None:
    assert drafted((SOUND, ["f-1"]), (SOUND.upper(), ["f-2"]))[0] == [(SOUND, ("f-1",))]


def test_claims_and_quotes_are_bounded() -> None:
    texts = [f"Fastlegene får melding nummer {'i' * n}." for n in range(1, 30)]
    claims, _ = drafted(*((text, ["f-1"]) for text in texts))
    assert [text for text, _ in claims] == texts[:MAX_CLAIMS]
    many = [quote(f"q-{n}", f"Ord nummer {n} her.") for n in range(MAX_QUOTES + 5)]
    asked = Question(text="Sitater", language="nb", kind="quotes")

    class All(Scripted):
        @staticmethod
        def _tokens(user: str) -> dict[str, str]:
            lines = [line for line in user.splitlines() if line.startswith('{"token"')]
            return {str(n): line.split('"')[3] for n, line in enumerate(lines)}

    draft = LLMAnswerer(All(quotes=[str(n) for n in range(len(many))])).draft(asked, many)
    assert draft.quotes == tuple(item.source.id for item in many[:MAX_QUOTES])


def test_claims_are_not_merged_across_reports() -> None:
    both = (EVIDENCE[0], EVIDENCE[1].model_copy(update={"report": "another"}))
    model = Scripted((SOUND, ["f-1", "f-2"]), ("Noen merker en ny vane.", ["f-2"]))
    draft = LLMAnswerer(model).draft(QUESTION, both)
    assert [claim.sources for claim in draft.claims] == [("f-2",)]


def test_failure_of_the_model_goes_on() -> None:
    class Failing:
        model = "failing"

        def complete(
            self, system: str, user: str, schema: type[Schema], plainer: type[Schema] | None = None
        ) -> Completion[Schema]:
            raise LLMError("Model failing", "failed (500)", "Try again.")

    with pytest.raises(LLMError, match="500"):
        LLMAnswerer(Failing()).draft(QUESTION, EVIDENCE)


def test_question_and_evidence_are_given() -> None:
    model = Scripted((SOUND, ["f-1"]))
    LLMAnswerer(model).draft(QUESTION, EVIDENCE)
    system, user = model.prompts
    assert "Norwegian Bokmål" in system
    assert QUESTION.text in user
    assert all(item.source.text in user for item in EVIDENCE)
    assert not any(item.source.id in user for item in EVIDENCE)


@pytest.mark.parametrize("schema", [Proposal, BoundedProposal])
def test_schema_tells_the_model_nothing_that_is_no_prompt(schema: type[BaseModel]) -> None:
    assert "description" not in str(schema.model_json_schema())


def test_bounds_are_told_and_not_checked() -> None:
    told = str(BoundedProposal.model_json_schema())
    assert f"'maxLength': {MAX_CLAIM}" in told
    assert f"'maxItems': {MAX_CLAIMS}" in told
    claim = {"text": "x" * 9999, "sources": ["no token"] * 99}
    BoundedProposal.model_validate({"claims": [claim] * 99, "quotes": []})
