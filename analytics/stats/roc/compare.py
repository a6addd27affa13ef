"""Comparing ROC curves by DeLong's method: paired, unpaired, and a whole set at once.

Not for nested models fitted on the same data: there DeLong's test is far too conservative
(Demler, Pencina & D'Agostino 2012). Use the likelihood-ratio test and
`analytics.stats.regression.dominance`, which gives the change in AUC with a bootstrap interval.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import combinations
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri, stdtr

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class, too_few
from analytics.stats._shared.ordering import DIRECTIONS, Direction
from analytics.stats.comparison.multiplicity import Adjustment, Family, adjust
from analytics.stats.errors import InputError
from analytics.stats.results import (
    BoolArray,
    Estimate,
    FloatArray,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)
from analytics.stats.roc._placements import placements
from analytics.stats.roc.curve import RocCurve, auc_value, standard_error

PAIRED = "DeLong, paired"


@dataclass(frozen=True, slots=True, eq=False)
class Marker:
    """A marker to compare: values of (n,) rows and the direction that speaks for the event."""

    values: ArrayLike
    direction: Direction


@dataclass(frozen=True, slots=True)
class CurveComparison:
    """Two areas on the same patients (those with both markers). First minus second."""

    first: str
    second: str
    auc_first: Estimate
    auc_second: Estimate
    difference: Estimate
    interval: IntervalEstimate
    test: HypothesisTest
    sample: Sample


@dataclass(frozen=True, slots=True)
class CurveSet:
    """Every pair of curves with adjusted p values, and one joint test that all areas are equal.

    Each pair uses the patients complete in that pair, the joint test those complete in all.
    """

    comparisons: tuple[CurveComparison, ...]
    adjusted: Family
    joint: HypothesisTest
    joint_sample: Sample


@dataclass(frozen=True, slots=True)
class IndependentComparison:
    """Two areas on different patients. First minus second.

    `t` uses a Welch-type number of degrees of freedom, `z` the normal distribution.
    """

    difference: Estimate
    interval: IntervalEstimate
    z: HypothesisTest
    t: HypothesisTest


@checked
def compare_curves(
    event: ArrayLike,
    markers: Mapping[str, Marker],
    *,
    adjustment: Adjustment = "holm",
    level: float = 0.95,
) -> CurveSet:
    """Compare the areas of two or more markers of the same patients, every pair at once.

    `event`: (n,) of 0, 1 or missing. Raises InputError for fewer than two markers, unequal
    lengths, wrong codes or directions.
    """
    level = _validation.level(level)
    if len(markers) < 2:
        raise InputError("Comparing curves needs at least two markers.")
    outcome = _validation.as_binary(event, "event")
    values: dict[str, FloatArray] = {}
    for name, marker in markers.items():
        _validation.one_of(marker.direction, DIRECTIONS, f"direction of {name}")
        values[name] = _validation.as_floats(marker.values, name)
    keep, sample = _validation.complete_cases({"event": outcome} | values)
    directions = {name: marker.direction for name, marker in markers.items()}
    joint = _Areas.of(outcome[keep] == 1, {k: v[keep] for k, v in values.items()}, directions)
    comparisons = []
    for pair in combinations(markers, 2):
        areas, pair_sample = joint, sample
        if not keep.all():
            chosen = {name: values[name] for name in pair}
            pair_keep, pair_sample = _validation.complete_cases({"event": outcome} | chosen)
            kept = {name: array[pair_keep] for name, array in chosen.items()}
            areas = _Areas.of(outcome[pair_keep] == 1, kept, directions)
        comparisons.append(_compare(areas, pair, level, pair_sample))
    p_values = {f"{c.first} / {c.second}": c.test.p for c in comparisons}
    return CurveSet(
        comparisons=tuple(comparisons),
        adjusted=adjust("pairs of ROC curves", p_values, method=adjustment),
        joint=_joint_test(joint),
        joint_sample=sample,
    )


@checked
def compare_independent(
    first: RocCurve, second: RocCurve, *, level: float = 0.95
) -> IndependentComparison:
    """Compare the areas of two curves from different patients."""
    level = _validation.level(level)
    variants = ("DeLong, unpaired, normal", "DeLong, unpaired, t with Welch-type df")
    errors = standard_error(first), standard_error(second)
    problem = next((error for error in errors if isinstance(error, NotEstimable)), None)
    variances = [0.0 if isinstance(error, NotEstimable) else error**2 for error in errors]
    if problem is None and sum(variances) == 0:
        problem = NotEstimable("DeLong's variance of both areas is 0.")
    if problem is not None:
        nothing = [HypothesisTest(problem, problem, variant) for variant in variants]
        return IndependentComparison(problem, problem, *nothing)
    difference = auc_value(first) - auc_value(second)
    error = sqrt(sum(variances))
    z = difference / error
    sizes = [curve.n_events + curve.n_non_events for curve in (first, second)]
    df = error**4 / sum(v**2 / (n - 1) for v, n in zip(variances, sizes, strict=True))
    half = float(ndtri(0.5 + level / 2)) * error
    return IndependentComparison(
        difference=difference,
        interval=Interval(difference - half, difference + half, level, variants[0]),
        z=HypothesisTest(z, 2 * float(ndtr(-abs(z))), variants[0]),
        t=HypothesisTest(z, 2 * float(stdtr(df, -abs(z))), variants[1], df=df),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Areas:
    """Areas of several markers on the same rows and their covariance, or why there is none."""

    names: tuple[str, ...]
    areas: FloatArray
    covariance: FloatArray
    problem: NotEstimable | None

    @classmethod
    def of(
        cls, event: BoolArray, values: Mapping[str, FloatArray], directions: Mapping[str, Direction]
    ) -> _Areas:
        names = tuple(values)
        n_events = int(np.count_nonzero(event))
        n_others = int(event.size) - n_events
        problem = one_class(n_events, n_others)
        problem = problem or too_few(n_events, 2, "events")
        problem = problem or too_few(n_others, 2, "non-events")
        if problem is not None:
            return cls(names, np.zeros(len(names)), np.zeros((len(names), len(names))), problem)
        pairs = [placements(event, values[name], directions[name]) for name in names]
        of_events = np.array([pair[0] for pair in pairs])
        of_others = np.array([pair[1] for pair in pairs])
        covariance = np.cov(of_events) / n_events + np.cov(of_others) / n_others
        return cls(names, of_events.mean(axis=1), covariance, None)


def _compare(areas: _Areas, pair: tuple[str, str], level: float, sample: Sample) -> CurveComparison:
    problem = areas.problem
    if problem is not None:
        test = HypothesisTest(problem, problem, PAIRED)
        return CurveComparison(*pair, problem, problem, problem, problem, test, sample)
    i, j = (areas.names.index(name) for name in pair)
    first, second = float(areas.areas[i]), float(areas.areas[j])
    difference = first - second
    contrast = areas.covariance[i, i] + areas.covariance[j, j] - 2 * areas.covariance[i, j]
    # Equal placements leave only rounding behind.
    scale = float(areas.covariance[i, i] + areas.covariance[j, j])
    if contrast <= 1e-14 * max(scale, 1e-300):
        same = NotEstimable("The two markers order the patients alike; there is nothing to test.")
        test = HypothesisTest(same, same, PAIRED)
        return CurveComparison(*pair, first, second, difference, same, test, sample)
    error = sqrt(float(contrast))
    half, z = float(ndtri(0.5 + level / 2)) * error, difference / error
    return CurveComparison(
        *pair,
        auc_first=first,
        auc_second=second,
        difference=difference,
        interval=Interval(difference - half, difference + half, level, PAIRED),
        test=HypothesisTest(z, 2 * float(ndtr(-abs(z))), PAIRED),
        sample=sample,
    )


def _joint_test(areas: _Areas) -> HypothesisTest:
    """Chi-square test that all areas are equal (DeLong et al. 1988), df = rank of the contrasts."""
    variant = "DeLong, joint chi-square"
    if areas.problem is not None:
        return HypothesisTest(areas.problem, areas.problem, variant)
    contrasts = np.eye(len(areas.names))[:-1] - np.eye(len(areas.names))[1:]
    spread = contrasts @ areas.covariance @ contrasts.T
    rank = int(np.linalg.matrix_rank(spread, hermitian=True))
    if rank < len(areas.names) - 1:
        same = NotEstimable("Some markers order the patients alike; the joint test needs others.")
        return HypothesisTest(same, same, variant)
    gap = contrasts @ areas.areas
    statistic = float(gap @ np.linalg.solve(spread, gap))
    return HypothesisTest(statistic, float(chdtrc(rank, statistic)), variant, df=float(rank))
