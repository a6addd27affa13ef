"""Limits as data: what a variable can be, what it usually is, how far it usually moves. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

Range = tuple[Decimal | None, Decimal | None]


class PlausibilityError(Exception):
    """A version of the limits that can't be read: where, what was found, what was expected."""

    def __init__(self, where: str, found: Any, expected: str) -> None:
        super().__init__(f"{where}: found {found}, expected {expected}.")
        self.where, self.found, self.expected = where, found, expected


@dataclass(frozen=True)
class Limits:
    """One variable: its unit, hard limits, question limits, factor against the value before.

    Outside ``hard`` a value is impossible and refused; outside ``question`` it is asked about, and
    so is one that is ``factor`` times, or a ``factor``-th of, the value of the visit before. A fall
    to below ``floor`` is not asked about: treatment brings a value there.
    """

    variable: str
    unit: str
    hard: Range
    question: Range
    factor: Decimal | None = None
    floor: Decimal | None = None


@dataclass(frozen=True)
class Pair:
    """Two variables of one visit that hardly go together: one so high while the other is so low."""

    variable: str
    at_least: Decimal
    other: str
    below: Decimal


@dataclass(frozen=True)
class Plausibility:
    """Every limit in force for a study."""

    limits: Mapping[str, Limits]
    pairs: tuple[Pair, ...]

    def of(self, variable: str) -> Limits | None:
        """Return a variable's limits; ``dose:prednisolone`` falls back to ``dose``."""
        return self.limits.get(variable) or self.limits.get(variable.partition(":")[0])


def as_data(plausibility: Plausibility) -> dict[str, Any]:
    """Return what ``from_data`` reads: plain lists, numbers as exact text."""
    return {
        "limits": [
            {
                "variable": one.variable,
                "unit": one.unit,
                "hard": [_text(end) for end in one.hard],
                "question": [_text(end) for end in one.question],
                "factor": _text(one.factor),
                "floor": _text(one.floor),
            }
            for one in plausibility.limits.values()
        ],
        "pairs": [
            {
                "variable": one.variable,
                "at_least": _text(one.at_least),
                "other": one.other,
                "below": _text(one.below),
            }
            for one in plausibility.pairs
        ],
    }


def from_data(data: Any, *, known: Plausibility) -> Plausibility:
    """Return ``known`` with the limits and pairs that ``data`` states in place of its own.

    Raises:
        PlausibilityError: something of it can't be read, or contradicts itself.
    """
    sections = _mapping(data, "the file", {"limits", "pairs"}, needed=set())
    limits = dict(known.limits)
    once = _Once("limits")
    for number, stated in enumerate(_list(sections.get("limits", []), "limits"), start=1):
        one = _limits(stated, f"limits, entry {number}", known)
        once.add(number, one.variable)
        limits[one.variable] = one
    pairs = known.pairs
    if "pairs" in sections:
        stated = _list(sections["pairs"], "pairs")
        pairs = tuple(_pair(one, f"pairs, entry {n}", limits) for n, one in enumerate(stated, 1))
        once = _Once("pairs")
        for number, pair in enumerate(pairs, start=1):
            once.add(number, f"{pair.variable} with {pair.other}")
    return replace(known, limits=limits, pairs=pairs)


class _Once:
    """Takes each entry of a list once: of two that state the same, none is the right one."""

    def __init__(self, section: str) -> None:
        self.section = section
        self._seen: dict[str, int] = {}

    def add(self, number: int, name: str) -> None:
        """Note an entry, or raise ``PlausibilityError`` with both places."""
        if name in self._seen:
            where = f"{self.section}, entry {number}"
            raise PlausibilityError(
                where, f"{name} again", f"it once; see entry {self._seen[name]}"
            )
        self._seen[name] = number


def _limits(stated: Any, where: str, known: Plausibility) -> Limits:
    names = {"variable", "unit", "hard", "question", "factor", "floor"}
    values = _mapping(stated, where, names, needed={"variable", "unit", "question"})
    variable = _known(values["variable"], f"{where}, variable", known.limits)
    default = known.limits.get(variable) or known.limits["dose"]
    if values["unit"] != default.unit and not variable.startswith("dose"):
        raise PlausibilityError(f"{where}, unit", values["unit"], default.unit)
    hard = _range(values["hard"], f"{where}, hard") if "hard" in values else default.hard
    question = _range(values["question"], f"{where}, question")
    factor = _number(values.get("factor"), f"{where}, factor")
    if factor is not None and factor <= 1:
        raise PlausibilityError(f"{where}, factor", factor, "a number above 1")
    floor = _number(values["floor"], f"{where}, floor") if "floor" in values else default.floor
    if _outside(question, hard):
        raise PlausibilityError(
            f"{where}, question", list(question), "question limits inside the hard ones"
        )
    return Limits(variable, str(values["unit"]), hard, question, factor, floor)


def _pair(stated: Any, where: str, limits: Mapping[str, Limits]) -> Pair:
    names = {"variable", "at_least", "other", "below"}
    values = _mapping(stated, where, names, needed=names)
    at_least, below = (_number(values[name], f"{where}, {name}") for name in ("at_least", "below"))
    if at_least is None or below is None:
        raise PlausibilityError(where, "nothing", "a number for at_least and for below")
    one, other = (
        _known(values[name], f"{where}, {name}", limits) for name in ("variable", "other")
    )
    return Pair(one, at_least, other, below)


def _known(name: Any, where: str, limits: Mapping[str, Limits]) -> str:
    if isinstance(name, str) and (name in limits or name.startswith("dose:")):
        return name
    raise PlausibilityError(where, name, f"one of {', '.join(limits)}, or dose: with a drug")


def _mapping(stated: Any, where: str, names: set[str], *, needed: set[str]) -> Mapping[str, Any]:
    if not isinstance(stated, Mapping):
        raise PlausibilityError(where, stated, f"an object with {', '.join(sorted(names))}")
    for name in stated:
        if name not in names:
            raise PlausibilityError(where, name, f"only {', '.join(sorted(names))}")
    for name in sorted(needed - set(stated)):
        raise PlausibilityError(where, f"no {name}", f"all of {', '.join(sorted(needed))}")
    return stated


def _list(stated: Any, where: str) -> Iterable[Any]:
    if not isinstance(stated, list):
        raise PlausibilityError(where, stated, "a list")
    return stated


def _range(stated: Any, where: str) -> Range:
    if not isinstance(stated, list) or len(stated) != 2:
        raise PlausibilityError(where, stated, "a list of a lowest and a highest value")
    low, high = (_number(end, where) for end in stated)
    if low is not None and high is not None and low > high:
        raise PlausibilityError(where, stated, "the lowest value first")
    return low, high


def _number(stated: Any, where: str) -> Decimal | None:
    if stated is None or stated == "":
        return None
    if isinstance(stated, bool) or not isinstance(stated, (str, int, float, Decimal)):
        raise PlausibilityError(where, stated, "a number or null")
    try:
        number = Decimal(str(stated))
    except InvalidOperation:
        raise PlausibilityError(where, stated, "a number or null") from None
    if not number.is_finite() or abs(number) > Decimal("1e9"):
        raise PlausibilityError(where, stated, "a finite number, at most 1e9")
    return number


def _outside(inner: Range, outer: Range) -> bool:
    low, high = outer
    return any(
        (low is not None and end < low) or (high is not None and end > high)
        for end in inner
        if end is not None
    )


def _text(number: Decimal | None) -> str | None:
    return None if number is None else f"{number.normalize():f}"
