"""A proportion with its Wilson and Clopper-Pearson intervals."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.special import betaincinv, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, Interval, IntervalEstimate


@dataclass(frozen=True, slots=True)
class Proportion:
    """`successes` of `n`, with both intervals; all NotEstimable when n is 0."""

    successes: int
    n: int
    value: Estimate
    wilson: IntervalEstimate
    clopper_pearson: IntervalEstimate


@checked
def proportion(successes: int, n: int, *, level: float = 0.95) -> Proportion:
    """Proportion with score interval (Wilson 1927) and exact interval (Clopper & Pearson 1934).

    Raises InputError unless 0 <= successes <= n and 0 < level < 1.
    """
    level = _validation.level(level)
    _refuse(successes, n)
    nobody = too_few(n, 1)
    if nobody is not None:
        return Proportion(successes, n, nobody, nobody, nobody)
    return Proportion(
        successes=int(successes),
        n=int(n),
        value=successes / n,
        wilson=Interval(*wilson_limits(successes, n, level), level, "Wilson score"),
        clopper_pearson=Interval(
            *clopper_pearson_limits(successes, n, level), level, "Clopper-Pearson exact"
        ),
    )


@checked
def wilson_limits(successes: int, n: int, level: float) -> tuple[float, float]:
    """Wilson score limits; exactly 0 and 1 at the edges, where rounding would miss them."""
    _refuse(successes, n, least=1)
    z = float(ndtri(0.5 + level / 2))
    share = successes / n
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    low = 0.0 if successes == 0 else max(0.0, centre - half)
    high = 1.0 if successes == n else min(1.0, centre + half)
    return low, high


@checked
def clopper_pearson_limits(successes: int, n: int, level: float) -> tuple[float, float]:
    """Exact limits from the beta quantiles."""
    _refuse(successes, n, least=1)
    tail = (1 - level) / 2
    low = 0.0 if successes == 0 else float(betaincinv(successes, n - successes + 1, tail))
    high = 1.0 if successes == n else float(betaincinv(successes + 1, n - successes, 1 - tail))
    return low, high


def _refuse(successes: int, n: int, least: int = 0) -> None:
    if not 0 <= successes <= n or n < least:
        raise InputError(f"successes must lie between 0 and n; found {successes} of {n}.")
