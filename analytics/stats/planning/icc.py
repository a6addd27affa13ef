"""Patients for an intraclass correlation known to a wanted width."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt

from scipy.special import ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.planning._asked import MOST_PATIENTS, TOO_MANY, between, patients, up
from analytics.stats.results import NotEstimable

METHOD = "width of the ICC interval, Bonett 2002"


@dataclass(frozen=True, slots=True)
class IccPlan:
    """Patients, readers and the expected width of the interval of a single-reader ICC.

    `exact` is the number of patients before rounding up; equal to `patients` where the width was
    asked for.
    """

    patients: int
    readers: int
    exact: float
    width: float
    level: float
    method: str


@checked
def icc_sample_size(
    icc: float, *, readers: int, width: float, level: float = 0.95
) -> IccPlan | NotEstimable:
    """Patients needed for an interval of the full `width` around an expected single-reader ICC.

    Two readers and an ICC of 0.7 or more get 5 * icc patients on top, as Bonett found needed.
    """
    variance, extra = _parts(icc, readers, level)
    between(width, "width", 0, 1)
    exact = variance / width**2 + 1 + extra
    if exact > MOST_PATIENTS:
        return TOO_MANY
    whole = max(up(exact), 2)
    reached = sqrt(variance / (whole - 1 - extra))
    return IccPlan(whole, readers, exact, reached, level, METHOD)


@checked
def icc_width(icc: float, *, readers: int, n: int, level: float = 0.95) -> IccPlan:
    """Expected width of the interval of a single-reader ICC from `n` patients."""
    variance, extra = _parts(icc, readers, level)
    whole = patients(n, "n")
    if whole - 1 - extra <= 0:
        raise InputError(f"n must be above {1 + extra:g} for this icc, found {n!r}.")
    width = sqrt(variance / (whole - 1 - extra))
    if width >= 1:
        raise InputError(f"n is too small: the interval would be {width:.2g} wide.")
    return IccPlan(whole, readers, float(whole), width, level, METHOD)


def _parts(icc: float, readers: int, level: float) -> tuple[float, float]:
    """Squared width of one patient more than 1, and Bonett's addition."""
    between(icc, "icc", 0, 1)
    k = _validation.whole(readers, "readers", low=2, high=1000)
    z = float(ndtri(0.5 + _validation.level(level) / 2))
    squared = 8 * z**2 * (1 - icc) ** 2 * (1 + (k - 1) * icc) ** 2 / (k * (k - 1))
    return squared, 5 * icc if k == 2 and icc >= 0.7 else 0.0
