"""Calibration curves: fit, back-calculation, and the figures of a plate. Pure functions."""

from __future__ import annotations

from ra_registry.assays.curves.fit import AMPLITUDE_CAP, CurveFit, fit_curve
from ra_registry.assays.curves.levels import Level
from ra_registry.assays.curves.model import (
    Curve,
    CurveModel,
    CurveState,
    FitTarget,
    Weighting,
)
from ra_registry.assays.curves.quantify import (
    LevelRecovery,
    PlateLlod,
    Quantity,
    level_recoveries,
    plate_llod,
    quantify,
    replicate_cv,
)

__all__ = [
    "AMPLITUDE_CAP",
    "Curve",
    "CurveFit",
    "CurveModel",
    "CurveState",
    "FitTarget",
    "Level",
    "LevelRecovery",
    "PlateLlod",
    "Quantity",
    "Weighting",
    "fit_curve",
    "level_recoveries",
    "plate_llod",
    "quantify",
    "replicate_cv",
]
