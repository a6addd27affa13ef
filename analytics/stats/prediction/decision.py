"""Decision curves: is acting on a prediction better than treating everybody or nobody?"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable, Sample

DEFAULT_THRESHOLDS = tuple(round(0.01 * i, 2) for i in range(1, 100))


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """Net benefit at one threshold probability, per patient; treating nobody is always 0."""

    threshold: float
    model: float
    treat_all: float


@dataclass(frozen=True, slots=True)
class DecisionCurve:
    """Net benefit over thresholds.

    `prevalence` is the share of events used: the sample's own, or the one given for data whose
    sampling fixed it (case-control).
    """

    points: tuple[DecisionPoint, ...]
    prevalence: float
    prevalence_source: str
    sample: Sample


@checked
def decision_curve(
    event: ArrayLike,
    probability: ArrayLike,
    *,
    thresholds: Sequence[float] = DEFAULT_THRESHOLDS,
    prevalence: float | None = None,
) -> DecisionCurve | NotEstimable:
    """Net benefit (Vickers & Elkin 2006) of treating patients at or above each threshold.

    Share of true positives minus share of false positives weighted by the threshold's odds.
    `probability`: (n,) predicted risk within 0..1 (a raw marker has to go through a logistic
    model first). Predictions fitted on the same patients flatter the curve.
    """
    outcome = _validation.as_binary(event, "event")
    predicted = _validation.as_floats(probability, "probability")
    if ((predicted < 0) | (predicted > 1)).any():
        raise InputError("probability must lie between 0 and 1.")
    limits = _validation.as_floats(list(thresholds), "thresholds")
    if ((limits <= 0) | (limits >= 1)).any():
        raise InputError("thresholds must lie strictly between 0 and 1.")
    if prevalence is not None and not 0 < prevalence < 1:
        raise InputError(f"prevalence must lie between 0 and 1, found {prevalence!r}.")
    keep, sample = _validation.complete_cases({"event": outcome, "probability": predicted})
    with_event, without = predicted[keep & (outcome == 1)], predicted[keep & (outcome == 0)]
    problem = too_few(with_event.size, 1, "events") or too_few(without.size, 1, "non-events")
    if problem is not None:
        return problem
    share = prevalence if prevalence is not None else with_event.size / sample.n_used
    points = []
    for limit in limits:
        odds = limit / (1 - limit)
        hit_rate, alarm_rate = np.mean(with_event >= limit), np.mean(without >= limit)
        points.append(
            DecisionPoint(
                threshold=float(limit),
                model=float(share * hit_rate - odds * (1 - share) * alarm_rate),
                treat_all=float(share - odds * (1 - share)),
            )
        )
    source = "given" if prevalence is not None else "sample"
    return DecisionCurve(tuple(points), share, source, sample)
