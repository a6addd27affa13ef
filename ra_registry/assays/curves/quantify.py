"""Concentrations from signals, and the figures by which a plate is judged."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ra_registry.assays.curves._checked import checked
from ra_registry.assays.curves.errors import CurveInputError
from ra_registry.assays.curves.fit import CurveFit
from ra_registry.assays.curves.model import Curve
from ra_registry.assays.parsers.model import CensorCode

LLOD_SDS = 2.5
"""Standard deviations above the zero calibrator (MSD's rule for the lower limit of detection)."""

RELIABLE_ZEROS = 3
"""With two zero wells the standard deviation may be nearly 0, and the limit with it."""


@dataclass(frozen=True, slots=True)
class Quantity:
    """A concentration in the well, and as reported (times the dilution), or none of both."""

    in_well: float | None
    reported: float | None
    status: CensorCode


@dataclass(frozen=True, slots=True)
class PlateLlod:
    """The plate's own lower limit of detection, to be shown beside the kit lot's.

    ``concentration`` is ``None`` without a curve, without two zero wells, or where the limit lies
    below the fitted bottom. ``reliable`` asks for three zero wells.
    """

    concentration: float | None
    signal: float | None
    wells: int
    reliable: bool


@dataclass(frozen=True, slots=True)
class LevelRecovery:
    """A calibrator level read back from its own curve.

    ``concentration`` is the mean of the wells' concentrations, as in the vendor's export, and
    ``None`` when a well has none. ``recovery`` and ``cv`` are in percent; ``recovery`` is ``None``
    for the zero calibrator, ``cv`` (of the signals) for a single well.
    """

    nominal: float
    signal: float
    wells: int
    concentration: float | None
    recovery: float | None
    cv: float | None


@checked
def quantify(
    curve: Curve,
    signals: Sequence[float],
    *,
    dilution: float = 1.0,
    llod: float | None = None,
    upper: float | None = None,
) -> tuple[Quantity, ...]:
    """Return one concentration per signal.

    ``llod`` and ``upper`` are limits in the well, so they are compared before the dilution;
    ``upper`` is the highest calibrator where it isn't given. A signal at or below the fitted
    bottom, or at or above the fitted top, has no number. Raises ``CurveInputError`` for a signal
    that is not finite and for a dilution of 0 or less.
    """
    if not (math.isfinite(dilution) and dilution > 0):
        raise CurveInputError(f"The dilution is {dilution}; a number above 0 is expected.")
    values = np.asarray(signals, dtype=np.float64)
    if not np.isfinite(values).all():
        raise CurveInputError(
            "A signal is not finite; wells without a signal have no concentration."
        )
    limit = curve.highest if upper is None else upper
    return tuple(
        _quantity(curve, signal, in_well, dilution=dilution, llod=llod, upper=limit)
        for signal, in_well in zip(values.tolist(), curve.inverse(values).tolist(), strict=True)
    )


def _quantity(
    curve: Curve,
    signal: float,
    in_well: float,
    *,
    dilution: float,
    llod: float | None,
    upper: float,
) -> Quantity:
    if not math.isfinite(in_well):
        below = signal <= curve.bottom
        return Quantity(None, None, CensorCode.BELOW_CURVE if below else CensorCode.ABOVE_CURVE)
    if llod is not None and in_well < llod:
        status = CensorCode.BELOW_LLOD
    else:
        status = CensorCode.ABOVE_RANGE if in_well > upper else CensorCode.IN_RANGE
    return Quantity(in_well, in_well * dilution, status)


@checked
def replicate_cv(values: Sequence[float]) -> float | None:
    """Return the coefficient of variation in percent, with the n - 1 standard deviation.

    ``None`` for fewer than two values and for a mean of 0 or less, where it has no meaning.
    """
    if len(values) < 2:
        return None
    numbers = np.array([float(value) for value in values])
    mean = float(np.mean(numbers))
    return 100 * float(np.std(numbers, ddof=1)) / mean if mean > 0 else None


@checked
def plate_llod(curve: Curve | None, zero_signals: Sequence[float]) -> PlateLlod:
    """Return the concentration at 2.5 standard deviations above the mean zero calibrator.

    MSD's printed limit was matched within 1-2 % by this rule; its exact rule is not published.
    """
    zeros = np.array([float(signal) for signal in zero_signals])
    zeros = zeros[np.isfinite(zeros)]
    wells = int(zeros.size)
    if wells < 2:
        return PlateLlod(None, None, wells, reliable=False)
    signal = float(np.mean(zeros) + LLOD_SDS * np.std(zeros, ddof=1))
    in_well = float(curve.inverse(signal)) if curve else math.nan
    concentration = in_well if math.isfinite(in_well) else None
    return PlateLlod(concentration, signal, wells, reliable=wells >= RELIABLE_ZEROS)


@checked
def level_recoveries(fit: CurveFit) -> tuple[LevelRecovery, ...]:
    """Return every calibrator level, by rising concentration, read back from the fit's curve."""
    recoveries = []
    for level in fit.levels:
        concentration = _mean_concentration(fit.curve, level.signals)
        recovery = (
            100 * concentration / level.concentration
            if concentration is not None and level.concentration > 0
            else None
        )
        recoveries.append(
            LevelRecovery(
                nominal=level.concentration,
                signal=level.mean,
                wells=len(level.signals),
                concentration=concentration,
                recovery=recovery,
                cv=replicate_cv(level.signals),
            )
        )
    return tuple(recoveries)


def _mean_concentration(curve: Curve | None, signals: Sequence[float]) -> float | None:
    if curve is None:
        return None
    mean = float(np.mean(curve.inverse(signals)))
    return mean if math.isfinite(mean) else None
