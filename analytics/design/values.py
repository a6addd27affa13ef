"""What a single value of a plan's choices must be; each problem is told by its field."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from decimal import Decimal
from math import isfinite
from typing import Any

from django.utils.translation import gettext as _

Problems = dict[str, list[str]]

LEVELS = (0.5, 0.999)
LARGEST_THRESHOLD = 100
_POINTS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{1,2})?")
MOST_IN_A_LIST = 10


def yes_or_no(value: Any, field: str, problems: Problems) -> None:
    """Tell of anything but true and false."""
    if not isinstance(value, bool):
        add(problems, field, "Say yes or no.")


def listed(values: Any, field: str, problems: Problems) -> list[Any]:
    """Return the values of a list; several of a kind, too many or no list at all are refused."""
    if not isinstance(values, list):
        add(problems, field, "Expected a list.")
        return []
    if len(values) > MOST_IN_A_LIST:
        add(problems, field, f"Give up to {MOST_IN_A_LIST} values.")
    each_once(values, field, problems)
    return values


def each_once(values: Sequence[Any], field: str, problems: Problems) -> None:
    """Name what stands in a list twice, with both places; 0.5 and 0.50 are the same."""
    seen: dict[str, int] = {}
    for place, value in enumerate(values, start=1):
        text = str(value)
        same = f"{Decimal(text).normalize():f}" if _POINTS.fullmatch(text) else text
        first = seen.setdefault(same, place)
        if first != place:
            sentence = _(
                "Give each value once; %(value)s stands at places %(first)d and %(place)d."
            )
            parts = {"value": text, "first": first, "place": place}
            add(problems, field, sentence % parts)


def one_of(value: Any, allowed: Collection[Any], field: str, problems: Problems) -> None:
    """Tell of a value that is none of those allowed; true and false never are."""
    if isinstance(value, bool) or value not in allowed:
        names = ", ".join(str(name) for name in allowed)
        add(problems, field, f"Expected one of {names}; found {value}.")


def whole(value: Any, limits: tuple[int, int], field: str, problems: Problems) -> None:
    """Tell of anything but a whole number within the limits."""
    low, high = limits
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        add(problems, field, f"Give a whole number from {low} to {high}; found {value}.")


def check_level(value: Any, field: str, problems: Problems) -> None:
    """Tell of anything but a level of intervals, a share."""
    low, high = LEVELS
    if not (is_number(value) and low <= value <= high):
        add(
            problems,
            field,
            f"Give a level from {low:.2f} to {high}, for example 0.95; found {value}.",
        )


def is_number(value: Any) -> bool:
    """Return whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)


def is_threshold(text: Any) -> bool:
    """Return whether a text is points as endpoints store them, up to two decimals."""
    if not isinstance(text, str) or not _POINTS.fullmatch(text):
        return False
    return Decimal(text) <= LARGEST_THRESHOLD


def add(problems: Problems, field: str, sentence: str) -> None:
    """Put a sentence beside a field, once."""
    sentences = problems.setdefault(field, [])
    if sentence not in sentences:
        sentences.append(sentence)
