"""Fisher's conditional odds ratio of a 2 x 2 table, with its exact interval."""

from __future__ import annotations

from dataclasses import dataclass
from math import isinf

from numpy.typing import ArrayLike
from scipy.stats.contingency import odds_ratio

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.results import Estimate, Interval, IntervalEstimate, NotEstimable

METHOD = "exact conditional (Fisher)"
# The exact distribution of larger tables takes long and differs from the usual odds ratio nowhere.
LARGEST_TABLE = 20_000


@dataclass(frozen=True, slots=True)
class FisherOddsRatio:
    """Conditional maximum-likelihood odds ratio given the margins (not the cross product)."""

    value: Estimate
    interval: IntervalEstimate
    n: int


@checked
def fisher_odds_ratio(table: ArrayLike, *, level: float = 0.95) -> FisherOddsRatio:
    """Odds ratio of (2, 2) counts by conditional likelihood (Fisher 1935; Cornfield 1956).

    With an empty cell the estimate is 0 (and its lower limit too), or unbounded and then not
    given. Raises InputError for another shape or for counts that aren't whole.
    """
    level = _validation.level(level)
    counts = _validation.counts(table, "table")
    if counts.shape != (2, 2):
        raise InputError(f"table must have 2 rows and 2 columns, found shape {counts.shape}.")
    n = int(counts.sum())
    problem = None
    if min(*counts.sum(axis=0), *counts.sum(axis=1)) == 0:
        problem = NotEstimable("A row or a column of the table has no patient.")
    elif n > LARGEST_TABLE:
        problem = NotEstimable(f"Not computed for more than {LARGEST_TABLE} patients.")
    if problem is not None:
        return FisherOddsRatio(problem, problem, n)
    found = odds_ratio(counts, kind="conditional")
    limits = found.confidence_interval(level)
    low, high = float(limits.low), float(limits.high)
    if isinf(float(found.statistic)) or isinf(high):
        unbounded = NotEstimable(
            "A cell of the table is 0, so the odds ratio is unbounded above "
            f"(exact lower limit {low:.3g})."
        )
        return FisherOddsRatio(unbounded, unbounded, n)
    return FisherOddsRatio(float(found.statistic), Interval(low, high, level, METHOD), n)
