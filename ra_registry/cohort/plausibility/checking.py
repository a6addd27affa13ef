"""Comparing values with the limits, with the value before, and with each other. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal

from ra_registry.cohort.plausibility.limits import Limits, Plausibility, Range
from ra_registry.cohort.plausibility.readings import Reading, readings
from ra_registry.cohort.rules.days import span
from ra_registry.cohort.rules.model import Finding, Record, text_of

# How many of a variable's own unit one of another unit is.
UNITS = {("mg/dl", "mg/l"): Decimal(10), ("g", "mg"): Decimal(1000), ("µg", "mg"): Decimal("0.001")}


def unusual(records: Sequence[Record], plausibility: Plausibility) -> Iterator[Finding]:
    """Yield what is impossible, unusual, far from the value before, or at odds with another."""
    before: dict[str, Reading] = {}
    for record in _in_time(records):
        found = {one.variable: one for one in readings(record)}
        for one in found.values():
            limits = plausibility.of(one.variable)
            scale = None if limits is None else factor_of(one.unit, limits.unit)
            if limits is None or scale is None:
                continue  # in a unit that can't be compared, nothing is known to be unusual
            yield from _beyond(one, limits, scale)
            yield from _jump(one, before.get(one.variable), limits, scale)
        for one in found.values():
            before[one.variable] = one
        yield from _at_odds(found, plausibility)


def factor_of(unit: str, wanted: str) -> Decimal | None:
    """Return what a value in ``unit`` is multiplied by to be in ``wanted``; None: not known."""
    one, other = _folded(unit), _folded(wanted)
    if one == other:
        return Decimal(1)
    if (other, one) in UNITS:
        return 1 / UNITS[other, one]
    return UNITS.get((one, other))


def _folded(unit: str) -> str:
    """Return a unit without what laboratories write differently: IU and U, mL and ml, kU/L, μ."""
    folded = unit.strip().casefold().replace("μ", "µ").replace("ug", "µg").replace("iu", "u")
    return "u/ml" if folded == "ku/l" else folded


def _in_time(records: Sequence[Record]) -> list[Record]:
    """Return the records in the order in which their values followed each other."""
    by_day: dict[date, list[Record]] = defaultdict(list)
    for record in records:
        visit = record.nearest("visit")
        started = span(record.values.get("started_on"))
        if visit is not None:
            by_day[visit.values["took_place_on"]].append(record)
        elif started is not None:
            by_day[started[0]].append(record)
        else:
            by_day[date.min].append(record)
    return [record for day in sorted(by_day) for record in by_day[day]]


def _beyond(one: Reading, limits: Limits, scale: Decimal) -> Iterator[Finding]:
    value = one.value * scale
    if not _within(value, limits.hard):
        yield Finding(
            "impossible", one.places, hard=True, usual=_usual(one, limits.hard, limits, scale)
        )
    elif not _within(value, limits.question):
        yield Finding("unusual", one.places, usual=_usual(one, limits.question, limits, scale))


def _jump(
    one: Reading, before: Reading | None, limits: Limits, scale: Decimal
) -> Iterator[Finding]:
    earlier = None if before is None else factor_of(before.unit, limits.unit)
    if before is None or earlier is None or limits.factor is None:
        return
    now, then = one.value * scale, before.value * earlier
    if limits.floor is not None and now < min(then, limits.floor):
        return
    low, high = sorted((now, then))
    if low > 0 and high >= low * limits.factor:
        usual = {"variable": one.variable, "factor": text_of(limits.factor)}
        yield Finding("jump", (*one.places, *before.places), usual=usual)


def _at_odds(found: dict[str, Reading], plausibility: Plausibility) -> Iterator[Finding]:
    for pair in plausibility.pairs:
        one, other = found.get(pair.variable), found.get(pair.other)
        if one and other and one.value >= pair.at_least and other.value < pair.below:
            usual = {"variable": pair.variable, "other": pair.other, "below": text_of(pair.below)}
            yield Finding("at-odds", (*one.places, *other.places), usual=usual)


def _usual(one: Reading, ends: Range, limits: Limits, scale: Decimal) -> dict[str, str]:
    """Return the limits in the unit of the record, so that both can be compared by eye."""
    low, high = ("" if end is None else text_of((end / scale).normalize()) for end in ends)
    return {
        "variable": one.variable,
        "found": text_of(one.value),
        "low": low,
        "high": high,
        "unit": one.unit or limits.unit,
    }


def _within(value: Decimal, ends: Range) -> bool:
    low, high = ends
    return (low is None or value >= low) and (high is None or value <= high)
