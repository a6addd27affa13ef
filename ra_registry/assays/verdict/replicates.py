"""One result of several replicates, also where some of them lie off the range."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from math import isfinite

from ra_registry.assays.verdict.classify import Status, is_above, is_below


class ReplicateRule(StrEnum):
    """What a replicate off the range means for the mean of those within it."""

    LIMIT_AWARE = "limit-aware"  # its limit stands for it
    ALL_OR_NONE = "all-or-none"  # then there is no result
    DROP = "drop"  # it is left out


class Place(StrEnum):
    """Where a result lies."""

    BELOW = "below"
    IN_RANGE = "in_range"
    ABOVE = "above"
    MIXED = "mixed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Replicate:
    """One well: its concentration where it has one, its status, and the limits that hold for it."""

    concentration: float | None
    status: str
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True, slots=True)
class Combined:
    """The result of a sample.

    ``mixed``: its replicates lie on different sides of a limit, whatever became of them.
    ``used``: how many replicates the result rests on, of ``replicates`` in all.
    """

    concentration: float | None
    place: Place
    mixed: bool
    replicates: int
    used: int

    @property
    def is_result(self) -> bool:
        """Whether there is a result: a concentration, or the side on which it lies."""
        return self.concentration is not None or self.place in {Place.BELOW, Place.ABOVE}


def other_rule(rule: ReplicateRule) -> ReplicateRule:
    """Return the rule that a sensitivity analysis sets beside ``rule``."""
    if rule is ReplicateRule.LIMIT_AWARE:
        return ReplicateRule.DROP
    return ReplicateRule.LIMIT_AWARE


def combine(replicates: Sequence[Replicate], rule: ReplicateRule) -> Combined:
    """Return the result of a sample's replicates.

    A replicate without number and side is no result and counts in ``replicates`` only. Replicates
    below and above at once have no mean under any rule. Where all are off on the same side the mean
    of their numbers is kept, if every one has a number; one that isn't finite is none.

    >>> below = Replicate(None, "below_curve", low=0.06)
    >>> combine([below, Replicate(8.4, "in_range")], ReplicateRule.LIMIT_AWARE).concentration
    4.23
    """
    places = [_place(one) for one in replicates]
    known: list[tuple[Replicate, Place]] = [
        (one, place)
        for one, place in zip(replicates, places, strict=True)
        if place is not Place.UNKNOWN
    ]
    found: set[Place] = {place for _, place in known}
    total = len(replicates)
    if not known:
        return Combined(None, Place.UNKNOWN, mixed=False, replicates=total, used=0)
    if len(found) == 1 and Place.MIXED not in found:
        mean = _mean([one.concentration for one, _ in known])
        return Combined(mean, found.pop(), mixed=False, replicates=total, used=len(known))
    return _mixed(known, found, rule, total)


def _mixed(
    known: list[tuple[Replicate, Place]], found: set[Place], rule: ReplicateRule, total: int
) -> Combined:
    no_mean = Combined(None, Place.MIXED, mixed=True, replicates=total, used=0)
    if rule is ReplicateRule.ALL_OR_NONE or {Place.BELOW, Place.ABOVE} <= found:
        return no_mean
    if rule is ReplicateRule.DROP:
        kept = [one.concentration for one, place in known if place in {Place.IN_RANGE, Place.MIXED}]
        place = Place.MIXED if Place.MIXED in found else Place.IN_RANGE
    else:
        kept = [_standing(one, place) for one, place in known]
        place = Place.MIXED
    mean = _mean(kept)
    if mean is None:
        return no_mean
    return Combined(mean, place, mixed=True, replicates=total, used=len(kept))


def _standing(one: Replicate, place: Place) -> float | None:
    """Return what stands for a replicate in a limit-aware mean."""
    return {Place.BELOW: one.low, Place.ABOVE: one.high}.get(place, one.concentration)


def _place(one: Replicate) -> Place:
    if is_below(one.status):
        return Place.BELOW
    if is_above(one.status):
        return Place.ABOVE
    if one.concentration is None or not isfinite(one.concentration) or one.status == Status.UNKNOWN:
        return Place.UNKNOWN
    return Place.MIXED if one.status == Status.MIXED else Place.IN_RANGE


def _mean(values: Sequence[float | None]) -> float | None:
    """Return the mean, ``None`` where a value is missing or there is none.

    Summed as decimals of 15 digits: a mean of binary floats may miss its own last digit, which
    would break a tie between two patients, and depends on the order of summing.
    """
    numbers = [
        Decimal(f"{value:.15g}") for value in values if value is not None and isfinite(value)
    ]
    if not numbers or len(numbers) < len(values):
        return None
    return float(sum(numbers) / len(numbers))
