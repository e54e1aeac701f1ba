"""What can be measured between a question and each row of what can be searched.

Each signal is an array over all rows. Meaning is compared as standard scores over the rows asked,
since cosines of one embedder lie in a narrow band that differs with the languages; word search in
standard deviations of the rows that have any (BM25 has no bound); what covers the question as the
share of what its words tell, 0 to 1, so that it can be held against other questions.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from service.concepts import Concepts
from service.domain import Language
from service.evidence import Fit
from service.index.late import Terms, likeness
from service.index.lexical import Lexical
from service.index.rows import Flags, Numbers, Rows

Values = npt.NDArray[np.float32]

BEST_OF_BLOCK = 3
"""Best others of a block that say how well it fits as a whole."""
WORDS_WEIGHT = 0.9
"""What a standard deviation of word search is worth against one of meaning where a row's fit is
reckoned before all signals are weighed (ADR 4)."""
FIT: Mapping[Fit, int] = {"asked": 1, "open": 0, "others": -1}

NAMES = (
    "meaning",
    "gloss_meaning",
    "block_meaning",
    "section_meaning",
    "words",
    "own_words",
    "heading_words",
    "block_words",
    "own_cover",
    "heading_cover",
    "cover",
    "block_cover",
    "section_cover",
    "block_best",
    "neighbour",
    "list_best",
    "late",
    "late_block",
    "asked",
    "others",
    "bare",
    "aside",
    "aside_asked",
    "key",
    "length",
    "introduces",
    "quote",
    "first",
)


class Looked(NamedTuple):
    """How the question's concepts are met by the rows."""

    concepts: Concepts
    words: Values
    """Sum of word scores of each whole passage."""
    has: Flags
    """concepts x rows: whether the passage, its headings with it, speaks of the concept."""
    here: Flags
    """concepts x rows: the same, in a row's own words or any of its headings."""
    own: Values
    headings: Values
    blocks: Values
    own_has: Flags
    heading_has: Flags
    block_has: Flags


class Asked(NamedTuple):
    """What a question needs of its rows: how it was put into vectors and words."""

    chosen: Flags
    """Rows of the reports that are asked."""
    vectors: Mapping[Language, Values]
    """The question's vector, the mean with its gloss where the rows' language is foreign to it."""
    own: Values
    glosses: Mapping[Language, Values]
    terms: Mapping[Language, Sequence[Terms]]
    """The same token by token: the question, and its gloss where there is one; nothing from an
    embedder that gives no tokens."""
    looked: Looked
    fits: Sequence[Fit]
    study: bool


def look(rows: Rows, asked: Mapping[Language, Concepts], chosen: Flags) -> Looked:
    """Word search in the rows of each language by the concepts in that language."""
    languages = list(asked)
    first = asked[languages[0]] if languages else Concepts()
    size, count = len(rows), len(first)
    found = {name: np.zeros((count, size), dtype=np.bool_) for name in ("p", "t", "h", "b")}
    scores = {name: np.zeros(size, dtype=np.float32) for name in ("p", "t", "h", "b")}
    for language in languages:
        here = asked[language]
        mask = chosen & (rows.language == language)
        same = _same(first, here)
        for name, index, spread in (
            ("p", rows.passages, None),
            ("t", rows.texts, None),
            ("h", rows.headings, rows.heading),
            ("b", rows.whole_blocks, rows.block),
        ):
            score, has = _matched(index, here, language, spread, size)
            scores[name] += score * mask
            for number, likes in enumerate(same):
                if likes:
                    found[name][number] |= has[likes].any(axis=0) & mask
    return Looked(
        concepts=first,
        words=scores["p"],
        has=found["p"],
        here=found["t"] | found["h"],
        own=scores["t"],
        headings=scores["h"],
        blocks=scores["b"],
        own_has=found["t"],
        heading_has=found["h"],
        block_has=found["b"],
    )


def tells(looked: Looked, chosen: Flags) -> Values:
    """What each concept tells: the logarithm of one over the share of rows that speak of it
    (inverse document frequency, smoothed)."""
    rows = int(chosen.sum()) + 1
    counts: npt.NDArray[np.int64] = (looked.has & chosen).sum(axis=1)
    return np.log(rows / (counts + 1)).astype(np.float32)


def signals(rows: Rows, asked: Asked, considered: Flags | None = None) -> Values:
    """rows x `NAMES`; meaningless outside `asked.chosen`. Only rows that are `considered` (all that
    are chosen, unless told) are held against the question token by token; the others count as the
    least like of them."""
    size, chosen, looked = len(rows), asked.chosen, asked.looked
    if not size:  # without a report the length of a vector is not known
        return np.zeros((0, len(NAMES)), dtype=np.float32)
    own = rows.vectors @ asked.own
    gloss, mean = np.zeros(size, np.float32), np.zeros(size, np.float32)
    blocks = np.zeros(size, np.float32)
    sections = np.zeros(size, np.float32)
    for language, vector in asked.vectors.items():
        mask = rows.language == language
        mean[mask] = rows.vectors[mask] @ vector
        gloss[mask] = rows.vectors[mask] @ asked.glosses[language]
        blocks[mask] = (rows.block_vectors @ vector)[rows.block[mask]]
        sections[mask] = (rows.section_vectors @ vector)[rows.section[mask]]
    told = tells(looked, chosen)
    words = _scaled(looked.words)
    near = chosen if considered is None else chosen & considered
    late = interaction(rows, asked.terms, near)
    base = standard(mean, chosen) + WORDS_WEIGHT * words
    cover = _cover(told, looked.has)
    values: dict[str, npt.NDArray[np.generic]] = {
        "meaning": standard(own, chosen),
        "gloss_meaning": standard(gloss, chosen),
        "block_meaning": standard(blocks, chosen),
        "section_meaning": standard(sections, chosen),
        "words": words,
        "own_words": _scaled(looked.own),
        "heading_words": _scaled(looked.headings),
        "block_words": _scaled(looked.blocks),
        "own_cover": _cover(told, looked.own_has),
        "heading_cover": _cover(told, looked.heading_has),
        "cover": cover,
        "block_cover": _cover(told, looked.block_has),
        "section_cover": _cover(told, _anywhere(looked.has, rows.section)),
        "block_best": _best_of_block(base, rows),
        "neighbour": _neighbour(base, rows),
        "list_best": _best_of_list(base, rows.list),
        "late": late,
        "late_block": _best_of_block(late, rows),
        "asked": np.array([fit == "asked" for fit in asked.fits]),
        "others": np.array([fit == "others" for fit in asked.fits]),
        "bare": rows.bare,
        "aside": rows.aside,
        "aside_asked": rows.aside & asked.study,
        "key": rows.key,
        "length": rows.length,
        "introduces": rows.introduces,
        "quote": ~rows.finding,
        "first": rows.first,
    }
    return np.column_stack([values[name].astype(np.float32) for name in NAMES])


def interaction(rows: Rows, asked: Mapping[Language, Sequence[Terms]], near: Flags) -> Values:
    """How like each row is to the question token by token (`service.index.late`), in standard
    scores over the rows `near`; the others have the least of these. 0 throughout where the
    embedder gives no tokens."""
    scores = np.zeros(len(rows), dtype=np.float32)
    for language, each in asked.items():
        here = [
            (int(row), codes)
            for row in np.flatnonzero(near & (rows.language == language))
            if (codes := rows.tokens[row]) is not None
        ]
        if not here or not each:
            continue
        numbers = [row for row, _ in here]
        counts = [len(codes) for _, codes in here]
        codes = np.concatenate([codes for _, codes in here])
        starts = np.cumsum([0, *counts[:-1]])
        found = [terms.weights @ likeness(terms, codes, starts) for terms in each]
        scores[numbers] = standard(np.mean(found, axis=0), np.ones(len(here), dtype=np.bool_))
    scores[~near] = scores[near].min(initial=0.0)
    return scores


def standard(values: Values, chosen: Flags) -> Values:
    """Standard scores, by mean and spread over the chosen."""
    some = values[chosen]
    if not some.size:
        return np.zeros_like(values)
    spread = float(some.std()) or 1.0
    scores: Values = ((values - float(some.mean())) / spread).astype(np.float32)
    return scores


def _scaled(values: Values) -> Values:
    """In standard deviations of those above zero."""
    hits = values[values > 0]
    spread = float(hits.std()) if hits.size > 1 else 0.0
    scaled: Values = values / (spread or float(hits.max(initial=0.0)) or 1.0)
    return scaled


def _cover(told: Values, has: Flags) -> Values:
    share: Values = (told @ has) / (float(told.sum()) or 1.0)
    return share


def _matched(
    index: Lexical, asked: Concepts, language: Language, spread: Numbers | None, size: int
) -> tuple[Values, Flags]:
    """Summed scores of the rows, and concepts x rows; `spread` says which text of the index each
    row has where that is not one each."""
    matches = index.matches(asked, language)
    if not matches:
        return np.zeros(size, dtype=np.float32), np.zeros((0, size), dtype=np.bool_)
    scores: Values = np.vstack([match.scores for match in matches]).sum(axis=0)
    has: Flags = np.vstack([match.speaks for match in matches])
    return (scores, has) if spread is None else (scores[spread], has[:, spread])


def _same(one: Concepts, other: Concepts) -> list[list[int]]:
    """For each concept of `one`, those of `other` that share a word of the question with it:
    phrases part otherwise in another language."""
    if one is other:
        return [[number] for number in range(len(one))]
    split = [set(concept.surface.lower().split()) for concept in other]
    return [
        [n for n, words in enumerate(split) if words & set(concept.surface.lower().split())]
        for concept in one
    ]


def _anywhere(has: Flags, section: Numbers) -> Flags:
    """concepts x rows: whether any row of the section speaks of it."""
    if not has.size:
        return has
    found = np.zeros((len(has), int(section.max()) + 1), dtype=np.bool_)
    for number, row in enumerate(has):
        found[number, section[row]] = True
    spread: Flags = found[:, section]
    return spread


def _best_of_block(base: Values, rows: Rows) -> Values:
    """Mean of the best `BEST_OF_BLOCK` others of each row's block; 0 where it stands alone."""
    best = np.zeros(len(rows), dtype=np.float32)
    for block in rows.blocks:
        if len(block) == 1:
            continue
        order = sorted(block, key=lambda row: -base[row])
        top = order[: BEST_OF_BLOCK + 1]
        for row in block:
            others = [base[other] for other in top if other != row][:BEST_OF_BLOCK]
            best[row] = sum(others) / len(others)
    return best


def _neighbour(base: Values, rows: Rows) -> Values:
    """The better of the rows before and after each in its block; 0 where there is none."""
    best = np.zeros(len(rows), dtype=np.float32)
    for block in rows.blocks:
        for at, row in enumerate(block):
            beside = [*block[max(at - 1, 0) : at], *block[at + 1 : at + 2]]
            if beside:
                best[row] = max(base[other] for other in beside)
    return best


def _best_of_list(base: Values, lists: Numbers) -> Values:
    """The best other item of each row's list, at least 0."""
    best = np.zeros(len(base), dtype=np.float32)
    top: dict[int, list[tuple[float, int]]] = {}
    for row, number in enumerate(lists):
        if number >= 0:
            top.setdefault(int(number), []).append((float(base[row]), row))
    for items in top.values():
        items.sort(reverse=True)
        for _, row in items:
            best[row] = max(0.0, next((score for score, other in items if other != row), 0.0))
    return best
