"""Two readings that differ too much, and what a third one makes of them. Exact arithmetic.

What is compared is one total of the instrument. Its **status** at a time point is the sum over the
sites that every reading of the comparison has scored there; its **change** is each reading's own,
pairwise, from the first to the last time point (`compute_changes`).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from scoring.instruments._checked import checked
from scoring.instruments.change import compute_changes
from scoring.instruments.definitions import Instrument, TotalDefinition
from scoring.instruments.errors import UnknownPolicyError, UnknownTotalError
from scoring.instruments.scores import Score, half_units_by_item

# True position -> item code -> score, of one reading, scored sites only.
Scores = Mapping[int, Mapping[str, Score]]

RULE_VERSION = 1
TWO_CLOSEST, MEAN_OF_THREE, REPLACES = POLICIES = ("two-closest", "mean-of-three", "replaces")
PAIR = 2


@dataclass(frozen=True, slots=True)
class Values:
    """One total by several readings: ``status`` by true position, ``change``; a value a reading.

    A reading without a value (no site scored by all, no pair of time points) has None.
    """

    status: Mapping[int, tuple[Fraction | None, ...]]
    change: tuple[Fraction | None, ...]


@checked
def total_of(instrument: Instrument, key: str, features: Iterable[str]) -> TotalDefinition:
    """Return a total by its key, or raise `UnknownTotalError`."""
    totals = {total.key: total for total in instrument.totals_of(features)}
    if key not in totals:
        raise UnknownTotalError(key, totals)
    return totals[key]


@checked
def values_of(
    instrument: Instrument, measure: str, features: Iterable[str], readings: Sequence[Scores]
) -> Values:
    """Return what each reading says of one total.

    Raises
    ------
    UnknownTotalError : the features have no such total.
    """
    chosen = tuple(features)
    total = total_of(instrument, measure, chosen)
    positions = sorted(set().union(*(reading.keys() for reading in readings)))
    return Values(
        status={
            position: _status(instrument, total, [one.get(position, {}) for one in readings])
            for position in positions
        },
        change=tuple(
            _change(instrument, measure, chosen, reading, positions) for reading in readings
        ),
    )


@checked
def difference(values: Values, *, by_change: bool) -> Fraction | None:
    """Return how far the first two readings lie apart, in points; None where it can't be told.

    By status it is the largest difference at any time point.
    """
    rows = [values.change] if by_change else list(values.status.values())
    pairs = [(row[0], row[1]) for row in rows if len(row) >= PAIR]
    apart = [abs(one - other) for one, other in pairs if one is not None and other is not None]
    return max(apart, default=None)


@checked
def is_referred(found: Fraction | None, threshold: Fraction, *, more_than: bool = False) -> bool:
    """Tell whether a difference goes to a third reader."""
    if found is None:
        return False
    return found > threshold if more_than else found >= threshold


@checked
def decide(
    first: Fraction | None, second: Fraction | None, third: Fraction | None, policy: str
) -> Fraction | None:
    """Return what the first reader's, the second reader's and the adjudicator's value make.

    Parameters
    ----------
    policy : ``two-closest``: mean of the two closest, ties to the pair that includes the
        lower-numbered reader; ``mean-of-three``; ``replaces``: the adjudicator's alone.

    None where a value that the policy needs is missing.

    Raises
    ------
    UnknownPolicyError
    """
    if policy not in POLICIES:
        raise UnknownPolicyError(policy, POLICIES)
    if policy == REPLACES:
        return third
    if first is None or second is None or third is None:
        return None
    if policy == MEAN_OF_THREE:
        return (first + second + third) / 3
    # In this order the first of equally close pairs has the lower-numbered readers.
    pairs = ((first, second), (first, third), (second, third))
    closest = min(pairs, key=lambda pair: abs(pair[0] - pair[1]))
    return (closest[0] + closest[1]) / 2


@checked
def nearer(first: Fraction, second: Fraction, third: Fraction) -> int | None:
    """Return whose value the adjudicator's is nearer to, 1 or 2; None when to both equally."""
    to_first, to_second = abs(third - first), abs(third - second)
    if to_first == to_second:
        return None
    return 1 if to_first < to_second else 2


def _status(
    instrument: Instrument, total: TotalDefinition, scored: Sequence[Mapping[str, Score]]
) -> tuple[Fraction | None, ...]:
    by_reading = [half_units_by_item(instrument, one) for one in scored]
    common = [item.code for item in total.items if all(item.code in units for units in by_reading)]
    if not common:
        return (None,) * len(scored)
    return tuple(Fraction(sum(units[code] for code in common), 2) for units in by_reading)


def _change(
    instrument: Instrument,
    measure: str,
    features: tuple[str, ...],
    reading: Scores,
    positions: list[int],
) -> Fraction | None:
    if len(positions) < 2:
        return None
    first, last = positions[0], positions[-1]
    changes = compute_changes(
        instrument, reading.get(first, {}), reading.get(last, {}), features=features
    )
    return changes[measure].value
