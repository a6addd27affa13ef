"""The plan's covariates and interactions as terms of a model, from the white list of options."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.adjustment import PRIMARY, Covariate, Interaction
from analytics.design.options import LEVELS, YES_NO
from analytics.design.plan import Plan
from analytics.stats.errors import InputError
from analytics.stats.regression.design import (
    Term,
    binary,
    categorical,
    continuous,
    grouped,
    knot_places,
    spline,
)
from analytics.stats.regression.products import centre, product
from analytics.stats.results import FloatArray, NotEstimable

SEX_CODES = {"F": 1.0, "M": 0.0}


@dataclass(frozen=True, eq=False)
class Entered:
    """A covariate of every patient, and the form that models take it in.

    ``values``: (n,) numbers, 1 and 0, or places in ``levels``; NaN where missing. Knots lie at the
    quantiles of all known values, whoever is in a model, so that every model has the same curve.
    """

    covariate: Covariate
    values: FloatArray
    levels: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The key of the variable, which the term goes by."""
        return self.covariate.variable

    @cached_property
    def knots(self) -> FloatArray:
        """Where the knots of the spline lie. Raises InputError where two would be the same."""
        return knot_places(self.name, self.values, knots=self.covariate.knots or 0)

    @property
    def reference(self) -> str:
        """The level with most patients, the first by name of several."""
        counts = [int(np.count_nonzero(self.values == n)) for n in range(len(self.levels))]
        return self.levels[int(np.argmax(counts))] if self.levels else ""

    def term(self, values: FloatArray | None = None) -> Term:
        """Return the term of the patients, or of other ``values`` in the same form.

        Raises InputError where the values don't allow the form.
        """
        values = self.values if values is None else values
        if self.name in YES_NO:
            return binary(self.name, values)
        if self.levels or self.name in LEVELS:
            return categorical(self.name, self._codes(values), reference=self.reference)
        form = self.covariate.form
        if form == "categories":
            return grouped(self.name, values, cuts=self.covariate.cuts)
        if form == "spline":
            places = self.knots
            return spline(self.name, values, knots=len(places), places=places)
        return continuous(self.name, values, scale="doubling" if form == "log2" else "unit")

    def _codes(self, values: FloatArray) -> list[str | None]:
        return [self.levels[int(place)] if np.isfinite(place) else None for place in values]


@dataclass(frozen=True, eq=False)
class Beside:
    """What stands beside the exposure in every model: the covariates, and products of terms.

    ``centres``: what the covariates' columns are centred at in a product, of all patients.
    """

    entered: tuple[Entered, ...]
    terms: tuple[Term, ...]
    interactions: tuple[Interaction, ...]
    centres: Mapping[str, FloatArray]

    def model(self, exposure: Term, *, centred_at: FloatArray | None = None) -> list[Term]:
        """Return the terms of a model of an exposure: its own, the covariates', the products.

        ``centred_at``: what the exposure is centred at in a product, by default its own mean.
        """
        named = {PRIMARY: exposure} | {term.name: term for term in self.terms}
        centres = {PRIMARY: centre(exposure) if centred_at is None else centred_at, **self.centres}
        products = [
            product(
                named[one.first],
                named[one.second],
                centres=(centres[one.first], centres[one.second]),
            )
            for one in self.interactions
        ]
        return [exposure, *self.terms, *products]

    def of(self, values: Mapping[str, FloatArray]) -> Beside:
        """Return the same of other patients' values, by covariate, centred and knotted as here."""
        terms = tuple(one.term(values.get(one.name)) for one in self.entered)
        return replace(self, terms=terms)


def entered(data: DataSet, plan: Plan) -> tuple[Entered, ...]:
    """Return the plan's covariates of every patient, in the plan's order."""
    return tuple(enter(data, covariate) for covariate in plan.covariates)


def enter(data: DataSet, covariate: Covariate) -> Entered:
    """Return one covariate of every patient; all missing where an earlier data set lacks it."""
    name = covariate.variable
    if name == "female":
        sex = [SEX_CODES.get(code, np.nan) for code in data.frame["sex"]]
        return Entered(covariate, np.array(sex, dtype=np.float64))
    if name not in data.frame:
        return Entered(covariate, np.full(data.n, np.nan))
    if name not in LEVELS:
        return Entered(covariate, data.frame[name].to_numpy(np.float64))
    codes = [None if code is None else str(code) for code in data.frame[name]]
    levels = tuple(sorted({code for code in codes if code is not None}))
    places = [np.nan if code is None else float(levels.index(code)) for code in codes]
    return Entered(covariate, np.array(places, dtype=np.float64), levels)


def beside(data: DataSet, plan: Plan) -> Beside | NotEstimable:
    """Return what every model of the plan holds beside its exposure, or why it can't be made."""
    found = entered(data, plan)
    try:
        terms = tuple(one.term() for one in found)
    except InputError as error:
        return NotEstimable(error.message)
    return Beside(found, terms, plan.interactions, {term.name: centre(term) for term in terms})
