"""The columns of a regression model, from a white list of forms.

A model is a list of `Term`s built by the functions here. There is no formula language: text
from a user never reaches a parser, and each coefficient knows what one step of it means.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.results import FloatArray, Sample

Scale = Literal["unit", "sd", "iqr", "doubling"]
SCALES: tuple[Scale, ...] = ("unit", "sd", "iqr", "doubling")
# What one step of a spline's column means.
PART_OF_CURVE = "part of a curve; no meaning alone"
# Knots of a restricted cubic spline as quantiles (Harrell, Regression Modeling Strategies).
KNOT_QUANTILES = {
    3: (0.1, 0.5, 0.9),
    4: (0.05, 0.35, 0.65, 0.95),
    5: (0.05, 0.275, 0.5, 0.725, 0.95),
}


@dataclass(frozen=True, slots=True, eq=False)
class Term:
    """One variable of a model: (n, k) columns, a name for each, and what one step means."""

    name: str
    columns: FloatArray
    column_names: tuple[str, ...]
    step: str


@dataclass(frozen=True, slots=True, eq=False)
class Design:
    """The complete rows of a model: `matrix` starts with a column of 1s.

    `term_of_column[j]` is the index of the term that column j + 1 of `matrix` belongs to.
    """

    terms: tuple[Term, ...]
    matrix: FloatArray
    response: FloatArray
    column_names: tuple[str, ...]
    term_of_column: tuple[int, ...]
    sample: Sample


@checked
def continuous(name: str, values: ArrayLike, *, scale: Scale = "unit") -> Term:
    """A number entered as it is; one step is one unit, one SD, one IQR or one doubling.

    "doubling" takes log2 and so needs values above 0. SD has divisor n - 1, the quartiles of
    the IQR are of type 7; both are of the finite values given.
    """
    _validation.one_of(scale, SCALES, "scale")
    column = _validation.as_floats(values, name)
    if scale == "doubling":
        if (column <= 0).any():
            raise InputError(f"{name} holds values of 0 or below, which have no logarithm.")
        column = np.log2(column)
    size, step = _step(name, column, scale)
    return Term(name, (column / size)[:, None], (name,), step)


@checked
def binary(name: str, values: ArrayLike) -> Term:
    """A yes/no variable coded 0, 1 or missing."""
    return Term(name, _validation.as_binary(values, name)[:, None], (name,), "yes against no")


@checked
def categorical(name: str, codes: Sequence[str | None], *, reference: str) -> Term:
    """A variable with named categories; one indicator for each category but the reference.

    None is missing. The categories are in alphabetical order.
    """
    present = sorted({code for code in codes if code is not None})
    if reference not in present:
        raise InputError(f"{name} has no patient in its reference category {reference!r}.")
    others = [code for code in present if code != reference]
    if not others:
        raise InputError(f"{name} has only one category, {reference!r}.")
    columns = np.array(
        [[np.nan if code is None else float(code == other) for other in others] for code in codes],
        dtype=np.float64,
    )
    labels = tuple(f"{name}: {other}" for other in others)
    return Term(name, columns, labels, f"against {reference}")


@checked
def grouped(name: str, values: ArrayLike, *, cuts: Sequence[float]) -> Term:
    """A number in the groups that ascending cut points make; the lowest is the reference.

    A value at a cut belongs to the group above it. A group without a patient has no column.
    """
    labels = group_labels(cuts)
    column = _validation.as_floats(values, name)
    known = np.isfinite(column)
    places = np.searchsorted(np.asarray(cuts, dtype=np.float64), column, side="right")
    present = [label for n, label in enumerate(labels) if (known & (places == n)).any()]
    if len(present) < 2:
        found = f"only one, {present[0]!r}" if present else "none"
        raise InputError(f"{name} has patients in {found} of its categories.")
    columns = np.column_stack(
        [
            np.where(known, (places == labels.index(label)).astype(np.float64), np.nan)
            for label in present[1:]
        ]
    )
    names = tuple(f"{name}: {label}" for label in present[1:])
    return Term(name, columns, names, f"against {present[0]}")


@checked
def group_labels(cuts: Sequence[float]) -> tuple[str, ...]:
    """Return what the groups between cut points are called, from the lowest to the highest."""
    if not cuts or any(low >= high for low, high in pairwise(cuts)):
        raise InputError(f"Cut points must be in ascending order, found {list(cuts)!r}.")
    between = (f"{low:.10g} to below {high:.10g}" for low, high in pairwise(cuts))
    return (f"below {cuts[0]:.10g}", *between, f"{cuts[-1]:.10g} or above")


@checked
def knot_places(name: str, values: ArrayLike, *, knots: int) -> FloatArray:
    """Return Harrell's quantiles of the finite values, where the knots of a spline lie.

    Raises InputError where two of them are the same.
    """
    if knots not in KNOT_QUANTILES:
        raise InputError(f"knots must be 3, 4 or 5, found {knots!r}.")
    column = _validation.as_floats(values, name)
    finite = column[np.isfinite(column)]
    places = np.quantile(finite, KNOT_QUANTILES[knots]) if finite.size else np.zeros(knots)
    if np.unique(places).size < knots:
        raise InputError(f"{name} has too few distinct values for {knots} knots.")
    return np.asarray(places)


@checked
def spline(
    name: str,
    values: ArrayLike,
    *,
    knots: int = 4,
    log2: bool = False,
    places: FloatArray | None = None,
) -> Term:
    """Restricted cubic spline with 3 to 5 knots at Harrell's quantiles: `knots` - 1 columns.

    `places`: where the knots lie instead, as those of the whole sample. The first column is linear;
    the test of the term is the test of the whole curve.
    """
    column = continuous(name, values, scale="doubling" if log2 else "unit").columns[:, 0]
    if places is None:
        places = knot_places(name, column, knots=knots)
    if places.ndim != 1 or places.size not in KNOT_QUANTILES or not _rise(places):
        raise InputError(f"Knots lie at 3 to 5 ascending places, found {places!r}.")
    columns = _restricted_cubic(column, places)
    labels = tuple(f"{name}, spline {i + 1}" for i in range(places.size - 1))
    return Term(name, columns, labels, PART_OF_CURVE)


def _rise(places: FloatArray) -> bool:
    return bool(np.isfinite(places).all() and (np.diff(places) > 0).all())


@checked
def build_design(
    response: FloatArray, terms: Sequence[Term], *, response_name: str = "outcome"
) -> Design:
    """Complete rows of response and terms, with a leading column of 1s.

    Raises InputError for no terms, terms with the same name, or unequal lengths.
    """
    if not terms:
        raise InputError("A model needs at least one term.")
    names = [term.name for term in terms]
    if len(set(names)) < len(names):
        raise InputError(f"Each term needs its own name; found {', '.join(names)}.")
    arrays = {response_name: response} | {term.name: term.columns for term in terms}
    if len(arrays) < len(terms) + 1:
        raise InputError(f"A term may not be called {response_name!r} as the response is.")
    keep, sample = _validation.complete_cases(arrays)
    kept = response[keep]
    matrix = np.column_stack([np.ones(kept.size), *(term.columns[keep] for term in terms)])
    return Design(
        terms=tuple(terms),
        matrix=matrix,
        response=kept,
        column_names=tuple(name for term in terms for name in term.column_names),
        term_of_column=tuple(index for index, term in enumerate(terms) for _ in term.column_names),
        sample=sample,
    )


@checked
def columns_without(design: Design, term_index: int) -> list[int]:
    """Columns of `matrix` that remain when a term is left out (the intercept always does)."""
    return [0] + [j + 1 for j, t in enumerate(design.term_of_column) if t != term_index]


@checked
def dependent_column(matrix: FloatArray) -> int | None:
    """Index of a column that (nearly) follows from those before it, or None.

    Columns are scaled to unit length first, so units don't matter; a column counts as dependent
    when less than 1e-10 of its squared length is left after projection on the others.
    """
    lengths = np.sqrt(np.einsum("ij,ij->j", matrix, matrix))
    if (lengths == 0).any():
        return int(np.flatnonzero(lengths == 0)[0])
    gram = (matrix.T @ matrix) / np.outer(lengths, lengths)
    for j in range(1, gram.shape[0]):
        before = gram[:j, :j]
        left = gram[j, j] - gram[j, :j] @ np.linalg.solve(before, gram[:j, j])
        if left < 1e-10:
            return j
    return None


def _step(name: str, column: FloatArray, scale: Scale) -> tuple[float, str]:
    """Size of one step in the column's own units, and its words."""
    if scale == "unit":
        return 1.0, f"per unit of {name}"
    if scale == "doubling":
        return 1.0, f"per doubling of {name}"
    finite = column[np.isfinite(column)]
    if scale == "sd":
        size = float(np.std(finite, ddof=1)) if finite.size > 1 else 0.0
        words = f"per SD of {name} ({size:.4g})"
    else:
        low, high = np.quantile(finite, [0.25, 0.75]) if finite.size else (0.0, 0.0)
        size = float(high - low)
        words = f"per interquartile range of {name} ({size:.4g})"
    if size == 0:
        raise InputError(f"{name} has no spread, so it can't be scaled by it.")
    return size, words


def _restricted_cubic(column: FloatArray, knots: FloatArray) -> FloatArray:
    """Linear column and k - 2 truncated power columns, scaled by the squared knot range."""
    column = np.where(np.isfinite(column), column, np.nan)  # powers of infinity have no difference

    def cube(at: float) -> FloatArray:
        return np.asarray(np.maximum(column - at, 0.0) ** 3)

    last, before_last = float(knots[-1]), float(knots[-2])
    parts = [column]
    for knot in knots[:-2]:
        weight_last = (before_last - knot) / (last - before_last)
        weight_before = (last - knot) / (last - before_last)
        part = cube(float(knot)) - weight_before * cube(before_last) + weight_last * cube(last)
        parts.append(part / (last - float(knots[0])) ** 2)
    return np.column_stack(parts)
