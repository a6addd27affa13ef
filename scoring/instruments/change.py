"""Change between two time points of one reader, its mean over readers, and its class."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, TotalDefinition
from scoring.instruments.errors import PolicyError, ThresholdError
from scoring.instruments.policies import OBSERVED_SUM, PAIRWISE, MissingSitePolicy
from scoring.instruments.scores import Score, half_units_by_item
from scoring.instruments.totals import Total, compute_totals, sum_sites

Exact = Fraction | Decimal | int


class ChangeClass(StrEnum):
    """What a net change of a patient means; nobody is in two classes."""

    PROGRESSION = "progression"
    NO_CHANGE = "no_change"
    REPAIR = "repair"


@dataclass(frozen=True, slots=True)
class Change:
    """Change of one total by one reader.

    ``value`` is None when the policy gives none. The counts are always over the pairs of sites
    scored at both time points: ``worse`` and ``better`` show what a net value of 0 can hide.
    """

    key: str
    label: str
    value: Fraction | None
    n_paired: int
    n_sites: int
    worse: int
    better: int


@checked
def compute_changes(
    instrument: Instrument,
    before: Mapping[str, Score],
    after: Mapping[str, Score],
    *,
    features: Iterable[str] | None = None,
    policy: MissingSitePolicy = PAIRWISE,
) -> dict[str, Change]:
    """Return the change (after − before) of every total the chosen features allow.

    Parameters
    ----------
    before, after : item code to score of the same reader (and of the same hand), scored sites
        only. Scores of different readers must never be paired; average over readers afterwards.
    features : feature keys the campaign reads; None means all.
    policy : PAIRWISE sums the differences of sites scored at both time points, STRICT and
        PRORATED subtract the totals of that name.

    Raises
    ------
    PolicyError : OBSERVED_SUM, whose difference shows progression wherever a site was missing
        at the first time point only.
    UnknownItemError, UnknownFeatureError, ScoreError, InexactScoreError
    """
    if policy == OBSERVED_SUM:
        raise PolicyError(
            "The difference of observed sums turns a site missing at one time point into change; "
            "use pairwise sites, complete sites only, or prorated totals."
        )
    chosen = instrument.chosen_features(features)
    old = half_units_by_item(instrument, before)
    new = half_units_by_item(instrument, after)
    differences = {code: new[code] - old[code] for code in old.keys() & new.keys()}
    if policy == PAIRWISE:
        values = {
            definition.key: _pairwise(definition, differences)
            for definition in instrument.totals_of(chosen)
        }
    else:
        values = _differences_of_totals(
            compute_totals(instrument, before, features=chosen),
            compute_totals(instrument, after, features=chosen),
            policy,
        )
    return {
        definition.key: _change(definition, differences, values[definition.key])
        for definition in instrument.totals_of(chosen)
    }


@checked
def mean_over_readers(values: Sequence[Exact | None]) -> Fraction | None:
    """Return the exact mean of one value per reader (totals or changes).

    None when there is no reader or one of them has no value: a mean over fewer readers than
    planned is another measurement, with another smallest detectable change.
    """
    exact = [_fraction(value, "A reader's value") for value in values if value is not None]
    if not exact or len(exact) < len(values):
        return None
    return sum(exact, start=Fraction(0)) / len(exact)


@checked
def classify(
    change: Exact,
    *,
    progression_threshold: Exact = Decimal("0.5"),
    repair_threshold: Exact = Decimal("-0.5"),
    inclusive: bool = False,
) -> ChangeClass:
    """Class of a patient's change, by default progression > 0.5 and repair < −0.5.

    The default is the rule of Kondo et al., Rheumatology 2017;56:1089. Comparison is exact: a mean
    of exactly 0.5 is no change, two thirds from three readers is progression.

    Parameters
    ----------
    inclusive : count a change equal to a threshold as well, as in "5 units or more in the first
        year" (rapid radiographic progression).

    Raises
    ------
    ThresholdError : a float, a value that is not finite, or thresholds that overlap.
    """
    value = _fraction(change, "The change")
    upper = _fraction(progression_threshold, "The progression threshold")
    lower = _fraction(repair_threshold, "The repair threshold")
    if lower > upper or (inclusive and lower == upper):
        raise ThresholdError(
            f"The repair threshold {repair_threshold} must lie below the progression threshold "
            f"{progression_threshold}."
        )
    if value > upper or (inclusive and value == upper):
        return ChangeClass.PROGRESSION
    if value < lower or (inclusive and value == lower):
        return ChangeClass.REPAIR
    return ChangeClass.NO_CHANGE


def _fraction(value: Exact, what: str) -> Fraction:
    if isinstance(value, bool) or not isinstance(value, (Fraction, Decimal, int)):
        raise ThresholdError(f"{what} must be exact, found {type(value).__name__} {value!r}.")
    if isinstance(value, Decimal) and not value.is_finite():
        raise ThresholdError(f"{what} must be a finite number, found {value}.")
    return Fraction(value)


def _pairwise(definition: TotalDefinition, differences: Mapping[str, int]) -> Fraction | None:
    halves = sum_sites(definition, differences)
    return None if halves is None else Fraction(halves, 2)


def _differences_of_totals(
    before: Mapping[str, Total], after: Mapping[str, Total], policy: MissingSitePolicy
) -> dict[str, Fraction | None]:
    values: dict[str, Fraction | None] = {}
    for key, total in after.items():
        new, old = total.value(policy), before[key].value(policy)
        values[key] = None if new is None or old is None else new - old
    return values


def _change(
    definition: TotalDefinition, differences: Mapping[str, int], value: Fraction | None
) -> Change:
    paired = [differences[item.code] for item in definition.items if item.code in differences]
    return Change(
        key=definition.key,
        label=definition.name,
        value=value,
        n_paired=len(paired),
        n_sites=definition.n_sites,
        worse=sum(difference > 0 for difference in paired),
        better=sum(difference < 0 for difference in paired),
    )
