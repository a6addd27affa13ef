"""Accuracy of a yes/no test: sensitivity, specificity, predictive values, likelihood ratios."""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log, sqrt

from scipy.special import expit, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import one_class
from analytics.stats.comparison.proportions import Proportion, proportion
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, Interval, IntervalEstimate, NotEstimable


@dataclass(frozen=True, slots=True)
class Counts:
    """The 2 x 2 table of test against outcome."""

    true_positive: int
    false_positive: int
    false_negative: int
    true_negative: int


@dataclass(frozen=True, slots=True)
class LikelihoodRatio:
    """A likelihood ratio with its interval on the log scale."""

    value: Estimate
    interval: IntervalEstimate


@dataclass(frozen=True, slots=True)
class PredictiveValue:
    """A predictive value at a stated prevalence, by Bayes' rule."""

    value: Estimate
    interval: IntervalEstimate
    prevalence: float


@dataclass(frozen=True, slots=True)
class Accuracy:
    """All measures of one 2 x 2 table.

    `positive_predictive` and `negative_predictive` hold at the sample's own share of events;
    the `_at_prevalence` pair is None unless a prevalence was given.
    """

    counts: Counts
    sensitivity: Proportion
    specificity: Proportion
    youden: Estimate
    positive_predictive: Proportion
    negative_predictive: Proportion
    positive_at_prevalence: PredictiveValue | None
    negative_at_prevalence: PredictiveValue | None
    lr_positive: LikelihoodRatio
    lr_negative: LikelihoodRatio


@checked
def accuracy(counts: Counts, *, prevalence: float | None = None, level: float = 0.95) -> Accuracy:
    """Measure a 2 x 2 table.

    Proportions carry Wilson and Clopper-Pearson intervals; likelihood ratios the log-method
    interval of Simel, Samsa & Matchar (1991); predictive values at a stated prevalence the
    standard logit interval of Mercaldo, Lau & Zhou (2007).
    """
    level = _validation.level(level)
    if prevalence is not None and not 0 < prevalence < 1:
        raise InputError(f"prevalence must lie between 0 and 1, found {prevalence!r}.")
    hits, alarms = counts.true_positive, counts.false_positive
    misses, rejections = counts.false_negative, counts.true_negative
    n_events, n_non_events = hits + misses, alarms + rejections
    positive_at = negative_at = None
    if prevalence is not None:
        hit_rate, alarm_rate = (hits, n_events), (alarms, n_non_events)
        positive_at = _predictive(hit_rate, alarm_rate, prevalence, prevalence, level)
        rejected, missed = (rejections, n_non_events), (misses, n_events)
        negative_at = _predictive(rejected, missed, 1 - prevalence, prevalence, level)
    return Accuracy(
        counts=counts,
        sensitivity=proportion(hits, n_events, level=level),
        specificity=proportion(rejections, n_non_events, level=level),
        youden=one_class(n_events, n_non_events)
        or (hits * n_non_events - alarms * n_events) / (n_events * n_non_events),
        positive_predictive=proportion(hits, hits + alarms, level=level),
        negative_predictive=proportion(rejections, rejections + misses, level=level),
        positive_at_prevalence=positive_at,
        negative_at_prevalence=negative_at,
        lr_positive=_likelihood_ratio(hits, n_events, alarms, n_non_events, level),
        lr_negative=_likelihood_ratio(misses, n_events, rejections, n_non_events, level),
    )


def _likelihood_ratio(
    in_events: int, n_events: int, in_others: int, n_others: int, level: float
) -> LikelihoodRatio:
    """Share among events over share among non-events."""
    problem = one_class(n_events, n_others)
    if problem is not None:
        return LikelihoodRatio(problem, problem)
    if in_others == 0:
        reason = NotEstimable("No non-event has this test result; the ratio is unbounded.")
        return LikelihoodRatio(reason, reason)
    value = (in_events * n_others) / (n_events * in_others)
    if in_events == 0:
        return LikelihoodRatio(
            value, NotEstimable("No event has this test result; no interval on the log scale.")
        )
    half = float(ndtri(0.5 + level / 2)) * sqrt(
        1 / in_events - 1 / n_events + 1 / in_others - 1 / n_others
    )
    return LikelihoodRatio(
        value,
        Interval(exp(log(value) - half), exp(log(value) + half), level, "Simel, log scale"),
    )


def _predictive(
    right: tuple[int, int], wrong: tuple[int, int], share: float, prevalence: float, level: float
) -> PredictiveValue:
    """Share of right results among equal results.

    `right` is (count with this result, group size) in the group the result speaks for,
    `wrong` the same in the other group; `share` is the first group's share of patients.
    """
    if right[1] == 0 or wrong[1] == 0 or right[0] + wrong[0] == 0:
        reason = NotEstimable("Nobody has this test result, or one outcome doesn't occur.")
        return PredictiveValue(reason, reason, prevalence)
    right_rate, wrong_rate = right[0] / right[1], wrong[0] / wrong[1]
    value = right_rate * share / (right_rate * share + wrong_rate * (1 - share))
    if right[0] == 0 or wrong[0] == 0:
        reason = NotEstimable("A cell of the table is 0; no interval on the logit scale.")
        return PredictiveValue(value, reason, prevalence)
    half = float(ndtri(0.5 + level / 2)) * sqrt(
        (1 - right_rate) / right[0] + (1 - wrong_rate) / wrong[0]
    )
    centre = log(value / (1 - value))
    limits = (float(expit(centre - half)), float(expit(centre + half)))
    return PredictiveValue(value, Interval(*limits, level, "Mercaldo, logit scale"), prevalence)
