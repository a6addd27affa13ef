"""Adjusting p values over a declared family of tests."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.results import Estimate, FloatArray, NotEstimable
from ra_registry.core.checked import Probability

Adjustment = Literal["holm", "benjamini-hochberg"]
ADJUSTMENTS: tuple[Adjustment, ...] = ("holm", "benjamini-hochberg")


@dataclass(frozen=True, slots=True)
class AdjustedP:
    """One test of the family, raw and adjusted."""

    name: str
    raw: Estimate
    adjusted: Estimate


@dataclass(frozen=True, slots=True)
class Family:
    """A family of tests: Holm (1979) controls any false claim, BH (1995) their share."""

    family: str
    method: Adjustment
    size: int
    tests: tuple[AdjustedP, ...]


@checked
def adjust(
    family: str, p_values: Mapping[str, Probability | NotEstimable], *, method: Adjustment
) -> Family:
    """Adjust the p values of a family, in the order given.

    A test that could not be made is listed with its reason; the family's size counts only
    the tests that were made. Raises InputError for a p value outside 0..1.
    """
    _validation.one_of(method, ADJUSTMENTS, "method")
    # Exact numbers are taken as floats here, since libraries refuse them.
    p_values = {
        name: p if isinstance(p, NotEstimable) else float(p) for name, p in p_values.items()
    }
    made = {name: p for name, p in p_values.items() if not isinstance(p, NotEstimable)}
    adjusted: dict[str, float] = {}
    if made:
        raw = np.array(list(made.values()))
        values = _holm(raw) if method == "holm" else _benjamini_hochberg(raw)
        adjusted = dict(zip(made, (float(value) for value in values), strict=True))
    return Family(
        family=family,
        method=method,
        size=len(made),
        tests=tuple(AdjustedP(name, p, adjusted.get(name, p)) for name, p in p_values.items()),
    )


def _holm(raw: FloatArray) -> FloatArray:
    """Step-down Bonferroni: the i-th smallest p times (n - i + 1), never falling, at most 1."""
    order = np.argsort(raw, kind="stable")
    steps = raw[order] * np.arange(raw.size, 0, -1)
    adjusted = np.empty_like(raw)
    adjusted[order] = np.minimum(np.maximum.accumulate(steps), 1.0)
    return adjusted


def _benjamini_hochberg(raw: FloatArray) -> FloatArray:
    """Step-up: the i-th smallest p times n / i, never above a later one."""
    # Takes long to import, and the plan's choices name the methods wherever they are listed.
    from scipy.stats import false_discovery_control

    return np.asarray(false_discovery_control(raw, method="bh"))
