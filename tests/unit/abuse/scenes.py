"""How the objects that statistics build on each other are made for the abuse."""

from __future__ import annotations

from typing import Any

import numpy as np

from analytics.stats import _irls, _validation, censored, design, logistic, logistic_fit, roc
from analytics.stats.accuracy import Counts
from analytics.stats.paired import PairedTable
from analytics.stats.results import NotEstimable, Sample
from tests.unit.abuse.abused import Abuse


class Scene(Abuse):
    """Arguments for the statistics: objects come from the functions that make them."""

    def of_RocCurve(self, name: str) -> Any:
        return roc.roc_curve(
            self.array("event"), self.array("marker"), direction=self.pick(("high", "low"))
        )

    def of_Concentrations(self, name: str) -> Any:
        return censored.concentrations(
            self.array("value"), self.array("below"), self.array("limit")
        )

    def of_LognormalFit(self, name: str) -> Any:
        value = np.exp(np.random.default_rng(1).standard_normal(12))
        return censored.fit_lognormal(censored.concentrations(value, value < 0.5, np.full(12, 0.5)))

    def of_Term(self, name: str) -> Any:
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

    def of_Design(self, name: str) -> Any:
        terms = [self.of_Term("x")]
        return design.build_design(_validation.as_binary(self.numeric("event"), "event"), terms)

    def of_LogisticFit(self, name: str) -> Any:
        return logistic_fit.fit_model(self.array("event"), [self.of_Term("x")], profile=True)

    def of_LogisticResult(self, name: str) -> Any:
        return logistic.logistic_regression(self.array("event"), [self.of_Term("x")])

    def of_Coefficient(self, name: str) -> Any:
        found = self.of_LogisticResult("x").coefficients
        return found[0] if found else None

    def of_Fit(self, name: str) -> Any:
        matrix = np.column_stack([np.ones(self.n), self.marker])
        return _irls.fit(matrix, self.event)

    def of_Counts(self, name: str) -> Any:
        return Counts(*(self.of_int("count") for _ in range(4)))

    def of_PairedTable(self, name: str) -> Any:
        return PairedTable(*(self.of_int("count") for _ in range(4)))

    def of_Sample(self, name: str) -> Any:
        return Sample(self.n, self.n)

    def of_NotEstimable(self, name: str) -> Any:
        return NotEstimable("There is no patient.")
