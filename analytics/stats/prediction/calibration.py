"""Calibration of predicted probabilities: do 20 of 100 patients with 20 % have the event?"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class, ratio, too_few
from analytics.stats.comparison.proportions import Proportion, proportion
from analytics.stats.errors import InputError
from analytics.stats.regression import _irls
from analytics.stats.results import (
    Estimate,
    FloatArray,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One calibration coefficient (of log odds) with its Wald interval."""

    value: Estimate
    interval: IntervalEstimate


@dataclass(frozen=True, slots=True)
class CalibrationGroup:
    """Patients of similar predicted risk: mean prediction against the share with the event."""

    mean_predicted: float
    observed: Proportion


@dataclass(frozen=True, slots=True)
class Calibration:
    """How predictions agree with outcomes.

    `in_the_large`: intercept with the slope held at 1 (0 is ideal). `slope` and `intercept`:
    logistic regression of the outcome on the log odds predicted (1 and 0 are ideal; on the data
    that made the model they are so by construction). `brier`: mean squared error; `scaled_brier`:
    1 - Brier / Brier of the mean. `hosmer_lemeshow` is secondary: it says neither where nor how
    much predictions fail.
    """

    in_the_large: Calibrated
    intercept: Calibrated
    slope: Calibrated
    brier: Estimate
    scaled_brier: Estimate
    observed_to_expected: Estimate
    spiegelhalter: HypothesisTest
    hosmer_lemeshow: HypothesisTest
    groups: tuple[CalibrationGroup, ...]
    sample: Sample


@checked
def calibration(
    event: ArrayLike,
    probability: ArrayLike,
    *,
    groups: int = 10,
    fitted_here: bool,
    level: float = 0.95,
) -> Calibration:
    """Compare predicted probabilities with outcomes.

    `event`: (n,) of 0, 1 or missing. `probability`: (n,) strictly between 0 and 1, or missing.
    `fitted_here`: whether the predictions come from a model fitted to these outcomes, which
    sets the degrees of freedom of Hosmer-Lemeshow (groups - 2, else groups).
    """
    level = _validation.level(level)
    outcome = _validation.as_binary(event, "event")
    predicted = _validation.as_floats(probability, "probability")
    if ((predicted <= 0) | (predicted >= 1)).any():
        raise InputError("probability must lie strictly between 0 and 1.")
    keep, sample = _validation.complete_cases({"event": outcome, "probability": predicted})
    outcome, predicted = outcome[keep], predicted[keep]
    expected = float(predicted.sum())
    large, intercept, slope = _coefficients(outcome, predicted, level)
    nobody = too_few(outcome.size, 1, "patients")
    brier: Estimate = nobody or float(np.mean((outcome - predicted) ** 2))
    return Calibration(
        in_the_large=large,
        intercept=intercept,
        slope=slope,
        brier=brier,
        scaled_brier=_scaled(brier, outcome),
        observed_to_expected=nobody or ratio(float(outcome.sum()), expected, "Nothing expected."),
        spiegelhalter=_spiegelhalter(outcome, predicted),
        hosmer_lemeshow=_hosmer_lemeshow(outcome, predicted, groups, fitted_here=fitted_here),
        groups=_groups(outcome, predicted, groups, level),
        sample=sample,
    )


def _coefficients(
    outcome: FloatArray, predicted: FloatArray, level: float
) -> tuple[Calibrated, Calibrated, Calibrated]:
    events = int(outcome.sum())
    problem = one_class(events, outcome.size - events)
    if problem is not None:
        nothing = Calibrated(problem, problem)
        return nothing, nothing, nothing
    log_odds = np.log(predicted / (1 - predicted))
    ones = np.ones((outcome.size, 1))
    large = _irls.fit(ones, outcome, offset=log_odds)
    both = None
    if np.ptp(log_odds) > 0:
        both = _irls.fit(np.column_stack([ones, log_odds]), outcome)
    return _wald(large, 0, level), _wald(both, 0, level), _wald(both, 1, level)


def _wald(fit: _irls.Fit | None, column: int, level: float) -> Calibrated:
    if fit is None:
        reason = NotEstimable("All predictions are equal.")
        return Calibrated(reason, reason)
    if not fit.converged or float(np.minimum(fit.probability, 1 - fit.probability).min()) < 1e-9:
        reason = NotEstimable("The predictions separate the outcomes; the slope is unbounded.")
        return Calibrated(reason, reason)
    value = float(fit.beta[column])
    half = float(ndtri(0.5 + level / 2)) * sqrt(
        float(np.linalg.inv(fit.information)[column, column])
    )
    return Calibrated(value, Interval(value - half, value + half, level, "Wald"))


def _scaled(brier: Estimate, outcome: FloatArray) -> Estimate:
    if isinstance(brier, NotEstimable):
        return brier
    share = float(outcome.mean())
    worst = ratio(brier, share * (1 - share), "The outcome does not vary.")
    return worst if isinstance(worst, NotEstimable) else 1 - worst


def _spiegelhalter(outcome: FloatArray, predicted: FloatArray) -> HypothesisTest:
    """z test that the Brier score is what calibrated predictions give (Spiegelhalter 1986)."""
    variant = "Spiegelhalter z"
    excess = float(((outcome - predicted) * (1 - 2 * predicted)).sum())
    variance = float(((1 - 2 * predicted) ** 2 * predicted * (1 - predicted)).sum())
    if variance == 0:
        reason = NotEstimable("Needs predictions other than one half.")
        return HypothesisTest(reason, reason, variant)
    z = excess / sqrt(variance)
    return HypothesisTest(z, 2 * float(ndtr(-abs(z))), variant)


def _group_index(predicted: FloatArray, groups: int) -> FloatArray:
    """Groups by type-7 quantiles, closed on the right, equal limits merged."""
    if groups < 2:
        raise InputError(f"groups must be at least 2, found {groups!r}.")
    limits = np.unique(np.quantile(predicted, np.arange(1, groups) / groups))
    return np.asarray(np.searchsorted(limits, predicted, side="left"))


def _groups(
    outcome: FloatArray, predicted: FloatArray, groups: int, level: float
) -> tuple[CalibrationGroup, ...]:
    if outcome.size == 0:
        return ()
    index = _group_index(predicted, groups)
    return tuple(
        CalibrationGroup(
            mean_predicted=float(predicted[index == g].mean()),
            observed=proportion(
                int(outcome[index == g].sum()), int(np.count_nonzero(index == g)), level=level
            ),
        )
        for g in np.unique(index)
    )


def _hosmer_lemeshow(
    outcome: FloatArray, predicted: FloatArray, groups: int, *, fitted_here: bool
) -> HypothesisTest:
    variant = "Hosmer-Lemeshow, type-7 quantile groups closed on the right"
    used = np.unique(_group_index(predicted, groups)) if outcome.size else np.zeros(0)
    df = used.size - 2 if fitted_here else used.size
    problem = too_few(used.size, 3, "groups of different predictions")
    if problem is not None:
        return HypothesisTest(problem, problem, variant)
    index = _group_index(predicted, groups)
    statistic = 0.0
    for g in used:
        inside = index == g
        n, expected = int(np.count_nonzero(inside)), float(predicted[inside].sum())
        gap = float(outcome[inside].sum()) - expected
        statistic += gap * gap / (expected * (1 - expected / n))
    return HypothesisTest(statistic, float(chdtrc(df, statistic)), variant, df=float(df))
