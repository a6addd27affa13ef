"""Erosion on MRI (recipe A, steps 5 to 9) and on radiographs (recipe B).

Both follow one pattern: baseline damage from severity, then new damage and repair from the drive.
"""

from __future__ import annotations

import numpy as np

from ra_registry.demo.recipe.drivers import Drivers
from ra_registry.demo.recipe.randomness import (
    FloatArray,
    IntArray,
    Stream,
    binomial_quantile,
    poisson_quantile,
)
from ra_registry.demo.recipe.scores import FeatureScores, ReaderError, read_by_all

# The recipe's order of the bones, which is the order of the random numbers.
MRI_WEIGHTS = {
    "MC2H": 1.6, "PP2B": 0.8, "MC3H": 1.3, "PP3B": 0.7, "MC4H": 0.7, "PP4B": 0.4,
    "MC5H": 1.0, "PP5B": 0.5, "RAD": 1.1, "ULN": 1.5, "SCA": 1.2, "LUN": 1.5, "TRI": 1.5,
    "PIS": 0.5, "TRM": 0.7, "TRD": 0.8, "CAP": 1.7, "HAM": 1.2, "MC1B": 0.5, "MC2B": 0.9,
    "MC3B": 0.8, "MC4B": 0.5, "MC5B": 0.7,
}  # fmt: skip
HAND_WEIGHTS = {
    "PIP2": 0.8, "PIP3": 0.8, "PIP4": 0.6, "PIP5": 0.5, "IP1": 0.5, "MCP1": 0.8, "MCP2": 1.5,
    "MCP3": 1.5, "MCP4": 0.8, "MCP5": 1.2, "MC1B": 0.6, "TRMTRD": 0.6, "SCA": 0.9, "LUN": 1.0,
    "RAD": 1.0, "ULN": 1.8,
}  # fmt: skip
FOOT_WEIGHTS = {"MTP1": 0.9, "MTP2": 1.0, "MTP3": 1.2, "MTP4": 1.3, "MTP5": 2.6, "IP1": 0.7}

MRI_MAXIMUM = 10
HAND_MAXIMUM, FOOT_MAXIMUM = 5, 10

MRI_ERROR = ReaderError(up_from_zero=0.015, up=0.16, down=0.16, persistence=0.6)
RADIOGRAPH_ERROR = ReaderError(up_from_zero=0.004, up=0.08, down=0.08, persistence=0.8)

_SHARED_SEVERITY = 0.85  # correlation of the propensities to damage on MRI and on radiographs

# The prose of the recipe gives the repair probability without a ceiling, and in floating point it
# reaches 1 for the calmest patients. Its published sums (true follow-up 976; readers 1001 and 1042)
# come out with any ceiling from 0.97 to 0.9993, and with none they don't.
_REPAIR_CEILING = 0.999


def mri_erosion(stream: Stream, drivers: Drivers) -> FeatureScores:
    """RAMRIS erosion of the dominant hand: 23 bones, 0-10.

    Draws baseline, new damage and repair (n × 23 each), then the readers.
    """
    true = _course(
        stream,
        weights=_normalised(MRI_WEIGHTS),
        maximum=np.full(len(MRI_WEIGHTS), MRI_MAXIMUM),
        log_baseline=drivers.severity,
        log_damage=0.01 + 0.8 * drivers.drive,
        log_repair=-6.0 - 3.0 * drivers.drive,
    )
    return read_by_all(
        stream,
        items=tuple(f"erosion.{site}" for site in MRI_WEIGHTS),
        maximum=np.full(len(MRI_WEIGHTS), MRI_MAXIMUM),
        true=true,
        error=MRI_ERROR,
    )


def radiograph_erosion(stream: Stream, drivers: Drivers) -> FeatureScores:
    """Sharp/van der Heijde erosion: 16 sites a hand (0-5), 6 a foot (0-10).

    Draws xi (n), then baseline, new damage and repair (n × 44 each), then the readers.
    """
    xi = stream.normal(drivers.n)
    severity_z = _SHARED_SEVERITY * drivers.severity_z + np.sqrt(1 - _SHARED_SEVERITY**2) * xi
    sites = {
        f"{limb}.erosion.{site}": weight
        for limbs, weights in ((("RH", "LH"), HAND_WEIGHTS), (("RF", "LF"), FOOT_WEIGHTS))
        for limb in limbs
        for site, weight in weights.items()
    }
    maximum = np.array([HAND_MAXIMUM if item[1] == "H" else FOOT_MAXIMUM for item in sites])
    true = _course(
        stream,
        weights=_normalised(sites),
        maximum=maximum,
        log_baseline=1.0 + 0.95 * severity_z,
        log_damage=-1.59 + 0.8 * drivers.drive,
        log_repair=-7.4 - 3.0 * drivers.drive,
    )
    return read_by_all(
        stream, items=tuple(sites), maximum=maximum, true=true, error=RADIOGRAPH_ERROR
    )


def _normalised(weights: dict[str, float]) -> FloatArray:
    values = np.array(list(weights.values()), dtype=np.float64)
    return np.asarray(values / values.sum())


def _course(
    stream: Stream,
    *,
    weights: FloatArray,
    maximum: IntArray,
    log_baseline: FloatArray,
    log_damage: FloatArray,
    log_repair: FloatArray,
) -> IntArray:
    """True scores (visits, n, sites): baseline, and baseline + damage - repair within range."""
    shape = (len(log_baseline), len(weights))
    ceiling = int(maximum.max())  # more than a site can hold is lost in the clipping anyway
    expected = weights * np.exp(log_baseline)[:, None]
    baseline = np.minimum(
        poisson_quantile(stream.uniform(*shape), expected, ceiling=ceiling), maximum
    )
    expected = weights * np.exp(log_damage)[:, None]
    damage = poisson_quantile(stream.uniform(*shape), expected, ceiling=ceiling)
    probability = np.minimum(-np.expm1(-np.exp(log_repair)), _REPAIR_CEILING)
    repair = binomial_quantile(stream.uniform(*shape), baseline, probability[:, None])
    followup = np.clip(baseline + damage - repair, 0, maximum)
    return np.stack([baseline, followup])
