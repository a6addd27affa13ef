"""Normal likelihood with left-censored values, in the parameters that make it concave."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.special import log_ndtr

from analytics.stats.results import FloatArray

MAX_ITERATIONS = 100
HALF_LOG_TWO_PI = 0.5 * float(np.log(2 * np.pi))


@dataclass(frozen=True, slots=True, eq=False)
class NormalFit:
    """Mean and SD, their covariance, and the log-likelihood at the maximum."""

    mean: float
    sd: float
    covariance: FloatArray
    log_likelihood: float


def fit_censored_normal(measured: FloatArray, limits: FloatArray) -> NormalFit | None:
    """Maximise over mean and SD given measured values and the limits of the censored ones.

    In (1/SD, mean/SD) the log-likelihood is concave (Olsen 1978), so Newton's method with
    halving finds the one maximum. `measured` holds at least two different values; None when
    the iteration fails all the same.
    """
    centre, scale = float(measured.mean()), float(measured.std())
    y, cut = (measured - centre) / scale, (limits - centre) / scale
    at = np.array([1.0, 0.0])
    value, gradient, hessian = _derivatives(y, cut, at)
    for _ in range(MAX_ITERATIONS):
        step = np.linalg.solve(-hessian, gradient)
        if float(step @ gradient) < 1e-22 * (1 + abs(value)):
            return _in_original_units(at, hessian, value, measured)
        while at[0] + step[0] <= 0 or _derivatives(y, cut, at + step)[0] < value - 1e-12:
            step = step / 2
            if float(np.abs(step).max()) < 1e-14:
                return _in_original_units(at, hessian, value, measured)
        at = at + step
        value, gradient, hessian = _derivatives(y, cut, at)
    return None


def _derivatives(
    y: FloatArray, cut: FloatArray, at: FloatArray
) -> tuple[float, FloatArray, FloatArray]:
    """Log-likelihood, gradient and Hessian in precision (1/SD) and shift (mean/SD)."""
    precision, shift = at
    residual = precision * y - shift
    z = precision * cut - shift
    log_below = log_ndtr(z)
    mills = np.exp(-0.5 * z * z - HALF_LOG_TWO_PI - log_below)
    curvature = -mills * (z + mills)
    value = (
        y.size * (np.log(precision) - HALF_LOG_TWO_PI)
        - 0.5 * float(residual @ residual)
        + float(log_below.sum())
    )
    gradient = np.array(
        [
            y.size / precision - residual @ y + mills @ cut,
            residual.sum() - mills.sum(),
        ]
    )
    mixed = y.sum() - curvature @ cut
    hessian = np.array(
        [
            [-y.size / precision**2 - y @ y + curvature @ cut**2, mixed],
            [mixed, -y.size + curvature.sum()],
        ]
    )
    return float(value), gradient, hessian


def _in_original_units(
    at: FloatArray, hessian: FloatArray, value: float, measured: FloatArray
) -> NormalFit:
    """Mean = shift / precision and SD = 1 / precision by the delta method, unscaled."""
    centre, scale = float(measured.mean()), float(measured.std())
    precision, shift = float(at[0]), float(at[1])
    jacobian = np.array([[-shift / precision**2, 1 / precision], [-1 / precision**2, 0.0]])
    covariance = jacobian @ np.linalg.inv(-hessian) @ jacobian.T * scale**2
    return NormalFit(
        mean=centre + scale * shift / precision,
        sd=scale / precision,
        covariance=covariance,
        log_likelihood=value - measured.size * float(np.log(scale)),
    )
