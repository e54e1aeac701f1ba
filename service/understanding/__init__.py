"""What a question asks: its language, the groups it is about, its kind, what it leans on."""

from service.understanding.cleaning import clean
from service.understanding.language import detect_language
from service.understanding.question import (
    MAX_QUESTION,
    Message,
    Question,
    QuestionKind,
    Wishes,
)
from service.understanding.turns import understand, understand_each, with_voices

__all__ = [
    "MAX_QUESTION",
    "Message",
    "Question",
    "QuestionKind",
    "Wishes",
    "clean",
    "detect_language",
    "understand",
    "understand_each",
    "with_voices",
]
