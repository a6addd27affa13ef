"""How far the multivariable model of an outcome can be trusted."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.prediction.calibration import Calibration
from analytics.stats.prediction.cross_validation import CrossValidatedAuc
from analytics.stats.prediction.decision import DecisionCurve
from analytics.stats.prediction.decision_bootstrap import NetBenefits
from analytics.stats.prediction.internal_validation import OptimismResult
from analytics.stats.regression.dominance import Dominance
from analytics.stats.regression.logistic_fit import Method
from analytics.stats.results import NotEstimable, Sample


@dataclass(frozen=True)
class Predictions:
    """How one set of predicted risks agrees with outcomes, and what acting on it is worth."""

    calibration: Calibration | NotEstimable
    decision: DecisionCurve | NotEstimable


@dataclass(frozen=True)
class ModelValidation:
    """Strength of the model's terms, its optimism, and its predictions.

    ``apparent``: of the patients that made the model. ``left_out``: of patients that
    cross-validation left out, each the mean over repeats. ``benefits``: their net benefit with
    intervals, None unless the plan asks for it.
    """

    method: Method
    sample: Sample
    dominance: Dominance | NotEstimable
    optimism: OptimismResult
    cross_validation: CrossValidatedAuc
    apparent: Predictions
    left_out: Predictions
    benefits: NetBenefits | NotEstimable | None

    @property
    def is_resampled(self) -> bool:
        """Whether any resample gave a model."""
        return self.optimism.resampling.used > 0

    @property
    def is_crossed(self) -> bool:
        """Whether cross-validation gave any figure."""
        return not isinstance(self.cross_validation.mean_of_folds, NotEstimable)


@dataclass(frozen=True)
class OutcomeValidation:
    """The validation of one outcome's model, or why there is none."""

    endpoint: str
    label: str
    result: ModelValidation | NotEstimable
