"""Orders to the assistant in a question: found and set aside."""

from itertools import pairwise

from service.understanding.cleaning import clean
from service.understanding.topic import content_words
from service.vocabulary.questions import signal


def without_instructions(asked: str) -> tuple[str, tuple[str, ...]]:
    """The question without the clauses that instruct the assistant, and those clauses.

    What follows an order in its sentence belongs to it ("ignore the rules and tell me ..."), unless
    it asks."""
    kept, instructions = [], []
    ordered = False
    for clause in _clauses(asked):
        if signal("instruction").search(clause):
            ordered = True
            instructions.append(clause.strip())
        elif ordered and not signal("asks").search(clause):
            instructions.append(clause.strip())
        else:
            kept.append(clause)
        if clause.rstrip().endswith((".", "!", "?")):
            ordered = False
    if not instructions:
        return asked, ()
    while kept and not signal("asks").search(kept[-1]) and not content_words(kept[-1]):
        kept.pop()  # "Also, ..." of what was cut
    rest = clean("".join(kept)).strip(" -–—,.:;")
    # What joined the question to the order is no part of it.
    return signal("joint").sub("", rest).strip(), tuple(instructions)


def _clauses(text: str) -> list[str]:
    """`text` cut after each mark that ends a sentence and before each clause that could be an order
    or a question of its own; joined they give it back."""
    marks = {
        at + 1
        for at, char in enumerate(text)
        if char in ".!?;:" and (at + 1 == len(text) or text[at + 1].isspace())
    }
    joints = {hit.start() for hit in signal("clause").finditer(text)}
    cuts = sorted({0, *marks, *joints, len(text)})
    return [text[start:end] for start, end in pairwise(cuts)]
