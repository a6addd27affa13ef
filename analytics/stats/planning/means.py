"""Patients and power for two means (t test with equal variances)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.optimize import brentq
from scipy.special import stdtrit
from scipy.stats import nct

from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.planning._asked import (
    TOO_MANY,
    between,
    patients,
    two_sided,
    up,
    wanted_power,
)
from analytics.stats.results import NotEstimable
from ra_registry.core.checked import Probability

METHOD = "two-sided t test, non-central t, both tails counted"
# Beyond this non-centrality no doubt is left, and the distribution's series fail.
CERTAIN = 30.0
MOST_IN_GROUP = 1_000_000


@dataclass(frozen=True, slots=True)
class MeansPlan:
    """Patients of both groups with the power they give; `exact_first` is before rounding up."""

    first: int
    second: int
    exact_first: float
    power: Probability
    alpha: float
    method: str


@checked
def means_sample_size(
    difference: float, sd: float, *, power: float, alpha: float = 0.05, ratio: float = 1.0
) -> MeansPlan | NotEstimable:
    """Patients needed to find a difference of two means with a common SD, two-sided.

    `ratio` patients of the second group for each of the first.
    """
    effect = _effect(difference, sd)
    two_sided(alpha)
    wanted_power(power)
    between(ratio, "ratio", 0.001, 1000)

    def short(first: float) -> float:
        return _power(effect, first, first * ratio, alpha) - power

    least = max(2.0, 2.0 / ratio)
    exact = least
    if short(least) < 0:
        most = float(MOST_IN_GROUP) / max(ratio, 1.0)
        if most <= least or short(most) < 0:
            return TOO_MANY
        exact = float(brentq(short, least, most, xtol=1e-9, rtol=1e-12))
    first, second = up(exact), up(exact * ratio)
    return MeansPlan(first, second, exact, _power(effect, first, second, alpha), alpha, METHOD)


@checked
def means_power(
    difference: float, sd: float, *, first: int, second: int, alpha: float = 0.05
) -> MeansPlan:
    """Power to find a difference of two means with given group sizes, two-sided."""
    effect = _effect(difference, sd)
    two_sided(alpha)
    n, m = patients(first, "first"), patients(second, "second")
    return MeansPlan(n, m, float(n), _power(effect, n, m, alpha), alpha, METHOD)


def _effect(difference: float, sd: float) -> float:
    """The difference in SDs."""
    if not sd > 0:
        raise InputError(f"sd must be above 0, found {sd!r}.")
    effect = abs(difference) / sd
    if not 1e-6 <= effect <= 1e6:
        raise InputError(
            f"difference must be a part of sd that a study can find, found {difference!r}."
        )
    return effect


def _power(effect: float, first: float, second: float, alpha: float) -> float:
    df = first + second - 2
    shift = effect / sqrt(1 / first + 1 / second)
    bound = float(stdtrit(df, 1 - alpha / 2))
    if shift > CERTAIN and shift > 3 * bound:
        return 1.0
    upper, lower = float(nct.sf(bound, df, shift)), float(nct.cdf(-bound, df, shift))
    return min(1.0, upper + lower)
