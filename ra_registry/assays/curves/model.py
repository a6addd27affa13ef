"""The logistic calibration curve and its inverse.

The four-parameter curve of a sandwich immunoassay is

    y = bottom + (top - bottom) / (1 + (mid / x)^hill)

and the five-parameter curve raises the denominator to ``asymmetry``. Signals are in counts,
concentrations in the unit of the calibrators, as they are in the well (not times the dilution).

Inside, the curve is written as ``log(y - bottom) = t - s * log(1 + exp(v))`` with
``t = k + g * log(x)`` and ``v = (t - a) / s``: ``a`` is the log amplitude log(top - bottom), ``k``
and ``g`` are intercept and slope of the straight low end on log-log paper, ``s`` is the asymmetry.
When the upper plateau is not reached, ``a`` alone runs away, while ``k`` and ``g``, which decide
the low concentrations, stay put.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import ArrayLike, NDArray

FloatArray = NDArray[np.float64]


class CurveModel(StrEnum):
    """Four parameters, or five with asymmetry."""

    FOUR_PL = "4pl"
    FIVE_PL = "5pl"


class FitTarget(StrEnum):
    """What is fitted: the mean signal of each level (as MSD does), or every well."""

    LEVEL_MEANS = "level_means"
    WELLS = "wells"


class Weighting(StrEnum):
    """Weights of the squared residuals: 1/y² of the observed signal (as MSD does), or none."""

    INVERSE_SQUARE = "1/y^2"
    NONE = "none"


class CurveState(StrEnum):
    """What is to be known about a curve before its concentrations are used.

    The first three come without a curve.
    """

    TOO_FEW_LEVELS = "too_few_levels"
    FLAT = "flat"
    NOT_CONVERGED = "not_converged"
    HOOK = "hook"  # the signal falls again at the highest concentrations
    NON_POSITIVE_SIGNALS = "non_positive_signals"  # 1/y² is guarded there
    PLATEAU_NOT_IDENTIFIED = "plateau_not_identified"  # top and mid are not to be compared
    OK = "ok"


@dataclass(frozen=True, slots=True)
class Curve:
    """A fitted curve.

    ``top``, ``mid``, ``hill`` and ``asymmetry`` are the usual parameters; ``log_amplitude``,
    ``intercept`` and ``slope`` the internal ones from which everything is computed.
    ``lowest`` and ``highest`` are the lowest non-zero and the highest calibrator.
    """

    model: CurveModel
    bottom: float
    log_amplitude: float
    intercept: float
    slope: float
    asymmetry: float
    lowest: float
    highest: float

    @classmethod
    def from_parameters(
        cls,
        *,
        bottom: float,
        top: float,
        mid: float,
        hill: float,
        asymmetry: float = 1.0,
        lowest: float,
        highest: float,
    ) -> Curve:
        """Return the curve with the usual parameters, as printed by other software."""
        log_amplitude = float(np.log(top - bottom))
        slope = hill * asymmetry
        return cls(
            model=CurveModel.FOUR_PL if asymmetry == 1 else CurveModel.FIVE_PL,
            bottom=bottom,
            log_amplitude=log_amplitude,
            intercept=log_amplitude - slope * float(np.log(mid)),
            slope=slope,
            asymmetry=asymmetry,
            lowest=lowest,
            highest=highest,
        )

    @property
    def top(self) -> float:
        """Return the upper plateau in counts."""
        return self.bottom + float(np.exp(self.log_amplitude))

    @property
    def hill(self) -> float:
        """Return the slope factor."""
        return self.slope / self.asymmetry

    @property
    def mid(self) -> float:
        """Return the concentration at which (mid/x)^hill is 1; half height for four parameters."""
        return float(np.exp((self.log_amplitude - self.intercept) / self.slope))

    def signal(self, concentration: ArrayLike) -> FloatArray:
        """Return the signals at concentrations of 0 or more; NaN below 0."""
        x = np.asarray(concentration, dtype=np.float64)
        with np.errstate(divide="ignore", invalid="ignore"):
            t = self.intercept + self.slope * np.log(x)
            v = (t - self.log_amplitude) / self.asymmetry
            # Past the mid both terms grow without bound, so the plateau is subtracted first.
            above = self.log_amplitude - self.asymmetry * np.log1p(np.exp(-np.abs(v)))
            below = t - self.asymmetry * np.log1p(np.exp(-np.abs(v)))
            height = np.exp(np.where(v > 0, above, below))
        return self.bottom + height

    def inverse(self, signal: ArrayLike) -> FloatArray:
        """Return the concentrations at which the curve has the signals.

        NaN at or below the bottom and at or above the top, where no concentration exists.
        """
        y = np.asarray(signal, dtype=np.float64)
        # In logarithms, because a strongly asymmetric curve takes the share below any float.
        with np.errstate(divide="ignore", invalid="ignore", over="ignore"):
            log_share = (np.log(y - self.bottom) - self.log_amplitude) / self.asymmetry
            v = log_share - np.log(-np.expm1(log_share))
            t = self.log_amplitude + self.asymmetry * v
            x = np.exp((t - self.intercept) / self.slope)
        return np.where((y > self.bottom) & (log_share < 0), x, np.nan)
