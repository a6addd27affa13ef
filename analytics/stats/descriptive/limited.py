"""Summaries of numbers of which some are known only as below or above a limit.

A quantile of such numbers is bounded: once every value below its limit is taken as low as can be
and once as high as can be. Where both give the same number, that number is known; otherwise only a
limit is, and it is said as one: "<0.02". No stand-in is ever printed as if it had been measured.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import inf
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.descriptive.summaries import QUANTILE_TYPES, QuantileType
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, FloatArray, NotEstimable

BELOW, MEASURED, ABOVE = -1.0, 0.0, 1.0
NO_NUMBERS = NotEstimable("Some values are known as below or above a limit only.")


@dataclass(frozen=True, slots=True)
class Limit:
    """A figure that is only known to lie below ("<") or above (">") a number."""

    sign: Literal["<", ">"]
    limit: float


Bounded = float | Limit | NotEstimable


@dataclass(frozen=True, slots=True)
class LimitedQuartiles:
    """Quartiles, each a number or a limit, by a Hyndman & Fan type."""

    lower: Bounded
    median: Bounded
    upper: Bounded
    quantile_type: QuantileType


@dataclass(frozen=True, slots=True)
class LimitedSummary:
    """A distribution with limits; `n` counts the values below and above them as well.

    `mean` and `sd` are given only where every value is a number.
    """

    n: int
    missing: int
    below: int
    above: int
    mean: Estimate
    sd: Estimate
    minimum: Bounded
    maximum: Bounded
    quartiles_type_7: LimitedQuartiles | NotEstimable
    quartiles_type_6: LimitedQuartiles | NotEstimable


@checked
def describe_limited(
    values: ArrayLike, signs: ArrayLike, *, name: str = "values"
) -> LimitedSummary:
    """Count, range and quartiles of (n,) numbers with the side of the limit each lies on.

    `values`: the number measured, or the limit where `signs` is -1 (below it) or 1 (above it); 0 is
    measured. NaN in either is missing. Below a limit means from 0 up to it. Raises InputError for
    another sign, and for unequal lengths.
    """
    numbers, sides = _checked(values, signs, name)
    below, above = (int(np.count_nonzero(sides == side)) for side in (BELOW, ABOVE))
    nobody = too_few(numbers.size, 1, "values")
    limited = NO_NUMBERS if below or above else None
    both = {kind: nobody or _quartiles(numbers, sides, kind) for kind in QUANTILE_TYPES}
    ends = (nobody, nobody) if nobody else _quantiles(numbers, sides, (0, 1), 7)
    return LimitedSummary(
        n=int(numbers.size),
        missing=int(np.size(values)) - int(numbers.size),
        below=below,
        above=above,
        mean=nobody or limited or float(np.mean(numbers)),
        sd=too_few(numbers.size, 2, "values") or limited or float(np.std(numbers, ddof=1)),
        minimum=ends[0],
        maximum=ends[1],
        quartiles_type_7=both[7],
        quartiles_type_6=both[6],
    )


@checked
def limited_quantile(
    values: ArrayLike, signs: ArrayLike, share: float, *, quantile_type: QuantileType = 7
) -> Bounded:
    """One quantile of such numbers (`describe_limited` says what they are)."""
    if not 0 <= share <= 1:
        raise InputError(f"share must lie between 0 and 1, found {share!r}.")
    numbers, sides = _checked(values, signs, "values")
    nobody = too_few(numbers.size, 1, "values")
    return nobody or _quantiles(numbers, sides, (share,), quantile_type)[0]


def _checked(values: ArrayLike, signs: ArrayLike, name: str) -> tuple[FloatArray, FloatArray]:
    numbers, sides = _validation.as_floats(values, name), _validation.as_floats(signs, "signs")
    keep, _ = _validation.complete_cases({name: numbers, "signs": sides})
    if not np.isin(sides[keep], (BELOW, MEASURED, ABOVE)).all():
        raise InputError("signs must be -1 (below a limit), 0 (measured) or 1 (above a limit).")
    return numbers[keep], sides[keep]


def _quartiles(numbers: FloatArray, sides: FloatArray, kind: QuantileType) -> LimitedQuartiles:
    lower, median, upper = _quantiles(numbers, sides, (0.25, 0.5, 0.75), kind)
    return LimitedQuartiles(lower, median, upper, kind)


def _quantiles(
    numbers: FloatArray, sides: FloatArray, shares: tuple[float, ...], kind: QuantileType
) -> tuple[Bounded, ...]:
    """Quantiles of at least one value, from its lowest and its highest possible order."""
    lowest = np.sort(np.where(sides == BELOW, np.minimum(numbers, 0.0), numbers))
    highest = np.sort(np.where(sides == ABOVE, inf, numbers))
    return tuple(_bounded(_at(lowest, share, kind), _at(highest, share, kind)) for share in shares)


def _bounded(low: float, high: float) -> Bounded:
    if low == high:
        return low
    return Limit(">", low) if high == inf else Limit("<", high)


def _at(ordered: FloatArray, share: float, kind: QuantileType) -> float:
    """A Hyndman & Fan quantile of sorted values that may end in infinity."""
    n = ordered.size
    place = (n - 1) * share if kind == 7 else (n + 1) * share - 1
    place = min(max(place, 0.0), n - 1.0)
    before = int(place)
    part = place - before
    low = float(ordered[before])
    if part == 0 or low == inf:
        return low
    high = float(ordered[before + 1])
    return inf if high == inf else low + part * (high - low)
