"""Totals of one reading at one time point, in three named forms, in exact arithmetic."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from scoring.instruments._checked import checked
from scoring.instruments.definitions import Instrument, TotalDefinition
from scoring.instruments.errors import InstrumentError, PolicyError
from scoring.instruments.policies import OBSERVED_SUM, PRORATED, STRICT, MissingSitePolicy
from scoring.instruments.scores import Score, from_half_units, half_units_by_item


@dataclass(frozen=True, slots=True)
class Total:
    """One named sum with its forms and the number of sites behind it.

    strict : the sum, None when any site is missing.
    observed_sum : sum of the scored sites, to be shown with ``n_scored``/``n_sites``.
    prorated : observed sum × maximum / maximum of the scored sites, None below half of the sites.

    All three are None, never 0, while one of the total's features has no scored site at all: a
    sum named "erosion + narrowing" must not silently be erosion alone.
    """

    key: str
    label: str
    strict: Decimal | None
    observed_sum: Decimal | None
    prorated: Fraction | None
    n_scored: int
    n_sites: int
    maximum: int

    def value(self, policy: MissingSitePolicy) -> Fraction | None:
        """Return the form a policy names; `PolicyError` for one that needs two time points."""
        forms = {
            STRICT: self.strict,
            OBSERVED_SUM: self.observed_sum,
            PRORATED: self.prorated,
        }
        if policy not in forms:
            raise PolicyError(
                f"“{policy.label}” compares two time points; a total takes "
                f"{', '.join(form.key for form in forms)}."
            )
        form = forms[policy]
        return None if form is None else Fraction(form)


@checked
def compute_totals(
    instrument: Instrument,
    scores: Mapping[str, Score],
    *,
    features: Iterable[str] | None = None,
) -> dict[str, Total]:
    """Return every total the chosen features allow, under its key, in definition order.

    Parameters
    ----------
    scores : item code to score, scored sites only (see `scored_sites`).
    features : feature keys the campaign reads; None means all. A total that needs a feature
        outside them is left out.

    Raises
    ------
    UnknownItemError, UnknownFeatureError, ScoreError, InexactScoreError
    """
    halves = half_units_by_item(instrument, scores)
    maxima = {item.code: item.maximum for item in instrument.items}
    return {
        definition.key: _total(definition, halves, maxima, label=definition.label)
        for definition in instrument.totals_of(features)
    }


@checked
def compute_sens(
    instrument: Instrument,
    scores: Mapping[str, Score],
    *,
    features: Iterable[str] | None = None,
) -> dict[str, Total]:
    """Return the Simple Erosion Narrowing Score: each site eroded/narrowed yes (1) or no (0).

    Derived from Sharp/van der Heijde sites, any score above 0 counting as yes; keys are those of
    `compute_totals`, the maximum of the whole is 86. Raises `InstrumentError` for an instrument
    that doesn't yield it, otherwise as `compute_totals`.
    """
    if not instrument.yields_sens:
        raise InstrumentError(f"SENS is derived from Sharp/van der Heijde, not {instrument.name}.")
    halves = half_units_by_item(instrument, scores)
    present = {code: 2 * (half > 0) for code, half in halves.items()}
    maxima = dict.fromkeys(instrument.items_by_code, 1)
    return {
        definition.key: _total(
            definition, present, maxima, label=f"SENS: {definition.name} (0–{definition.n_sites})"
        )
        for definition in instrument.totals_of(features)
    }


@checked
def sum_sites(definition: TotalDefinition, halves: Mapping[str, int]) -> int | None:
    """Add the half units of a total's sites; None while one of its features has none.

    The single place that decides when a sum exists, shared by totals and changes.
    """
    present = [item for item in definition.items if item.code in halves]
    if {item.feature for item in present} != set(definition.features):
        return None
    return sum(halves[item.code] for item in present)


def _total(
    definition: TotalDefinition,
    halves: Mapping[str, int],
    maxima: Mapping[str, int],
    *,
    label: str,
) -> Total:
    scored = [maxima[item.code] for item in definition.items if item.code in halves]
    maximum = sum(maxima[item.code] for item in definition.items)
    observed = sum_sites(definition, halves)
    strict = prorated = None
    if observed is not None:
        if len(scored) == definition.n_sites:
            strict = from_half_units(observed)
        if 2 * len(scored) >= definition.n_sites:
            prorated = Fraction(observed * maximum, 2 * sum(scored))
    return Total(
        key=definition.key,
        label=label,
        strict=strict,
        observed_sum=None if observed is None else from_half_units(observed),
        prorated=prorated,
        n_scored=len(scored),
        n_sites=definition.n_sites,
        maximum=maximum,
    )
