"""Pooling the test of a term of several coefficients over imputed data sets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import inf

import numpy as np
from numpy.typing import ArrayLike
from scipy.special import chdtrc, fdtrc

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.regression.logistic_fit import LogisticFit
from analytics.stats.results import FloatArray, NotEstimable

METHOD = "pooled Wald test D1"
SINGULAR = NotEstimable("The coefficients are too nearly dependent for a joint test.")


@dataclass(frozen=True, slots=True)
class PooledWald:
    """The test that several coefficients are all 0, over `imputations` data sets.

    `f` has `numerator_df` and `denominator_df` degrees of freedom; the latter is None where it is
    infinite. `increase` is the average relative increase in variance due to missing data.
    """

    f: float
    numerator_df: int
    denominator_df: float | None
    p: float
    increase: float
    imputations: int


@checked
def pool_wald(estimates: ArrayLike, covariances: ArrayLike) -> PooledWald | NotEstimable:
    """Wald test of several coefficients, D1 of Li, Raghunathan & Rubin (1991).

    `estimates`: (m, k), one row an imputed data set; `covariances`: (m, k, k). With m imputations
    and k coefficients, mean estimate q, mean covariance U and covariance B between the data sets:
    r = (1 + 1/m) tr(B U^-1) / k and D1 = q' U^-1 q / (k (1 + r)), an F on k and a number of degrees
    of freedom that depends on k (m - 1) and r. J Am Stat Assoc 1991;86:1065-1073.

    Raises InputError for fewer than two data sets, other shapes or numbers that are not finite.
    """
    q = _validation.as_floats(estimates, "estimates", ndim=2)
    u = _validation.as_floats(covariances, "covariances", ndim=3)
    if q.shape[0] < 2 or q.shape[1] < 1 or u.shape != (*q.shape, q.shape[1]):
        raise InputError(
            "Pooling a test needs estimates (m, k) of two or more data sets and covariances "
            f"(m, k, k), found {q.shape} and {u.shape}."
        )
    if not (np.isfinite(q).all() and np.isfinite(u).all()):
        raise InputError("Pooling a test needs finite estimates and covariances.")
    return _pooled(q, u)


def _pooled(q: FloatArray, u: FloatArray) -> PooledWald | NotEstimable:
    m, k = q.shape
    variances = np.diagonal(u.mean(axis=0))
    if not (variances > 0).all():
        return SINGULAR
    # The test is the same in any units; whether coefficients are dependent is seen in equal ones.
    units = np.sqrt(variances)
    q, within = q / units, u.mean(axis=0) / np.outer(units, units)
    if np.linalg.matrix_rank(within, hermitian=True) < k:
        return SINGULAR
    mean = q.mean(axis=0)
    between = np.atleast_2d(np.cov(q, rowvar=False))
    increase = float((1 + 1 / m) * np.trace(np.linalg.solve(within, between)) / k)
    f = float(mean @ np.linalg.solve(within, mean)) / (k * (1 + increase))
    df = _denominator(k * (m - 1), k, increase)
    p = float(chdtrc(k, k * f) if df == inf else fdtrc(k, df, f))
    return PooledWald(f, k, None if df == inf else df, p, increase, m)


@checked
def pool_term(fits: Sequence[LogisticFit], term: str) -> PooledWald | NotEstimable:
    """Pool the joint test of one term of the same model fitted to each imputed data set.

    Data sets in which a term has other columns (a category that nobody is in) leave nothing to
    pool, as does one without a maximum-likelihood fit. Raises InputError for a term that a model
    hasn't.
    """
    if any(fit.method != "maximum likelihood" for fit in fits):
        return NotEstimable("The model has no maximum-likelihood fit in every imputed data set.")
    own = [_columns(fit, term) for fit in fits]
    named = {
        tuple(fit.design.column_names[j] for j in at) for fit, at in zip(fits, own, strict=True)
    }
    if len(named) > 1:
        return NotEstimable("The term has other columns in some imputed data sets.")
    places = [np.array(at) + 1 for at in own]  # the intercept is first
    pairs = list(zip(fits, places, strict=True))
    return pool_wald(
        np.array([fit.beta[at] for fit, at in pairs]),
        np.array([fit.covariance[np.ix_(at, at)] for fit, at in pairs]),
    )


def _denominator(t: int, k: int, increase: float) -> float:
    """Degrees of freedom of the F; ``t`` is k (m - 1)."""
    if increase <= 0:
        return inf
    if t > 4:
        return 4 + (t - 4) * (1 + (1 - 2 / t) / increase) ** 2
    return t * (1 + 1 / k) * (1 + 1 / increase) ** 2 / 2


def _columns(fit: LogisticFit, term: str) -> list[int]:
    names = [one.name for one in fit.design.terms]
    if term not in names:
        raise InputError(f"The model has no term {term!r}; it has {', '.join(names)}.")
    index = names.index(term)
    return [j for j, of in enumerate(fit.design.term_of_column) if of == index]
