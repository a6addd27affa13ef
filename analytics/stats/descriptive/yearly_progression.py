"""Estimated yearly progression before the first film: damage so far over years of disease."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.descriptive.summaries import NumberSummary, describe_numbers
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, Exclusion, NotEstimable, Sample

UNKNOWN_SCORE = NotEstimable("The baseline score is unknown.")
UNKNOWN_DURATION = NotEstimable("The duration of disease is unknown.")
NO_DURATION = NotEstimable("The disease began on the day of the film; there is no rate yet.")


@dataclass(frozen=True, slots=True)
class YearlyProgression:
    """Units a year of each patient, in the order given, and their distribution.

    The estimate supposes no damage before the disease and a steady rate since.
    """

    patients: tuple[Estimate, ...]
    numbers: NumberSummary
    sample: Sample


@checked
def estimated_yearly_progression(score: ArrayLike, years: ArrayLike) -> YearlyProgression:
    """Baseline score / duration of disease in years, patient by patient.

    `score`: (n,) of 0 or more; `years`: (n,) since the first symptom. A patient with an unknown
    score or an unknown or zero duration has no rate and is counted under that reason. Raises
    InputError for a negative score or duration.
    """
    scores, durations = _validation.as_floats(score, "score"), _validation.as_floats(years, "years")
    _validation.same_length({"score": scores, "years": durations})
    for name, values in (("score", scores), ("years", durations)):
        if (values < 0).any():
            row = int(np.flatnonzero(values < 0)[0])
            raise InputError(f"{name} must be 0 or more; row {row} holds {values[row]:g}.")
    rates = tuple(_rate(a, b) for a, b in zip(scores.tolist(), durations.tolist(), strict=True))
    known = [rate for rate in rates if not isinstance(rate, NotEstimable)]
    reasons = [rate.reason for rate in rates if isinstance(rate, NotEstimable)]
    excluded = tuple(
        Exclusion(each.reason, reasons.count(each.reason))
        for each in (UNKNOWN_SCORE, UNKNOWN_DURATION, NO_DURATION)
        if each.reason in reasons
    )
    return YearlyProgression(
        patients=rates,
        numbers=describe_numbers(known, name="yearly progression"),
        sample=Sample(len(rates), len(known), excluded),
    )


def _rate(score: float, years: float) -> Estimate:
    if not np.isfinite(score):
        return UNKNOWN_SCORE
    if not np.isfinite(years):
        return UNKNOWN_DURATION
    if years == 0:
        return NO_DURATION
    return score / years
