"""The door of the package: what every public function does with its arguments.

One place reads the annotations of a function and refuses what can't be meant: text for a number, a
complex level, a whole number of 1e99, an unknown option, an object of another kind. What arrays
hold is checked by `_validation` when they are read. Arithmetic that leaves the range of floats in
spite of all that is an `InputError` as well, never a warning and never a raw exception.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache, wraps
from types import NoneType, UnionType
from typing import Any, Literal, ParamSpec, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import ArrayLike

from analytics.stats import _validation
from analytics.stats.errors import InputError

P = ParamSpec("P")
R = TypeVar("R")
# A seed may be larger than other whole numbers: scikit-learn's limit.
LARGEST_SEED = 2**32 - 1
# Options that decide how much is computed: nobody means more, and a typing error must not hang.
COUNTS = (
    "true_positive", "false_positive", "false_negative", "true_negative",
    "both", "only_first", "only_second", "neither", "n", "successes",
)  # fmt: skip
LEAST = dict.fromkeys(("seed", "resamples", "size", *COUNTS), 0)
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
    "seed": LARGEST_SEED,
}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """Check the arguments of a public function by their annotations, and its arithmetic."""
    signature = inspect.signature(function)

    @cache
    def hints() -> dict[str, Any]:
        return get_type_hints(function)

    @wraps(function)
    def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
        bound = signature.bind(*args, **kwargs)
        for name, value in bound.arguments.items():
            bound.arguments[name] = _check(value, hints().get(name, Any), name)
            if name == "level":
                _validation.level(value)
        try:
            with np.errstate(over="raise", divide="raise", invalid="raise"):
                return function(*bound.args, **bound.kwargs)
        except (ArithmeticError, np.linalg.LinAlgError) as error:
            raise InputError(
                f"{function.__name__} can't be computed from numbers of such sizes: {error}."
            ) from error

    return wrapper


def _check(value: Any, hint: Any, name: str) -> Any:
    """Return the value, numbers as Python's own. Raises InputError where it can't be meant."""
    if hint in PLAIN:
        return PLAIN[hint](value, name)
    origin = get_origin(hint)
    if hint == ArrayLike or hint is object:
        return value  # what it holds is checked where it is read
    if origin in (Union, UnionType):
        return _check_union(value, get_args(hint), name)
    if origin is Literal:
        if not isinstance(value, str | int) or value not in get_args(hint):
            raise _refused(name, " or ".join(map(repr, get_args(hint))), value)
    elif isinstance(origin, type):
        _check_items(value, origin, get_args(hint), name)
    elif isinstance(hint, type):
        _kind(value, hint, name, f"a {hint.__name__}")
        for field, kind in _plain_fields(hint).items():
            PLAIN[kind](getattr(value, field), field)
    return value


@cache
def _plain_fields(kind: type) -> dict[str, Any]:
    """The numbers and texts that objects of a kind hold; they may have been made by hand."""
    if not dataclasses.is_dataclass(kind):
        return {}
    found = get_type_hints(kind)
    return {field.name: found[field.name] for field in dataclasses.fields(kind)
            if found[field.name] in PLAIN}  # fmt: skip


def _check_whole(value: Any, name: str) -> int:
    most = MOST.get(name, 2**31 - 1)
    return _validation.whole(value, name, low=LEAST.get(name, -(2**31)), high=most)


PLAIN: dict[Any, Callable[[Any, str], object]] = {
    float: _validation.number,
    int: _check_whole,
    bool: lambda value, name: _kind(value, (bool, np.bool_), name, "yes or no"),
    str: lambda value, name: _kind(value, str, name, "a text"),
}


def _check_union(value: Any, options: Sequence[Any], name: str) -> Any:
    """One of several kinds; an annotation for anything array-like takes all."""
    if (value is None and NoneType in options) or bytes in options:
        return value
    refusals = []
    for option in options:
        if option is NoneType:
            continue
        try:
            return _check(value, option, name)
        except InputError as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _check_items(value: Any, origin: type, inside: tuple[Any, ...], name: str) -> None:
    """An array, mapping, sequence or tuple whose items are of a kind."""
    if issubclass(origin, np.ndarray):
        _check_array(value, name)
    elif issubclass(origin, Mapping):
        _kind(value, Mapping, name, "named values")
        for key, item in value.items():
            _check(key, inside[0], f"a name in {name}")
            _check(item, inside[1], str(key))
    elif issubclass(origin, tuple) and inside[-1:] != (...,):
        if not isinstance(value, Sequence) or len(value) != len(inside):
            raise _refused(name, f"{len(inside)} values", value)
        for item, hint in zip(value, inside, strict=True):
            _check(item, hint, name)
    elif issubclass(origin, Sequence):
        if isinstance(value, str | bytes) or not isinstance(value, Sequence | np.ndarray):
            raise _refused(name, "a list", value)
        for item in value:
            _check(item, inside[0] if inside else Any, name)


def _check_array(value: Any, name: str) -> None:
    _kind(value, np.ndarray, name, "an array")
    if value.dtype.kind not in "biuf":
        raise _refused(name, "an array of numbers", value)
    _validation.as_floats(value, name, ndim=value.ndim)


def _kind(value: Any, kinds: Any, name: str, words: str) -> Any:
    if not isinstance(value, kinds):
        raise _refused(name, words, value)
    return value


def _refused(name: str, expected: str, value: Any) -> InputError:
    return InputError(f"{name} must be {expected}, found {repr(value)[:60]}.")
