"""Agreement at single sites: differences, shares of equal scores, weighted kappa."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations

import numpy as np
from numpy.typing import NDArray

from analytics.stats.agreement.kappa import Kappa, kappa
from analytics.stats.results import FloatArray, IntArray
from scoring.instruments import Item
from scoring.reliability.compute.comparisons import Comparison
from scoring.reliability.compute.reads import Occasion, Reads, site_values


@dataclass(frozen=True, eq=False)
class SiteDifferences:
    """What two readings of a case differ by at each site, over every pair of columns.

    n : (items,) compared pairs of scores
    mean : (items,) mean absolute difference in points, NaN without a pair
    exact, close : (items,) shares of equal scores, and of scores at most 1 point apart
    """

    items: tuple[Item, ...]
    n: IntArray
    mean: FloatArray
    exact: FloatArray
    close: FloatArray

    def by_code(self) -> dict[str, float]:
        """Return the mean absolute difference by the site's code, for what colours sites by it."""
        return {
            item.code: float(value)
            for item, value in zip(self.items, self.mean, strict=True)
            if np.isfinite(value)
        }

    def pooled(self) -> tuple[int, float, float, float]:
        """Return n, mean, exact and close over all sites, each pair of scores counting once."""
        n = int(self.n.sum())
        if n == 0:
            return 0, np.nan, np.nan, np.nan
        mean, exact, close = (
            float(np.where(self.n > 0, values, 0.0) @ self.n) / n
            for values in (self.mean, self.exact, self.close)
        )
        return n, mean, exact, close


@dataclass(frozen=True)
class Kappas:
    """Linear and quadratic weighted kappa of the same scores."""

    linear: Kappa
    quadratic: Kappa


@dataclass(frozen=True)
class CaseDifference:
    """What the readings of one case gave a site, in points, in the order of the columns."""

    case: int
    readers: tuple[int, ...]
    points: tuple[float, ...]
    difference: float


@dataclass(frozen=True, eq=False)
class SiteScores:
    """Scores of some sites at one occasion: ``points`` is (cases, columns, items), NaN for none."""

    comparison: Comparison
    items: tuple[Item, ...]
    occasion: Occasion
    step: float
    points: NDArray[np.float32]


def site_scores(
    reads: Reads,
    comparison: Comparison,
    items: Sequence[Item],
    occasion: Occasion,
    *,
    step_half_units: int,
) -> SiteScores:
    """Lay the scores of the chosen sites side by side as the comparison has its readings."""
    columns = [reads.items.index(item) for item in items]
    values = site_values(reads, occasion)[:, columns][comparison.rows] / np.float32(2)
    points = values.astype(np.float32, copy=False)
    return SiteScores(comparison, tuple(items), occasion, step_half_units / 2, points)


def site_differences(scores: SiteScores) -> SiteDifferences:
    """Return the differences of each site. The order of columns makes none."""
    shape = len(scores.items)
    n, total, equal, near = (np.zeros(shape) for _ in range(4))
    for one, two in combinations(range(scores.comparison.columns), 2):
        apart = np.abs(scores.points[:, one] - scores.points[:, two])
        known = np.isfinite(apart)
        n += known.sum(axis=0)
        total += np.where(known, apart, 0).sum(axis=0, dtype=np.float64)
        equal += (apart == 0).sum(axis=0)
        near += (apart <= 1).sum(axis=0)
    some = np.where(n > 0, n, np.nan)
    return SiteDifferences(
        scores.items, n.astype(np.int64), total / some, equal / some, near / some
    )


def site_kappas(scores: SiteScores) -> tuple[Kappas, ...]:
    """Return both kappas of each site; the comparison has two columns of one person each."""
    return tuple(
        _kappas(scores.points[:, :, place], item.maximum, scores)
        for place, item in enumerate(scores.items)
    )


def pooled_kappas(scores: SiteScores) -> Kappas:
    """Return both kappas over all sites, each site of each case as one judgement.

    Sites of one patient are not independent, so the intervals of these are too narrow to be shown.
    """
    together = np.moveaxis(scores.points, 1, 2).reshape(-1, 2)
    return _kappas(together, max(item.maximum for item in scores.items), scores)


def largest_differences(
    reads: Reads, scores: SiteScores, *, at_most: int
) -> tuple[tuple[CaseDifference, ...], int]:
    """Return the cases whose readings of the one site differ most, and how many differ at all.

    Largest first; equal differences by case.
    """
    points = scores.points[:, :, 0]
    low = np.where(np.isnan(points), np.inf, points).min(axis=1)
    high = np.where(np.isnan(points), -np.inf, points).max(axis=1)
    apart = np.where(low < high, high - low, 0.0)
    rows = scores.comparison.rows
    case = reads.case[rows[:, 0]]
    order = np.lexsort((case, -apart))
    differing = int((apart > 0).sum())
    found = tuple(
        CaseDifference(
            case=int(case[row]),
            readers=tuple(int(reader) for reader in reads.reader[rows[row]]),
            points=tuple(float(value) for value in points[row]),
            difference=float(apart[row]),
        )
        for row in order[: min(at_most, differing)]
    )
    return found, differing


def _kappas(table: NDArray[np.float32], maximum: int, scores: SiteScores) -> Kappas:
    steps = round(maximum / scores.step)
    lowest = -steps if scores.occasion.is_change else 0
    categories = [place * scores.step for place in range(lowest, steps + 1)]
    first, second = (table[:, column].astype(np.float64) for column in (0, 1))
    return Kappas(
        kappa(first, second, categories=categories, weights="linear"),
        kappa(first, second, categories=categories, weights="quadratic"),
    )
