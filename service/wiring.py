"""The only place that picks classes."""

from service.answering.base import Answerer
from service.answering.extractive import ExtractiveAnswerer
from service.assistant import Assistant
from service.index.library import Library
from service.index.store import Store
from service.settings import Settings
from service.vocabulary.groups import group_vocabulary


def build_assistant(settings: Settings) -> Assistant:
    """The assistant that the settings describe, over the store in their data directory."""
    vocabulary = group_vocabulary()
    return Assistant(
        Library(Store(settings)),
        vocabulary,
        ExtractiveAnswerer(vocabulary),
        _llm_answerer(settings),
    )


def _llm_answerer(settings: Settings) -> Answerer | None:
    if settings.llm_model is None:
        return None
    # The client of the language model takes two seconds to load: only who uses it pays.
    from service.answering.synthesis import LLMAnswerer  # noqa: PLC0415
    from service.llm import chat_model  # noqa: PLC0415

    return LLMAnswerer(chat_model(settings))
