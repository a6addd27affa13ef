"""Input checks, all of them: shapes, codes, missing values, options.

Missing is NaN (or None in a list of objects); it is counted and left out. Anything else
that doesn't fit raises `InputError`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from numbers import Real

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats.errors import InputError
from analytics.stats.results import BoolArray, Exclusion, FloatArray, IntArray, Sample
from ra_registry.core import checked
from ra_registry.core.checked import LARGEST, LARGEST_WHOLE

FEWEST_RESAMPLES = 100


def as_floats(values: ArrayLike, name: str, *, ndim: int = 1) -> FloatArray:
    """A float64 view of numbers, without a copy where they are floats; None becomes NaN.

    Raises InputError for text, complex numbers, dates, ragged lists, and for another shape.
    """
    array = _numbers(values, name)
    if array.ndim != ndim:
        raise InputError(f"{name} must have {ndim} dimension(s), found {array.ndim}.")
    _refuse_magnitudes(array, name)
    return array


def _numbers(values: ArrayLike, name: str) -> FloatArray:
    """Any shape of real numbers as float64; None and NaN are missing."""
    refusal = InputError(f"{name} must hold numbers.")
    try:
        given = np.asarray(values)
    except (TypeError, ValueError, OverflowError) as error:
        raise refusal from error
    if given.dtype.kind in "biuf":
        return given.astype(np.float64, copy=False)
    # An empty list has no numbers to be of a wrong kind; texts, complex numbers and dates have.
    if given.dtype.kind != "O" or not all(_is_number(value) for value in given.flat):
        raise refusal
    try:
        return given.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as error:
        raise refusal from error


def _is_number(value: object) -> bool:
    return value is None or isinstance(value, Real | Decimal)


def unusable(array: FloatArray) -> dict[int, str]:
    """The rows whose number no statistic takes, each with why; NaN is missing and no such row."""
    size = np.abs(array)
    infinite = np.isinf(array)
    large, small = (size > LARGEST) & ~infinite, (size < 1 / LARGEST) & (size > 0)
    found = {"infinite": infinite, "too_large": large, "too_small": small}
    codes = {int(row): code for code, rows in found.items() for row in np.flatnonzero(rows)}
    return dict(sorted(codes.items()))


def _refuse_magnitudes(array: FloatArray, name: str) -> None:
    """Numbers no measurement has, whose powers would overflow or vanish."""
    size = np.abs(array)
    strange = size > LARGEST
    if strange.any():
        strange &= np.isfinite(array)  # infinity is counted as missing later, not refused
    vanishing = size < 1 / LARGEST
    if vanishing.any():
        strange |= vanishing & (size > 0)
    if strange.any():
        row = int(np.argwhere(strange)[0][0]) if array.ndim else 0
        found = array[strange].flat[0]
        raise InputError(f"{name} holds {found:g} in row {row}, which can't be a measurement.")


def as_binary(values: ArrayLike, name: str) -> FloatArray:
    """Outcome codes 0, 1 and NaN as floats. Raises InputError at any other code."""
    array = as_floats(values, name)
    wrong = ~(np.isnan(array) | (array == 0) | (array == 1))
    if wrong.any():
        row = int(np.flatnonzero(wrong)[0])
        raise InputError(f"{name} must be 0, 1 or missing; row {row} holds {array[row]:g}.")
    return array


def same_length(arrays: Mapping[str, FloatArray]) -> int:
    """The common number of rows. Raises InputError naming the first that differs."""
    lengths = {name: int(array.shape[0]) for name, array in arrays.items()}
    first_name, first = next(iter(lengths.items()))
    for name, length in lengths.items():
        if length != first:
            raise InputError(f"{name} has {length} rows, {first_name} has {first}.")
    return first


def complete_cases(arrays: Mapping[str, FloatArray]) -> tuple[BoolArray, Sample]:
    """Rows where every array has a finite value, and the account of the others.

    A row is counted once, under the first array (in the order given) that lacks it:
    "<name> is missing" or "<name> is infinite". Arrays may have several columns.
    """
    n = same_length(arrays)
    keep = np.ones(n, dtype=np.bool_)
    excluded: list[Exclusion] = []
    for name, array in arrays.items():
        flat = array if array.ndim > 1 else array[:, None]
        if np.isfinite(flat).all():
            continue
        for reason, bad in (
            (f"{name} is missing", np.isnan(flat).any(axis=1)),
            (f"{name} is infinite", np.isinf(flat).any(axis=1)),
        ):
            count = int(np.count_nonzero(keep & bad))
            if count:
                excluded.append(Exclusion(reason, count))
            keep &= ~bad
    return keep, Sample(n, int(np.count_nonzero(keep)), tuple(excluded))


def two_names(names: tuple[str, str]) -> None:
    """Names under which rows are counted. Raises InputError where they are the same."""
    if names[0] == names[1]:
        raise InputError(f"names must tell the two apart, found {names[0]!r} twice.")


def complete_pairs(
    first: ArrayLike, second: ArrayLike, names: tuple[str, str]
) -> tuple[FloatArray, FloatArray, Sample]:
    """The rows where both of two arrays are finite, and the account of the others."""
    two_names(names)
    one, two = as_floats(first, names[0]), as_floats(second, names[1])
    keep, sample = complete_cases({names[0]: one, names[1]: two})
    return one[keep], two[keep], sample


def finite_values(values: ArrayLike, name: str) -> tuple[FloatArray, Sample]:
    """The finite values of one array and the account of the others."""
    array = as_floats(values, name)
    keep, sample = complete_cases({name: array})
    return array[keep], sample


def counts(values: Sequence[int] | ArrayLike, name: str) -> IntArray:
    """Non-negative whole numbers. Raises InputError otherwise."""
    array = _numbers(values, name)
    _refuse_magnitudes(array, name)
    if not (np.isfinite(array).all() and (array >= 0).all() and (array == np.floor(array)).all()):
        raise InputError(f"{name} must be whole numbers of 0 or more.")
    return array.astype(np.int64)


def one_of(value: str, allowed: Iterable[str], name: str) -> str:
    """The value when allowed. Raises InputError listing what is."""
    choices = tuple(allowed)
    if value not in choices:
        raise InputError(f"{name} must be one of {', '.join(choices)}; found {value!r}.")
    return value


def level(value: float) -> float:
    """A confidence level strictly between 0 and 1."""
    if not 0 < value < 1:
        raise InputError(f"level must lie between 0 and 1, found {value!r}.")
    return float(value)


def resamples(value: int) -> int:
    """A number of resamples that can carry a percentile interval."""
    if value < FEWEST_RESAMPLES:
        raise InputError(f"resamples must be at least {FEWEST_RESAMPLES}, found {value!r}.")
    return int(value)


def whole(value: int, name: str, *, low: int = 0, high: int = LARGEST_WHOLE) -> int:
    """A whole number within limits. Raises InputError otherwise."""
    try:
        return checked.whole(value, name, low=low, high=high)
    except checked.Refused as refused:
        raise InputError(
            f"{name} must be {refused.expected}, found {repr(value)[:60]}."
        ) from refused
