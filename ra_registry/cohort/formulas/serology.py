"""Rheumatoid factor and anti-citrullinated protein antibodies against their upper limit."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import Number, checked, working_precision
from ra_registry.cohort.formulas.censoring import Limit, check_sign
from ra_registry.cohort.formulas.errors import InvalidComponent
from ra_registry.cohort.formulas.results import Verdict

HIGH_POSITIVE_FOLD = 3


class Level(StrEnum):
    """Level of one antibody, in the words of the 2010 classification criteria."""

    NEGATIVE = "negative"
    LOW_POSITIVE = "low-positive"
    HIGH_POSITIVE = "high-positive"


class Serostatus(StrEnum):
    """Seropositive: RF or ACPA positive."""

    POSITIVE = "seropositive"
    NEGATIVE = "seronegative"


@dataclass(frozen=True, slots=True)
class OpenLevel:
    """An antibody known only as a limit, which leaves several levels possible, lowest first."""

    limit: Limit
    possible: tuple[Level, ...]


AntibodyLevel = Level | OpenLevel


@guarded
def antibody_level(
    value: Number | None, uln: Number | None, *, field: str, sign: str = ""
) -> AntibodyLevel | None:
    """negative up to the upper limit of normal, low up to 3 × it, high above; None when missing.

    value and uln share one unit; sign says that the value is known only as below or above its
    number. Raises InvalidComponent for a negative value, or a limit that is missing beside a value,
    zero or negative.
    """
    level = checked(f"{field}_value", value)
    check_sign(field, sign, level)
    if level is None:
        return None
    limit = None if uln is None else checked(f"{field}_uln", uln)
    if not limit:
        raise InvalidComponent(
            field=f"{field}_uln",
            found="no limit" if uln is None else uln,
            expected="the laboratory's upper limit of normal, above 0",
        )
    with working_precision():
        high = HIGH_POSITIVE_FOLD * limit
    if sign:
        return _of_limit(Limit(field, sign, level), limit, high)
    if level <= limit:
        return Level.NEGATIVE
    return Level.LOW_POSITIVE if level <= high else Level.HIGH_POSITIVE


def _of_limit(limit: Limit, uln: Decimal, high: Decimal) -> AntibodyLevel:
    """The level that every value agreeing with the limit has, or those that are left."""
    levels = list(Level)
    if limit.surely_above(uln):
        levels.remove(Level.NEGATIVE)
    if limit.surely_above(high):
        levels.remove(Level.LOW_POSITIVE)
    if limit.surely_at_most(high):
        levels.remove(Level.HIGH_POSITIVE)
    if limit.surely_at_most(uln):
        levels.remove(Level.LOW_POSITIVE)
    return levels[0] if len(levels) == 1 else OpenLevel(limit, tuple(levels))


@guarded
def is_positive(level: AntibodyLevel | None) -> bool | None:
    """Above the upper limit of normal; None where that is missing or left open."""
    if level is None:
        return None
    if isinstance(level, OpenLevel):
        return None if Level.NEGATIVE in level.possible else True
    return level != Level.NEGATIVE


@guarded
def serostatus(*, rf: AntibodyLevel | None, acpa: AntibodyLevel | None) -> Verdict:
    """Positive when either is; negative only when both are known to be.

    One positive result decides; one negative result alone doesn't, and the other is missing, or
    known only as a limit that leaves it open.
    """
    both = {"rf": rf, "acpa": acpa}
    known = [is_positive(level) for level in both.values()]
    if any(known):
        return Verdict("serostatus/1", Serostatus.POSITIVE)
    if all(positive is False for positive in known):
        return Verdict("serostatus/1", Serostatus.NEGATIVE)
    limits = tuple(level.limit for level in both.values() if isinstance(level, OpenLevel))
    return Verdict(
        "serostatus/1",
        None,
        missing=tuple(name for name, level in both.items() if level is None),
        limits=limits,
        possible=tuple(Serostatus) if limits else (),
    )
