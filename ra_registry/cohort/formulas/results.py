"""What a formula gives back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.arithmetic import displayed, stored
from ra_registry.cohort.formulas.censoring import Limit, span


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

    def between(self, low: Decimal, high: Decimal) -> tuple[Activity, ...]:
        """Every state from that of ``low`` to that of ``high``, lowest first."""
        order = tuple(Activity)
        return order[order.index(self.state(low)) : order.index(self.state(high)) + 1]


@dataclass(frozen=True, slots=True)
class Composite:
    """A score that is a number.

    formula: key and version ("das28-esr/1"); a change of the arithmetic is a new version.
    value: 28 significant digits, None where a component is missing or the formula refuses.
    display: two decimals for people. state: by `cutoffs`, from the unrounded value.
    missing: names of the components that are missing. refused: why a complete set has no value.
    limits: components known only as a limit, which stood for them. possible: the states that the
    limits leave open; state is None then. bounds: between which values the score lies.
    """

    formula: str
    value: Decimal | None
    display: Decimal | None
    state: str | None
    cutoffs: str
    missing: tuple[str, ...] = ()
    refused: str = ""
    limits: tuple[Limit, ...] = ()
    possible: tuple[str, ...] = ()
    bounds: tuple[Decimal, Decimal] | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """A result that is a category: Boolean remission, EULAR response, serostatus.

    state is None where `missing` names components, `refused` says why there is none, or `limits`
    leave more than one `possible`.
    """

    formula: str
    state: str | None
    missing: tuple[str, ...] = ()
    refused: str = ""
    limits: tuple[Limit, ...] = ()
    possible: tuple[str, ...] = ()


@guarded
def scored(formula: str, value: Decimal, *, state: str, cutoffs: str) -> Composite:
    """A composite with a value."""
    return Composite(
        formula, stored(value), displayed(value), state, cutoffs, bounds=(stored(value),) * 2
    )


@guarded
def scored_by(
    formula: str,
    score: Callable[[Mapping[str, Decimal]], Decimal],
    known: Mapping[str, Decimal],
    *,
    limits: tuple[Limit, ...],
    cutoffs: Cutoffs,
) -> Composite:
    """A composite computed from `known`, limits taken at their number.

    The stored value decides the state, so that a reader who recomputes from it agrees; with limits,
    only a state that all values between the bounds share is one.
    """
    value = stored(score(known))
    low, high = span(score, known, limits) if limits else (value, value)
    states = cutoffs.between(low, high)
    return Composite(
        formula,
        value,
        displayed(value),
        states[0] if len(states) == 1 else None,
        cutoffs.name,
        limits=limits,
        possible=states if len(states) > 1 else (),
        bounds=(low, high),
    )


@guarded
def unscored(
    formula: str, *, cutoffs: str, missing: tuple[str, ...] = (), refused: str = ""
) -> Composite:
    """A composite without a value, and why."""
    return Composite(formula, None, None, None, cutoffs, missing, refused)
