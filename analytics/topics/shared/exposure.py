"""An exposure as a term of a model: the one place that says what a step of it is."""

from __future__ import annotations

import numpy as np

from analytics.design.variable import Scale
from analytics.stats.regression.design import Scale as Step
from analytics.stats.regression.design import Term, continuous
from analytics.stats.results import FloatArray

# Of a skewed amount a doubling, of a score one unit: a score of 0 has no logarithm.
STEPS: dict[Scale, Step] = {"log2": "doubling", "linear": "unit"}


def exposure_term(code: str, amounts: FloatArray, scale: Scale) -> Term:
    """Return the exposure as models take it: per doubling, or per unit where it is linear.

    Raises InputError for amounts of 0 or less of an exposure on the log scale.
    """
    return continuous(code, amounts, scale=STEPS[scale])


def on_scale(amounts: FloatArray, scale: Scale) -> FloatArray:
    """Return amounts as numbers that a model is linear in; NaN where there is none."""
    return np.log2(amounts) if scale == "log2" else amounts


def off_scale(value: float, scale: Scale) -> float:
    """Return a number on the scale of models in the exposure's own unit."""
    return float(2**value) if scale == "log2" else value
