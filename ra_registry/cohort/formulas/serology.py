"""Rheumatoid factor and anti-citrullinated protein antibodies against their upper limit."""

from __future__ import annotations

from enum import StrEnum

from ra_registry.cohort.formulas.arithmetic import Number, checked, working_precision
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


def antibody_level(value: Number | None, uln: Number | None, *, field: str) -> Level | None:
    """negative up to the upper limit of normal, low up to 3 × it, high above; None when missing.

    value and uln share one unit. Raises InvalidComponent for a negative value, or a limit that is
    missing beside a value, zero or negative.
    """
    level = checked(f"{field}_value", value)
    if level is None:
        return None
    limit = None if uln is None else checked(f"{field}_uln", uln)
    if not limit:
        raise InvalidComponent(
            field=f"{field}_uln",
            found="no limit" if uln is None else uln,
            expected="the laboratory's upper limit of normal, above 0",
        )
    if level <= limit:
        return Level.NEGATIVE
    with working_precision():
        high = HIGH_POSITIVE_FOLD * limit
    return Level.LOW_POSITIVE if level <= high else Level.HIGH_POSITIVE


def serostatus(*, rf: Level | None, acpa: Level | None) -> Verdict:
    """Positive when either is; negative only when both are known to be.

    One positive result decides; one negative result alone doesn't, and the other is missing.
    """
    known = [level for level in (rf, acpa) if level is not None]
    if any(level != Level.NEGATIVE for level in known):
        return Verdict("serostatus/1", Serostatus.POSITIVE)
    missing = tuple(name for name, level in (("rf", rf), ("acpa", acpa)) if level is None)
    return Verdict("serostatus/1", None if missing else Serostatus.NEGATIVE, missing)
