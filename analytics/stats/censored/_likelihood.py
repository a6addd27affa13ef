"""Normal regression with left-censored responses, in the parameters that make it concave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.linalg import solve_triangular
from scipy.special import log_ndtr

from analytics.stats.results import BoolArray, FloatArray

MAX_ITERATIONS = 100
HALF_LOG_TWO_PI = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True, eq=False)
class CensoredFit:
    """Coefficients, SD, the covariance of the coefficients, and the log-likelihood."""

    beta: FloatArray
    sd: float
    covariance: FloatArray
    log_likelihood: float


def fit_censored_normal(
    matrix: FloatArray, response: FloatArray, below: BoolArray
) -> CensoredFit | None:
    """Maximise over coefficients and SD; `response` holds the limit where `below`.

    In (beta/SD, 1/SD) the log-likelihood is concave (Olsen 1978), so Newton's method with halving
    finds the one maximum. A column of 1s alone gives the mean. The measured rows' columns must
    be independent and not fit their values exactly. None where the iteration fails all the same.
    """
    measured = ~below
    # Columns of measured rows made orthonormal, so that no unit decides how well it goes.
    triangle = np.linalg.qr(matrix[measured], mode="r")
    columns = solve_triangular(triangle, matrix.T, trans="T").T
    start = columns[measured].T @ response[measured]
    residual = response - columns @ start
    scale = float(np.sqrt(np.mean(residual[measured] ** 2)))
    y = residual / scale
    at = np.append(np.zeros(matrix.shape[1]), 1.0)
    value, gradient, hessian = _derivatives(columns, y, measured, at)
    for _ in range(MAX_ITERATIONS):
        step = np.linalg.solve(-hessian, gradient)
        if float(step @ gradient) < 1e-20 * (1 + abs(value)):
            break
        while at[-1] + step[-1] <= 0 or (
            _derivatives(columns, y, measured, at + step)[0] < value - 1e-12 * (1 + abs(value))
        ):
            step = step / 2
            if float(np.abs(step).max()) < 1e-14:
                return None
        at = at + step
        value, gradient, hessian = _derivatives(columns, y, measured, at)
    else:
        return None
    sd, shift = scale / float(at[-1]), at[:-1] * scale / float(at[-1])
    # Coefficients are shift / precision: the delta method gives their covariance.
    size = at.size - 1
    jacobian = np.column_stack([np.eye(size) / at[-1], -at[:-1] / at[-1] ** 2]) * scale
    jacobian = solve_triangular(triangle, jacobian)
    covariance = jacobian @ np.linalg.inv(-hessian) @ jacobian.T
    return CensoredFit(
        beta=solve_triangular(triangle, start + shift),
        sd=sd,
        covariance=covariance,
        log_likelihood=value - float(np.count_nonzero(measured)) * float(np.log(scale)),
    )


def _derivatives(
    columns: FloatArray, y: FloatArray, measured: BoolArray, at: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Log-likelihood, gradient and Hessian in shift (beta / SD) and precision (1 / SD)."""
    # d residual / d parameters: minus the columns for the shift, y for the precision.
    slope = np.column_stack([-columns, y])
    z = slope @ at
    inside, outside = z[measured], z[~measured]
    log_below = log_ndtr(outside)
    mills = np.exp(-0.5 * outside * outside - HALF_LOG_TWO_PI - log_below)
    n = inside.size
    value = (
        n * (float(np.log(at[-1])) - HALF_LOG_TWO_PI)
        - 0.5 * float(inside @ inside)
        + float(log_below.sum())
    )
    gradient = slope[~measured].T @ mills - slope[measured].T @ inside
    gradient[-1] += n / at[-1]
    curved = slope[~measured] * (mills * (outside + mills))[:, None]
    hessian = -slope[measured].T @ slope[measured] - slope[~measured].T @ curved
    hessian[-1, -1] -= n / at[-1] ** 2
    return value, gradient, hessian
