"""Patients and power for two paired proportions (McNemar's test)."""

from __future__ import annotations

from dataclasses import dataclass
from math import sqrt
from typing import Literal

from scipy.special import ndtr, ndtri

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.errors import InputError
from analytics.stats.planning._asked import (
    MOST_PATIENTS,
    TOO_MANY,
    between,
    patients,
    two_sided,
    up,
    wanted_power,
)
from analytics.stats.results import NotEstimable
from ra_registry.core.checked import Probability

Formula = Literal["connor", "miettinen"]
METHODS: dict[Formula, str] = {
    "connor": "McNemar, unconditional, Connor 1987",
    "miettinen": "McNemar, conditional, Miettinen 1968",
}


@dataclass(frozen=True, slots=True)
class PairedProportionsPlan:
    """Patients (pairs) of a study with the power they give; `exact` is before rounding up."""

    patients: int
    exact: float
    power: Probability
    alpha: float
    method: str


@checked
def mcnemar_sample_size(
    only_first: float,
    only_second: float,
    *,
    power: float,
    alpha: float = 0.05,
    formula: Formula = "connor",
) -> PairedProportionsPlan | NotEstimable:
    """Patients needed to find that two paired proportions differ, two-sided.

    `only_first` and `only_second` are the expected shares of patients positive by one method
    alone. Connor's formula is the safer one; Miettinen's is for the test given the number of
    discordant pairs and asks for slightly fewer.
    """
    _validation.one_of(formula, METHODS, "formula")
    z = two_sided(alpha)
    null, spread, gap = _spreads(only_first, only_second, formula)
    exact = ((z * null + float(ndtri(wanted_power(power))) * spread) / gap) ** 2
    if exact > MOST_PATIENTS:
        return TOO_MANY
    whole = max(up(exact), 2)
    reached = _power(whole, z, null, spread, gap)
    return PairedProportionsPlan(whole, exact, reached, alpha, METHODS[formula])


@checked
def mcnemar_power(
    only_first: float,
    only_second: float,
    *,
    n: int,
    alpha: float = 0.05,
    formula: Formula = "connor",
) -> PairedProportionsPlan:
    """Power to find that two paired proportions differ in `n` patients, two-sided."""
    _validation.one_of(formula, METHODS, "formula")
    whole, z = patients(n, "n"), two_sided(alpha)
    power = _power(whole, z, *_spreads(only_first, only_second, formula))
    return PairedProportionsPlan(whole, float(whole), power, alpha, METHODS[formula])


def _power(n: int, z: float, null: float, spread: float, gap: float) -> float:
    reach = sqrt(n) * gap - z * null
    # All discordant patients on one side have no variance in Miettinen's formula.
    return float(ndtr(reach / spread)) if spread > 0 else float(reach >= 0)


def _spreads(only_first: float, only_second: float, formula: Formula) -> tuple[float, float, float]:
    """SD of one patient's difference under equality and as supposed, and the difference."""
    for value, name in ((only_first, "only_first"), (only_second, "only_second")):
        if not 0 <= value < 1:
            raise InputError(f"{name} must lie from 0 up to (not including) 1, found {value!r}.")
    discordant = between(only_first + only_second, "only_first + only_second", 0, 1)
    gap = abs(only_first - only_second)
    if gap < 1e-9:
        raise InputError("only_first and only_second must differ; else there is nothing to find.")
    squared = discordant - gap * gap
    if formula == "miettinen":
        squared = discordant - gap * gap * (3 + discordant) / (4 * discordant)
    return sqrt(discordant), sqrt(max(squared, 0.0)), gap
