"""Where one result lies: below, in range or above. Decided here and nowhere else.

The order of what is believed: a statement of the file that the signal is off the range; then the
kit lot's limits on the reported concentration (they are the master data, so a file that calls a
number in range is not believed against them); then the file's own detection limits; then our curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum

from ra_registry.assays.verdict.errors import VerdictInputError

RULES_VERSION = 2
"""Raise it whenever ``classify`` or ``combine`` would answer otherwise: stored results then get a
new version. Version 1 took the file's or the curve's word and knew no lot limits."""


class Status(StrEnum):
    """Where a signal lies against curve and limits."""

    BELOW_CURVE = "below_curve"
    BELOW_LLOD = "below_llod"
    IN_RANGE = "in_range"
    ABOVE_RANGE = "above_range"
    ABOVE_CURVE = "above_curve"
    MIXED = "mixed"
    UNKNOWN = "unknown"


class Basis(StrEnum):
    """What decided."""

    FILE = "file"
    LOT = "lot"
    FILE_LIMITS = "file_limits"
    CURVE = "curve"
    NUMBER = "number"
    NONE = "none"


BELOW = frozenset({Status.BELOW_CURVE, Status.BELOW_LLOD})
ABOVE = frozenset({Status.ABOVE_RANGE, Status.ABOVE_CURVE})


@dataclass(frozen=True, slots=True)
class Evidence:
    """All that is known of where one result lies.

    ``concentration`` and the lot's limits are as reported, dilution included; the file's detection
    limits are as in the well, so they are multiplied by ``dilution``. ``stated`` is the file's own
    status, several joined with "/" where replicates were merged; ``sign`` is "<" or ">" where the
    file prints a limit for a number; ``curve`` is where the signal lies on our curve.
    """

    concentration: float | None
    stated: str = ""
    sign: str = ""
    curve: Status | None = None
    dilution: float = 1.0
    lot_low: float | None = None
    lot_high: float | None = None
    file_low: float | None = None
    file_high: float | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A status and what decided it."""

    status: Status
    basis: Basis


NO_RESULT = Verdict(Status.UNKNOWN, Basis.NONE)


def is_below(status: str) -> bool:
    """Return whether a status lies below the range, with a number or without."""
    return status in BELOW


def is_above(status: str) -> bool:
    """Return whether a status lies above the range, with a number or without."""
    return status in ABOVE


def classify(evidence: Evidence) -> Verdict:
    """Return where a result lies; ``UNKNOWN`` where nothing says that there is a result.

    A concentration always has a place: without any limit it is in range, since nothing speaks
    against it. A concentration of 0 or less is below every limit.

    >>> classify(Evidence(0.04, stated="in_range", lot_low=0.06)).status
    <Status.BELOW_LLOD: 'below_llod'>
    """
    number = evidence.concentration
    if number is not None and not math.isfinite(number):
        number = None
    stated = stated_status(evidence.stated, has_number=number is not None)
    if stated is not None and stated is not Status.IN_RANGE:
        return Verdict(stated, Basis.FILE)
    if evidence.sign in {"<", ">"}:
        found = Status.BELOW_LLOD if evidence.sign == "<" else Status.ABOVE_RANGE
        return Verdict(found, Basis.FILE)
    if number is None:
        return _without_number(evidence.curve)
    if number <= 0:
        return Verdict(Status.BELOW_LLOD, Basis.NUMBER)
    return _by_limits(number, evidence) or _within(evidence, stated)


def stated_status(stated: str, *, has_number: bool) -> Status | None:
    """Return the file's status of one result; different sides joined by "/" are mixed.

    ``None`` where it makes no statement. Joined codes of the same side are that side's. Raises
    VerdictInputError for a code that is no status.

    >>> stated_status("below_curve/in_range", has_number=True)
    <Status.MIXED: 'mixed'>
    """
    codes = [_known(code) for code in stated.split("/") if code]
    if not codes:
        return None
    if all(code in BELOW for code in codes):
        one_kind = codes[0] if len(set(codes)) == 1 else None
        return one_kind or (Status.BELOW_LLOD if has_number else Status.BELOW_CURVE)
    if all(code in ABOVE for code in codes):
        one_kind = codes[0] if len(set(codes)) == 1 else None
        return one_kind or (Status.ABOVE_RANGE if has_number else Status.ABOVE_CURVE)
    return codes[0] if len(set(codes)) == 1 else Status.MIXED


def _known(code: str) -> Status:
    try:
        return Status(code)
    except ValueError:
        raise VerdictInputError(f"“{code[:40]}” is no status of a result.") from None


def _without_number(curve: Status | None) -> Verdict:
    """A signal without a number is a result only where the curve says on which side it lies."""
    if curve is not None and (curve in BELOW or curve in ABOVE):
        return Verdict(curve, Basis.CURVE)
    return NO_RESULT


def _by_limits(number: float, evidence: Evidence) -> Verdict | None:
    """Return on which side of a limit the number lies, ``None`` for neither."""
    low, low_basis = _limit(evidence.lot_low, evidence.file_low, evidence.dilution)
    high, high_basis = _limit(evidence.lot_high, evidence.file_high, evidence.dilution)
    if low is not None and number < low:
        return Verdict(Status.BELOW_LLOD, low_basis)
    if high is not None and number > high:
        return Verdict(Status.ABOVE_RANGE, high_basis)
    curve = evidence.curve
    if curve in BELOW and low is None:
        return Verdict(Status.BELOW_LLOD, Basis.CURVE)
    if curve in ABOVE and high is None:
        return Verdict(Status.ABOVE_RANGE, Basis.CURVE)
    return None


def _limit(lot: float | None, file: float | None, dilution: float) -> tuple[float | None, Basis]:
    if lot is not None:
        return lot, Basis.LOT
    return (None if file is None else file * dilution), Basis.FILE_LIMITS


def _within(evidence: Evidence, stated: Status | None) -> Verdict:
    if evidence.lot_low is not None or evidence.lot_high is not None:
        return Verdict(Status.IN_RANGE, Basis.LOT)
    if stated is Status.IN_RANGE:
        return Verdict(Status.IN_RANGE, Basis.FILE)
    if evidence.file_low is not None or evidence.file_high is not None:
        return Verdict(Status.IN_RANGE, Basis.FILE_LIMITS)
    return Verdict(Status.IN_RANGE, Basis.NUMBER if evidence.curve is None else Basis.CURVE)
