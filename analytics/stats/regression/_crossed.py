"""Restricted maximum likelihood of a model with random intercepts of patients and of readers.

Three may be searched: of the first groups (patients, many), of cells inside them (a patient at a
visit), and of the second groups (readers, few), which cross both. The likelihood is profiled over
the fixed effects and the residual variance, so that one ratio remains for each: its SD over the
residual SD. Patients of the same pattern of cells are summed once and readers are eliminated by a
small matrix, so one evaluation costs O(patterns * (readers + columns)^2), whatever the number of
rows.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from scipy.optimize import minimize

from analytics.stats.results import FloatArray, IntArray

LOG_TWO_PI = float(np.log(2 * np.pi))
# SD ratios of patients, readers and cells to start from: patients usually differ most.
START = (1.0, 0.3, 0.3)
PATIENTS, READERS, CELLS = range(3)
MOST_EVALUATIONS = 2000
LARGEST_RATIO = 1e4


@dataclass(frozen=True, slots=True, eq=False)
class CrossedFit:
    """Fixed effects with their covariance, and the variances."""

    beta: FloatArray
    covariance: FloatArray
    first_variance: float
    second_variance: float
    cell_variance: float
    residual_variance: float
    deviance: float


@dataclass(frozen=True, slots=True, eq=False)
class Crossed:
    """Sums that the likelihood needs. Columns stand in the order fixed, second groups, response.

    ``products``: (columns, columns) over all rows. ``sizes``: (sizes,) the distinct numbers of rows
    of a cell; ``cells``: how many have each, ``of_cells``: (sizes, columns, columns) products of
    their sums. ``patterns``: (patterns, sizes) how many cells of each size a first group has;
    ``alike``: how many first groups have that pattern, ``of_first``: (patterns, sizes, sizes,
    columns, columns) products of their sums over cells of one size with those of another.
    """

    products: FloatArray
    sizes: FloatArray
    cells: FloatArray
    of_cells: FloatArray
    patterns: FloatArray
    alike: FloatArray
    of_first: FloatArray
    fixed: int
    second: int
    rows: int

    @classmethod
    def of(
        cls,
        matrix: FloatArray,
        response: FloatArray,
        first: IntArray,
        second: IntArray | None,
        cell: IntArray,
    ) -> Crossed:
        """Gather the sums; groups and cells of each row are numbered from 0 without a gap."""
        n_second = 0 if second is None else int(second.max()) + 1
        groups = np.zeros((response.size, 0)) if second is None else _dummies(second, n_second)
        columns = np.column_stack([matrix, groups, response]).astype(np.float64)
        rows_of = np.bincount(cell)
        sums = _summed(columns, cell, rows_of.size)
        first_of = np.zeros(rows_of.size, dtype=np.int64)
        first_of[cell] = first
        sizes, of_size = np.unique(rows_of, return_inverse=True)
        n_first = int(first.max()) + 1
        by_size = np.stack(
            [
                _summed(sums[of_size == place], first_of[of_size == place], n_first)
                for place in range(sizes.size)
            ]
        )
        counts = np.zeros((n_first, sizes.size))
        np.add.at(counts, (first_of, of_size), 1.0)
        patterns, pattern = np.unique(counts, axis=0, return_inverse=True)
        pattern = pattern.ravel()
        return cls(
            products=columns.T @ columns,
            sizes=sizes.astype(np.float64),
            cells=np.bincount(of_size).astype(np.float64),
            of_cells=np.stack(
                [sums[of_size == place].T @ sums[of_size == place] for place in range(sizes.size)]
            ),
            patterns=patterns,
            alike=np.bincount(pattern).astype(np.float64),
            of_first=np.stack(
                [
                    np.einsum("nia,mib->nmab", rows, rows)
                    for rows in (by_size[:, pattern == p] for p in range(len(patterns)))
                ]
            ),
            fixed=matrix.shape[1],
            second=n_second,
            rows=response.size,
        )

    def at(self, ratios: FloatArray) -> CrossedFit:
        """The profiled fit at three SD ratios of 0 or more: patients, readers, cells."""
        of_first, of_second, of_cell = (float(ratio) ** 2 for ratio in ratios)
        within, logs = self._within(of_first, of_cell)
        groups = slice(self.fixed, self.fixed + self.second)
        others = [*range(self.fixed), self.fixed + self.second]
        spread = np.eye(self.second) + of_second * within[groups, groups]
        crossing = within[groups][:, others]
        full = within[np.ix_(others, others)]
        full = full - of_second * crossing.T @ np.linalg.solve(spread, crossing)
        information, score = full[:-1, :-1], full[:-1, -1]
        beta = np.linalg.solve(information, score)
        df = self.rows - self.fixed
        residual = max(float(full[-1, -1] - score @ beta), np.finfo(np.float64).tiny) / df
        logs += float(np.linalg.slogdet(spread)[1]) + float(np.linalg.slogdet(information)[1])
        return CrossedFit(
            beta=np.asarray(beta, dtype=np.float64),
            covariance=np.asarray(residual * np.linalg.inv(information), dtype=np.float64),
            first_variance=of_first * residual,
            second_variance=of_second * residual,
            cell_variance=of_cell * residual,
            residual_variance=residual,
            deviance=logs + df * (1 + LOG_TWO_PI + float(np.log(residual))),
        )

    def _within(self, of_first: float, of_cell: float) -> tuple[FloatArray, float]:
        """Products weighted by the inverse covariance of patients, cells and the residual.

        With it the logarithm of that covariance's determinant.
        """
        weights = 1 / (1 + self.sizes * of_cell)
        within = self.products - np.tensordot(of_cell * weights, self.of_cells, axes=1)
        inside = self.patterns @ (self.sizes * weights)
        shrink = of_first / (1 + inside * of_first)
        weighted = shrink[:, None, None] * weights[:, None] * weights
        within = within - np.tensordot(weighted, self.of_first, axes=3)
        logs = self.cells @ np.log1p(self.sizes * of_cell)
        logs += self.alike @ np.log1p(inside * of_first)
        return np.asarray(within), float(logs)


def fit_crossed(sums: Crossed, free: Sequence[int]) -> CrossedFit | None:
    """Minimise the restricted deviance over the ``free`` ratios; None where it doesn't settle.

    The others are 0. The response should be of the size of 1. A simplex search finds the minimum on
    the border (a variance of 0) as well, where derivatives lead astray; a second one from its end
    tells an end from a halt.
    """
    places = list(free)
    # The deviance grows with the rows, and with it the rounding that hides smaller steps.
    rounding = 1e-14 * sums.rows

    def ratios(found: FloatArray) -> FloatArray:
        every = np.zeros(len(START))
        every[places] = found
        return every

    def deviance(found: FloatArray) -> float:
        return sums.at(ratios(found)).deviance

    at, height = np.array([START[place] for place in places]), np.inf
    for _ in range(6):
        found = minimize(
            deviance,
            at,
            method="Nelder-Mead",
            bounds=[(0.0, LARGEST_RATIO)] * len(places),
            options={
                "xatol": max(1e-8, 1e-2 * sqrt(rounding)),
                "fatol": max(1e-10, rounding),
                "maxfev": MOST_EVALUATIONS,
                "initial_simplex": _simplex(at),
            },
        )
        at, before, height = np.asarray(found.x), height, float(found.fun)
        if found.success and before - height < max(1e-8, 10 * rounding):
            return sums.at(ratios(at)) if float(at.max()) < LARGEST_RATIO else None
    return None


def _simplex(at: FloatArray) -> FloatArray:
    """A simplex with a corner at the point, large enough to leave a border."""
    return np.vstack([at, at + np.diag(np.maximum(0.3 * at, 0.05))])


def _dummies(group: IntArray, n: int) -> FloatArray:
    return np.asarray(group[:, None] == np.arange(n), dtype=np.float64)


def _summed(columns: FloatArray, group: IntArray, n: int) -> FloatArray:
    """(n, columns) sums over the rows of each group."""
    return np.stack(
        [np.bincount(group, weights=column, minlength=n) for column in columns.T], axis=1
    )
