"""Calibration curves of the synthetic plates: the physical one, and what the vendor fits.

The fit is a plain one of its own, not the registry's, so that comparing the registry's
concentrations with the file's compares two programs.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.optimize import least_squares

from ra_registry.demo.recipe.analytes import ANALYTES, AnalyteRecipe
from ra_registry.demo.recipe.randomness import FloatArray, Stream

LEVELS = 8  # S001 highest, then four-fold down to S007, and S008 without analyte
FOLD = 4

_PLATEAU = 2.4e6  # counts; the top calibrator stays well below it
_HILL = 1.02
# Where the data show no plateau the fit would run to infinity; beyond this nothing changes.
_PLATEAU_CEILING = 1e6


@dataclass(frozen=True, slots=True)
class CalibrationCurve:
    """4PL as log-amplitude a, and intercept k and slope g of its straight low end in logarithms.

    signal = bottom + exp(t) / (1 + exp(t - a)) with t = k + g log(concentration in the well).
    """

    bottom: float
    log_amplitude: float
    intercept: float
    slope: float

    def signal(self, concentration: FloatArray) -> FloatArray:
        """Counts at concentrations of 0 or more."""
        with np.errstate(divide="ignore"):
            t = self.intercept + self.slope * np.log(concentration)
        return self.bottom + np.exp(t - np.logaddexp(0.0, t - self.log_amplitude))

    def inverse(self, signal: FloatArray) -> FloatArray:
        """Concentration in the well; NaN at or below the bottom and at or above the plateau."""
        with np.errstate(invalid="ignore"):
            height = np.log(np.where(signal > self.bottom, signal - self.bottom, np.nan))
            t = height - np.log1p(-np.exp(height - self.log_amplitude))
            return np.exp((t - self.intercept) / self.slope)


def calibrator_levels(analyte: AnalyteRecipe) -> FloatArray:
    """Concentrations in the well of S001 to S008."""
    return np.append(analyte.top_calibrator / float(FOLD) ** np.arange(LEVELS - 1), 0.0)


def all_levels() -> FloatArray:
    """Calibrator concentrations (levels, analytes)."""
    return np.stack([calibrator_levels(analyte) for analyte in ANALYTES], axis=1)


def physical_curves(stream: Stream) -> tuple[CalibrationCurve, ...]:
    """The curves of one plate: the analytes' own, moved a little from plate to plate."""
    z = stream.normal(4, len(ANALYTES))
    return tuple(
        CalibrationCurve(
            bottom=analyte.background * (1 + 0.04 * z[0, spot]),
            log_amplitude=float(np.log(_PLATEAU) + 0.03 * z[1, spot]),
            intercept=float(np.log(analyte.counts) + 0.05 * z[2, spot]),
            slope=_HILL + 0.01 * float(z[3, spot]),
        )
        for spot, analyte in enumerate(ANALYTES)
    )


def vendor_fit(
    concentration: FloatArray, mean: FloatArray, *, start: CalibrationCurve
) -> CalibrationCurve:
    """Fit to the mean signal of each level with weights 1/mean², the zero level included."""
    ceiling = np.log(_PLATEAU_CEILING * mean.max())

    def residuals(parameters: FloatArray) -> FloatArray:
        return np.asarray(CalibrationCurve(*parameters).signal(concentration) / mean - 1)

    found = least_squares(
        residuals,
        [start.bottom, start.log_amplitude, start.intercept, start.slope],
        bounds=([-np.inf, -np.inf, -np.inf, 0.1], [np.inf, ceiling, np.inf, 10.0]),
        x_scale=[start.bottom, 1.0, 1.0, 1.0],
        xtol=1e-12,
        ftol=1e-12,
        gtol=1e-12,
    )
    return CalibrationCurve(*(float(value) for value in found.x))
