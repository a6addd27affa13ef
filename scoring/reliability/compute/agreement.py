"""Coefficients, measurement error and limits of agreement of one sum at one occasion.

Everything is computed by `analytics.stats.agreement`, which the analyses use as well, so that a
figure here and in a run over the same readings is the same figure.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations
from math import sqrt

import numpy as np

from analytics.stats.agreement.detectable_interval import (
    DetectableWithInterval,
    detectable_with_interval,
)
from analytics.stats.agreement.icc import Icc, IccTable, icc
from analytics.stats.agreement.measurement_error import (
    BlandAltman,
    DetectableChange,
    bland_altman,
    smallest_detectable_change,
    smallest_detectable_difference,
)
from analytics.stats.results import Estimate, FloatArray, NotEstimable
from scoring.reliability.compute.comparisons import Comparison

# A code, put into words where it is shown.
INTERCHANGEABLE = NotEstimable("interchangeable")
ONE_WAY = "one-way random"


@dataclass(frozen=True)
class Limits:
    """Limits of agreement of two columns; the difference is the first minus the second."""

    columns: tuple[int, int]
    result: BlandAltman


@dataclass(frozen=True)
class Agreement:
    """How well columns of readings agree on one sum, in points, over the ``n`` complete cases.

    ``sdd`` belongs to a status; ``sdc_95`` and ``sdc_80``, of the mean of the columns, and
    ``sdc_one``, of a single reading, to a change. ``sem`` is the root of the residual mean square,
    in a pool of that within cases.
    """

    n: int
    left_out: int
    icc: IccTable
    exact: Estimate
    within_one: Estimate
    sem: Estimate
    sdd: DetectableChange | None
    sdc_95: DetectableChange | None
    sdc_80: DetectableChange | None
    sdc_one: DetectableWithInterval | None
    limits: tuple[Limits, ...]

    def form(self, name: str) -> Icc:
        """Return one coefficient by its McGraw & Wong name."""
        return self.icc.form(name)


def agreement(comparison: Comparison, points: FloatArray, *, is_change: bool) -> Agreement:
    """Return the agreement of a comparison on one sum.

    ``points``: (readings,) of the sum, NaN where a reading has none; a case with such a reading is
    left out and counted.
    """
    table = points[comparison.rows]
    known = np.isfinite(table).all(axis=1)
    complete = np.ascontiguousarray(table[known])
    found = icc(complete)
    pool = comparison.kind == "pool"
    measured = not pool
    exact, within_one = _shares(complete)
    return Agreement(
        n=len(complete),
        left_out=len(table) - len(complete),
        icc=_one_way_only(found) if pool else found,
        exact=exact,
        within_one=within_one,
        sem=_sem(found, pool=pool),
        sdd=smallest_detectable_difference(complete) if measured and not is_change else None,
        sdc_95=smallest_detectable_change(complete) if measured and is_change else None,
        sdc_80=smallest_detectable_change(complete, level=0.80) if measured and is_change else None,
        sdc_one=detectable_with_interval(complete, measure="SDC")
        if measured and is_change
        else None,
        limits=() if pool else _limits(complete),
    )


def _one_way_only(found: IccTable) -> IccTable:
    """Refuse the two-way forms, whose columns would each have to be one person."""
    forms = (
        form
        if form.model == ONE_WAY
        else replace(form, value=INTERCHANGEABLE, interval=INTERCHANGEABLE)
        for form in found.forms
    )
    return replace(found, forms=tuple(forms))


def _shares(table: FloatArray) -> tuple[Estimate, Estimate]:
    """Shares of cases with equal sums and with sums at most 1 apart.

    Also where no coefficient exists: readers who all see nothing agree completely.
    """
    if len(table) == 0:
        nobody = NotEstimable("There are no complete cases.")
        return nobody, nobody
    spread = table.max(axis=1) - table.min(axis=1)
    return float(np.mean(spread == 0)), float(np.mean(spread <= 1))


def _sem(found: IccTable, *, pool: bool) -> Estimate:
    squares = found.mean_squares
    if isinstance(squares, NotEstimable):
        return squares
    return sqrt(squares.within if pool else squares.residual)


def _limits(table: FloatArray) -> tuple[Limits, ...]:
    return tuple(
        Limits((one, two), replace(bland_altman(table[:, one], table[:, two]), points=()))
        for one, two in combinations(range(table.shape[1]), 2)
    )
