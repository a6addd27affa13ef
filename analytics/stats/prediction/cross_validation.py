"""A logistic model's predictions for patients that it didn't see."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike
from sklearn.model_selection import RepeatedStratifiedKFold

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.degenerate import too_few
from analytics.stats._shared.resampling import batches
from analytics.stats.regression import _irls
from analytics.stats.regression._irls_many import Patterns, areas, fit_many
from analytics.stats.regression.design import Design, Term, build_design
from analytics.stats.results import (
    BoolArray,
    Estimate,
    FloatArray,
    NotEstimable,
    Sample,
)


@dataclass(frozen=True, slots=True)
class CrossValidatedAuc:
    """AUC of patients that the model didn't see.

    `mean_of_folds` averages the areas within folds; `pooled` ranks all left-out predictions of a
    repeat together and averages over repeats. The two differ and are never interchangeable.
    """

    mean_of_folds: Estimate
    pooled: Estimate
    folds: int
    repeats: int
    seed: int
    unusable_fits: int
    sample: Sample


@dataclass(frozen=True, slots=True, eq=False)
class CrossValidation:
    """The AUC, and for each used row its outcome and its risk predicted without it.

    `probability` (n_used,) is the mean over repeats; it lies strictly between 0 and 1.
    """

    auc: CrossValidatedAuc
    event: FloatArray
    probability: FloatArray | NotEstimable


@checked
def cross_validate(
    event: ArrayLike, terms: Sequence[Term], *, folds: int = 10, repeats: int = 10, seed: int
) -> CrossValidation:
    """Repeated stratified k-fold cross-validation with scikit-learn's splitter.

    `unusable_fits` counts training sets that were separated; their repeat is left out of
    `pooled` and of the predictions, and their fold out of `mean_of_folds`.
    """
    folds = _validation.whole(folds, "folds", low=2)
    repeats = _validation.whole(repeats, "repeats", low=1)
    design = build_design(_validation.as_binary(event, "event"), terms, response_name="event")
    outcome = design.response
    events = int(outcome.sum())

    def auc(mean: Estimate, pooled: Estimate, unusable: int = 0) -> CrossValidatedAuc:
        return CrossValidatedAuc(mean, pooled, folds, repeats, seed, unusable, design.sample)

    problem = too_few(min(events, outcome.size - events), folds, "patients of each outcome")
    if problem is not None:
        return CrossValidation(auc(problem, problem), outcome, problem)
    splitter = RepeatedStratifiedKFold(n_splits=folds, n_repeats=repeats, random_state=seed)
    left_out = np.zeros((folds * repeats, outcome.size), dtype=np.bool_)
    for number, (_, test) in enumerate(splitter.split(design.matrix, outcome)):
        left_out[number, test] = True
    score, usable = _left_out_scores(design, left_out)
    unusable = int(np.count_nonzero(~usable))
    no_fit = NotEstimable("Every training set was separated.")
    if not usable.any():
        return CrossValidation(auc(no_fit, no_fit, unusable), outcome, no_fit)
    seen = left_out[usable]
    within = areas(score[usable], outcome * seen, (1 - outcome) * seen)
    # Each row of a repeat is left out once, so a sum over its folds picks that fold's score.
    whole = usable.reshape(repeats, folds).all(axis=1)
    picked = np.where(left_out, score, 0.0).reshape(repeats, folds, -1).sum(axis=1)[whole]
    if not whole.any():
        no_repeat = NotEstimable("In every repeat a training set was separated.")
        return CrossValidation(auc(float(within.mean()), no_repeat, unusable), outcome, no_repeat)
    pooled = float(areas(picked, outcome[None, :], 1 - outcome[None, :]).mean())
    probability = (1 / (1 + np.exp(-np.clip(picked, -30, 30)))).mean(axis=0)
    return CrossValidation(auc(float(within.mean()), pooled, unusable), outcome, probability)


def _left_out_scores(design: Design, left_out: BoolArray) -> tuple[FloatArray, BoolArray]:
    """Log odds of every row by each training set's model, and which models are usable."""
    patterns = Patterns.of(design.matrix, design.response)
    whole = _irls.fit(design.matrix, design.response)
    start = whole.beta if whole.converged else np.zeros(design.matrix.shape[1])
    scores, usable, done = [], [], 0
    for size in batches(left_out.shape[0], design.response.size):
        training = (~left_out[done : done + size]).astype(np.float64)
        done += size
        fits = fit_many(patterns.design, *patterns.counts(training), start=start)
        # By pattern, so that equal rows get exactly equal scores.
        scores.append((fits.beta @ patterns.design.T)[:, patterns.of_row])
        usable.append(fits.converged)
    return np.concatenate(scores), np.concatenate(usable)
