"""What every result is made of."""

from __future__ import annotations

import platform
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
BoolArray = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class NotEstimable:
    """A figure the data don't determine, with the reason in one sentence."""

    reason: str


Estimate = float | NotEstimable


@dataclass(frozen=True, slots=True)
class Interval:
    """A two-sided interval with its level (0.95 for 95 %) and the method that made it."""

    low: float
    high: float
    level: float
    method: str


IntervalEstimate = Interval | NotEstimable


@dataclass(frozen=True, slots=True)
class Exclusion:
    """How many rows were left out for one reason."""

    reason: str
    count: int


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows given, rows used, and why the others were left out (first reason that applies)."""

    n_given: int
    n_used: int
    excluded: tuple[Exclusion, ...] = ()


@dataclass(frozen=True, slots=True)
class Resampling:
    """How a resampled figure was made: enough to repeat it with the same numpy release.

    `used` is below `resamples` only where a resample gave no figure at all; in `not_converged` of
    them a fit did not converge (mostly since the resample's data are separated). Neither enters any
    mean.
    """

    resamples: int
    used: int
    seed: int
    stratified: bool
    generator: str = "numpy PCG64"
    not_converged: int = 0


@dataclass(frozen=True, slots=True)
class HypothesisTest:
    """A test: statistic, degrees of freedom where it has them, two-sided p, and its variant."""

    statistic: Estimate
    p: Estimate
    variant: str
    df: float | None = None


@cache
def software_versions() -> dict[str, str]:
    """Versions of Python and of the libraries that computed a result."""
    packages = ("numpy", "scipy", "statsmodels", "scikit-learn", "firthmodels")
    return {"python": platform.python_version()} | {name: version(name) for name in packages}
