"""The shape of a stored type as text: every dataclass below it with its fields and their types.

Beside each format's number stands a hash of this text, so that no field changes without a new
format.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, get_args, get_type_hints

# ``analytics.stats.results.`` before a name, and what ``repr`` puts around a class.
PATH = re.compile(r"<class '|'>|(?:[a-z_][a-z_0-9]*\.)+(?=[A-Za-z_])")


def shape_hash(kind: type) -> str:
    """Return the SHA-256 of a dataclass's shape."""
    return hashlib.sha256("\n".join(shape(kind)).encode()).hexdigest()


def shape(kind: type) -> list[str]:
    """Return one line a dataclass, sorted: its name, then each field with its type."""
    found: dict[str, str] = {}
    waiting: list[Any] = [kind]
    while waiting:
        one = waiting.pop()
        name = f"{one.__module__}.{one.__qualname__}"
        if name in found:
            continue
        types = get_type_hints(one)
        said = [f"{field.name}: {types[field.name]!r}" for field in fields(one)]
        # Where a class lies is no part of the shape: only its name and its fields are.
        found[name] = f"{one.__qualname__}({', '.join(map(_without_modules, said))})"
        waiting += [inner for field in fields(one) for inner in _dataclasses(types[field.name])]
    return sorted(found.values())


def _dataclasses(kind: Any) -> Iterator[type]:
    """Yield every dataclass that a type is made of."""
    if isinstance(kind, type) and is_dataclass(kind):
        yield kind
    for argument in get_args(kind):
        yield from _dataclasses(argument)


def _without_modules(text: str) -> str:
    """Drop the dotted path in front of each class name."""
    return PATH.sub("", text)
