"""A missing follow-up film: named policies, each imputed value flagged.

Imputed scores may serve as a sensitivity analysis of a group's change. They must never enter
agreement statistics: no reader gave them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.results import BoolArray, FloatArray, NotEstimable

Policy = Literal[
    "observed-only", "linear-extrapolation", "last-observation", "mean-change", "conditional-mean"
]
POLICIES: dict[Policy, str] = {
    "observed-only": "patients without the last film are left out",
    "linear-extrapolation": "baseline plus the slope to the last earlier film, continued",
    "last-observation": "the last earlier film carried forward",
    "mean-change": "baseline plus the mean change of patients with both films",
    "conditional-mean": "regression of the last score on baseline in patients with both films",
}


@dataclass(frozen=True, slots=True, eq=False)
class FilledScores:
    """Scores of the last visit. `score` is NaN where the policy gives none; `imputed` flags."""

    score: FloatArray
    imputed: BoolArray
    policy: Policy
    rule: str
    n_observed: int
    n_imputed: int
    n_left_missing: int


@checked
def fill_last_film(
    scores: ArrayLike, days: ArrayLike, *, policy: Policy
) -> FilledScores | NotEstimable:
    """Scores of the last visit with missing ones filled by a policy.

    `scores`: (patients, visits) totals in order of visits, NaN for a missing film. `days`: the
    same shape, days since baseline at which each film was or should have been taken; the first
    column is 0. Linear extrapolation needs a film between baseline and the last visit; a
    patient without baseline is never filled. Scores below 0 that extrapolation gives are set
    to 0, which no instrument goes under.
    """
    _validation.one_of(policy, POLICIES, "policy")
    table = _validation.as_floats(scores, "scores", ndim=2)
    times = _validation.as_floats(days, "days", ndim=2)
    if table.shape != times.shape or table.shape[1] < 2:
        raise InputError("scores and days must have the same shape, with two or more visits.")
    if table.shape[0] and (not np.isfinite(times).all() or (np.diff(times, axis=1) <= 0).any()):
        raise InputError("days must be given for each visit and rise from visit to visit.")
    observed = np.isfinite(table[:, -1])
    target = ~observed & np.isfinite(table[:, 0])
    guess = _guess(policy, table, times, observed)
    if isinstance(guess, NotEstimable):
        return guess
    filled = np.where(target, np.maximum(guess, 0.0), table[:, -1])
    imputed = target & np.isfinite(filled)
    return FilledScores(
        score=filled,
        imputed=imputed,
        policy=policy,
        rule=POLICIES[policy],
        n_observed=int(observed.sum()),
        n_imputed=int(imputed.sum()),
        n_left_missing=int(np.count_nonzero(~np.isfinite(filled))),
    )


def _guess(
    policy: Policy, table: FloatArray, times: FloatArray, observed: BoolArray
) -> FloatArray | NotEstimable:
    """The policy's score of the last visit for every patient; NaN where it has none."""
    if policy in ("mean-change", "conditional-mean"):
        return _from_other_patients(policy, table[:, 0], table[:, -1], observed)
    if policy == "observed-only":
        return np.full(table.shape[0], np.nan)
    baseline, elapsed = table[:, 0], times[:, -1] - times[:, 0]
    score, day = _last_earlier(table, times)
    if policy == "last-observation":
        return score
    since = day - times[:, 0]
    slope = np.full(since.size, np.nan)
    np.divide(score - baseline, since, out=slope, where=since > 0)
    return baseline + slope * elapsed


def _from_other_patients(
    policy: Policy, baseline: FloatArray, last: FloatArray, observed: BoolArray
) -> FloatArray | NotEstimable:
    both = observed & np.isfinite(baseline)
    if policy == "mean-change":
        if not both.any():
            return NotEstimable("No patient has both films.")
        return baseline + float(np.mean(last[both] - baseline[both]))
    if int(both.sum()) < 3 or np.ptp(baseline[both]) == 0:
        return NotEstimable("Needs three patients with both films and different baselines.")
    slope, intercept = np.polyfit(baseline[both], last[both], 1)
    return np.asarray(intercept + slope * baseline)


def _last_earlier(table: FloatArray, times: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Score and day of the last film before the last visit; NaN for patients without any."""
    score, day = table[:, 0].copy(), np.where(np.isfinite(table[:, 0]), times[:, 0], np.nan)
    for visit in range(1, table.shape[1] - 1):
        present = np.isfinite(table[:, visit])
        score = np.where(present, table[:, visit], score)
        day = np.where(present, times[:, visit], day)
    return score, day
