"""The language a text is written in: bokmål, nynorsk or English."""

from functools import cache

from lingua import Language as LinguaLanguage
from lingua import LanguageDetector, LanguageDetectorBuilder

from service.domain import Language
from service.vocabulary.questions import question_patterns
from service.vocabulary.words import tokens

EVEN = 0.5
"""Share of the detector's confidence from which a text without telling words is English."""
CLEARLY = 0.9
"""Share of its confidence in Norwegian from which such a text is nynorsk: one of ten writes it."""
FIRST = 5
"""Telling words that a telling first word counts for besides."""

_LINGUA: dict[LinguaLanguage, Language] = {
    LinguaLanguage.BOKMAL: "nb",
    LinguaLanguage.NYNORSK: "nn",
    LinguaLanguage.ENGLISH: "en",
}


@cache
def _detector() -> LanguageDetector:
    return LanguageDetectorBuilder.from_languages(*_LINGUA).build()


def detect_language(text: str, default: Language = "nb") -> Language:
    """Bokmål, nynorsk or English; `default` for a text without a word.

    By the words that only one of them has; by the letters, as a detector does it, where there is
    none. A short text that could be either Norwegian is bokmål.
    """
    if not tokens(text):
        return default
    seen = {name: len(p.findall(text)) for name, p in question_patterns()["language"].items()}
    # A title in English is often named in a Norwegian question; what opens it tells more.
    opening = text.split(maxsplit=1)[0]
    opens = {name: bool(p.match(opening)) for name, p in question_patterns()["language"].items()}
    english = seen["english"] + FIRST * opens["english"]
    norwegian = seen["norwegian"] + seen["nynorsk"] + seen["bokmal"]
    norwegian += FIRST * (opens["norwegian"] or opens["nynorsk"] or opens["bokmal"])
    likely = {v.language: v.value for v in _detector().compute_language_confidence_values(text)}
    if english > norwegian or (english == norwegian and likely[LinguaLanguage.ENGLISH] >= EVEN):
        return "en"
    new, old = seen["nynorsk"], seen["bokmal"]
    if new == old:
        new, old = seen["nynorsk_endings"], seen["bokmal_endings"]
    if new == old:
        new_likely, old_likely = likely[LinguaLanguage.NYNORSK], likely[LinguaLanguage.BOKMAL]
        return "nn" if new_likely > CLEARLY * (new_likely + old_likely) else "nb"
    return "nn" if new > old else "nb"
