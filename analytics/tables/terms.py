"""What terms, coefficients and steps of models are called."""

from __future__ import annotations

import re
from typing import Protocol

from analytics.design.options import COVARIATES
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.design import PART_OF_CURVE
from analytics.stats.regression.logistic import Coefficient
from analytics.stats.regression.products import TIMES
from analytics.tables.names import inside


class _Coefficient(Protocol):
    @property
    def name(self) -> str: ...

    @property
    def term(self) -> str: ...


def term_name(stored: StoredRun, term: str) -> str:
    """Return a term in words; that of an interaction names both factors."""
    return TIMES.join(_factor(stored, factor) for factor in term.split(TIMES))


def _factor(stored: StoredRun, key: str) -> str:
    if key in stored.variables:
        return stored.variables[key].name
    return str(COVARIATES.get(key, key))


def coefficient_name(stored: StoredRun, coefficient: _Coefficient) -> str:
    """Return a coefficient in words: its term, and which category or part of a curve it is."""
    return column_name(stored, coefficient.name)


def column_name(stored: StoredRun, column: str) -> str:
    """Return a model's column in words; each factor begins with the key of its variable."""
    return TIMES.join(_column(stored, factor) for factor in column.split(TIMES))


def _column(stored: StoredRun, factor: str) -> str:
    key, mark, rest = _parted(factor)
    return f"{_factor(stored, key)}{mark}{rest}"


def _parted(factor: str) -> tuple[str, str, str]:
    """The key of a column's variable, what follows it, and the category or part of a curve."""
    for mark in (": ", ", spline "):
        key, found, rest = factor.partition(mark)
        if found:
            return key, found, rest
    return factor, "", ""


def means_something(coefficient: Coefficient) -> bool:
    """Whether an odds ratio alone says anything: that of a part of a curve doesn't."""
    return coefficient.step != PART_OF_CURVE


def plain_name(stored: StoredRun, term: str) -> str:
    """Return a term as it stands inside a sentence, without its unit."""
    name = inside(term_name(stored, term))
    # The name of an exposure has no unit in it, but may have a comma: "IL-6, change from ...".
    return name if term in stored.variables else name.split(",")[0]


def short_step(coefficient: Coefficient) -> str:
    """Return what one step means, beside the name of the term."""
    return coefficient.step.removesuffix(f" of {coefficient.term}")  # unseen


def step(stored: StoredRun, words: str, term: str) -> str:
    """Return what one step of a term means, its code replaced by its name.

    A step that is one unit says of what.
    """
    whole = rf"(?<![\w-]){re.escape(term)}(?![\w-])"
    known = stored.variables.get(term)
    name = known.with_unit if known and known.scale == "linear" else term_name(stored, term)
    return re.sub(whole, lambda _: name, words)
