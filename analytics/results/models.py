"""The multivariable logistic model of an outcome, and models that ask its question otherwise."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.results.measured import MeasuredValues
from analytics.stats.regression.collinearity import TermInflation
from analytics.stats.regression.linear import LinearResult
from analytics.stats.regression.linearity import Linearity
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.regression.odds_scales import ScaledOdds
from analytics.stats.regression.ordinal import OrdinalResult
from analytics.stats.regression.proportional_odds import ProportionalOddsTest
from analytics.stats.results import NotEstimable


@dataclass(frozen=True)
class CoefficientOdds:
    """One coefficient's odds ratio per SD and per IQR, beside that of the model's own step."""

    name: str
    term: str
    spreads: tuple[ScaledOdds, ...]


@dataclass(frozen=True)
class OtherModels:
    """The curve against the line, the exposure without a logarithm, and models of the change.

    ``linear``: of the change in points. ``equal_slopes`` is tested between ``change_groups`` groups
    of the change.
    """

    linearity: Linearity | NotEstimable
    untransformed: LogisticResult | NotEstimable
    linear: LinearResult
    ordinal: OrdinalResult | NotEstimable
    equal_slopes: ProportionalOddsTest | NotEstimable
    change_groups: int


@dataclass(frozen=True)
class ExposureModel:
    """A model of the primary exposure per doubling, the covariates and the plan's interactions.

    ``values``: what was done to the exposure's measurements.
    """

    result: LogisticResult
    odds: tuple[CoefficientOdds, ...]
    inflation: tuple[TermInflation, ...] | NotEstimable
    values: MeasuredValues
    others: OtherModels


@dataclass(frozen=True)
class MultivariableModel:
    """The model of one outcome; ``exposure`` and ``covariates`` by key, None and () without any."""

    endpoint: str
    label: str
    exposure: str | None
    covariates: tuple[str, ...]
    model: ExposureModel | NotEstimable

    @property
    def result(self) -> LogisticResult | NotEstimable:
        """The logistic model itself, or why there is none."""
        return self.model if isinstance(self.model, NotEstimable) else self.model.result
