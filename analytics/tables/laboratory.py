"""Sentences about laboratory limits and partial dates: the policy, and how many it concerns."""

from __future__ import annotations

from collections.abc import Mapping

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.results.cohort import BeyondLimits
from analytics.results.stored_run import StoredRun
from ra_registry.cohort.derived_days import POLICY

VALUES = {"rf_value": "RF", "acpa_value": "ACPA", "esr": "ESR", "crp_mg_l": "CRP"}
COMPOSITES = {"das28_esr": "DAS28-ESR", "das28_crp": "DAS28-CRP", "sdai": "SDAI"}
ANTIBODIES = {"rf_positive": "RF", "acpa_positive": "ACPA"}


def sentences(stored: StoredRun) -> list[str]:
    """Return what was made of limits and partial dates; nothing where the data have none."""
    found = stored.results.laboratory
    said = [_values(found.values)]
    said.append(
        _counted(
            found.composites,
            COMPOSITES,
            _("Computed with the printed limit in place of ESR or CRP: {counts}."),
        )
    )
    said.append(
        _counted(
            found.undecided,
            ANTIBODIES,
            _("Positive or negative is left open by a limit, and missing here: {counts}."),
        )
    )
    said.append(onset(stored))
    return [sentence for sentence in said if sentence]


def ranks(stored: StoredRun) -> str:
    """Return how ranks take ESR and CRP that are limits."""
    values = stored.results.laboratory.values
    limited = [VALUES[key] for key in ("esr", "crp_mg_l") if key in values]
    if not limited:
        return ""
    return _(
        "{names}: values below the highest < limit are one tie, as are those above the lowest > "
        "limit; DAS28 is computed with the printed limit."
    ).format(names=", ".join(limited))


def onset(stored: StoredRun) -> str:
    """Return how many first symptoms are known to the month or the year, and which day counts."""
    counts = stored.results.laboratory.onset
    if not counts:
        return ""
    kinds = {"month": _("to the month"), "year": _("to the year")}
    known = ", ".join(f"{words} {counts[k]}" for k, words in kinds.items() if k in counts)
    return _(
        "Duration of symptoms: the first symptom of some patients is known only {known}; {policy}, "
        "or the middle of the days left before enrolment."
    ).format(known=known, policy=POLICY)


def _values(values: Mapping[str, BeyondLimits]) -> str:
    counted = []
    for key, name in VALUES.items():  # in this order: the database keeps none
        if key not in values:
            continue
        n = values[key]
        parts = [
            ngettext("{n} value below a limit", "{n} values below a limit", n.below).format(
                n=n.below
            )
            if n.below
            else "",
            ngettext("{n} value above a limit", "{n} values above a limit", n.above).format(
                n=n.above
            )
            if n.above
            else "",
        ]
        counted.append(f"{name}: {', '.join(part for part in parts if part)}")
    if not counted:
        return ""
    policy = _("Standardised differences and models take the limit as the value.")
    return f"{'; '.join(counted)}. {policy}"


def _counted(counts: Mapping[str, int], names: Mapping[str, str], sentence: str) -> str:
    if not counts:
        return ""
    found = [f"{name} {counts[key]}" for key, name in names.items() if key in counts]
    return sentence.format(counts=", ".join(found))
