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
TEXTS = ("", "a", "b", "1,5", "mg/L", "erosion.RAD", "\x00", "é" * 40, "1e99")
DECIMALS = ("0", "0.5", "1", "2.6", "1E+99", "1E-99", "-3", "NaN", "Infinity")
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

    @property
    def makers(self) -> dict[Any, Callable[[str], Any]]:
        """What makes a value of a type, by the parameter's name."""
        return {
            object: lambda _: self.mad(),
            Any: lambda _: self.mad(),
            ArrayLike: self.array,
            float: self.real,
            int: self.whole,
            bool: lambda _: self.chance(0.5),
            str: lambda name: self.pick([*TEXTS, name]),
            bytes: lambda _: self.pick([b"", b"\x00", b"a,b\n1,2\n", b"\xff\xfe1\x00"]),
            Decimal: lambda _: Decimal(self.pick(DECIMALS)),
            Fraction: lambda _: Fraction(int(self.random.integers(-9, 9)), 7),
            NoneType: lambda _: None,
            np.random.Generator: lambda _: np.random.default_rng(3),
        }

    def value(self, hint: Any, name: str) -> Any:
        """A value for a parameter, sometimes of another kind than is asked for."""
        if self.chance(self.madness / 4):
            return self.mad()
        if hint.__hash__ and hint in self.makers:
            return self.makers[hint](name)
        origin, inside = get_origin(hint), get_args(hint)
        if origin in (Union, UnionType):
            array = bytes in inside
            return self.array(name) if array else self.value(self.pick(inside), name)
        if origin is Literal:
            return self.pick([*inside, "unknown"]) if self.chance(0.1) else self.pick(inside)
        return self.container(origin, inside, name) if origin else self.built(hint, name)

    def built(self, hint: Any, name: str) -> Any:
        """A member of an enumeration, or an object from values for its fields."""
        if isinstance(hint, type) and issubclass(hint, Enum):
            return self.pick(list(hint))
        if not dataclasses.is_dataclass(hint):
            raise NotImplementedError(f"Nothing makes a {hint} for {name}.")
        kinds = get_type_hints(hint)
        fields = [field.name for field in dataclasses.fields(hint) if field.init]
        return hint(**{field: self.value(kinds[field], field) for field in fields})

    def container(self, origin: Any, inside: tuple[Any, ...], name: str) -> Any:
        if origin is Callable:
            answer = self.value(inside[1], name)
            return lambda *_: answer
        if issubclass(origin, np.ndarray):
            return self.numeric(name)
        if issubclass(origin, Mapping):
            keys = [f"v{place}" for place in range(int(self.random.integers(0, 4)))]
            return {key: self.value(inside[1], name) for key in keys}
        if issubclass(origin, tuple) and inside[-1:] != (...,):
            return tuple(self.value(hint, name) for hint in inside)
        if origin in (frozenset, set):
            return origin()
        size = int(self.random.integers(0, 5))
        made = [self.value(inside[0], name) for _ in range(size)]
        return tuple(made) if issubclass(origin, tuple) else made

    def real(self, name: str) -> Any:
        sane = {"level": 0.9, "share": 0.4, "prevalence": 0.2, "at_least": 0.8, "dilution": 2.0}
        if self.chance(self.madness):
            return self.mad()
        return sane.get(name, float(np.round(self.random.random(), 3)))

    def whole(self, name: str) -> Any:
        if self.chance(self.madness):
            return self.pick([-1, 0, 1, 2, 10**18, 10**400, 1e99, NAN, 2.5, None, "3", 1j, True])
        sane = {"resamples": 20, "seed": 7, "groups": 3, "folds": 3, "repeats": 2, "knots": 3,
                "imputations": 2, "iterations": 2, "donors": 2, "draws": 3, "n": 9}  # fmt: skip
        return sane.get(name, int(self.random.integers(0, 6)))

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
        elif name == "probability":
            values = self.random.random(self.n)
        elif name == "signs":
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
    if isinstance(value, float | np.floating | np.ndarray | Decimal):
        if not _all_finite(value):
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


def _all_finite(value: Any) -> bool:
    if isinstance(value, Decimal):
        return value.is_finite()
    array = np.asarray(value)
    return array.dtype.kind != "f" or bool(np.isfinite(array).all())
