"""Interactions as columns: products of two terms, and a variable's slope in each group."""

from __future__ import annotations

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.regression.design import Term
from analytics.stats.results import FloatArray

TIMES = " × "


@checked
def centre(term: Term) -> FloatArray:
    """Return what each column is centred at before it enters a product: (k,).

    A column of 0 and 1 stays as it is, another is centred at the mean of its finite values, so that
    the other factor's own coefficient is its effect there and not at 0, which nobody may have.
    """
    return np.array([_middle(term.columns[:, j]) for j in range(term.columns.shape[1])])


def _middle(column: FloatArray) -> float:
    finite = column[np.isfinite(column)]
    if not finite.size or np.isin(finite, (0.0, 1.0)).all():
        return 0.0
    return float(finite.mean())


@checked
def product(
    first: Term, second: Term, *, centres: tuple[FloatArray, FloatArray] | None = None
) -> Term:
    """Every product of a column of one term and a column of the other.

    `centres`: what the columns of both are centred at, by default as `centre` says. The test of the
    term is the test of the interaction. Raises InputError for terms of unequal lengths,
    and where not every column has a centre.
    """
    _same_patients(first, second)
    one, two = centres or (centre(first), centre(second))
    for term, at in ((first, one), (second, two)):
        if at.shape != term.columns.shape[1:]:
            raise InputError(f"{term.name} needs a centre for each of its columns.")
    left, right = first.columns - one, second.columns - two
    columns = np.column_stack(
        [left[:, i] * right[:, j] for i in range(left.shape[1]) for j in range(right.shape[1])]
    )
    names = tuple(f"{a}{TIMES}{b}" for a in first.column_names for b in second.column_names)
    return Term(f"{first.name}{TIMES}{second.name}", columns, names, "ratio of odds ratios")


def _same_patients(first: Term, second: Term) -> None:
    _validation.same_length({"first": first.columns, "second": second.columns})


@checked
def within(slope: Term, groups: Term) -> Term:
    """The one column of a term in each group alone, the reference of `groups` first.

    Beside `groups`, and without `slope` itself, it spans the same models as their product does;
    each coefficient is the slope in one group. The column is centred, which changes no slope: far
    from 0 it would nearly follow from the groups. Raises InputError for a slope of several columns.
    """
    if slope.columns.shape[1] != 1:
        raise InputError(f"{slope.name} has several columns, so no one slope.")
    _same_patients(slope, groups)
    column = slope.columns[:, 0] - centre(slope)[0]
    rest = 1.0 - groups.columns.sum(axis=1)
    members = np.column_stack([rest, groups.columns])
    names = tuple(f"{slope.name}, group {n + 1}" for n in range(members.shape[1]))
    return Term(f"{slope.name} by {groups.name}", members * column[:, None], names, slope.step)
