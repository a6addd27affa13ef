"""Multiple imputation: filling in missing values by chained equations."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats._shared.resampling import generator
from analytics.stats.errors import InputError
from analytics.stats.results import BoolArray, FloatArray, IntArray, NotEstimable


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


@checked
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
    _validation.same_length(columns)
    data = np.column_stack(list(columns.values()))
    missing = ~np.isfinite(data)
    problem = _too_sparse(data, missing, list(columns), donors)
    if problem is not None:
        return problem
    filled = np.tile(data, (imputations, 1, 1))
    _chain(filled, missing, iterations, donors, generator(seed))
    return Imputed(
        data={name: filled[:, :, j] for j, name in enumerate(columns)},
        filled={name: int(missing[:, j].sum()) for j, name in enumerate(columns)},
        imputations=imputations,
        iterations=iterations,
        donors=donors,
        seed=seed,
        method=f"chained equations, predictive mean matching, {donors} donors",
    )


def _chain(
    filled: FloatArray,
    missing: BoolArray,
    iterations: int,
    donors: int,
    random: np.random.Generator,
) -> None:
    """Fill the gaps of (imputations, n, variables) in place, all imputations side by side."""
    order = [j for j in np.argsort(missing.sum(axis=0)) if missing[:, j].any()]
    for j in order:  # start from random observed values
        gaps = missing[:, j]
        observed = filled[0, ~gaps, j]
        filled[:, gaps, j] = random.choice(observed, (filled.shape[0], int(gaps.sum())))
    for _ in range(iterations):
        for j in order:
            gaps = missing[:, j]
            values = np.where(gaps, np.nan, filled[0, :, j])
            others = np.delete(filled, j, axis=2)
            filled[:, gaps, j] = _matched(others, values, donors, random)


def _matched(
    others: FloatArray, values: FloatArray, donors: int, random: np.random.Generator
) -> FloatArray:
    """Observed values of donors near in prediction: (imputations, missing values)."""
    known = np.isfinite(values)
    design = np.empty((others.shape[0], others.shape[1], others.shape[2] + 1))
    design[:, :, 0] = 1.0
    centred = np.subtract(others, others.mean(axis=1, keepdims=True), out=design[:, :, 1:])
    spread = np.sqrt(np.einsum("mij,mij->mj", centred, centred) / values.size)
    centred /= np.where(spread > 0, spread, 1.0)[:, None, :]
    offering = design[:, known]
    across = offering.transpose(0, 2, 1)
    cross = across @ offering
    # A ridge as small as rounding keeps dependent and constant columns from stopping the chain.
    own = np.einsum("mii->mi", cross)
    own += 1e-5 * np.where(own > 0, own, 1.0)
    inverse = np.linalg.inv(cross)
    estimate = inverse @ (across @ values[known])[:, :, None]
    offered = (offering @ estimate)[:, :, 0]
    rest = ((values[known] - offered) ** 2).sum(axis=1)
    df = max(int(known.sum()) - design.shape[2], 1)
    sigma = np.sqrt(rest / random.chisquare(df, rest.size))
    root = np.linalg.cholesky((inverse + inverse.transpose(0, 2, 1)) / 2)
    noise = root @ random.standard_normal((rest.size, design.shape[2], 1))
    wanted = (design[:, ~known] @ (estimate + sigma[:, None, None] * noise))[:, :, 0]
    return np.asarray(values[known][_donors(wanted, offered, donors, random)])


def _donors(
    wanted: FloatArray, offered: FloatArray, donors: int, random: np.random.Generator
) -> IntArray:
    """For each wanted prediction the index of one of the nearest offered ones, drawn at random.

    The offers are shuffled before they are sorted, and a prediction that many share is entered at a
    random place among them, so that among equal donors chance decides.
    """
    shuffled = random.permutation(offered.shape[1])
    order = shuffled[np.argsort(offered[:, shuffled], axis=1, kind="stable")]
    ranked = np.take_along_axis(offered, order, axis=1)
    centre = np.stack([_nearest(*pair, random) for pair in zip(ranked, wanted, strict=True)])
    around = centre[:, :, None] + np.arange(1 - donors, donors)
    inside = np.clip(around, 0, offered.shape[1] - 1)
    rows = np.arange(offered.shape[0])[:, None, None]
    distance = np.abs(ranked[rows, inside] - wanted[:, :, None])
    distance[around != inside] = np.inf
    near = np.argsort(distance, axis=2, kind="stable")
    pick = random.integers(0, min(donors, offered.shape[1]), wanted.shape)[:, :, None]
    place = np.take_along_axis(inside, np.take_along_axis(near, pick, axis=2), axis=2)[:, :, 0]
    return np.asarray(np.take_along_axis(order, place, axis=1))


def _nearest(ranked: FloatArray, wanted: FloatArray, random: np.random.Generator) -> IntArray:
    """Place of the nearest sorted value; of several equal ones a random place."""
    right = np.clip(np.searchsorted(ranked, wanted), 0, ranked.size - 1)
    left = np.maximum(right - 1, 0)
    nearer = np.where(wanted - ranked[left] <= ranked[right] - wanted, left, right)
    first = np.searchsorted(ranked, ranked[nearer])
    equal = np.searchsorted(ranked, ranked[nearer], side="right") - first
    return np.asarray(first + (random.random(wanted.size) * equal).astype(np.int64))


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
