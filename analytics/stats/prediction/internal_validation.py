"""How much a logistic model's figures flatter it: optimism by the bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.resampling import resampling
from analytics.stats.regression._irls_many import Patterns, areas, slopes_many
from analytics.stats.regression._refits import Refits, refit
from analytics.stats.regression.design import Term, build_design
from analytics.stats.regression.logistic_fit import LogisticFit, fit_design
from analytics.stats.results import (
    BoolArray,
    Estimate,
    FloatArray,
    NotEstimable,
    Resampling,
    Sample,
)

SEPARATED = NotEstimable("The data are separated; models of resamples have no finite estimate.")
UNBOUNDED = NotEstimable("The predictions separate the outcomes; the slope is unbounded.")


@dataclass(frozen=True, slots=True)
class Corrected:
    """A figure as it appears, its mean optimism over resamples, and the difference."""

    apparent: Estimate
    optimism: Estimate
    corrected: Estimate


@dataclass(frozen=True, slots=True)
class OptimismResult:
    """Efron-Harrell optimism of a logistic model.

    `slope` is the calibration slope, 1 as it appears; corrected it is the shrinkage that new
    patients would need.
    """

    auc: Corrected
    brier: Corrected
    slope: Corrected
    resampling: Resampling
    sample: Sample


@checked
def model_optimism(
    event: ArrayLike, terms: Sequence[Term], *, resamples: int = 500, seed: int
) -> OptimismResult:
    """Refit the model in bootstrap resamples of the rows (not stratified) and compare.

    Optimism is the mean of (figure in the resample - figure of the resample's model in the
    sample) (Efron 1983; Harrell 2015). Scaling and knots of the terms stay as given. Resamples
    in which the model or its slope does not converge enter no mean; `resampling.not_converged`
    counts them.
    """
    resamples = _validation.resamples(resamples)
    design = build_design(_validation.as_binary(event, "event"), terms, response_name="event")
    fit = fit_design(design, level=0.95, profile=False)
    if isinstance(fit, NotEstimable):
        nothing = Corrected(fit, fit, fit)
        record = resampling(resamples, 0, seed, stratified=False)
        return OptimismResult(nothing, nothing, nothing, record, design.sample)
    if fit.separation.kind != "none":
        return optimism_of_separated(fit, resamples, seed)
    tally = OptimismTally(fit)
    refit(design, fit.beta, [tally], resamples, seed)
    return tally.summary(resamples, seed)


class OptimismTally:
    """Collects AUC, Brier score and calibration slope of each resample's model.

    The data of `fit` must not be separated.
    """

    def __init__(self, fit: LogisticFit) -> None:
        self.sample = _Sample.of(fit)
        self.in_resample: list[FloatArray] = []
        self.in_sample: list[FloatArray] = []
        self.converged: list[BoolArray] = []

    def add(self, drawn: Refits) -> None:
        """Take a batch of resamples; a model that did not converge has no figures."""
        rows = drawn.converged
        score, events, others = drawn.score[rows], drawn.events[rows], drawn.others[rows]
        errors = _squared_errors(score)
        # On the data that made it a model of maximum likelihood has a slope of exactly 1.
        own = drawn.areas[rows], _brier(errors, events, others), np.ones(score.shape[0])
        self.in_resample.append(np.column_stack(own))
        sample_events, sample_others = self.sample.events, self.sample.others
        slopes = slopes_many(score, sample_events, sample_others)
        areas = drawn.ranking.areas(sample_events, sample_others)[rows]
        there = areas, _brier(errors, sample_events, sample_others), slopes.slope
        self.in_sample.append(np.column_stack(there))
        self.converged.append(slopes.converged)

    def summary(self, resamples: int, seed: int) -> OptimismResult:
        """The sample's figures and their mean optimism over the resamples."""
        here, there = np.concatenate(self.in_resample), np.concatenate(self.in_sample)
        converged = np.concatenate(self.converged)
        # One class in a resample has no area; that is no matter of convergence.
        good = converged & np.isfinite(here).all(axis=1) & np.isfinite(there).all(axis=1)
        used = int(np.count_nonzero(good))
        gains = (here[good] - there[good]).sum(axis=0) / max(used, 1)
        apparent = (*self.sample.figures(), 1.0)
        auc, brier, slope = (_corrected(apparent[i], float(gains[i]), used) for i in range(3))
        lost = resamples - int(np.count_nonzero(converged))
        record = resampling(resamples, used, seed, stratified=False, not_converged=lost)
        return OptimismResult(auc, brier, slope, record, self.sample.fit.design.sample)


@checked
def optimism_of_separated(fit: LogisticFit, resamples: int, seed: int) -> OptimismResult:
    """Figures of separated data as they appear: no resample can correct them.

    The slope of a penalised model is not 1 on its own data.
    """
    sample = _Sample.of(fit)
    slopes = slopes_many(sample.score, sample.events, sample.others)
    slope: Estimate = float(slopes.slope[0]) if slopes.converged[0] else UNBOUNDED
    auc, brier = sample.figures()
    return OptimismResult(
        auc=Corrected(auc, SEPARATED, SEPARATED),
        brier=Corrected(brier, SEPARATED, SEPARATED),
        slope=Corrected(slope, SEPARATED, SEPARATED),
        resampling=resampling(resamples, 0, seed, stratified=False),
        sample=fit.design.sample,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Sample:
    """The model's log odds at each pattern, and the sample's counts there, as one row each."""

    fit: LogisticFit
    score: FloatArray
    events: FloatArray
    others: FloatArray

    @classmethod
    def of(cls, fit: LogisticFit) -> _Sample:
        patterns = Patterns.of(fit.design.matrix, fit.design.response)
        counts = patterns.counts(np.ones((1, fit.design.response.size)))
        return cls(fit, fit.beta[None, :] @ patterns.design.T, *counts)

    def figures(self) -> tuple[float, float]:
        """AUC and Brier score."""
        brier = _brier(_squared_errors(self.score), self.events, self.others)
        return float(areas(self.score, self.events, self.others)[0]), float(brier[0])


def _squared_errors(score: FloatArray) -> tuple[FloatArray, FloatArray]:
    """What an event and what a non-event adds to the Brier score at each of the log odds."""
    probability = 1 / (1 + np.exp(np.minimum(-score, 700)))
    return (1 - probability) ** 2, probability**2


def _brier(
    errors: tuple[FloatArray, FloatArray], events: FloatArray, others: FloatArray
) -> FloatArray:
    """Brier score of each row on its own row of counts, or all on one."""
    total = np.einsum("ij,ij->i", np.broadcast_to(events, errors[0].shape), errors[0])
    total = total + np.einsum("ij,ij->i", np.broadcast_to(others, errors[1].shape), errors[1])
    return np.asarray(total / (events + others).sum(axis=1))


def _corrected(apparent: float, optimism: float, used: int) -> Corrected:
    if not np.isfinite(apparent):
        reason = NotEstimable("All predictions are equal.")
        return Corrected(reason, reason, reason)
    if used == 0:
        reason = NotEstimable("No resample could be fitted.")
        return Corrected(apparent, reason, reason)
    return Corrected(apparent, optimism, apparent - optimism)
