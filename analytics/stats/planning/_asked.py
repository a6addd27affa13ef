"""What a plan may ask for, checked by name, and rounding up to whole patients."""

from __future__ import annotations

from math import ceil

from scipy.special import ndtri

from analytics.stats.errors import InputError
from analytics.stats.results import NotEstimable

# Nobody plans a study of more patients; a plan that needs them has asked for the impossible.
MOST_PATIENTS = 10_000_000
TOO_MANY = NotEstimable(f"The plan needs more than {MOST_PATIENTS} patients.")


def between(value: float, name: str, low: float, high: float) -> float:
    """A number strictly between two limits. Raises InputError naming it."""
    if not low < value < high:
        raise InputError(f"{name} must lie between {low:g} and {high:g}, found {value!r}.")
    return value


def wanted_power(value: float) -> float:
    """A power worth planning for; below a half a study fails more often than not."""
    if not 0.5 <= value < 1:
        raise InputError(f"power must lie from 0.5 up to (not including) 1, found {value!r}.")
    return value


def two_sided(alpha: float) -> float:
    """The normal quantile of a two-sided test. Raises InputError for an impossible alpha."""
    return float(ndtri(1 - between(alpha, "alpha", 0, 0.5) / 2))


def patients(value: int, name: str, *, least: int = 2) -> int:
    """A number of patients. Raises InputError naming it."""
    if not least <= value <= MOST_PATIENTS:
        raise InputError(
            f"{name} must be a whole number from {least} to {MOST_PATIENTS}, found {value!r}."
        )
    return value


def up(exact: float) -> int:
    """The next whole number; what is whole but for rounding stays."""
    return ceil(exact - 1e-9 * max(exact, 1.0))
