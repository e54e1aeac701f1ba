"""Scores of different kinds made one, and lists brought together.

Cosines of this embedder lie in a narrow band that differs by language, and BM25 has no bound, so
each is turned into a standard score within the question before they are added.
"""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from service.domain import Finding
from service.evidence import Evidence, Fit, list_key
from service.index.library import OpenReport

Scores = npt.NDArray[np.float32]

LEXICAL_WEIGHT = 0.9
"""What a standard deviation of word search is worth against one of meaning."""
BLOCK_WEIGHT = 0.5
"""What the rest of its block adds to a source: what stands under one heading answers together."""
GROUP_WEIGHT = 0.5
"""Added where a source is of the group asked about; taken away where it is of another."""
FIT_SIGN: Mapping[Fit, int] = {"asked": 1, "open": 0, "others": -1}
BARE_PENALTY = 1.5
"""Taken from a list item of a word or two, which ranks high for broad questions; its list brings it
back when the list is the answer."""
FIRM = 0.5
"""A list is completed when this share of the best score was reached by two of its items."""


def fused(cosines: Scores, words: Scores) -> Scores:
    """One score a row: the standard score of its cosine (nan: not found by meaning) plus, weighted,
    its word score in standard deviations of those that have any."""
    known = cosines[~np.isnan(cosines)]
    middle, spread = (float(known.mean()), float(known.std()) or 1.0) if known.size else (0.0, 1.0)
    dense = np.nan_to_num((cosines - middle) / spread, nan=-1.0)
    hits = words[words > 0]
    scale = float(hits.std()) if hits.size > 1 else 0.0
    scale = scale or float(hits.max(initial=0.0)) or 1.0
    total: Scores = (dense + LEXICAL_WEIGHT * words / scale).astype(np.float32)
    return total


def with_blocks(scores: Scores, blocks: Sequence[object]) -> Scores:
    """`scores` with a share of the mean of the best three of each row's block added."""
    members: dict[object, list[float]] = {}
    for block, score in zip(blocks, scores, strict=True):
        members.setdefault(block, []).append(float(score))
    mean = {block: float(np.mean(sorted(own)[-3:])) for block, own in members.items()}
    added = np.array([mean[block] for block in blocks], dtype=np.float32)
    total: Scores = scores + BLOCK_WEIGHT * added
    return total


def with_whole_lists(
    found: Sequence[Evidence], reports: Mapping[str, OpenReport]
) -> list[Evidence]:
    """`found`, with a list's items brought together behind its best one when two of them, or the
    sentence that introduces them, rank high: an answer by half a list misleads."""
    if not found:
        return []
    floor = FIRM * found[0].score if found[0].score > 0 else found[0].score
    lists: dict[tuple[str, str, str], list[Evidence]] = {}
    for item in found:
        if key := list_key(item):
            lists.setdefault(key, []).append(item)
    strong = {
        key
        for key, items in lists.items()
        if len(items) > 1 and sum(item.score >= floor for item in items) > 1
    }
    strong |= {key for item in found if item.score >= floor and (key := _introduced(item)) in lists}
    done: set[str] = set()
    ordered: list[Evidence] = []
    for item in found:
        if item.source.id in done:
            continue
        ordered.append(item)
        done.add(item.source.id)
        key = _introduced(item) if _introduced(item) in strong else list_key(item)
        if key is None or key not in strong:
            continue
        order = reports[item.report].order
        rest = sorted(lists[key], key=lambda e: (e.score < floor, order[e.source.id]))
        for other in rest:
            if other.source.id not in done:
                ordered.append(other.model_copy(update={"score": max(other.score, floor)}))
                done.add(other.source.id)
    return ordered


def _introduced(item: Evidence) -> tuple[str, str, str] | None:
    """The key of the list that a finding introduces, if it ends as such a sentence does."""
    source = item.source
    if isinstance(source, Finding) and source.text.endswith(":"):
        return (item.report, source.block, source.text)
    return None
