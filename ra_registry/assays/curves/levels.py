"""Calibrator wells gathered into levels of one concentration, and what they show before any fit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ra_registry.assays.curves._checked import checked
from ra_registry.assays.curves.errors import CurveInputError
from ra_registry.assays.curves.model import FloatArray

FLAT_RATIO = 1.5
"""Highest over lowest level mean below which a series shows no dose response worth fitting."""

RISING_SHARE = 0.7
"""Share of the pairs of levels, up to the highest signal, in which the higher one shows more."""

HOOK_DROP = 0.10
"""Share of the highest level mean by which the signal falls at higher concentrations."""


@dataclass(frozen=True, slots=True)
class Level:
    """One calibrator concentration with the signals of its wells."""

    concentration: float
    signals: tuple[float, ...]

    @property
    def mean(self) -> float:
        """Return the mean signal."""
        return float(np.mean(self.signals))


@checked
def gather_levels(concentrations: Sequence[float], signals: Sequence[float]) -> tuple[Level, ...]:
    """Return the levels by rising concentration.

    Wells whose concentration or signal is not a finite number are left out. Raises
    ``CurveInputError`` for lists of different length and for a concentration below zero.
    """
    if len(concentrations) != len(signals):
        raise CurveInputError(
            f"{len(concentrations)} concentrations and {len(signals)} signals; one signal for each"
        )
    wells: dict[float, list[float]] = {}
    pairs = zip(map(float, concentrations), map(float, signals), strict=True)
    for concentration, signal in pairs:
        if concentration < 0:
            raise CurveInputError(f"A calibrator has the concentration {concentration}; 0 or more.")
        if np.isfinite(concentration) and np.isfinite(signal):
            wells.setdefault(float(concentration), []).append(float(signal))
    return tuple(Level(level, tuple(wells[level])) for level in sorted(wells))


@checked
def is_flat(levels: Sequence[Level]) -> bool:
    """Return whether the signals don't rise with the concentration.

    Only the levels up to the highest signal count, so that a hook is not taken for a flat series.
    A series that falls from its first levels on is flat: a sandwich assay has no such curve.
    """
    if not levels:
        raise CurveInputError("A curve needs at least one level.")
    means = np.array([level.mean for level in levels])
    peak = int(means.argmax())
    highest, lowest = float(means[peak]), float(means.min())
    # Negative signals as large as the highest one mean that there is nothing but noise.
    if peak < 2 or highest <= max(0.0, -lowest) or highest < FLAT_RATIO * lowest:
        return True
    rising = [means[higher] > means[lower] for higher in range(peak + 1) for lower in range(higher)]
    return bool(np.mean(rising) < RISING_SHARE)


@checked
def has_hook(levels: Sequence[Level]) -> bool:
    """Return whether the signal falls again at the top of the series (high-dose hook)."""
    if not levels:
        raise CurveInputError("A curve needs at least one level.")
    means = np.array([level.mean for level in levels])
    return bool(means[-1] < (1 - HOOK_DROP) * means.max())


@checked
def well_arrays(levels: Sequence[Level]) -> tuple[FloatArray, FloatArray]:
    """Return concentration and signal of every well."""
    return (
        np.array([level.concentration for level in levels for _ in level.signals]),
        np.array([signal for level in levels for signal in level.signals]),
    )
