"""Each exposure, and the covariate, alone in a logistic model of an outcome."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.results.measured import MeasuredValues
from analytics.stats.censored.tobit import TobitResult
from analytics.stats.censored.two_groups import CensoredComparison
from analytics.stats.comparison.fisher import FisherOddsRatio
from analytics.stats.comparison.groups import RankComparison
from analytics.stats.comparison.multiplicity import Family
from analytics.stats.descriptive.limited import LimitedQuartiles
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.regression.odds_scales import ScaledOdds
from analytics.stats.results import HypothesisTest, NotEstimable, Sample


@dataclass(frozen=True)
class VariableAlone:
    """A model of one variable, with its odds ratio per SD and per IQR in ``spreads``.

    An exposure's own step is a doubling. No spreads where the model can't be fitted.
    """

    term: str
    result: LogisticResult | NotEstimable
    spreads: tuple[ScaledOdds, ...]


@dataclass(frozen=True)
class Concentrations:
    """An exposure's values in one group of patients, in the exposure's unit."""

    n: int
    missing: int
    quartiles: LimitedQuartiles | NotEstimable


@dataclass(frozen=True)
class CensoredGroups:
    """An exposure with and without the outcome, each value below its own limit.

    ``regression``: the ratio of the geometric means, with over without.
    """

    peto: CensoredComparison
    gehan: CensoredComparison
    regression: TobitResult


@dataclass(frozen=True)
class YesNoCovariate:
    """A yes/no covariate, by key, against the outcome.

    ``counts``: with and without the covariate, each with and without the outcome. ``odds`` is the
    conditional odds ratio.
    """

    term: str
    counts: tuple[tuple[int, int], tuple[int, int]]
    odds: FisherOddsRatio
    fisher: HypothesisTest
    sample: Sample


@dataclass(frozen=True)
class ExposureAlone:
    """An exposure's model, and its values in patients with and without the outcome.

    ``comparison`` is of the ranks, with minus without; ``test`` is its exact test, or the normal
    approximation where the exact one can't be made. ``censored``: None where no value lies below a
    limit.
    """

    alone: VariableAlone
    with_outcome: Concentrations
    without_outcome: Concentrations
    comparison: RankComparison
    test: HypothesisTest
    censored: CensoredGroups | None
    values: MeasuredValues


@dataclass(frozen=True)
class UnivariableModels:
    """The variables of one outcome, each alone.

    ``family``: the likelihood-ratio tests of the exposures; the covariate is outside of it.
    ``crossed``: the covariate where it is yes or no.
    """

    endpoint: str
    label: str
    exposures: tuple[ExposureAlone, ...]
    covariates: tuple[VariableAlone, ...]
    crossed: tuple[YesNoCovariate, ...]
    family: Family

    @property
    def variables(self) -> tuple[VariableAlone, ...]:
        """Every variable's model, exposures first."""
        return (*(exposure.alone for exposure in self.exposures), *self.covariates)
