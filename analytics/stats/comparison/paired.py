"""Two yes/no results on the same patients, such as progression by MRI and by radiograph."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import ndtri
from scipy.stats import binom, chi2

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats.comparison.proportions import (
    Proportion,
    clopper_pearson_limits,
    proportion,
    wilson_limits,
)
from analytics.stats.results import (
    Estimate,
    HypothesisTest,
    Interval,
    IntervalEstimate,
    NotEstimable,
    Sample,
)


@dataclass(frozen=True, slots=True)
class PairedTable:
    """Patients by both results: `only_first` is positive by the first method alone."""

    both: int
    only_first: int
    only_second: int
    neither: int

    @property
    def n(self) -> int:
        """All patients of the table."""
        return self.both + self.only_first + self.only_second + self.neither


@dataclass(frozen=True, slots=True)
class ConditionalOddsRatio:
    """Odds ratio of the matched pairs: `only_first` to `only_second`, with exact interval."""

    value: Estimate
    interval: IntervalEstimate


@dataclass(frozen=True, slots=True)
class PairedComparison:
    """Two paired proportions compared in every usual way.

    `mid_p` is the recommended test (Fagerland, Lydersen & Laake 2013); the others are given
    because papers report them. `difference` is first minus second.
    """

    table: PairedTable
    first: Proportion
    second: Proportion
    difference: Estimate
    tango: IntervalEstimate
    newcombe: IntervalEstimate
    exact: HypothesisTest
    mid_p: HypothesisTest
    chi_square: HypothesisTest
    corrected: HypothesisTest
    odds_ratio: ConditionalOddsRatio
    sample: Sample


@checked
def compare_paired(
    first: ArrayLike,
    second: ArrayLike,
    *,
    names: tuple[str, str] = ("first", "second"),
    level: float = 0.95,
) -> PairedComparison:
    """Compare two yes/no results of the same patients (0, 1 or missing; same order).

    Only patients with both results count; the others are listed in `sample`.
    """
    _validation.two_names(names)
    one = _validation.as_binary(first, names[0])
    two = _validation.as_binary(second, names[1])
    keep, sample = _validation.complete_cases({names[0]: one, names[1]: two})
    a, b = one[keep] == 1, two[keep] == 1
    table = PairedTable(
        both=int(np.count_nonzero(a & b)),
        only_first=int(np.count_nonzero(a & ~b)),
        only_second=int(np.count_nonzero(~a & b)),
        neither=int(np.count_nonzero(~a & ~b)),
    )
    return compare_paired_table(table, sample=sample, level=level)


@checked
def compare_paired_table(
    table: PairedTable, *, sample: Sample | None = None, level: float = 0.95
) -> PairedComparison:
    """Compare two paired proportions from their 2 x 2 table."""
    level = _validation.level(level)
    _validation.counts([table.both, table.only_first, table.only_second, table.neither], "table")
    n, b, c = table.n, table.only_first, table.only_second
    nobody = too_few(n, 1, "patients")
    return PairedComparison(
        table=table,
        first=proportion(table.both + b, n, level=level),
        second=proportion(table.both + c, n, level=level),
        difference=nobody or (b - c) / n,
        tango=nobody or tango_interval(table, level),
        newcombe=nobody or newcombe_interval(table, level),
        exact=_exact(b, c),
        mid_p=_mid_p(b, c),
        chi_square=_chi_square(b, c),
        corrected=_corrected(b, c),
        odds_ratio=_odds_ratio(b, c, level),
        sample=sample or Sample(n, n),
    )


@checked
def tango_interval(table: PairedTable, level: float) -> Interval:
    """Score interval of the paired difference (Tango 1998), by root finding."""
    n, b, c = table.n, table.only_first, table.only_second
    z = float(ndtri(0.5 + level / 2))
    observed = (b - c) / n

    def score(delta: float) -> float:
        variance = n * (2 * _only_second_share(b, c, n, delta) + delta * (1 - delta))
        distance = b - c - n * delta
        if variance <= 0:  # at delta = +-1 the restricted variance vanishes
            return np.inf * np.sign(distance) if distance else 0.0
        return distance / sqrt(variance)

    low = _root(lambda delta: score(delta) - z, -1.0, observed)
    high = _root(lambda delta: score(delta) + z, observed, 1.0)
    return Interval(low, high, level, "Tango score")


def _only_second_share(b: int, c: int, n: int, delta: float) -> float:
    """Share positive by the second method alone, by maximum likelihood given the difference."""
    linear = -b - c + (2 * n - b + c) * delta
    constant = -c * delta * (1 - delta)
    return (sqrt(max(linear * linear - 8 * n * constant, 0.0)) - linear) / (4 * n)


def _root(function: Callable[[float], float], low: float, high: float) -> float:
    """The crossing inside [low, high], or the end that the score never crosses."""
    at_low, at_high = function(low), function(high)
    if at_low == 0 or at_low < 0:
        return low
    if at_high >= 0:
        return high
    if np.isinf(at_low):
        low = low + 1e-12
    if np.isinf(at_high):
        high = high - 1e-12
    return float(brentq(function, low, high, xtol=1e-14, rtol=1e-14))


@checked
def newcombe_interval(table: PairedTable, level: float) -> Interval:
    """Square-and-add interval of the paired difference (Newcombe 1998, method 10)."""
    n, b, c = table.n, table.only_first, table.only_second
    first, second = table.both + b, table.both + c
    first_low, first_high = wilson_limits(first, n, level)
    second_low, second_high = wilson_limits(second, n, level)
    p_first, p_second = first / n, second / n
    correlation = _phi(table)

    def half(down: float, up: float) -> float:
        return sqrt(max(down * down - 2 * correlation * down * up + up * up, 0.0))

    difference = p_first - p_second
    return Interval(
        difference - half(p_first - first_low, second_high - p_second),
        difference + half(first_high - p_first, p_second - second_low),
        level,
        "Newcombe square-and-add, method 10",
    )


def _phi(table: PairedTable) -> float:
    """Phi coefficient, shrunk by n/2 when positive as method 10 asks; 0 with an empty margin."""
    first, second = table.both + table.only_first, table.both + table.only_second
    margins = first * second * (table.n - first) * (table.n - second)
    if margins == 0:
        return 0.0
    cross = table.both * table.neither - table.only_first * table.only_second
    shrunk = max(cross - table.n / 2, 0.0) if cross > 0 else float(cross)
    return shrunk / sqrt(margins)


_NO_DISCORDANT = NotEstimable("The two methods agree on every patient; there is nothing to test.")


def _exact(b: int, c: int) -> HypothesisTest:
    variant = "McNemar, exact conditional (binomial)"
    if b + c == 0:
        return HypothesisTest(_NO_DISCORDANT, _NO_DISCORDANT, variant)
    tail = float(binom.cdf(min(b, c), b + c, 0.5))
    return HypothesisTest(float(min(b, c)), min(1.0, 2 * tail), variant)


def _mid_p(b: int, c: int) -> HypothesisTest:
    variant = "McNemar, mid-p"
    if b + c == 0:
        return HypothesisTest(_NO_DISCORDANT, _NO_DISCORDANT, variant)
    smaller = min(b, c)
    tail = float(binom.cdf(smaller, b + c, 0.5))
    p = 2 * tail - float(binom.pmf(smaller, b + c, 0.5))
    return HypothesisTest(float(smaller), min(1.0, p), variant)


def _chi_square(b: int, c: int) -> HypothesisTest:
    variant = "McNemar, chi-square without continuity correction"
    if b + c == 0:
        return HypothesisTest(_NO_DISCORDANT, _NO_DISCORDANT, variant, df=1)
    statistic = (b - c) ** 2 / (b + c)
    return HypothesisTest(statistic, float(chi2.sf(statistic, 1)), variant, df=1)


def _corrected(b: int, c: int) -> HypothesisTest:
    variant = "McNemar, chi-square with continuity correction (Edwards)"
    if b + c == 0:
        return HypothesisTest(_NO_DISCORDANT, _NO_DISCORDANT, variant, df=1)
    statistic = max(abs(b - c) - 1, 0) ** 2 / (b + c)
    return HypothesisTest(statistic, float(chi2.sf(statistic, 1)), variant, df=1)


def _odds_ratio(b: int, c: int, level: float) -> ConditionalOddsRatio:
    """b / c with limits from the exact interval of b / (b + c)."""
    if b + c == 0:
        return ConditionalOddsRatio(_NO_DISCORDANT, _NO_DISCORDANT)
    low, high = clopper_pearson_limits(b, b + c, level)
    if c == 0:
        reason = NotEstimable(
            "No patient is positive by the second method alone; the odds ratio is unbounded "
            f"above (exact lower limit {low / (1 - low):.3g})."
        )
        return ConditionalOddsRatio(reason, reason)
    limits = Interval(low / (1 - low), high / (1 - high), level, "exact (Clopper-Pearson)")
    return ConditionalOddsRatio(b / c, limits)
