"""Two groups of concentrations compared without inventing values below the limits.

Turned round (a constant minus the value), "below the limit" becomes "survived longer than", so the
generalised Wilcoxon tests of survival analysis apply with each row at its own limit (Helsel 2012).
`analytics.stats.comparison.groups.compare_ranks` on values tied below a common limit is the simpler
way; it loses the order of values between the limits.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.censored.concentrations import Concentrations
from analytics.stats.results import (
    BoolArray,
    Estimate,
    FloatArray,
    HypothesisTest,
    IntArray,
    NotEstimable,
    Sample,
)

Weighting = Literal["peto-peto", "gehan"]
VARIANTS: dict[Weighting, str] = {
    "peto-peto": "Peto-Peto generalised Wilcoxon (Harrington-Fleming rho = 1), left-censored",
    "gehan": "Gehan generalised Wilcoxon, left-censored",
}


@dataclass(frozen=True, slots=True)
class GroupCount:
    """Patients of a group and how many of them lie below their limit."""

    n: int
    below: int


@dataclass(frozen=True, slots=True)
class CensoredComparison:
    """A generalised Wilcoxon test of two groups; `z` is positive where the first has more."""

    test: HypothesisTest
    z: Estimate
    first: GroupCount
    second: GroupCount
    sample: Sample


@checked
def compare_censored(
    data: Concentrations, group: ArrayLike, *, weighting: Weighting = "peto-peto"
) -> CensoredComparison:
    """Compare concentrations of group 1 (first) with those of group 0 (second).

    `group`: (n,) of 0, 1 or missing, beside the rows of `data`. "peto-peto" weights each measured
    value by the share of patients above it (Peto & Peto 1972 as Harrington & Fleming 1982 give
    it); "gehan" by the number of patients at or below it (Gehan 1965). Both use the
    hypergeometric variance (Mantel 1967) and chi-square with 1 df.
    """
    _validation.one_of(weighting, VARIANTS, "weighting")
    groups = _validation.as_binary(group, "group")
    _validation.same_length({"value": data.value, "group": groups})
    # A row without a measurement is missing; one below its limit has its limit for a value.
    known = np.where(data.below, data.limit, data.value)
    keep, sample = _validation.complete_cases({"group": groups, "value": known})
    in_first, below, known = groups[keep] == 1, data.below[keep], known[keep]
    first, second = (
        GroupCount(int(np.count_nonzero(rows)), int(np.count_nonzero(rows & below)))
        for rows in (in_first, ~in_first)
    )
    variant = VARIANTS[weighting]
    problem = too_few(min(first.n, second.n), 1, "values in each group")
    if problem is None and below.all():
        problem = NotEstimable("Every value lies below its limit.")
    z: Estimate = problem or _score(in_first, below, known, weighting)
    if isinstance(z, NotEstimable):
        return CensoredComparison(HypothesisTest(z, z, variant, df=1), z, first, second, sample)
    test = HypothesisTest(z * z, float(chdtrc(1, z * z)), variant, df=1)
    return CensoredComparison(test, z, first, second, sample)


def _score(
    in_first: BoolArray, below: BoolArray, known: FloatArray, weighting: Weighting
) -> Estimate:
    """Weighted sum of observed minus expected counts of the second group over its SD.

    A high value is an early event, so the first group's higher values are its excess of events.
    """
    at_risk, at_risk_first, events, events_first = _risk_sets(in_first, below, known)
    weight: FloatArray
    if weighting == "gehan":
        weight = at_risk.astype(np.float64)
    else:
        surviving = np.cumprod(1 - events / at_risk)
        weight = np.append(1.0, surviving[:-1])
    expected = events * at_risk_first / at_risk
    excess = float(weight @ (events_first - expected))
    # The last patient at risk has no variance to add.
    several = at_risk > 1
    n, d, share = at_risk[several], events[several], (at_risk_first / at_risk)[several]
    spread = share * (1 - share) * d * (n - d) / (n - 1)
    variance = float(weight[several] ** 2 @ spread)
    if variance <= 0:
        return NotEstimable("No measured value could have fallen in either group.")
    return excess / sqrt(variance)


def _risk_sets(
    in_first: BoolArray, below: BoolArray, known: FloatArray
) -> tuple[IntArray, IntArray, IntArray, IntArray]:
    """At each distinct measured value, highest first: patients at or below it, and its events.

    A patient below a limit equal to the value is below the value, so still at risk. Order: at
    risk, of them in the first group, events, of them in the first group.
    """
    values = np.unique(known[~below])[::-1]

    def at_or_below(rows: BoolArray) -> IntArray:
        return np.searchsorted(np.sort(known[rows]), values, side="right").astype(np.int64)

    def equal(rows: BoolArray) -> IntArray:
        ascending = np.sort(known[rows & ~below])
        right = np.searchsorted(ascending, values, side="right")
        return (right - np.searchsorted(ascending, values, side="left")).astype(np.int64)

    everybody = np.ones_like(in_first)
    return at_or_below(everybody), at_or_below(in_first), equal(everybody), equal(in_first)
