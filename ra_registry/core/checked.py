"""The door of a pure package: what every public function of it does with its arguments.

One place reads the annotations of a function and refuses what can't be meant: text for a number, a
complex level, a whole number of 1e99, an unknown option, an object of another kind. Arithmetic that
leaves the range of numbers in spite of that is the package's own error as well, never a warning and
never a raw exception.
"""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from functools import cache, wraps
from numbers import Real
from types import NoneType, UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    ParamSpec,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

import numpy as np
from numpy.typing import ArrayLike

P = ParamSpec("P")
R = TypeVar("R")
# A refusal: the argument's name, what was expected, and what was found.
Refuse = Callable[[str, str, object], Exception]
Plain = Mapping[Any, Callable[[Any, str], Any]]
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


@dataclasses.dataclass(frozen=True)
class Door:
    """What a package refuses with, and how it takes numbers and texts (``plain``).

    A package with exact numbers of its own refuses those itself, more precisely; what mixed kinds
    of them do to its arithmetic (``caught``) is refused here.
    """

    refuse: Refuse
    plain: Plain = dataclasses.field(default_factory=lambda: PLAIN)
    caught: tuple[type[Exception], ...] = (ArithmeticError, np.linalg.LinAlgError)

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        signature = inspect.signature(function)

        @cache
        def hints() -> dict[str, Any]:
            return get_type_hints(function, include_extras=True)

        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            bound = signature.bind(*args, **kwargs)
            # Numbers and options first: what is wrong with them is the plainer thing to say.
            order = sorted(bound.arguments, key=lambda name: hints().get(name) not in self.plain)
            for name in order:
                value, hint = bound.arguments[name], hints().get(name, Any)
                try:
                    bound.arguments[name] = _check(value, hint, name, plain=self.plain)
                    _check_level(bound.arguments[name], name)
                except Refused as refused:
                    raise self.refuse(refused.name, refused.expected, refused.found) from None
            try:
                with np.errstate(over="raise", divide="raise", invalid="raise"):
                    return function(*bound.args, **bound.kwargs)
            except self.caught as error:
                expected = "numbers that can be computed with"
                raise self.refuse(function.__name__, expected, error) from error

        return wrapper


def _check_level(value: Any, name: str) -> None:
    if name == "level" and isinstance(value, float) and not 0 < value < 1:
        raise Refused(name, "a number between 0 and 1", value)


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


def _check(value: Any, hint: Any, name: str, *, plain: Plain) -> Any:
    """Return the value, numbers as Python's own. Raises Refused where it can't be meant."""
    if hint in plain:
        return plain[hint](value, name)
    origin = get_origin(hint)
    if hint == ArrayLike or hint is object:
        return value  # what it holds is checked where it is read
    if origin in (Union, UnionType):
        return _check_union(value, get_args(hint), name, plain=plain)
    if origin is Literal:
        if not isinstance(value, str | int) or value not in get_args(hint):
            raise Refused(name, f"one of {', '.join(map(str, get_args(hint)))}", value)
    elif isinstance(origin, type):
        _check_items(value, origin, get_args(hint), name, plain=plain)
    elif isinstance(hint, type):
        _kind(value, hint, name, f"a {hint.__name__}")
        for field, kind in _plain_fields(hint).items():
            plain[kind](getattr(value, field), field)
    return value


@cache
def _plain_fields(kind: type) -> dict[str, Any]:
    """The numbers and texts that objects of a kind hold; they may have been made by hand."""
    if not dataclasses.is_dataclass(kind):
        return {}
    found = get_type_hints(kind, include_extras=True)
    return {field.name: found[field.name] for field in dataclasses.fields(kind)
            if found[field.name] in PLAIN}  # fmt: skip


def _check_whole(value: Any, name: str) -> int:
    most = MOST.get(name, 2**31 - 1)
    return whole(value, name, low=LEAST.get(name, -(2**31)), high=most)


PLAIN: dict[Any, Callable[[Any, str], Any]] = {
    float: number,
    Probability: probability,
    int: _check_whole,
    bool: lambda value, name: _kind(value, (bool, np.bool_), name, "yes or no"),
    str: lambda value, name: _kind(value, str, name, "a text"),
}


def _check_union(value: Any, options: Sequence[Any], name: str, *, plain: Plain) -> Any:
    """One of several kinds; an annotation for anything array-like takes all."""
    if (value is None and NoneType in options) or bytes in options:
        return value
    refusals = []
    for option in options:
        if option is NoneType:
            continue
        try:
            return _check(value, option, name, plain=plain)
        except Refused as refusal:
            refusals.append(refusal)
    raise refusals[0]


def _check_items(
    value: Any, origin: type, inside: tuple[Any, ...], name: str, *, plain: Plain
) -> None:
    """An array, mapping, sequence or tuple whose items are of a kind."""
    if issubclass(origin, np.ndarray):
        _check_array(value, name)
    elif issubclass(origin, Mapping):
        _kind(value, Mapping, name, "named values")
        for key, item in value.items():
            _check(key, inside[0], f"a name in {name}", plain=plain)
            _check(item, inside[1], str(key), plain=plain)
    elif issubclass(origin, tuple) and inside[-1:] != (...,):
        if not isinstance(value, Sequence) or len(value) != len(inside):
            raise Refused(name, f"{len(inside)} values", value)
        for item, hint in zip(value, inside, strict=True):
            _check(item, hint, name, plain=plain)
    elif not issubclass(origin, Sequence):
        _kind(value, origin, name, "of another kind")
    else:
        if isinstance(value, str | bytes) or not isinstance(value, Sequence | np.ndarray):
            raise Refused(name, "a list", value)
        for item in value:
            _check(item, inside[0] if inside else Any, name, plain=plain)


def _check_array(value: Any, name: str) -> None:
    _kind(value, np.ndarray, name, "an array")
    if value.dtype.kind not in "biuf":
        raise Refused(name, "an array of numbers", value)
    size = np.abs(value.astype(np.float64, copy=False))
    strange = np.isfinite(size) & ((size > LARGEST) | ((size < 1 / LARGEST) & (size > 0)))
    if strange.any():
        raise Refused(name, "numbers of a usual size", float(size[strange][0]))


def _kind(value: Any, kinds: Any, name: str, words: str) -> Any:
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
