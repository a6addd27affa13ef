"""How numbers are written: significant digits, p values, intervals, and what can't be estimated."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, log10
from typing import Any

from analytics.stats.descriptive.limited import Bounded, Limit, LimitedQuartiles
from analytics.stats.descriptive.summaries import Quartiles
from analytics.stats.results import Interval, NotEstimable

NOT_ESTIMABLE = "not estimable"
DASH = "–"
# On which side of a cut-off a value is positive, by the direction of the curve.
SIGNS = {"high": "≥", "low": "≤"}


@dataclass(frozen=True)
class Ends:
    """An interval to show, whose ends may be limits."""

    low: Bounded
    high: Bounded
    level: float
    method: str


def reason(value: Any) -> str:
    """Return why a value can't be estimated, or nothing."""
    return value.reason if isinstance(value, NotEstimable) else ""


def ends(value: Any) -> tuple[Any, Any] | None:
    """Return where an interval begins and ends; None for anything else."""
    if isinstance(value, Interval | Ends):
        return value.low, value.high
    return None


def is_limit(value: Any) -> bool:
    """Tell whether a value is known as below or above a limit only."""
    return isinstance(value, Limit)


def limit(value: Limit) -> str:
    """Write a limit with its sign, ``<0.02``: as it is stated, without added zeros."""
    written = number(value.limit, 4)
    if "." in written and "e" not in written:
        written = written.rstrip("0").rstrip(".")
    return f"{value.sign}{written}"


def number(value: Any, digits: int = 3) -> str:
    """Write a number with that many significant digits; an exponent only far from 1."""
    if value is None:
        return DASH
    if reason(value):
        return NOT_ESTIMABLE
    if is_limit(value):
        return limit(value)
    if value == 0:
        return "0"
    size = floor(log10(abs(value)))
    if size < -4 or size > 7:
        return f"{value:.{digits - 1}e}"
    return f"{value:.{max(digits - 1 - size, 0)}f}"


def fixed(value: Any, places: int = 2) -> str:
    """Write a number with a fixed number of decimals."""
    if value is None:
        return DASH
    if is_limit(value):
        return limit(value)
    return NOT_ESTIMABLE if reason(value) else f"{value:z.{places}f}"


def percent(value: Any, places: int = 1) -> str:
    """Write a share as a percentage."""
    if value is None:
        return DASH
    return NOT_ESTIMABLE if reason(value) else f"{100 * value:.{places}f} %"


def p_value(value: Any) -> str:
    """Write a p value: never 0, three decimals where they matter."""
    if value is None:
        return DASH
    if reason(value):
        return NOT_ESTIMABLE
    if value < 0.001:
        return "< 0.001"
    return f"{value:.3f}" if value < 0.1 else f"{value:.2f}"


def interval(value: Any, places: int | None = None) -> str:
    """Write an interval as ``0.73 to 0.91``."""
    found = ends(value)
    if found is None:
        return DASH if value is None else NOT_ESTIMABLE
    write = number if places is None else lambda end: fixed(end, places)
    return " to ".join(write(end) for end in found)


def estimate(value: Any, limits: Any, places: int | None = None) -> str:
    """Write an estimate with its interval: ``0.82 (0.73 to 0.91)``."""
    if value is None or reason(value):
        return DASH if value is None else NOT_ESTIMABLE
    written = number(value) if places is None else fixed(value, places)
    if limits is None or reason(limits):
        return written
    return f"{written} ({interval(limits, places)})"


def middle(found: Quartiles | LimitedQuartiles | NotEstimable) -> tuple[Any, Any]:
    """Return the median with the quartiles as its ends, as a cell of kind ``estimate`` takes it."""
    if isinstance(found, NotEstimable):
        return found, found
    return found.median, Ends(found.lower, found.upper, 0.5, "quartiles")


def share(value: Any, limits: Any, places: int = 1) -> str:
    """Write a share with its interval in per cent: ``76.1 % (62.1 to 86.1)``."""
    written = percent(value, places)
    found = ends(limits)
    if value is None or reason(value) or found is None:
        return written
    low, high = (f"{100 * end:.{places}f}" for end in found)
    return f"{written} ({low} to {high})"


def share_interval(value: Any, places: int = 1) -> str:
    """Write the interval of a share in per cent: ``18 % to 36 %``."""
    found = ends(value)
    if found is None:
        return NOT_ESTIMABLE
    return " to ".join(percent(end, places) for end in found)


def in_points(value: Any) -> Any:
    """Return a difference of two shares, or its interval, in percentage points."""
    if isinstance(value, int | float):
        return 100 * value
    if isinstance(value, Interval):
        return replace(value, low=100 * value.low, high=100 * value.high)
    return value


def rule(text: str) -> str:
    """Write a stored rule as print has it: ``change ≥ 5``, ``change < −0.5``."""
    return text.replace(">=", "≥").replace("<=", "≤").replace("-", "−")


def signed(value: float, places: int = 2) -> str:
    """Write a number with its sign, a true minus."""
    return f"{value:+.{places}f}".replace("-", "−")
