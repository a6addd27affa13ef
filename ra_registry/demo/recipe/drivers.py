"""What drives each patient's disease, before any score: recipe A, steps 1 to 4."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from ra_registry.demo.recipe.analytes import ANALYTES, IL6
from ra_registry.demo.recipe.randomness import BoolArray, FloatArray, Stream, significant

SEROPOSITIVE_SHARE = 0.75
_PRINTED_DIGITS = 4


@dataclass(frozen=True, slots=True, eq=False)
class Drivers:
    """Latent and measured causes, each an array over n patients.

    activation: the factor that all cytokines share. cytokine_z: (n, 10) standard normal scores.
    concentration: (n, 10) pg/ml to four significant digits, before any detection limit.
    severity_z: standard normal propensity to damage at baseline. drive: pull towards new damage
    (positive) or repair (negative) within the year. severity: log of the expected MRI erosion
    total at baseline.
    """

    activation: FloatArray
    cytokine_z: FloatArray
    concentration: FloatArray
    seropositive: BoolArray
    severity_z: FloatArray
    drive: FloatArray
    severity: FloatArray

    @property
    def n(self) -> int:
        """Number of patients."""
        return len(self.drive)


def draw_drivers(stream: Stream, n: int) -> Drivers:
    """Draw in this order: f (n), g (n × 10), serology (n), eps (n), eta (n)."""
    loading = np.array([analyte.loading for analyte in ANALYTES])
    median = np.array([analyte.median for analyte in ANALYTES])
    log_sd = np.array([analyte.log_sd for analyte in ANALYTES])

    activation = stream.normal(n)
    own = stream.normal(n, len(ANALYTES))
    cytokine_z = loading * activation[:, None] + np.sqrt(1 - loading**2) * own
    seropositive = stream.happens(SEROPOSITIVE_SHARE, n)
    eps = stream.normal(n)
    eta = stream.normal(n)
    centred = seropositive - SEROPOSITIVE_SHARE
    return Drivers(
        activation=activation,
        cytokine_z=cytokine_z,
        concentration=significant(median * np.exp(log_sd * cytokine_z), _PRINTED_DIGITS),
        seropositive=seropositive,
        severity_z=eta,
        drive=1.48 * cytokine_z[:, IL6] + 1.0 * centred + 0.8 * eps,
        severity=1.9 + 0.75 * eta + 0.35 * centred,
    )
