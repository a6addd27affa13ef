"""A plate's curves in words and rows, from what is kept of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ra_registry.assays.curves import CurveState
from ra_registry.assays.models import Analyte

STATES = {
    CurveState.OK: ("Fitted", "in-range"),
    CurveState.PLATEAU_NOT_IDENTIFIED: ("Upper plateau not reached", "info"),
    CurveState.NON_POSITIVE_SIGNALS: ("Signals at or below 0", "warning"),
    CurveState.HOOK: ("Hook at the top", "warning"),
    CurveState.NOT_CONVERGED: ("Not fitted", "danger"),
    CurveState.FLAT: ("Flat: signals don't rise", "danger"),
    CurveState.TOO_FEW_LEVELS: ("Too few calibrator levels", "danger"),
}
RECOVERY_LIMIT = 20.0
RECOVERY_LIMIT_AT_ENDS = 25.0


@dataclass(frozen=True)
class RecoveryRow:
    """A calibrator level read back from the curve. ``is_off`` is by ICH M10: ±20 %, ends ±25 %."""

    nominal: float
    signal: float
    cv: float | None
    recovery: float | None
    is_off: bool


@dataclass(frozen=True)
class CurveRow:
    """The curve of one analyte on one plate."""

    analyte: Analyte
    states: list[tuple[str, str]]
    r_squared: float | None
    plate_llod: float | None
    plate_llod_reliable: bool
    levels: list[RecoveryRow]

    @property
    def recovered(self) -> int:
        return sum(level.recovery is not None and not level.is_off for level in self.levels)

    @property
    def judged(self) -> int:
        """The levels that can be judged: all but the one without analyte."""
        return sum(level.nominal > 0 for level in self.levels)


def curve_rows(described: Mapping[str, Any], analytes: Mapping[str, Analyte]) -> list[CurveRow]:
    """Return the curves of a plate as ``quantities.describe_curves`` describes them.

    In the order of ``analytes``, which are by code.
    """
    return [
        _row(analyte, described[code]) for code, analyte in analytes.items() if code in described
    ]


def _row(analyte: Analyte, curve: Mapping[str, Any]) -> CurveRow:
    levels = curve["levels"]
    positive = [level["nominal"] for level in levels if level["nominal"] > 0]
    ends = {min(positive), max(positive)} if positive else set()
    return CurveRow(
        analyte=analyte,
        states=[STATES[CurveState(state)] for state in curve["states"]],
        r_squared=curve["r_squared"],
        plate_llod=curve["plate_llod"],
        plate_llod_reliable=curve["plate_llod_reliable"],
        levels=[_recovery(level, is_end=level["nominal"] in ends) for level in levels],
    )


def _recovery(level: Mapping[str, Any], *, is_end: bool) -> RecoveryRow:
    limit = RECOVERY_LIMIT_AT_ENDS if is_end else RECOVERY_LIMIT
    recovery = level["recovery"]
    missed = level["nominal"] > 0 and recovery is None
    return RecoveryRow(
        nominal=level["nominal"],
        signal=level["signal"],
        cv=level["cv"],
        recovery=recovery,
        is_off=missed or (recovery is not None and abs(recovery - 100) > limit),
    )
