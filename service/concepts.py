"""What a question speaks of, in words of the report's language."""

from collections.abc import Sequence

from service.domain import Language
from service.index.lexical import Concept
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.words import counterparts, lemma, stopwords, tokens

PHRASE = 3
"""Words of the longest phrase that is looked up in the glossary."""


class Concepts(list[Concept]):
    """Concepts of a question: those that name groups first, then its topic."""

    groups: int = 0
    """How many of them name groups."""

    @property
    def topic(self) -> list[str]:
        """The surfaces of those that name no group."""
        return [concept.surface for concept in self[self.groups :]]


def concepts(
    text: str, language: Language, target: Language, vocabulary: GroupVocabulary
) -> Concepts:
    """The concepts of `text`, which is in `language`, in words of `target`: one a group named, one
    a content word or glossary phrase."""
    found = Concepts()
    for mention in reversed(vocabulary.find(text)):
        surface = text[mention.span[0] : mention.span[1]]
        words = vocabulary.aliases(mention.group, target)
        found.insert(0, Concept(surface=surface, words=(surface.lower(), *words)))
        text = text[: mention.span[0]] + " . " + text[mention.span[1] :]
    found.groups = len(found)
    known = {concept.surface for concept in found}
    for concept in _topic(tokens(text), language, target):
        if concept.surface not in known:
            known.add(concept.surface)
            found.append(concept)
    return found


def _topic(words: Sequence[str], language: Language, target: Language) -> list[Concept]:
    skip = stopwords(language)
    found: list[Concept] = []
    at = 0
    while at < len(words):
        length = 1
        for length in range(PHRASE, 0, -1):
            phrase = words[at : at + length]
            if len(phrase) < length or (length == 1 and phrase[0] in skip):
                continue
            meanings = _meanings(phrase, language, target)
            if meanings or length == 1:
                surface = " ".join(phrase)
                # A word of another language is no word of the report, unless nothing else is known
                # of it: a name or an abbreviation is the same in both.
                foreign = bool(meanings) and "en" in {language, target} and language != target
                found.append(
                    Concept(surface=surface, words=meanings if foreign else (surface, *meanings))
                )
                break
        at += length
    return found


def _meanings(phrase: Sequence[str], source: Language, target: Language) -> tuple[str, ...]:
    """What the glossary has for a word or phrase, as written or by its lemmas."""
    if source == target:
        return ()
    written = " ".join(phrase)
    lemmas = " ".join(lemma(word, source) for word in phrase)
    both = [*counterparts(written, source, target), *counterparts(lemmas, source, target)]
    return tuple(dict.fromkeys(both))
