"""Fisher's conditional odds ratio of a 2 x 2 table, with its exact interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import exp, inf

import numpy as np
from numpy.typing import ArrayLike
from scipy.optimize import brentq
from scipy.special import logsumexp
from scipy.stats import hypergeom

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    IntArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
)

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
    given = _Conditional.of(counts)
    low, high = given.limits((1 - level) / 2)
    if given.observed == given.most:
        unbounded = NotEstimable(
            "A cell of the table is 0, so the odds ratio is unbounded above "
            f"(exact lower limit {low:.3g})."
        )
        return FisherOddsRatio(unbounded, unbounded, n)
    return FisherOddsRatio(given.estimate(), Interval(low, high, level, METHOD), n)


@dataclass(frozen=True, slots=True, eq=False)
class _Conditional:
    """The first cell of a table given its margins: Fisher's noncentral hypergeometric distribution.

    `cells` are the values that it can have, `log_weights` their log probabilities at an odds ratio
    of 1. All are weighed at once, which a study of thousands needs.
    """

    observed: int
    cells: IntArray
    log_weights: FloatArray

    @classmethod
    def of(cls, counts: IntArray) -> _Conditional:
        n, row, column = int(counts.sum()), int(counts[0].sum()), int(counts[:, 0].sum())
        cells = np.arange(max(0, row + column - n), min(row, column) + 1)
        return cls(int(counts[0, 0]), cells, hypergeom.logpmf(cells, n, row, column))

    @property
    def least(self) -> int:
        return int(self.cells[0])

    @property
    def most(self) -> int:
        return int(self.cells[-1])

    def estimate(self) -> float:
        """The odds ratio at which the first cell is expected to be what it is."""
        if self.observed == self.least:
            return 0.0
        return _odds(lambda odds: float(self._at(odds) @ self.cells) - self.observed)

    def limits(self, tail: float) -> tuple[float, float]:
        """The odds ratios that leave `tail` at or beyond the first cell, on either side."""
        above, below = self.cells >= self.observed, self.cells <= self.observed
        low, high = 0.0, inf
        if self.observed > self.least:
            low = _odds(lambda odds: float(self._at(odds)[above].sum()) - tail)
        if self.observed < self.most:
            high = _odds(lambda odds: tail - float(self._at(odds)[below].sum()))
        return low, high

    def _at(self, log_odds: float) -> FloatArray:
        weights = self.log_weights + self.cells * log_odds
        return np.asarray(np.exp(weights - logsumexp(weights)))


def _odds(rising: Callable[[float], float]) -> float:
    """Where a function of the log odds that rises through 0 does so, as an odds ratio."""
    reach = 1.0
    while rising(-reach) > 0 or rising(reach) < 0:
        reach *= 2
    return exp(brentq(rising, -reach, reach, xtol=1e-13))
