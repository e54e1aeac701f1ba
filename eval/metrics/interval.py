"""The uncertainty of a rate."""

from math import sqrt

Z95 = 1.959963984540054
"""The 97.5 % point of the normal distribution."""


def wilson(hits: int, of: int, z: float = Z95) -> tuple[float, float]:
    """Wilson's score interval for `hits` of `of` independent cases, 95 % unless told.

    Source: E. B. Wilson (1927), Journal of the American Statistical Association 22:209-212. It
    keeps within 0 and 1 and is usable for small sets and for rates of 0 or 1, where the usual
    interval has no width. Raises `ValueError` when `of` is 0: there is no rate of nothing.
    """
    if of < 1 or not 0 <= hits <= of:
        raise ValueError(f"{hits} of {of} is no rate")
    rate = hits / of
    middle = rate + z * z / (2 * of)
    half = z * sqrt(rate * (1 - rate) / of + z * z / (4 * of * of))
    whole = 1 + z * z / of
    return max(0.0, (middle - half) / whole), min(1.0, (middle + half) / whole)
