"""Net benefit at chosen thresholds with bootstrap intervals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.resampling import (
    batches,
    draw_weights,
    generator,
    percentile_interval,
    resampling,
)
from analytics.stats.errors import InputError
from analytics.stats.prediction.decision import DecisionPoint, decision_curve
from analytics.stats.results import FloatArray, IntervalEstimate, NotEstimable, Resampling, Sample


@dataclass(frozen=True, slots=True)
class NetBenefit:
    """Net benefit at one threshold with the intervals of the model's and of its lead.

    `over_treat_all` is the model minus treating everybody; over treating nobody the lead is the
    net benefit itself.
    """

    point: DecisionPoint
    model: IntervalEstimate
    over_treat_all: IntervalEstimate


@dataclass(frozen=True, slots=True)
class NetBenefits:
    """Net benefit at the thresholds asked for, from the same resamples."""

    benefits: tuple[NetBenefit, ...]
    prevalence: float
    prevalence_source: str
    resampling: Resampling
    sample: Sample


@checked
def net_benefit_intervals(
    event: ArrayLike,
    probability: ArrayLike,
    *,
    thresholds: Sequence[float],
    prevalence: float | None = None,
    stratified: bool = True,
    resamples: int = 2000,
    seed: int,
    level: float = 0.95,
) -> NetBenefits | NotEstimable:
    """Percentile intervals of the net benefit (Vickers et al. 2008).

    Arguments as for `decision_curve`. `stratified` draws events and non-events separately, which
    holds the share of events fixed; without it patients are drawn whatever their outcome, so
    that the share varies too. A given `prevalence` needs stratified draws. The predictions stay
    as they are: the interval holds no uncertainty of the model that made them.
    """
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    if prevalence is not None and not stratified:
        raise InputError("A given prevalence needs stratified draws.")
    curve = decision_curve(event, probability, thresholds=thresholds, prevalence=prevalence)
    if isinstance(curve, NotEstimable):
        return curve
    outcome = _validation.as_binary(event, "event")
    predicted = _validation.as_floats(probability, "probability")
    keep, _ = _validation.complete_cases({"event": outcome, "probability": predicted})
    limits = np.array([point.threshold for point in curve.points])
    treated = (predicted[keep][:, None] >= limits).astype(np.float64)
    is_event = outcome[keep] == 1
    share = prevalence if prevalence is not None else curve.prevalence
    random = generator(seed)
    models, everybody = [], []
    for size in batches(resamples, is_event.size):
        if stratified:
            rates, shares = _stratified(random, size, treated[is_event], treated[~is_event], share)
        else:
            rates, shares = _whole(random, size, treated, is_event.astype(np.float64))
        odds = limits / (1 - limits)
        models.append(rates[0] - odds * rates[1])
        everybody.append(shares[:, None] - odds * (1 - shares[:, None]))
    model, treat_all = np.concatenate(models), np.concatenate(everybody)
    benefits = tuple(
        NetBenefit(
            point,
            percentile_interval(model[:, j], level),
            percentile_interval(model[:, j] - treat_all[:, j], level),
        )
        for j, point in enumerate(curve.points)
    )
    record = resampling(resamples, resamples, seed, stratified=stratified)
    return NetBenefits(benefits, curve.prevalence, curve.prevalence_source, record, curve.sample)


def _stratified(
    random: np.random.Generator,
    size: int,
    of_events: FloatArray,
    of_others: FloatArray,
    share: float,
) -> tuple[tuple[FloatArray, FloatArray], FloatArray]:
    """Shares of true and of false positives among all patients, and the share of events."""
    hits = draw_weights(random, size, len(of_events)) @ of_events / len(of_events)
    alarms = draw_weights(random, size, len(of_others)) @ of_others / len(of_others)
    return (share * hits, (1 - share) * alarms), np.full(size, share)


def _whole(
    random: np.random.Generator, size: int, treated: FloatArray, is_event: FloatArray
) -> tuple[tuple[FloatArray, FloatArray], FloatArray]:
    """The same where patients are drawn whatever their outcome."""
    weights = draw_weights(random, size, is_event.size)
    hits = weights @ (treated * is_event[:, None]) / is_event.size
    alarms = weights @ (treated * (1 - is_event)[:, None]) / is_event.size
    return (hits, alarms), weights @ is_event / is_event.size
