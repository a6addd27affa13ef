"""How much a logistic model's figures flatter it: optimism by the bootstrap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats import _validation
from analytics.stats._checked import checked
from analytics.stats._irls_many import Patterns, areas, fit_many, slopes_many
from analytics.stats._resampling import batches, draw_weights, generator, resampling
from analytics.stats.design import Design, Term, build_design
from analytics.stats.logistic_fit import LogisticFit, fit_design
from analytics.stats.results import (
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
    nothing_drawn = resampling(resamples, 0, seed, stratified=False)
    if isinstance(fit, NotEstimable):
        nothing = Corrected(fit, fit, fit)
        return OptimismResult(nothing, nothing, nothing, nothing_drawn, design.sample)
    if fit.separation.kind != "none":
        return OptimismResult(*_apparent_only(fit), nothing_drawn, design.sample)
    drawn = _resample_figures(fit, resamples, seed)
    patterns, events, others = _once(design)
    apparent = np.append(_figures(fit.beta[None, :] @ patterns.T, events, others), 1.0)
    used = drawn.in_sample.shape[0]
    gains = (drawn.in_resample - drawn.in_sample).sum(axis=0) / max(used, 1)
    auc, brier, slope = (_corrected(float(apparent[i]), gains[i], used) for i in range(3))
    record = resampling(resamples, used, seed, stratified=False, not_converged=drawn.not_converged)
    return OptimismResult(auc, brier, slope, record, design.sample)


@dataclass(frozen=True, slots=True, eq=False)
class _Drawn:
    """(usable resamples, 3) of AUC, Brier score and calibration slope.

    `not_converged` counts the resamples whose model, or whose model's slope, did not converge.
    """

    in_resample: FloatArray
    in_sample: FloatArray
    not_converged: int


def _resample_figures(fit: LogisticFit, resamples: int, seed: int) -> _Drawn:
    design = fit.design
    patterns = Patterns.of(design.matrix, design.response)
    _, events, others = _once(design)
    random = generator(seed)
    inside, outside, sloped = [np.empty((0, 3))], [np.empty((0, 3))], [np.zeros(0, dtype=np.bool_)]
    for size in batches(resamples, design.response.size):
        weights = draw_weights(random, size, design.response.size).astype(np.float64)
        drawn_events, drawn_others = patterns.counts(weights)
        fits = fit_many(patterns.design, drawn_events, drawn_others, start=fit.beta)
        rows = fits.converged
        score = fits.beta[rows] @ patterns.design.T
        own = _figures(score, drawn_events[rows], drawn_others[rows])
        # On the data that made it a model of maximum likelihood has a slope of exactly 1.
        inside.append(np.column_stack([own, np.ones(own.shape[0])]))
        slopes = slopes_many(score, events, others)
        outside.append(np.column_stack([_figures(score, events, others), slopes.slope]))
        sloped.append(slopes.converged)
    in_resample, in_sample = np.concatenate(inside), np.concatenate(outside)
    converged = np.concatenate(sloped)
    # One class in a resample has no area; that is no matter of convergence.
    good = converged & np.isfinite(in_resample).all(axis=1) & np.isfinite(in_sample).all(axis=1)
    lost = resamples - int(np.count_nonzero(converged))
    return _Drawn(in_resample[good], in_sample[good], lost)


def _corrected(apparent: float, optimism: float, used: int) -> Corrected:
    if not np.isfinite(apparent):
        reason = NotEstimable("All predictions are equal.")
        return Corrected(reason, reason, reason)
    if used == 0:
        reason = NotEstimable("No resample could be fitted.")
        return Corrected(float(apparent), reason, reason)
    return Corrected(float(apparent), float(optimism), float(apparent - optimism))


def _once(design: Design) -> tuple[FloatArray, FloatArray, FloatArray]:
    """Patterns of the sample and their counts as one row."""
    patterns = Patterns.of(design.matrix, design.response)
    events, others = patterns.counts(np.ones((1, design.response.size)))
    return patterns.design, events, others


def _figures(score: FloatArray, events: FloatArray, others: FloatArray) -> FloatArray:
    """AUC and Brier score of each row of log odds on its own row of counts."""
    probability = 1 / (1 + np.exp(np.minimum(-score, 700)))
    trials = (events + others).sum(axis=1)
    squared = np.einsum("ij,ij->i", events, (1 - probability) ** 2)
    squared = squared + np.einsum("ij,ij->i", others, probability**2)
    return np.column_stack([areas(score, events, others), squared / trials])


def _apparent_only(fit: LogisticFit) -> tuple[Corrected, Corrected, Corrected]:
    """AUC, Brier score and slope of separated data as they appear: no resample can correct them.

    The slope of a penalised model is not 1 on its own data.
    """
    patterns, events, others = _once(fit.design)
    score = fit.beta[None, :] @ patterns.T
    slopes = slopes_many(score, events, others)
    slope: Estimate = UNBOUNDED
    if slopes.converged[0]:
        slope = float(slopes.slope[0])
    area, brier = (float(figure) for figure in _figures(score, events, others)[0])
    return (
        Corrected(area, SEPARATED, SEPARATED),
        Corrected(brier, SEPARATED, SEPARATED),
        Corrected(slope, SEPARATED, SEPARATED),
    )
