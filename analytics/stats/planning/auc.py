"""Patients and power for one area under the ROC curve, or for two of the same patients."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from math import exp, sqrt

from scipy.special import ndtr, ndtri

from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.planning._asked import (
    MOST_PATIENTS,
    TOO_MANY,
    between,
    patients,
    two_sided,
    up,
    wanted_power,
)
from analytics.stats.planning._obuchowski import binormal, covariance, variance
from analytics.stats.results import NotEstimable
from ra_registry.core.checked import Probability

ONE = "one AUC against 0.5, Obuchowski & McClish 1997"
TWO = "two paired AUCs, binormal, Obuchowski & McClish 1997"
# Variance of an area of 0.5 for one event (Obuchowski's approximation).
CHANCE = 0.0792


@dataclass(frozen=True, slots=True)
class AucPlan:
    """Events and non-events of a study with the power they give.

    `exact_events` is the number of events before rounding up; equal to `events` where power was
    asked for.
    """

    events: int
    non_events: int
    exact_events: float
    power: Probability
    alpha: float
    method: str


@dataclass(frozen=True, slots=True)
class PairedMarkers:
    """Two binormal markers of the same patients, as a plan supposes them.

    `auc_first` and `auc_second`; `spread_first` and `spread_second` are SD of the non-events over
    SD of the events (b of the binormal curve, 1 where both vary alike); the correlations are
    between the two markers among events and among non-events.
    """

    auc_first: float
    auc_second: float
    correlation_events: float
    correlation_non_events: float
    spread_first: float = 1.0
    spread_second: float = 1.0


@checked
def auc_sample_size(
    auc: float, *, power: float, alpha: float = 0.05, ratio: float = 1.0
) -> AucPlan | NotEstimable:
    """Patients needed to tell an area from 0.5, two-sided; `ratio` non-events for each event."""
    z, chance, spread = _one(auc, alpha, ratio)
    reach = z * sqrt(chance) + float(ndtri(wanted_power(power))) * sqrt(spread)
    return _sized(
        (reach / (auc - 0.5)) ** 2,
        ratio,
        lambda n, m: auc_power(auc, events=n, non_events=m, alpha=alpha),
    )


@checked
def auc_power(auc: float, *, events: int, non_events: int, alpha: float = 0.05) -> AucPlan:
    """Power to tell an area from 0.5 with given patients, two-sided."""
    n, m = patients(events, "events"), patients(non_events, "non_events")
    z, chance, spread = _one(auc, alpha, m / n)
    power = float(ndtr((sqrt(n) * (auc - 0.5) - z * sqrt(chance)) / sqrt(spread)))
    return AucPlan(n, m, float(n), power, alpha, ONE)


@checked
def paired_auc_sample_size(
    markers: PairedMarkers, *, power: float, alpha: float = 0.05, ratio: float = 1.0
) -> AucPlan | NotEstimable:
    """Patients needed to tell two correlated areas apart, two-sided.

    `ratio` non-events for each event. The difference has the variance of two areas like the first
    under the null hypothesis, and its own under the alternative.
    """
    z, null, spread, gap = _two(markers, alpha, ratio)
    reach = z * sqrt(null) + float(ndtri(wanted_power(power))) * sqrt(spread)
    return _sized(
        (reach / gap) ** 2,
        ratio,
        lambda n, m: paired_auc_power(markers, events=n, non_events=m, alpha=alpha),
    )


@checked
def paired_auc_power(
    markers: PairedMarkers, *, events: int, non_events: int, alpha: float = 0.05
) -> AucPlan:
    """Power to tell two correlated areas apart with given patients, two-sided."""
    n, m = patients(events, "events"), patients(non_events, "non_events")
    z, null, spread, gap = _two(markers, alpha, m / n)
    power = float(ndtr((sqrt(n) * abs(gap) - z * sqrt(null)) / sqrt(spread)))
    return AucPlan(n, m, float(n), power, alpha, TWO)


def _one(auc: float, alpha: float, ratio: float) -> tuple[float, float, float]:
    """Quantile of the test, variance under chance and under the area, for one event."""
    between(auc, "auc", 0.5, 1)
    between(ratio, "ratio", 0, 1000)
    probit = 1.414 * float(ndtri(auc))
    spread = 0.0099 * exp(-(probit**2) / 2) * (5 * probit**2 + 8 + (probit**2 + 8) / ratio)
    return two_sided(alpha), CHANCE * (1 + 1 / ratio), spread


def _two(markers: PairedMarkers, alpha: float, ratio: float) -> tuple[float, float, float, float]:
    """Quantile of the test, variance under equality and as supposed, and the difference."""
    between(ratio, "ratio", 0, 1000)
    for name in ("auc_first", "auc_second"):
        between(getattr(markers, name), name, 0.5, 1)
    for name in ("correlation_events", "correlation_non_events"):
        between(getattr(markers, name), name, -1, 1)
    for name in ("spread_first", "spread_second"):
        between(getattr(markers, name), name, 0.01, 100)
    gap = markers.auc_first - markers.auc_second
    if gap == 0:
        raise InputError("auc_first and auc_second must differ; equal areas can't be told apart.")
    one = binormal(markers.auc_first, markers.spread_first)
    two = binormal(markers.auc_second, markers.spread_second)
    shared = covariance(one, two, markers.correlation_events, markers.correlation_non_events, ratio)
    first, second = variance(one, ratio), variance(two, ratio)
    null, spread = 2 * (first - shared), first + second - 2 * shared
    if min(null, spread) <= 0:
        raise InputError("These correlations leave the difference of the areas no variance.")
    return two_sided(alpha), null, spread, gap


def _sized(
    exact: float, ratio: float, powered: Callable[[int, int], AucPlan]
) -> AucPlan | NotEstimable:
    """The plan with whole patients, both groups rounded up."""
    if exact * (1 + ratio) > MOST_PATIENTS:
        return TOO_MANY
    events, non_events = max(up(exact), 2), max(up(exact * ratio), 2)
    return replace(powered(events, non_events), exact_events=exact)
