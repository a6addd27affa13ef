"""What refitting a logistic model in resamples says of it: strength of its terms, and optimism.

Both use the same resamples and refits; each equals what its own function gives with the same seed.
"""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.prediction.internal_validation import (
    OptimismResult,
    OptimismTally,
    optimism_of_separated,
)
from analytics.stats.regression._refits import refit
from analytics.stats.regression.dominance import Dominance, StrengthTally, unordered
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.results import NotEstimable


@dataclass(frozen=True, slots=True)
class ResampledModel:
    """The order of a model's terms by strength, and how much its figures flatter it."""

    dominance: Dominance | NotEstimable
    optimism: OptimismResult


@checked
def resampled_model(
    fit: LogisticFit, *, resamples: int = 2000, seed: int, level: float = 0.95
) -> ResampledModel:
    """Return what `dominance` and `model_optimism` say of a fitted model."""
    level, resamples = _validation.level(level), _validation.resamples(resamples)
    strength = unordered(fit) or StrengthTally(fit)
    optimism = (
        OptimismTally(fit)
        if fit.separation.kind == "none"
        else optimism_of_separated(fit, resamples, seed)
    )
    wanted = optimism, strength
    tallies = [each for each in wanted if isinstance(each, OptimismTally | StrengthTally)]
    if tallies:
        refit(fit.design, fit.beta, tallies, resamples, seed)
    return ResampledModel(
        strength.summary(level, resamples, seed)
        if isinstance(strength, StrengthTally)
        else strength,
        optimism.summary(resamples, seed) if isinstance(optimism, OptimismTally) else optimism,
    )
