"""Finds every public function of the pure packages, and makes arguments for it, sane and mad.

Arguments follow the annotations, so that a new function is covered by itself. What is built is
mostly sensible, with one or two pieces spoilt: wrong only everywhere, an argument would never reach
the arithmetic.
"""

from __future__ import annotations

import dataclasses
import importlib
import inspect
import pkgutil
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

import numpy as np
from numpy.typing import ArrayLike

NAN, INF = float("nan"), float("inf")
NUMBERS = (
    1e99, 1e-99, 1e308, -1e308, 5e-324, 1e-320, 1e49, 1e-49, -1e30, 0.0, -0.0, -1.0, 1.5, 2.0,
    NAN, INF, -INF, 10**400, np.float32(1e-38), 3 + 4j, np.complex128(1j), None, "7,4", b"1",
    Decimal("1e-400"), Decimal("NaN"), Fraction(1, 3), True, object(), [], (1, 2), "",
)  # fmt: skip
PLAIN_NUMBERS = (1e99, 1e-99, 1e49, 1e-49, 1e30, -1.0, 0.0, 2.0, 1.5, NAN, INF, None)
LENGTHS = (0, 1, 2, 3, 5, 8, 12, 12, 20)


def functions(package: str) -> dict[str, Callable[..., Any]]:
    """Every public function of a package's public modules, by its full name."""
    root = importlib.import_module(package)
    names = [package]
    if hasattr(root, "__path__"):
        names += [m.name for m in pkgutil.walk_packages(root.__path__, f"{package}.")]
    found = {}
    for name in names:
        if any(part.startswith("_") for part in name.split(".")):
            continue
        for key, value in vars(importlib.import_module(name)).items():
            if inspect.isfunction(value) and value.__module__ == name and not key.startswith("_"):
                found[f"{name}.{key}"] = value
    return found


class Abuse:
    """Arguments for one function, the same for the same seed."""

    def __init__(self, name: str, number: int) -> None:
        self.random = np.random.default_rng([zlib.crc32(name.encode()), number])
        self.n = int(self.random.choice(LENGTHS))
        self.marker = np.round(np.exp(self.random.standard_normal(self.n)), 1) + 0.1
        self.event = (self.random.random(self.n) < 0.5).astype(float)
        # A quarter of the calls are quite sane, to reach all arithmetic.
        self.madness = float(self.random.choice([0.0, 0.1, 0.25, 0.6]))

    def arguments(self, function: Callable[..., Any]) -> dict[str, Any]:
        hints = get_type_hints(function)
        made = {}
        for name, parameter in inspect.signature(function).parameters.items():
            if parameter.default is not inspect.Parameter.empty and self.chance(0.4):
                continue
            made[name] = self.value(hints.get(name, object), name)
        return made

    def chance(self, share: float) -> bool:
        return bool(self.random.random() < share)

    def pick(self, values: Sequence[Any]) -> Any:
        return values[int(self.random.integers(len(values)))]

    def mad(self) -> Any:
        return self.pick(NUMBERS)

    def value(self, hint: Any, name: str) -> Any:
        if self.chance(self.madness / 4):
            return self.mad()
        if hint == ArrayLike:
            return self.array(name)
        if hint is inspect.Parameter.empty or hint in (object, Any):
            return self.mad()
        maker = getattr(self, f"of_{getattr(hint, '__name__', '')}", None)
        if isinstance(hint, type) and maker is not None:
            return maker(name)
        return self._built(hint, name)

    def _built(self, hint: Any, name: str) -> Any:
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            if bytes in inside:
                return None if self.chance(0.3) else self.array(name)
            return self.value(self.pick(inside), name)
        if origin is Literal:
            return self.pick([*inside, "unknown"]) if self.chance(0.1) else self.pick(inside)
        if hint is NoneType:
            return None
        if isinstance(origin, type):
            return self._container(origin, inside, name)
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self.pick(list(hint))
        if dataclasses.is_dataclass(hint) and isinstance(hint, type):
            fields = get_type_hints(hint)
            return hint(**{field.name: self.value(fields[field.name], field.name)
                           for field in dataclasses.fields(hint) if field.init})  # fmt: skip
        raise NotImplementedError(f"Nothing makes a {hint} for {name}.")

    def _container(self, origin: type, inside: tuple[Any, ...], name: str) -> Any:
        if issubclass(origin, np.ndarray):
            return self.numeric(name)
        if issubclass(origin, Mapping):
            keys = [f"v{place}" for place in range(int(self.random.integers(0, 4)))]
            return {key: self.value(inside[1], name) for key in keys}
        if issubclass(origin, tuple) and inside[-1:] != (...,):
            return tuple(self.value(hint, name) for hint in inside)
        if origin is frozenset or origin is set:
            return origin()
        size = int(self.random.integers(0, 5))
        made = [self.value(inside[0], name) for _ in range(size)]
        return tuple(made) if issubclass(origin, tuple) else made

    def of_float(self, name: str) -> Any:
        sane = {"level": 0.9, "share": 0.4, "prevalence": 0.2, "at_least": 0.8, "dilution": 2.0}
        if self.chance(self.madness):
            return self.mad()
        return sane.get(name, float(np.round(self.random.random(), 3)))

    def of_int(self, name: str) -> Any:
        if self.chance(self.madness):
            return self.pick([-1, 0, 1, 2, 10**18, 10**400, 1e99, NAN, 2.5, None, "3", 1j, True])
        sane = {"resamples": 20, "seed": 7, "groups": 3, "folds": 3, "repeats": 2, "knots": 3,
                "imputations": 2, "iterations": 2, "donors": 2, "draws": 3, "n": 9}  # fmt: skip
        return sane.get(name, int(self.random.integers(0, 6)))

    def of_bool(self, name: str) -> Any:
        return self.chance(0.5)

    def of_str(self, name: str) -> Any:
        return self.pick(
            ["", "a", "b", name, "1,5", "mg/L", "erosion.RAD", "\x00", "é" * 40, "1e99"]
        )

    def of_bytes(self, name: str) -> Any:
        return self.pick([b"", b"\x00", b"a,b\n1,2\n", b"\xff\xfe1\x00", b"PK\x03\x04", b"=" * 99])

    def of_Decimal(self, name: str) -> Any:
        return Decimal(
            self.pick(["0", "0.5", "1", "2.6", "1E+99", "1E-99", "-3", "NaN", "Infinity"])
        )

    def of_Fraction(self, name: str) -> Any:
        return Fraction(int(self.random.integers(-9, 9)), 7)

    def of_Generator(self, name: str) -> Any:
        return np.random.default_rng(3)

    def array(self, name: str) -> Any:
        """Something array-like: mostly numbers, sometimes of an odd shape, kind or content."""
        values = self.numeric(name)
        if not self.chance(self.madness):
            return values
        return self.pick(
            [
                values.astype(object),
                [*values.tolist(), None],
                values.tolist()[:-1],
                np.append(values, 1.0),
                values.astype(complex) if values.ndim == 1 else values,
                [str(value) for value in values.ravel()],
                values[:, None] if values.ndim == 1 else values.ravel(),
                np.array(["2024-01-02"], dtype="datetime64[D]"),
                [[1.0], [1.0, 2.0]],
                [*values.tolist()[1:], self.mad()],
                self.mad(),
            ]
        )

    def numeric(self, name: str) -> np.ndarray:
        table = {"ratings", "table", "matrix", "design"}
        if name in table:
            values = np.round(self.random.random((self.n, 3)) * 4)
            if name in {"matrix", "design"}:
                values[:, 0] = 1.0
        elif name in {"event", "below", "group", "outcome"}:
            values = self.event.copy()
        elif name in {"probability"}:
            values = self.random.random(self.n)
        elif name in {"signs"}:
            values = self.random.integers(-1, 2, self.n).astype(float)
        elif self.chance(0.5):
            values = np.round(self.marker + self.random.random(self.n), 1)
        else:
            values = self.random.integers(0, 4, self.n).astype(float)
        if values.size and self.chance(self.madness):
            places = self.random.integers(0, values.size, size=int(self.random.integers(1, 4)))
            for place in places:
                found = self.pick(PLAIN_NUMBERS)
                values.flat[place] = NAN if found is None else found
        elif values.size and self.chance(0.15):
            values[...] = values.flat[0] if self.chance(0.5) else values * self.pick([1e40, 1e-40])
        return values


def unfinished(value: Any, path: str = "") -> Iterator[str]:
    """Where a result holds NaN or infinity."""
    if (isinstance(value, float | np.floating) and not np.isfinite(value)) or (
        isinstance(value, np.ndarray) and value.dtype.kind == "f" and not np.isfinite(value).all()
    ):
        yield path
    elif dataclasses.is_dataclass(value) and not isinstance(value, type):
        for field in dataclasses.fields(value):
            yield from unfinished(getattr(value, field.name), f"{path}.{field.name}")
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from unfinished(item, f"{path}[{key}]")
    elif isinstance(value, list | tuple):
        for item in value:
            yield from unfinished(item, f"{path}[]")
    elif isinstance(value, Decimal) and not value.is_finite():
        yield path
