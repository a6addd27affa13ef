"""What a formula gives back."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas.arithmetic import displayed, stored


class Activity(StrEnum):
    """Disease activity by the cut-offs of a score."""

    REMISSION = "remission"
    LOW = "low"
    MODERATE = "moderate"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Cutoffs:
    """Where one state ends: each bound belongs to the lower state, except a strict remission.

    DAS28 remission is below 2.6; every other bound of the field is "at most".
    """

    name: str
    remission: Decimal
    low: Decimal
    moderate: Decimal
    remission_is_strict: bool = False

    def state(self, value: Decimal) -> Activity:
        """The state of an unrounded value; 3.2 exactly is low."""
        if value < self.remission or (value == self.remission and not self.remission_is_strict):
            return Activity.REMISSION
        if value <= self.low:
            return Activity.LOW
        return Activity.MODERATE if value <= self.moderate else Activity.HIGH


@dataclass(frozen=True, slots=True)
class Composite:
    """A score that is a number.

    formula: key and version ("das28-esr/1"); a change of the arithmetic is a new version.
    value: 28 significant digits, None where a component is missing or the formula refuses.
    display: two decimals for people. state: by `cutoffs`, from the unrounded value.
    missing: names of the components that are missing. refused: why a complete set has no value.
    """

    formula: str
    value: Decimal | None
    display: Decimal | None
    state: str | None
    cutoffs: str
    missing: tuple[str, ...] = ()
    refused: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result that is a category: Boolean remission, EULAR response, serostatus.

    state is None where `missing` names components or `refused` says why there is none.
    """

    formula: str
    state: str | None
    missing: tuple[str, ...] = ()
    refused: str = ""


def scored(formula: str, value: Decimal, *, state: str, cutoffs: str) -> Composite:
    """A composite with a value."""
    return Composite(formula, stored(value), displayed(value), state, cutoffs)


def unscored(
    formula: str, *, cutoffs: str, missing: tuple[str, ...] = (), refused: str = ""
) -> Composite:
    """A composite without a value, and why."""
    return Composite(formula, None, None, None, cutoffs, missing, refused)
