"""Multiple imputation: filling in missing values by chained equations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats import _validation
from analytics.stats._resampling import generator
from analytics.stats.errors import InputError
from analytics.stats.results import BoolArray, FloatArray, NotEstimable


@dataclass(frozen=True, slots=True, eq=False)
class Imputed:
    """Completed data sets: `data[name]` is (imputations, n). `filled` counts imputed cells."""

    data: Mapping[str, FloatArray]
    filled: Mapping[str, int]
    imputations: int
    iterations: int
    donors: int
    seed: int
    method: str


def impute_chained(
    variables: Mapping[str, ArrayLike],
    *,
    imputations: int = 20,
    iterations: int = 10,
    donors: int = 5,
    seed: int,
) -> Imputed | NotEstimable:
    """Fill in missing numbers by chained equations with predictive mean matching.

    Each variable in turn is regressed on all others; coefficients are drawn from their
    posterior, and each missing value takes the observed value of one of the `donors` patients
    with the nearest prediction (type-1 matching, van Buuren 2018). Works for yes/no and skewed
    numbers alike, because only observed values are used. The outcome belongs among the
    variables. Infinite values count as missing.
    """
    if imputations < 2 or iterations < 1 or donors < 1:
        raise InputError("Needs two or more imputations, one or more iterations and donors.")
    columns = {name: _validation.as_floats(v, name) for name, v in variables.items()}
    if len(columns) < 2:
        raise InputError("Chained equations need two or more variables.")
    n = _validation.same_length(columns)
    data = np.column_stack(list(columns.values()))
    missing = ~np.isfinite(data)
    problem = _too_sparse(data, missing, list(columns), donors)
    if problem is not None:
        return problem
    random = generator(seed)
    completed = np.empty((imputations, n, data.shape[1]))
    for number in range(imputations):
        completed[number] = _one_chain(data, missing, iterations, donors, random)
    return Imputed(
        data={name: completed[:, :, j] for j, name in enumerate(columns)},
        filled={name: int(missing[:, j].sum()) for j, name in enumerate(columns)},
        imputations=imputations,
        iterations=iterations,
        donors=donors,
        seed=seed,
        method=f"chained equations, predictive mean matching, {donors} donors",
    )


def _one_chain(
    data: FloatArray,
    missing: BoolArray,
    iterations: int,
    donors: int,
    random: np.random.Generator,
) -> FloatArray:
    filled = data.copy()
    order = [j for j in np.argsort(missing.sum(axis=0)) if missing[:, j].any()]
    for j in order:  # start from random observed values
        observed = data[~missing[:, j], j]
        filled[missing[:, j], j] = random.choice(observed, int(missing[:, j].sum()))
    for _ in range(iterations):
        for j in order:
            gaps = missing[:, j]
            others = np.delete(filled, j, axis=1)
            filled[gaps, j] = _matched(others, filled[:, j], gaps, donors, random)
    return filled


def _matched(
    others: FloatArray,
    values: FloatArray,
    gaps: BoolArray,
    donors: int,
    random: np.random.Generator,
) -> FloatArray:
    """Observed values of the donors nearest in prediction."""
    centre, spread = others.mean(axis=0), others.std(axis=0)
    scaled = (others - centre) / np.where(spread > 0, spread, 1.0)
    design = np.column_stack([np.ones(values.size), scaled])
    known = ~gaps
    # A ridge as small as rounding keeps dependent columns from stopping the chain.
    cross = design[known].T @ design[known]
    cross += 1e-5 * np.diag(np.diag(cross))
    inverse = np.linalg.inv(cross)
    estimate = inverse @ design[known].T @ values[known]
    residual = values[known] - design[known] @ estimate
    df = max(int(known.sum()) - design.shape[1], 1)
    sigma = sqrt(float(residual @ residual) / float(random.chisquare(df)))
    root = np.linalg.cholesky((inverse + inverse.T) / 2)
    drawn = estimate + sigma * root @ random.standard_normal(estimate.size)
    wanted, offered = design[gaps] @ drawn, design[known] @ estimate
    near = np.argsort(np.abs(wanted[:, None] - offered), axis=1, kind="stable")[:, :donors]
    chosen = near[np.arange(wanted.size), random.integers(0, near.shape[1], wanted.size)]
    return np.asarray(values[known][chosen])


def _too_sparse(
    data: FloatArray, missing: BoolArray, names: Sequence[str], donors: int
) -> NotEstimable | None:
    needed = max(data.shape[1] + 1, donors)
    for j, name in enumerate(names):
        observed = int((~missing[:, j]).sum())
        if missing[:, j].any() and observed < needed:
            return NotEstimable(
                f"{name} has {observed} observed values; imputing it needs at least {needed}."
            )
    return None
