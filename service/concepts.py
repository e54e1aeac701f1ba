"""What a question speaks of, in words of the report's language."""

import re
from collections.abc import Sequence

from service.domain import Language
from service.index.lexical import Concept
from service.understanding.naming import named
from service.vocabulary.groups import GroupVocabulary
from service.vocabulary.spelling import corrected
from service.vocabulary.words import TOKEN, counterparts, lemma, stopwords, synonyms, tokens

PHRASE = 3
"""Words of the longest phrase that is looked up in the glossary."""
MEANINGS = 3
"""Of a word's counterparts and synonyms, those that are followed further."""
NAME = 8
"""Letters from which a word that has meanings may be a name in the report as well ("Messenger"):
shorter ones are too often another word there."""
ALIKE = 12
"""Words at most that stand beside a concept's own."""


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
    for mention in reversed(named(text, vocabulary)):
        surface = text[mention.span[0] : mention.span[1]]
        words = vocabulary.aliases(mention.group, target)
        if target == "en":  # lemmas know "nurses" but not "GPs"
            words = (*words, *(f"{word}s" for word in words))
        found.insert(0, Concept(surface=surface, words=(surface.lower(), *words)))
        text = text[: mention.span[0]] + " . " + text[mention.span[1] :]
    found.groups = len(found)
    known = {concept.surface for concept in found}
    for concept in _topic(tokens(text), language, target):
        if concept.surface not in known:
            known.add(concept.surface)
            found.append(concept)
    return found


def respelled(text: str, language: Language, vocabulary: GroupVocabulary) -> str:
    """`text` with the words that are probably misspelled set right; names of groups stay."""
    named = [mention.span for mention in vocabulary.find(text)]

    def right(match: re.Match[str]) -> str:
        word = match.group()
        if any(start < match.end() and match.start() < end for start, end in named):
            return word
        if not word.islower() and match.start() > 0:
            return word  # a name
        return corrected(word.lower(), language) or word

    return TOKEN.sub(right, text)


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
            alike = _alike(phrase, meanings, language, target)
            if length == 1 and not meanings and (right := corrected(phrase[0], language)):
                if right in skip:
                    break
                meanings = (right, *_meanings([right], language, target))
                alike = _alike([right], meanings, language, target)
            if meanings or length == 1 or (alike and length > 1):
                surface = " ".join(phrase)
                # A word of another language is no word of the report, unless nothing else is known
                # of it: a name or an abbreviation is the same in both.
                foreign = bool(meanings) and "en" in {language, target} and language != target
                foreign = foreign and len(surface) < NAME
                found.append(
                    Concept(
                        surface=surface,
                        words=meanings if foreign else (surface, *meanings),
                        alike=alike,
                    )
                )
                break
        at += length
    return found


def _alike(
    phrase: Sequence[str], meanings: Sequence[str], source: Language, target: Language
) -> tuple[str, ...]:
    """Words of `target` that a report may use for the same: synonyms of the word itself or of what
    it means, and what its own synonyms mean."""
    written = " ".join(phrase)
    found: list[str] = []
    related = source == target or "en" not in (source, target)
    for meaning in (written, *meanings[:MEANINGS]) if related else meanings[:MEANINGS]:
        found += synonyms(meaning, target)
    if source != target:
        for other in synonyms(written, source)[:MEANINGS]:
            found += _meanings(other.split(), source, target)
    return tuple(word for word in dict.fromkeys(found) if word not in {written, *meanings})[:ALIKE]


def _meanings(phrase: Sequence[str], source: Language, target: Language) -> tuple[str, ...]:
    """What the glossary has for a word or phrase, as written or by its lemmas."""
    if source == target:
        return ()
    written = " ".join(phrase)
    lemmas = " ".join(lemma(word, source) for word in phrase)
    both = [*counterparts(written, source, target), *counterparts(lemmas, source, target)]
    return tuple(dict.fromkeys(both))
