"""Calibrator levels as printed: which have lost a decimal point, which break their order."""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Sequence

from ra_registry.assays.verdict.evidence import Spot
from ra_registry.assays.verdict.thresholds import DECIMAL_TOLERANCE, LEVEL_TOLERANCE

FALLING_NAME = re.compile(r"s0*\d+$", re.IGNORECASE)
"""S001, S002 …: by the vendor's convention S001 is the highest."""

FEWEST_IN_SERIES = 3


def natural(name: str) -> list[tuple[int, str]]:
    """Return a key that sorts S2 before S10: of two numbers the longer one is greater."""
    return [(len(part.lstrip("0")), part.lstrip("0")) for part in re.split(r"(\d+)", name)]


def lost_decimals(wells: Sequence[Spot], certified: dict[str, float]) -> list[tuple[Spot, float]]:
    """Return the calibrator wells whose level is a power of ten away from where it belongs.

    Where a level belongs is what the lot's certificate says of it (``certified``, by folded name);
    without that, what the other levels' common dilution says. ``wells`` are of one plate and
    analyte. A series that no common dilution describes shows nothing.
    """
    positive = [one for one in wells if one.nominal is not None and one.nominal > 0]
    expected = {label: value for label, value in certified.items() if value > 0} or _series(
        positive
    )
    return [
        (one, expected[one.label.casefold()])
        for one in positive
        if one.label.casefold() in expected
        and _is_power_of_ten(one.nominal or 0.0, expected[one.label.casefold()])
    ]


def _is_power_of_ten(found: float, expected: float) -> bool:
    shift = math.log10(found / expected)
    power = round(shift)
    return power != 0 and abs(shift - power) < math.log10(1 + DECIMAL_TOLERANCE)


def _series(wells: Sequence[Spot]) -> dict[str, float]:
    """Return each level by the straight line through the logarithms that most levels lie on."""
    labels = sorted({one.label.casefold() for one in wells}, key=natural)
    points = [(labels.index(one.label.casefold()), math.log(one.nominal or 1.0)) for one in wells]
    unique = sorted(set(points))
    best: tuple[int, float, float] = (0, 0.0, 0.0)
    for (i, one), (j, other) in itertools.combinations(unique, 2):
        if i == j:
            continue
        slope = (other - one) / (j - i)
        if abs(slope) < math.log(1 + DECIMAL_TOLERANCE):
            continue
        start = one - slope * i
        close = len({x for x, y in unique if abs(start + slope * x - y) < LEVEL_TOLERANCE})
        # Of two lines through as many levels the flatter one: a lost decimal makes steps steeper.
        if (close, -abs(slope)) > (best[0], -abs(best[2])):
            best = close, start, slope
    close, start, slope = best
    if close < FEWEST_IN_SERIES or 2 * close <= len(labels):
        return {}
    return {label: math.exp(start + slope * place) for place, label in enumerate(labels)}


def out_of_order(wells: Sequence[Spot]) -> Spot | None:
    """Return the first calibrator well that breaks the order of its series, ``None`` if none does.

    Levels called S001, S002 … must fall strictly. Under other names (STD-01, CAL-1) a laboratory
    may count upwards: they must fall or rise strictly.
    """
    first: dict[str, Spot] = {}
    for one in wells:
        if one.nominal is None:
            continue
        known = first.setdefault(one.label.casefold(), one)
        if known.nominal != one.nominal:
            return one
    ordered = [first[label] for label in sorted(first, key=natural)]
    falls = _first_break(ordered, falling=True)
    if falls is None or all(FALLING_NAME.fullmatch(one.label.strip()) for one in ordered):
        return falls
    return None if _first_break(ordered, falling=False) is None else falls


def _first_break(ordered: Sequence[Spot], *, falling: bool) -> Spot | None:
    for one, other in itertools.pairwise(ordered):
        higher, lower = (one, other) if falling else (other, one)
        if not (higher.nominal or 0.0) > (lower.nominal or 0.0):
            return other
    return None


def unlike_certificate(wells: Sequence[Spot], certified: dict[str, float]) -> list[Spot]:
    """Return calibrator wells whose level is not what the lot's certificate says of it."""
    return [
        one
        for one in wells
        if one.nominal is not None
        and (expected := certified.get(one.label.casefold())) is not None
        and abs(one.nominal - expected) > LEVEL_TOLERANCE * expected
    ]
