"""Exact scores: the steps of a scale, reading a typed score, one entry per site.

A score is a `Decimal` outside and a whole number of half units inside sums; a binary float never
enters, because a mean change of exactly 0.5 must not become progression by rounding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

from ra_registry.core.entry.characters import plain
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.entry.numbers import read_number
from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, Item
from scoring.instruments.errors import InexactScoreError, StepError
from scoring.instruments.problems import Problem, ProblemKind, ScoreError
from scoring.instruments.reasons import UnscorableReason

WHOLE_STEP = Decimal(1)
HALF_STEP = Decimal("0.5")
STEPS = (WHOLE_STEP, HALF_STEP)

Score = Decimal | int


@dataclass(frozen=True, slots=True)
class Entry:
    """What a reader gave for one item: a score or the reason why there is none."""

    value: Score | None = None
    reason: UnscorableReason | None = None

    def __post_init__(self) -> None:
        """Refuse floats at the door."""
        if self.value is not None:
            require_exact(self.value)


@checked
def require_exact(value: object) -> None:
    """Raise `InexactScoreError` unless the value is a Decimal or an int."""
    if isinstance(value, bool) or not isinstance(value, (Decimal, int)):
        raise InexactScoreError(
            f"A score must be an exact decimal or whole number, found "
            f"{type(value).__name__} {value!r}."
        )


@checked
def check_step(step: Decimal) -> None:
    """Raise `StepError` unless the step is 1 or 0.5."""
    if step not in STEPS:
        raise StepError(f"The scoring step must be 1 or 0.5, found {step}.")


@checked
def half_units(item: Item, value: Score) -> int:
    """Return a score as a whole number of half units.

    Raises `InexactScoreError` for floats, `ScoreError` outside the range of the item or between
    half steps.
    """
    require_exact(value)
    problem = check_score(item, value, step=HALF_STEP)
    if problem is not None:
        raise ScoreError(problem)
    return int(value * 2)


@checked
def from_half_units(halves: int) -> Decimal:
    """Return the score of a number of half units: 4 gives 2, 5 gives 2.5."""
    require_exact(halves)
    if not Decimal(halves).is_finite():
        raise InexactScoreError(f"Found {halves} half units, which is no number.")
    return Decimal(halves) / 2


@checked
def rounded(value: Fraction, places: int = 2) -> Decimal:
    """Round an exact value for display, halves away from zero. Never compare rounded values."""
    with localcontext() as context:
        context.prec = 40
        exact = Decimal(value.numerator) / Decimal(value.denominator)
        return exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


@checked
def allowed_scores(item: Item, step: Decimal) -> str:
    """Describe the scores an item takes, such as "0 to 10 in steps of 1"."""
    return f"0 to {item.maximum} in steps of {step.normalize()}"


@checked
def check_score(item: Item, value: Score, *, step: Decimal) -> Problem | None:
    """Return what is wrong with a score at this item, or None."""
    exact = Decimal(value)
    if not exact.is_finite():
        kind = ProblemKind.NOT_A_NUMBER
    elif exact.is_signed() or exact > item.maximum:
        kind = ProblemKind.OUT_OF_RANGE
    elif exact % step != 0:
        kind = ProblemKind.OFF_STEP
    else:
        return None
    return _problem(item, kind, found=str(value), step=step)


@checked
def parse_score(text: str, item: Item, step: Decimal = WHOLE_STEP) -> Decimal:
    """Read a typed score.

    Parameters
    ----------
    text : what the reader typed or a file holds; surrounding blanks, a decimal comma and
        full-width digits are understood. An empty text is no score and refused.
    item : the item scored; its maximum bounds the score.
    step : 1 or 0.5, as set by the campaign.

    Returns
    -------
    The exact score without trailing zeros.

    Raises
    ------
    ScoreError : not a number, out of range or between steps; its message names the site, what
        was found and what is allowed.
    StepError : a step other than 1 or 0.5.
    """
    check_step(step)
    try:
        value = read_number(text)
    except EntryError as error:
        typed = plain(text)
        found = f"“{typed[:20]}”" if typed else "nothing"
        raise ScoreError(
            _problem(item, ProblemKind.NOT_A_NUMBER, found=found, step=step)
        ) from error
    if not value and plain(text).startswith("-"):
        value = value.copy_negate()  # no score has a sign; -0 may be a score with its digit lost
    problem = check_score(item, value, step=step)
    if problem is not None:
        raise ScoreError(problem)
    return from_half_units(int(value * 2))


@checked
def scored_sites(entries: Mapping[str, Entry]) -> dict[str, Score]:
    """Return item code and score of the entries that carry one; reasons drop out, never as 0."""
    found = {code: entry.value for code, entry in entries.items() if entry.value is not None}
    for code, value in found.items():
        if not Decimal(value).is_finite():
            raise InexactScoreError(f"The score of {code} is {value}, which is no number.")
    return found


@checked
def half_units_by_item(instrument: Instrument, scores: Mapping[str, Score]) -> dict[str, int]:
    """Return scores as half units under their item codes.

    Raises `UnknownItemError` for a code of another instrument, and what `half_units` raises.
    """
    return {code: half_units(instrument.item(code), value) for code, value in scores.items()}


def _problem(item: Item, kind: ProblemKind, *, found: str, step: Decimal) -> Problem:
    return Problem(
        kind=kind,
        site=item.code,
        where=f"{item.full_label} ({item.code})",
        found=found,
        expected=f"Allowed are {allowed_scores(item, step)}.",
    )
