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
from contextlib import AbstractContextManager
from functools import cache, wraps
from types import NoneType, UnionType
from typing import (
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

from ra_registry.core.arguments import (
    LARGEST,
    LARGEST_WHOLE,
    PLAIN,
    TEXTS_ONLY,
    WITH_MISSING,
    Plain,
    Probability,
    Reader,
    Refused,
    as_given,
    of_kind,
    whole,
)

__all__ = (
    "LARGEST",
    "LARGEST_WHOLE",
    "TEXTS_ONLY",
    "WITH_MISSING",
    "Door",
    "Probability",
    "Refused",
    "whole",
)

P = ParamSpec("P")
R = TypeVar("R")
# A refusal: the argument's name, what was expected, and what was found.
Refuse = Callable[[str, str, object], Exception]


def strictly() -> np.errstate:
    """Where arrays leave the range of numbers, raise instead of warning."""
    return np.errstate(over="raise", divide="raise", invalid="raise")


@dataclasses.dataclass(frozen=True)
class Door:
    """What a package refuses with, and how it takes numbers and texts (``plain``).

    ``around``: what arithmetic is done inside of; exact decimals need nothing.

    A package with exact numbers of its own refuses those itself, more precisely; what mixed kinds
    of them do to its arithmetic (``caught``) is refused here.
    """

    refuse: Refuse
    plain: Plain = dataclasses.field(default_factory=lambda: PLAIN)
    caught: tuple[type[Exception], ...] = (ArithmeticError, np.linalg.LinAlgError)
    around: Callable[[], AbstractContextManager[object]] = strictly

    def __call__(self, function: Callable[P, R]) -> Callable[P, R]:
        places = {name: place for place, name in enumerate(inspect.signature(function).parameters)}

        @cache
        def readers() -> list[tuple[str, int, Reader]]:
            hints = get_type_hints(function, include_extras=True)
            known = {name: hints.get(name, Any) for name in places}
            # Numbers and options first: what is wrong with them is the plainer thing to say.
            order = sorted(known, key=lambda name: known[name] not in self.plain)
            found = [(name, places[name], self._reader_of(name, known[name])) for name in order]
            return [one for one in found if one[2] is not as_given]

        @wraps(function)
        def wrapper(*args: P.args, **kwargs: P.kwargs) -> R:
            given: list[Any] = list(args)
            named: dict[str, Any] = kwargs
            try:
                for name, place, read in readers():
                    if place < len(given):
                        given[place] = read(given[place], name)
                    elif name in named:
                        named[name] = read(named[name], name)
            except Refused as refused:
                raise self.refuse(refused.name, refused.expected, refused.found) from None
            try:
                with self.around():
                    return function(*given, **kwargs)
            except self.caught as error:
                expected = "numbers that can be computed with"
                raise self.refuse(function.__name__, expected, error) from error

        return wrapper

    def _reader_of(self, name: str, hint: Any) -> Reader:
        read = _reader(hint, self.plain)
        return _leveled(read) if name == "level" else read


def _leveled(read: Reader) -> Reader:
    """What takes the level of an interval."""

    def read_level(value: Any, name: str) -> Any:
        found = read(value, name)
        if isinstance(found, float) and not 0 < found < 1:
            raise Refused(name, "a number between 0 and 1", value)
        return found

    return read_level


def _reader(hint: Any, plain: Plain) -> Reader:
    """What takes a value as an annotation has it, numbers as Python's own.

    It is made once for each parameter, since reading annotations takes longer than reading values.
    """
    if hint in plain:
        return plain[hint]
    origin, inside = get_origin(hint), get_args(hint)
    if hint == ArrayLike or hint is object:
        return as_given  # what it holds is checked where it is read
    if origin in (Union, UnionType):
        return _union_reader(inside, plain)
    if origin is Literal:
        return _option_reader(inside)
    if isinstance(origin, type):
        return _items_reader(origin, inside, plain)
    return _object_reader(hint, plain) if isinstance(hint, type) else as_given


def _option_reader(options: tuple[Any, ...]) -> Reader:
    def read(value: Any, name: str) -> Any:
        if not isinstance(value, str | int) or value not in options:
            raise Refused(name, f"one of {', '.join(map(str, options))}", value)
        return value

    return read


def _object_reader(kind: type, plain: Plain) -> Reader:
    """The numbers and texts that an object holds are read as well; it may be made by hand."""
    found = {field: plain[hint] for field, hint in _plain_fields(kind).items()}
    fields = [(field, take) for field, take in found.items() if take is not as_given]
    words = f"a {kind.__name__}"

    def read(value: Any, name: str) -> Any:
        of_kind(value, kind, name, words)
        for field, take in fields:
            take(getattr(value, field), field)
        return value

    return read


@cache
def _plain_fields(kind: type) -> dict[str, Any]:
    """The numbers and texts that objects of a kind hold; they may have been made by hand."""
    if not dataclasses.is_dataclass(kind):
        return {}
    found = get_type_hints(kind, include_extras=True)
    return {field.name: found[field.name] for field in dataclasses.fields(kind)
            if found[field.name] in PLAIN}  # fmt: skip


def _union_reader(options: Sequence[Any], plain: Plain) -> Reader:
    """One of several kinds; an annotation for anything array-like takes all."""
    if bytes in options:
        return as_given
    optional = NoneType in options
    readers = [_reader(option, plain) for option in options if option is not NoneType]
    if readers[0] is as_given:
        return as_given

    def read(value: Any, name: str) -> Any:
        if value is None and optional:
            return value
        refusals = []
        for take in readers:
            try:
                return take(value, name)
            except Refused as refusal:
                refusals.append(refusal)
        raise refusals[0]

    return read


def _items_reader(origin: type, inside: tuple[Any, ...], plain: Plain) -> Reader:
    """An array, mapping, sequence or tuple whose items are of a kind."""
    if issubclass(origin, np.ndarray):
        return _array
    if not issubclass(origin, Mapping | Sequence):
        return lambda value, name: of_kind(value, origin, name, "of another kind")
    readers = [_reader(hint, plain) for hint in inside if hint is not ...]
    if issubclass(origin, Mapping):
        return _mapping_reader(*readers)
    if issubclass(origin, tuple) and inside[-1:] != (...,):
        return _tuple_reader(readers)
    return _sequence_reader(readers[0] if readers else as_given)


def _mapping_reader(of_key: Reader, of_item: Reader) -> Reader:
    def read(value: Any, name: str) -> Any:
        of_kind(value, Mapping, name, "named values")
        for key, item in value.items():
            of_key(key, f"a name in {name}")
            of_item(item, str(key))
        return value

    return read


def _tuple_reader(readers: Sequence[Reader]) -> Reader:
    def read(value: Any, name: str) -> Any:
        if not isinstance(value, Sequence) or len(value) != len(readers):
            raise Refused(name, f"{len(readers)} values", value)
        for item, take in zip(value, readers, strict=True):
            take(item, name)
        return value

    return read


def _sequence_reader(of_item: Reader) -> Reader:
    def read(value: Any, name: str) -> Any:
        if isinstance(value, str | bytes) or not isinstance(value, Sequence | np.ndarray):
            raise Refused(name, "a list", value)
        for item in value:
            of_item(item, name)
        return value

    return read


def _array(value: Any, name: str) -> Any:
    of_kind(value, np.ndarray, name, "an array")
    if value.dtype.kind not in "biuf":
        raise Refused(name, "an array of numbers", value)
    size = np.abs(value.astype(np.float64, copy=False))
    strange = np.isfinite(size) & ((size > LARGEST) | ((size < 1 / LARGEST) & (size > 0)))
    if strange.any():
        raise Refused(name, "numbers of a usual size", float(size[strange][0]))
    return value
