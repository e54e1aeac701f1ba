"""What a text speaks of beside the groups it names."""

from service.understanding.naming import named
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.words import stopwords, tokens


def topic(text: str, vocabulary: GroupVocabulary) -> list[str]:
    """Content words of `text` beside the groups it names."""
    for mention in reversed(named(text, vocabulary)):
        text = text[: mention.span[0]] + " " + text[mention.span[1] :]
    return content_words(text)


def content_words(text: str) -> list[str]:
    """Content words of `text`, in lower case."""
    skip = stopwords("nb") | stopwords("en")
    return [word for word in tokens(text) if word not in skip]
