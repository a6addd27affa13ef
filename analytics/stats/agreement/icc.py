"""Intraclass correlation of readers: all six forms, named in full."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import fdtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import gaps, ratio, too_few
from analytics.stats.errors import InputError
from analytics.stats.results import (
    Estimate,
    FloatArray,
    Interval,
    IntervalEstimate,
    NotEstimable,
)


@dataclass(frozen=True, slots=True)
class MeanSquares:
    """Analysis of variance of patients x readers.

    `within` pools readers and residual, as the one-way model does.
    """

    patients: float
    readers: float
    residual: float
    within: float
    df_patients: int
    df_readers: int
    df_residual: int
    df_within: int


@dataclass(frozen=True, slots=True)
class Icc:
    """One intraclass correlation, named after McGraw & Wong and Shrout & Fleiss."""

    form: str
    shrout_fleiss: str
    model: str
    kind: str
    unit: str
    value: Estimate
    interval: IntervalEstimate


@dataclass(frozen=True, slots=True)
class IccTable:
    """All six forms from one complete patients x readers table. Negative values stay negative."""

    forms: tuple[Icc, ...]
    mean_squares: MeanSquares | NotEstimable
    exact_agreement: Estimate
    within_one: Estimate
    patients: int
    readers: int

    def form(self, name: str) -> Icc:
        """One form by its McGraw & Wong name, such as "ICC(A,1)"."""
        for icc in self.forms:
            if icc.form == name:
                return icc
        raise InputError(f"Unknown ICC form {name!r}.")


@checked
def icc(ratings: ArrayLike, *, level: float = 0.95) -> IccTable:
    """All six ICC forms with F intervals (Shrout & Fleiss 1979; McGraw & Wong 1996).

    `ratings`: (patients, readers), each column one person. The table must be complete: with
    "2 of 4 readers" the columns would mix persons, so a table with gaps is refused, not
    averaged or cut.
    """
    level = _validation.level(level)
    table = _validation.as_floats(ratings, "ratings", ndim=2)
    problem = table_problem(table)
    n, k = table.shape
    if problem is not None:
        return IccTable(_no_forms(problem), problem, problem, problem, n, k)
    squares = mean_squares(table)
    # Reader by reader: numpy reduces a long axis much faster than many short ones.
    spread = reduce(np.maximum, table.T) - reduce(np.minimum, table.T)
    return IccTable(
        forms=_all_forms(squares, n, k, level),
        mean_squares=squares,
        exact_agreement=float(np.mean(spread == 0)),
        within_one=float(np.mean(spread <= 1)),
        patients=n,
        readers=k,
    )


@checked
def mean_squares(table: FloatArray) -> MeanSquares:
    """Mean squares of a complete table with at least two patients and two readers."""
    if table.ndim != 2 or min(table.shape) < 2 or not np.isfinite(table).all():
        raise InputError("Mean squares need a complete table of two or more patients and readers.")
    n, k = table.shape
    centred = table - table.mean()
    patient_effect, reader_effect = centred @ np.full(k, 1 / k), centred.mean(axis=0)
    residual = centred - patient_effect[:, None] - reader_effect
    # Where readers agree exactly, rounding leaves residues of this size; they count as 0.
    noise = table.size * (4 * np.finfo(np.float64).eps * float(np.abs(table).max())) ** 2
    patients, readers, rest = (
        0.0 if total <= noise else total
        for total in (
            k * float(patient_effect @ patient_effect),
            n * float(reader_effect @ reader_effect),
            float(np.einsum("ij,ij->", residual, residual)),
        )
    )
    return MeanSquares(
        patients=patients / (n - 1),
        readers=readers / (k - 1),
        residual=rest / ((n - 1) * (k - 1)),
        within=(readers + rest) / (n * (k - 1)),
        df_patients=n - 1,
        df_readers=k - 1,
        df_residual=(n - 1) * (k - 1),
        df_within=n * (k - 1),
    )


@checked
def table_problem(table: FloatArray) -> NotEstimable | None:
    """Why a table can't be analysed; None when it can."""
    n, k = table.shape
    problem = gaps(table) or too_few(k, 2, "readers") or too_few(n, 2, "patients")
    if problem is None and np.ptp(table) == 0:
        return NotEstimable("All scores are equal, so patients can't be told apart.")
    return problem


FORMS = (
    ("ICC(1)", "ICC(1,1)", "one-way random", "absolute agreement", "single reader"),
    ("ICC(A,1)", "ICC(2,1)", "two-way random", "absolute agreement", "single reader"),
    ("ICC(C,1)", "ICC(3,1)", "two-way mixed", "consistency", "single reader"),
    ("ICC(k)", "ICC(1,k)", "one-way random", "absolute agreement", "mean of readers"),
    ("ICC(A,k)", "ICC(2,k)", "two-way random", "absolute agreement", "mean of readers"),
    ("ICC(C,k)", "ICC(3,k)", "two-way mixed", "consistency", "mean of readers"),
)


def _no_forms(reason: NotEstimable) -> tuple[Icc, ...]:
    return tuple(Icc(*names, reason, reason) for names in FORMS)


def _all_forms(squares: MeanSquares, n: int, k: int, level: float) -> tuple[Icc, ...]:
    between, residual, within = squares.patients, squares.residual, squares.within
    reader_part = (squares.readers - residual) / n
    no_variance = "The variance components add up to 0."
    no_patients = "The patients' means don't differ."
    values = (
        ratio(between - within, between + (k - 1) * within, no_variance),
        ratio(between - residual, between + (k - 1) * residual + k * reader_part, no_variance),
        ratio(between - residual, between + (k - 1) * residual, no_variance),
        ratio(between - within, between, no_patients),
        _agreement_of_means(between - residual, between + reader_part),
        ratio(between - residual, between, no_patients),
    )
    df_within, df_residual = squares.df_within, squares.df_residual
    one_way = _f_interval(between, within, (n - 1, df_within), k, level)
    consistent = _f_interval(between, residual, (n - 1, df_residual), k, level)
    agreeing = _agreement_interval(squares, values[1], n, k, level)
    single = (one_way, agreeing, consistent)
    intervals = (*single, *(_stepped_up(interval, k) for interval in single))
    return tuple(
        Icc(*names, value, interval if not isinstance(value, NotEstimable) else value)
        for names, value, interval in zip(FORMS, values, intervals, strict=True)
    )


def _agreement_of_means(signal: float, total: float) -> Estimate:
    """ICC(A,k). With very poor agreement its variance components can add up to less than 0."""
    if total > 0:
        return signal / total
    return NotEstimable("The variance components of the mean don't add up to a positive variance.")


_NO_ERROR = NotEstimable("The error mean square is 0, so F is unbounded and has no interval.")


def _f_interval(
    between: float, error: float, df: tuple[int, int], k: int, level: float
) -> IntervalEstimate:
    """F interval of a single-reader ICC whose error is one mean square."""
    if error == 0:
        return _NO_ERROR
    f = between / error
    upper = 0.5 + level / 2
    low = f / float(fdtri(df[0], df[1], upper))
    high = f * float(fdtri(df[1], df[0], upper))
    return Interval((low - 1) / (low + k - 1), (high - 1) / (high + k - 1), level, "F")


def _agreement_interval(
    squares: MeanSquares, value: Estimate, n: int, k: int, level: float
) -> IntervalEstimate:
    """Interval of ICC(A,1) with Satterthwaite's degrees of freedom (McGraw & Wong 1996)."""
    if isinstance(value, NotEstimable):
        return value
    between, readers, residual = squares.patients, squares.readers, squares.residual
    if residual == 0 or value >= 1:
        return _NO_ERROR
    reader_weight = k * value / (n * (1 - value))
    residual_weight = 1 + k * value * (n - 1) / (n * (1 - value))
    spread = (reader_weight * readers) ** 2 / squares.df_readers + (
        residual_weight * residual
    ) ** 2 / squares.df_residual
    total = reader_weight * readers + residual_weight * residual
    if spread == 0 or total == 0:
        return NotEstimable("Satterthwaite's degrees of freedom don't exist for these data.")
    df = total**2 / spread
    upper = 0.5 + level / 2
    f_low = float(fdtri(squares.df_patients, df, upper))
    f_high = float(fdtri(df, squares.df_patients, upper))
    pooled = k * readers + (k * n - k - n) * residual
    low = n * (between - f_low * residual) / (f_low * pooled + n * between)
    high = n * (f_high * between - residual) / (pooled + n * f_high * between)
    if not np.isfinite([low, high]).all():  # degrees of freedom far below 1 have no F quantile
        return NotEstimable("The F interval has no finite limits for these data.")
    return Interval(low, high, level, "F, Satterthwaite")


def _stepped_up(interval: IntervalEstimate, k: int) -> IntervalEstimate:
    """The interval for the mean of k readers (Spearman-Brown), which keeps its order."""
    if isinstance(interval, NotEstimable):
        return interval
    if 1 + (k - 1) * interval.low <= 0:
        return NotEstimable("The lower limit is unbounded.")
    low, high = (k * limit / (1 + (k - 1) * limit) for limit in (interval.low, interval.high))
    return Interval(low, high, interval.level, f"{interval.method}, Spearman-Brown")
