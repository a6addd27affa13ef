"""The values that arguments may have: numbers of a size that can be meant, options, texts."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from numbers import Real
from typing import Annotated, Any

import numpy as np

# Takes an argument under its name, or raises Refused.
Reader = Callable[[Any, str], Any]
Plain = Mapping[Any, Reader]
# From 0 to 1, however close to 0: a P value of many patients is smaller than any measurement.
Probability = Annotated[float, "probability"]
# Numbers beyond this, or closer to 0 than its inverse, are no measurements: fourth powers of them,
# which variances of variances hold, still fit a float with room to spare.
LARGEST = 1e50
LARGEST_WHOLE = 2**31 - 1
COUNTS = (
    "true_positive", "false_positive", "false_negative", "true_negative",
    "both", "only_first", "only_second", "neither", "n", "successes",
)  # fmt: skip
LEAST = {"draws": 1, **dict.fromkeys(("seed", "resamples", "size", *COUNTS), 0)}
# Options that decide how much is computed: nobody means more, and a typing error must not hang.
MOST = {
    "groups": 1000,
    "folds": 1000,
    "repeats": 1000,
    "imputations": 1000,
    "iterations": 1000,
    "donors": 1000,
    "draws": 10_000,
    "resamples": 1_000_000,
    "size": 1_000_000,
    # scikit-learn's limit
    "seed": 2**32 - 1,
}


class Refused(Exception):
    """Why an argument can't be meant; the door turns it into the package's error."""

    def __init__(self, name: str, expected: str, found: object) -> None:
        super().__init__(name)
        self.name, self.expected, self.found = name, expected, found


def whole(value: object, name: str, *, low: int = 0, high: int = LARGEST_WHOLE) -> int:
    """A whole number within limits; a float counts where it is whole."""
    found = _real(value)
    if found is None or not low <= found <= high or found != int(found):
        raise Refused(name, f"one of the whole numbers from {low} to {high}", value)
    return int(found)


def number(value: object, name: str) -> float:
    """A finite real number of a size that a measurement can have, or 0."""
    found = _real(value)
    if found is None or not (found == 0 or 1 / LARGEST <= abs(found) <= LARGEST):
        raise Refused(name, "a finite number of a usual size", value)
    return found


def probability(value: object, name: str) -> float:
    """A number from 0 to 1, of any size."""
    found = _real(value)
    if found is None or not 0 <= found <= 1:
        raise Refused(name, "a number from 0 to 1", value)
    return found


def _real(value: object) -> float | None:
    """A real number as a float; None where it is none or larger than floats."""
    if isinstance(value, bool | np.bool_) or not isinstance(value, Real | Decimal):
        return None
    try:
        return float(value)
    except (OverflowError, ValueError):
        return None


def _check_whole(value: Any, name: str) -> int:
    most = MOST.get(name, 2**31 - 1)
    return whole(value, name, low=LEAST.get(name, -(2**31)), high=most)


def _text(value: Any, name: str) -> Any:
    if not isinstance(value, str):
        raise Refused(name, "a text", value)
    return value


PLAIN: dict[Any, Reader] = {
    float: number,
    Probability: probability,
    int: _check_whole,
    bool: lambda value, name: of_kind(value, (bool, np.bool_), name, "yes or no"),
    str: _text,
}


def of_kind(value: Any, kinds: Any, name: str, words: str) -> Any:
    """The value where it is an instance; `words` say of what."""
    if not isinstance(value, kinds):
        raise Refused(name, words, value)
    return value


def real(value: object, name: str) -> float:
    """A real number of any size, NaN and infinity too, for packages where they mean missing."""
    found = _real(value)
    if found is None:
        raise Refused(name, "a number", value)
    return found


def as_given(value: object, name: str) -> object:
    """A number that the package checks itself."""
    return value


WITH_MISSING: Plain = {**PLAIN, float: real}
TEXTS_ONLY: Plain = {
    **dict.fromkeys((bool, int, float, Decimal, Fraction), as_given),
    str: PLAIN[str],
}
