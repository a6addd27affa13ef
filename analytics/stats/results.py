"""What every result is made of, and how it becomes JSON."""

from __future__ import annotations

import dataclasses
import math
import platform
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from typing import Any

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


def to_json(result: object) -> dict[str, Any]:
    """Turn a result object into plain JSON values.

    Returns `{"kind": class name, "software": versions, ...fields}`; nested results keep
    their fields only, `NotEstimable` becomes `{"not_estimable": reason}`, arrays and tuples
    become lists.

    Raises TypeError for a value with no JSON form and ValueError for NaN or infinity:
    a result that carries one is a fault of this package, not of the data.
    """
    if isinstance(result, NotEstimable):
        return {"not_estimable": result.reason}
    if not dataclasses.is_dataclass(result) or isinstance(result, type):
        raise TypeError(f"Expected a result object, found {type(result).__name__}.")
    fields: dict[str, Any] = _plain(result, type(result).__name__)
    return {"kind": type(result).__name__, "software": software_versions(), **fields}


def _plain(value: object, path: str) -> Any:
    if isinstance(value, float | np.floating):
        return _finite(float(value), path)
    if value is None or isinstance(value, str | bool | int):
        return value
    if isinstance(value, np.generic):
        return _plain(value.item(), path)
    return _plain_container(value, path)


def _plain_container(value: object, path: str) -> Any:
    if isinstance(value, NotEstimable):
        return {"not_estimable": value.reason}
    if isinstance(value, np.ndarray):
        return _plain_array(value, path)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        names = [field.name for field in dataclasses.fields(value)]
        return {name: _plain(getattr(value, name), f"{path}.{name}") for name in names}
    if isinstance(value, Mapping):
        return {str(key): _plain(item, f"{path}.{key}") for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item, f"{path}[{index}]") for index, item in enumerate(value)]
    raise TypeError(f"{path} holds a {type(value).__name__}, which has no JSON form.")


def _plain_array(values: NDArray[Any], path: str) -> list[Any]:
    if np.issubdtype(values.dtype, np.floating) and not np.isfinite(values).all():
        raise ValueError(f"{path} holds a value that isn't finite.")
    plain: list[Any] = values.tolist()
    return plain


def _finite(value: float, path: str) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{path} is {value}, which isn't a result.")
    return value
