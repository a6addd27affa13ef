"""The scaled least-squares problem of one curve: residuals and their derivatives."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from ra_registry.assays.curves.model import FloatArray

MAX_LOG_SHAPE = 5.0  # bound of the logarithms of slope and asymmetry: 0.007 to 148
_FAR = 50.0  # bound of logarithms of signals over the highest signal


@dataclass(frozen=True, slots=True)
class Problem:
    """Scaled data: signals over the highest, log concentrations about their mean."""

    log_x: FloatArray
    not_zero: FloatArray  # 0 for the zero calibrator, whose log_x is meaningless, else 1
    y: FloatArray
    root_weight: FloatArray
    free: int
    y_scale: float
    log_x_shift: float

    def residuals(self, theta: FloatArray) -> FloatArray:
        """Return the weighted differences between curve and data."""
        height, _, _ = self.heights(theta)
        return np.asarray((theta[0] + height - self.y) * self.root_weight)

    def jacobian(self, theta: FloatArray) -> FloatArray:
        """Return the derivatives of the residuals by all five parameters."""
        height, v, softplus = self.heights(theta)
        share = np.exp(v - softplus)
        rest = height * (1 - share)
        slopes = np.empty((self.y.size, 5))
        slopes[:, 0] = self.root_weight
        slopes[:, 1] = rest * self.root_weight
        slopes[:, 2] = slopes[:, 1] * self.log_x * math.exp(_bounded(theta[2], MAX_LOG_SHAPE))
        slopes[:, 3] = height * share * self.root_weight
        slopes[:, 4] = height * (v * share - softplus) * self.root_weight
        slopes[:, 4] *= math.exp(_bounded(theta[4], MAX_LOG_SHAPE))
        return slopes

    def heights(self, theta: FloatArray) -> tuple[FloatArray, FloatArray, FloatArray]:
        """Return y - bottom, and the terms v and log(1 + exp(v)) of ``model``.

        Everything is bounded far outside of any assay, because the solver tries wild steps: they
        have to look bad, and neither overflow nor leave derivatives too small to be squared.
        """
        slope = math.exp(_bounded(theta[2], MAX_LOG_SHAPE))
        asymmetry = math.exp(_bounded(theta[4], MAX_LOG_SHAPE))
        t = np.clip(theta[1] + slope * self.log_x, -_FAR, _FAR)
        v = np.clip((t - _bounded(theta[3], _FAR)) / asymmetry, -2 * _FAR, 2 * _FAR)
        softplus = np.logaddexp(0.0, v)
        return self.not_zero * np.exp(t - asymmetry * softplus), v, softplus


def _bounded(value: float, limit: float) -> float:
    return min(max(value, -limit), limit)
