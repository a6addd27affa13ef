"""What keys are called where people read: features, and why a patient is left out of a result."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.plans.choices import COVARIATES
from scoring.instruments import all_instruments

MISSING, INFINITE = " is missing", " is infinite"  # unseen


def feature_name(key: str) -> str:
    """Return a feature's label as the first instrument that has it calls it, or the key."""
    found = (f.label for one in all_instruments() for f in one.features if f.key == key)
    return next(found, key)


def inside(text: str) -> str:
    """Return a label as it stands inside a sentence: its first letter small unless it's a name."""
    return text[:1].lower() + text[1:] if text[1:2].islower() else text


def exclusions(sample: dict[str, Any]) -> str:
    """Return each reason why patients are left out, with their number."""
    return "; ".join(
        f"{exclusion(entry['reason'])}: {entry['count']}" for entry in sample["excluded"]
    )


def exclusion(reason: str) -> str:
    """Return a stored reason in words: of what it names, a label stands for the key."""
    for ending, said in (
        (MISSING, _("%(name)s is missing")),
        (INFINITE, _("%(name)s is infinite")),
    ):
        if reason.endswith(ending):
            return said % {"name": _name(reason.removesuffix(ending))}
    return reason


def flow_step(label: str) -> str:
    """Return what a step of the flow of patients is called; an endpoint's label is its own."""
    return {
        "registered": _("Registered"),
        "analysed": _("In the analysis"),
        "primary_exposure": _("Baseline concentration of the primary exposure"),
    }.get(label, label)


def flow_reasons(step: dict[str, Any]) -> str:
    """Return why patients are left out at a step, each reason with its number."""
    return "; ".join(f"{_flow_reason(one['reason'])}: {one['count']}" for one in step["excluded"])


def _flow_reason(reason: str) -> str:
    return {
        "record_voided": _("record voided"),
        "no_sample": _("no baseline sample"),
        "not_measured": _("sample not measured"),
        "replicates_disagree": _("replicates disagree"),
        "limit_unknown": _("beyond a limit that is not known"),
    }.get(reason, reason)


def place_name(censor: str | None) -> str | None:
    """Return where a concentration lies, in words."""
    return {
        "below": _("below the limit"),
        "in_range": _("in range"),
        "above": _("above the limit"),
        "mixed": _("replicates in different places"),
        "unknown": _("not stated"),
    }.get(censor or "", censor)


def _name(key: str) -> str:
    known = {
        "event": _("the outcome"),
        "outcome": _("the outcome"),
        "marker": _("the concentration"),
        "value": _("the value"),
        "score": _("the score"),
        "change": _("the change"),
        "group": _("the group"),
        "probability": _("the prediction"),
        **{covariate: str(label) for covariate, label in COVARIATES.items()},
    }
    return known.get(key, key)
