"""On which side of its limit a value lies: the one place that decides what is an event."""

from __future__ import annotations

import numpy as np

from analytics.design.described import Limit, LimitSide
from analytics.stats.results import FloatArray

UPWARD = frozenset({"above", "at-least"})
# Far finer than any score or composite: the last bits of a quotient must decide nothing.
DECIMALS = 9


def is_upward(side: LimitSide) -> bool:
    """Return whether events lie above the limit."""
    return side in UPWARD


def is_closed(side: LimitSide) -> bool:
    """Return whether a value equal to the limit is an event."""
    return side in {"at-least", "at-most"}


def signed(limit: Limit, size: float) -> float:
    """Return the size of a change in the limit's direction: repair lies below zero."""
    return size if is_upward(limit.side) else 0.0 - size


def beyond(values: FloatArray, side: LimitSide, limit: float | FloatArray) -> FloatArray:
    """Return 1 where a value lies on the limit's side, else 0; NaN where either is missing.

    ``limit``: one for all, or one a patient. Values are compared to nine decimals.
    """
    gap = np.round(values - limit, DECIMALS)
    past = gap if is_upward(side) else -gap
    hit = past >= 0 if is_closed(side) else past > 0
    return np.where(np.isnan(gap), np.nan, hit.astype(np.float64))
