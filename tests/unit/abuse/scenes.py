"""How the objects that pure functions build on each other are made for the abuse."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats.censored import concentrations as censored
from analytics.stats.censored.concentrations import Concentrations, LognormalFit
from analytics.stats.comparison.paired import PairedTable
from analytics.stats.regression import _irls, design, logistic, logistic_fit
from analytics.stats.regression.design import Design, Term
from analytics.stats.regression.logistic import Coefficient, LogisticResult
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.results import NotEstimable, Sample
from analytics.stats.roc import curve as roc
from analytics.stats.roc.accuracy import Counts
from analytics.stats.roc.curve import RocCurve
from ra_registry.assays.curves import Curve, CurveFit, Level, fit_curve
from ra_registry.assays.curves.levels import gather_levels
from scoring.instruments.definitions import Instrument, Item
from scoring.instruments.registry import all_instruments
from tests.unit.abuse.abused import Abuse


class Scene(Abuse):
    """Objects come from the functions that make them, never from thin air."""

    @property
    def makers(self) -> dict[Any, Callable[[str], Any]]:
        return {
            **super().makers,
            RocCurve: self.curve,
            Concentrations: self.measured,
            LognormalFit: self.lognormal,
            Term: self.term,
            Design: self.design,
            LogisticFit: lambda _: logistic_fit.fit_model(
                self.array("event"), [self.term("x")], profile=True
            ),
            LogisticResult: self.model,
            Coefficient: lambda name: next(iter(self.model(name).coefficients), None),
            _irls.Fit: lambda _: _irls.fit(
                np.column_stack([np.ones(self.n), self.marker]), self.event
            ),
            Counts: lambda _: Counts(*(self.whole("count") for _ in range(4))),
            PairedTable: lambda _: PairedTable(*(self.whole("count") for _ in range(4))),
            Sample: lambda _: Sample(self.n, self.n),
            NotEstimable: lambda _: NotEstimable("There is no patient."),
            Level: lambda name: next(iter(self.levels(name)), None),
            CurveFit: self.fitted,
            Curve: lambda name: self.fitted(name).curve,
            Instrument: lambda _: self.pick(all_instruments()),
            Item: lambda _: self.pick(self.pick(all_instruments()).items),
        }

    def curve(self, name: str) -> Any:
        direction = self.pick(("high", "low"))
        return roc.roc_curve(self.array("event"), self.array("marker"), direction=direction)

    def measured(self, name: str) -> Any:
        parts = (self.array(part) for part in ("value", "below", "limit"))
        return censored.concentrations(*parts)

    def lognormal(self, name: str) -> Any:
        value = np.exp(np.random.default_rng(1).standard_normal(12))
        return censored.fit_lognormal(censored.concentrations(value, value < 0.5, np.full(12, 0.5)))

    def term(self, name: str) -> Any:
        label = self.pick(["x", "y", "z", "event"])
        kind = self.pick(["continuous", "binary", "categorical", "spline"])
        if kind == "binary":
            return design.binary(label, self.array("event"))
        if kind == "categorical":
            codes = [self.pick(["a", "b", None]) for _ in range(self.n)]
            return design.categorical(label, codes, reference="a")
        if kind == "spline":
            return design.spline(label, self.array("values"), knots=3)
        return design.continuous(label, self.array("values"), scale=self.pick(design.SCALES))

    def design(self, name: str) -> Any:
        event = _validation.as_binary(self.numeric("event"), "event")
        return design.build_design(event, [self.term("x")])

    def model(self, name: str) -> Any:
        return logistic.logistic_regression(self.array("event"), [self.term("x")])

    def levels(self, name: str) -> Any:
        doses = [0.0, *(4.0**step for step in range(7))]
        signals = [100 + 9000 * dose / (dose + 50) for dose in doses]
        if self.chance(self.madness):
            signals[self.pick(range(8))] = self.pick([1e30, 1e-30, -5.0, 0.0, float("nan")])
        return gather_levels(doses * 2, signals * 2)

    def fitted(self, name: str) -> Any:
        levels = self.levels(name)
        doses = [level.concentration for level in levels for _ in level.signals]
        return fit_curve(doses, [signal for level in levels for signal in level.signals])
