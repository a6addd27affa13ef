"""Dose-response: quantile groups of a marker, and tests of trend over them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import ndtr
from statsmodels.stats.nonparametric import jonckheere_terpstra

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import constant, one_class, too_few
from analytics.stats.comparison.proportions import Proportion, proportion
from analytics.stats.descriptive.summaries import (
    NUMPY_METHODS,
    NumberSummary,
    QuantileType,
    describe_numbers,
)
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    Sample,
)

Alternative = Literal["two-sided", "increasing", "decreasing"]
ALTERNATIVES: tuple[Alternative, ...] = ("two-sided", "increasing", "decreasing")
GROUP_RULE = "type-{type} quantiles, groups closed on the right, empty groups merged"


@dataclass(frozen=True, slots=True, eq=False)
class QuantileGroups:
    """Which quantile group each row is in (-1 for missing) and the inner limits."""

    group: tuple[int, ...]
    limits: tuple[float, ...]
    labels: tuple[str, ...]
    rule: str


@dataclass(frozen=True, slots=True)
class DoseRow:
    """One group of the dose-response table."""

    label: str
    marker: NumberSummary
    events: Proportion


@dataclass(frozen=True, slots=True)
class TrendTest:
    """A one-sided or two-sided test of trend with its standard normal statistic."""

    z: Estimate
    p: Estimate
    alternative: Alternative
    variant: str
    sample: Sample


@dataclass(frozen=True, slots=True)
class DoseResponse:
    """Events by quantile group of a marker, with both tests of trend over the groups.

    `armitage` is the score test with divisor N, `mantel` the same with N - 1 (linear by
    linear association); group scores are 1, 2, 3 ...
    """

    rows: tuple[DoseRow, ...]
    armitage: TrendTest
    mantel: TrendTest
    groups: QuantileGroups
    sample: Sample


@checked
def quantile_groups(
    marker: ArrayLike, *, groups: int = 4, quantile_type: QuantileType = 7
) -> QuantileGroups:
    """Cut a marker at its quantiles (Hyndman & Fan type); each group is closed on the right.

    Heavy ties give fewer groups, since a group nobody is in is merged; ties never split a group
    and so make group sizes unequal.
    """
    if groups < 2:
        raise InputError(f"groups must be at least 2, found {groups!r}.")
    rule = GROUP_RULE.format(type=quantile_type)
    values = _validation.as_floats(marker, "marker")
    present = np.isfinite(values)
    finite = values[present]
    if finite.size == 0:
        return QuantileGroups(tuple([-1] * values.size), (), (), rule)
    shares = np.arange(1, groups) / groups
    inner = np.unique(np.quantile(finite, shares, method=NUMPY_METHODS[quantile_type]))
    index = np.searchsorted(inner, values, side="left")
    # Two limits may lie between the same neighbouring values; the group between them is empty.
    occupied = np.unique(index[present])
    inner = inner[occupied[:-1]]
    index = np.where(present, np.searchsorted(occupied, index), -1)
    return QuantileGroups(
        group=tuple(int(i) for i in index),
        limits=tuple(float(limit) for limit in inner),
        labels=tuple(f"Q{i + 1}" for i in range(inner.size + 1)),
        rule=rule,
    )


@checked
def dose_response(
    event: ArrayLike,
    marker: ArrayLike,
    *,
    groups: int = 4,
    quantile_type: QuantileType = 7,
    level: float = 0.95,
) -> DoseResponse:
    """Share of events in each quantile group of the marker, with tests of trend.

    The quantiles are those of the rows that have both outcome and marker.
    """
    outcome = _validation.as_binary(event, "event")
    values = _validation.as_floats(marker, "marker")
    keep, sample = _validation.complete_cases({"event": outcome, "marker": values})
    outcome, values = outcome[keep], values[keep]
    cut = quantile_groups(values, groups=groups, quantile_type=quantile_type)
    index = np.array(cut.group, dtype=np.int64)
    rows = []
    for position, label in enumerate(cut.labels):
        inside = index == position
        events = int(outcome[inside].sum())
        share = proportion(events, int(np.count_nonzero(inside)), level=level)
        rows.append(DoseRow(label, describe_numbers(values[inside], name="marker"), share))
    scores = index.astype(np.float64) + 1
    return DoseResponse(
        rows=tuple(rows),
        armitage=cochran_armitage(outcome, scores),
        mantel=mantel_trend(outcome, scores),
        groups=cut,
        sample=sample,
    )


@checked
def cochran_armitage(
    event: ArrayLike, score: ArrayLike, *, alternative: Alternative = "two-sided"
) -> TrendTest:
    """Trend of a proportion over scores (Cochran 1954; Armitage 1955), variance with divisor N."""
    return _trend(event, score, alternative, "Cochran-Armitage (divisor N)", lost=0)


@checked
def mantel_trend(
    event: ArrayLike, score: ArrayLike, *, alternative: Alternative = "two-sided"
) -> TrendTest:
    """The same with divisor N - 1 (Mantel 1963), which permutation of the outcome gives."""
    return _trend(event, score, alternative, "Mantel linear by linear (divisor N - 1)", lost=1)


@checked
def jonckheere(groups: Sequence[ArrayLike], *, alternative: Alternative = "two-sided") -> TrendTest:
    """Jonckheere-Terpstra test of ordered groups with the variance corrected for ties.

    Empty groups are left out; the order of the others stays.
    """
    _validation.one_of(alternative, ALTERNATIVES, "alternative")
    cleaned = [_validation.finite_values(g, f"group {i + 1}") for i, g in enumerate(groups)]
    used = [values for values, _ in cleaned if values.size]
    sample = Sample(
        sum(part.n_given for _, part in cleaned),
        sum(part.n_used for _, part in cleaned),
        tuple(exclusion for _, part in cleaned for exclusion in part.excluded),
    )
    variant = "Jonckheere-Terpstra, normal, corrected for ties"
    problem = too_few(len(used), 2, "groups with values")
    problem = problem or constant(np.concatenate(used), "all groups together")
    if problem is not None:
        return TrendTest(problem, problem, alternative, variant, sample)
    z = float(jonckheere_terpstra(used, alternative="two-sided").zstat)
    return TrendTest(z, _p(z, alternative), alternative, variant, sample)


def _trend(
    event: ArrayLike, score: ArrayLike, alternative: Alternative, variant: str, *, lost: int
) -> TrendTest:
    _validation.one_of(alternative, ALTERNATIVES, "alternative")
    outcome = _validation.as_binary(event, "event")
    scores = _validation.as_floats(score, "score")
    keep, sample = _validation.complete_cases({"event": outcome, "score": scores})
    outcome, scores = outcome[keep], scores[keep]
    events = int(outcome.sum())
    problem = one_class(events, outcome.size - events) or constant(scores, "the score")
    if problem is not None:
        return TrendTest(problem, problem, alternative, variant, sample)
    z = _score_z(outcome, scores, lost)
    return TrendTest(z, _p(z, alternative), alternative, variant, sample)


def _score_z(outcome: FloatArray, scores: FloatArray, lost: int) -> float:
    share = float(outcome.mean())
    centred = scores - scores.mean()
    statistic = float(centred @ outcome)
    spread = float(centred @ centred) * outcome.size / (outcome.size - lost)
    return statistic / sqrt(share * (1 - share) * spread)


def _p(z: float, alternative: Alternative) -> float:
    if alternative == "two-sided":
        return 2 * float(ndtr(-abs(z)))
    return float(ndtr(-z if alternative == "increasing" else z))
