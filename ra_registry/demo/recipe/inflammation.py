"""The latent inflammation behind everything that is not erosion, at baseline and after a year.

It loads on the factor that all cytokines share and on IL-6, and falls under treatment; patients
whose damage goes on stay inflamed. Plausible, not calibrated: no published figure stands behind it.
"""

from __future__ import annotations

import numpy as np

from ra_registry.demo.recipe.analytes import IL6
from ra_registry.demo.recipe.drivers import Drivers
from ra_registry.demo.recipe.randomness import FloatArray, Stream

_ACTIVATION, _IL6, _OWN = 0.55, 0.45, 0.44  # variance 1, as f and Z of IL-6 correlate by 0.6
_CARRIED_OVER, _IMPROVEMENT, _ONGOING, _FRESH = 0.45, 1.45, 0.15, 0.6


def draw_inflammation(stream: Stream, drivers: Drivers) -> FloatArray:
    """(visits, n): about standard normal at baseline, about one and a half lower later."""
    baseline = (
        _ACTIVATION * drivers.activation
        + _IL6 * drivers.cytokine_z[:, IL6]
        + _OWN * stream.normal(drivers.n)
    )
    followup = (
        _CARRIED_OVER * baseline
        - _IMPROVEMENT
        + _ONGOING * drivers.drive
        + _FRESH * stream.normal(drivers.n)
    )
    return np.stack([baseline, followup])
