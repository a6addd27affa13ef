"""How typed values become stored JSON, and JSON becomes typed values again: one codec for all.

Results, plans and descriptions of data sets are frozen dataclasses; the database and files hold
JSON. Reading is strict: a field too many, too few or of another type is refused, since it means
that other code wrote it. A figure that can't be estimated is written as ``{"not_estimable":
reason}``, wherever a figure may stand.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

import numpy as np
from cattrs import Converter
from cattrs.errors import CattrsError

from analytics.stats.results import NotEstimable

T = TypeVar("T")

NOT_ESTIMABLE = "not_estimable"
PLAIN = (bool, int, float, str)


class Undecodable(ValueError):
    """Stored JSON that is not of the shape that today's code reads."""


def encode(value: Any) -> Any:
    """Return a value as plain JSON.

    Raises ValueError for NaN or infinity: a result that carries one is a fault of what computed it,
    not of the data.
    """
    return _converter().unstructure(value)


def decode(kind: type[T], stored: Any) -> T:
    """Return stored JSON as a value of ``kind``.

    Raises Undecodable where it has another shape.
    """
    try:
        return _converter().structure(stored, kind)
    except (
        CattrsError,
        AttributeError,
        KeyError,
        TypeError,
        ValueError,
    ) as error:
        raise Undecodable(f"Not a stored {kind.__name__}: {error!r}") from error


@cache
def _converter() -> Converter:
    converter = Converter(forbid_extra_keys=True, detailed_validation=False)
    for kind in PLAIN:
        converter.register_structure_hook(kind, _exactly(kind))
    converter.register_structure_hook_func(_is_sequence, _sequence(converter))
    converter.register_structure_hook_factory(_is_union, _union(converter))
    converter.register_structure_hook(NotEstimable, lambda stored, _: _reason(stored))
    converter.register_unstructure_hook(NotEstimable, lambda value: {NOT_ESTIMABLE: value.reason})
    converter.register_unstructure_hook(float, _finite)
    converter.register_unstructure_hook(bool, bool)
    converter.register_unstructure_hook(int, int)
    converter.register_unstructure_hook_func(
        _is_sequence, lambda value: [converter.unstructure(item) for item in value]
    )
    converter.register_unstructure_hook(
        np.generic, lambda value: converter.unstructure(value.item())
    )
    converter.register_unstructure_hook_func(
        _is_array, lambda value: converter.unstructure(value.tolist())
    )
    return converter


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(f"{value} isn't a result.")
    return float(value)


def _exactly(kind: type) -> Callable[[Any, Any], Any]:
    """JSON has one kind of number, so a whole number may stand for a float; nothing else may."""

    def structure(stored: Any, _: Any) -> Any:
        if type(stored) is kind:
            return stored
        if kind is float and type(stored) is int:
            return float(stored)
        raise TypeError(f"expected {kind.__name__}, found {stored!r}")

    return structure


def _is_sequence(kind: Any) -> bool:
    return kind is tuple or get_origin(kind) is tuple


def _sequence(converter: Converter) -> Callable[[Any, Any], tuple[Any, ...]]:
    """Lists of JSON are tuples: of one kind and any length, or of one kind a place."""

    def structure(stored: Any, kind: Any) -> tuple[Any, ...]:
        if not isinstance(stored, list):
            raise TypeError(f"expected a list, found {stored!r}")
        kinds = get_args(kind)
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            hook = converter.get_structure_hook(kinds[0])
            return tuple([hook(item, kinds[0]) for item in stored])
        return tuple(
            converter.structure(item, each) for item, each in zip(stored, kinds, strict=True)
        )

    return structure


def _is_array(kind: Any) -> bool:
    """An array's class, or the type of a field with its kind of numbers: ``NDArray[...]``."""
    return kind is np.ndarray or get_origin(kind) is np.ndarray


def _is_union(kind: Any) -> bool:
    return get_origin(kind) in (Union, UnionType)


def _union(converter: Converter) -> Callable[[Any], Callable[[Any, Any], Any]]:
    """None, a reason, plain values, and structured kinds; several carry their ``kind``."""

    def factory(union: Any) -> Callable[[Any, Any], Any]:
        kinds = get_args(union)
        optional, refusable = NoneType in kinds, NotEstimable in kinds
        plain = tuple(kind for kind in kinds if kind in PLAIN)
        others = [k for k in kinds if k not in PLAIN and k not in (NoneType, NotEstimable)]
        tagged = _by_kind(union, others) if len(others) > 1 else {}

        def structure(stored: Any, _: Any) -> Any:
            if stored is None and optional:
                return None
            if refusable and isinstance(stored, Mapping) and stored.keys() == {NOT_ESTIMABLE}:
                return _reason(stored)
            if type(stored) in plain:
                return stored
            if type(stored) is int and float in plain:
                return float(stored)
            if tagged:
                return converter.structure(stored, tagged[stored["kind"]])
            if others:
                return converter.structure(stored, others[0])
            raise TypeError(f"expected {union}, found {stored!r}")

        return structure

    return factory


def _by_kind(union: Any, others: Sequence[Any]) -> dict[str, Any]:
    """Structured kinds by their field ``kind``, which each has to itself in JSON."""
    found = {}
    for other in others:
        literal = get_type_hints(other).get("kind")
        tags = get_args(literal) if get_origin(literal) is Literal else ()
        if len(tags) != 1 or tags[0] in found:
            raise TypeError(f"{union} holds structured kinds that JSON can't tell apart.")
        found[tags[0]] = other
    return found


def _reason(stored: Mapping[str, str]) -> NotEstimable:
    return NotEstimable(stored[NOT_ESTIMABLE])
