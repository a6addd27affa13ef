"""The plan of an analysis: everything that decides a result besides the data.

A plan is a plain dict, so that a run can store it, print it and be repeated from it. Nothing in the
computing code names an analyte, an endpoint or a seed: they all come from here.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

from analytics.models import EndpointDefinition
from analytics.models.endpoint import ChangeDirection
from analytics.plans.choices import DEFAULT, HIGH, LOW, Choices
from ra_registry.cohort.models import PlannedVisit
from scoring.instruments import Modality, get_instrument

Plan = dict[str, Any]

PLAN_FORMAT = 1
# The exposure of the study that this registry is built after; where a study doesn't measure it, the
# first analyte of its panel leads.
PREFERRED_PRIMARY = "il-6"
BLOOD = ["plasma", "serum"]
# Above this many patients the number of resamples falls, so that a recompute stays within seconds;
# intervals from many patients need fewer.
FULL_RESAMPLING_UP_TO = 1000
FEWEST_RESAMPLES = 400
COMPARISONS = (
    ("progression", ChangeDirection.ABOVE),
    ("repair", ChangeDirection.BELOW),
)


def build_plan(
    *,
    study_id: int,
    endpoints: Sequence[EndpointDefinition],
    analytes: Sequence[str],
    choices: Choices = DEFAULT,
    plan_version: int = 0,
) -> Plan:
    """Return the plan of a study's main analysis.

    Args:
        study_id: the study.
        endpoints: the definitions in force, with campaign and visits loaded.
        analytes: codes of the analytes measured in the study, in panel order.
        choices: what the stored version ``plan_version`` chose; version 0 is the default.
    """
    described = [describe_endpoint(endpoint) for endpoint in endpoints]
    exposures = [code for code in analytes if code not in choices["left_out"]]
    return {
        "format": PLAN_FORMAT,
        "plan_version": plan_version,
        "baseline_visit": _baseline(study_id, described),
        "endpoints": described,
        "comparisons": _comparisons(described),
        "outcomes": choices["outcomes"] or default_outcomes(described),
        "exposures": exposures,
        "primary_exposure": _primary(exposures, choices["primary_exposure"]),
        "covariate": choices["covariate"],
        "samples": {"materials": BLOOD, "several_batches": "the batch accepted last"},
        "transformation": "log2",
        "below_limit": {"roc": "common-limit", "models": choices["below_limit"]},
        "cutoff_criterion": choices["cutoff_criterion"],
        "published_cutoff": choices["published_cutoff"],
        "prevalence": choices["prevalence"],
        "cost_ratio": choices["cost_ratio"],
        "dose_groups": choices["dose_groups"],
        "quantile_type": choices["quantile_type"],
        "level": choices["level"],
        "auc_interval": choices["auc_interval"],
        "odds_ratio_interval": choices["odds_ratio_interval"],
        "adjustment": choices["adjustment"],
        "resampling": {
            "resamples": choices["resamples"],
            "full_up_to": FULL_RESAMPLING_UP_TO,
            "fewest": min(FEWEST_RESAMPLES, choices["resamples"]),
            "seed": choices["seed"],
            "stratified": True,
        },
        "sensitivity": choices["sensitivity"],
    }


def default_outcomes(endpoints: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the outcomes of a plan that names none: every MRI endpoint, or else every endpoint.

    Progression is expected with high, repair with low concentrations. ``endpoints`` have ``key``,
    ``modality`` and ``direction``.
    """
    chosen = [e for e in endpoints if e["modality"] == Modality.MR] or endpoints
    return [
        {
            "endpoint": endpoint["key"],
            "exposure_direction": HIGH if endpoint["direction"] == ChangeDirection.ABOVE else LOW,
        }
        for endpoint in chosen
    ]


def canonical(plan: Plan) -> str:
    """Return the plan as JSON with sorted keys, the same text for the same plan."""
    return json.dumps(plan, sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of the canonical plan."""
    return hashlib.sha256(canonical(plan).encode()).hexdigest()


def resamples_for(plan: Plan, n: int) -> int:
    """Return how many resamples ``n`` patients get: all of them, or fewer in a large study."""
    rule = plan["resampling"]
    if n <= rule["full_up_to"]:
        return int(rule["resamples"])
    return max(int(rule["fewest"]), int(rule["resamples"] * rule["full_up_to"] / n))


def endpoint_of(plan: Plan, key: str) -> dict[str, Any]:
    """Return the plan's description of one endpoint."""
    found: dict[str, Any] = next(e for e in plan["endpoints"] if e["key"] == key)
    return found


def describe_endpoint(endpoint: EndpointDefinition) -> dict[str, Any]:
    """Return a definition as a plan carries it."""
    campaign = endpoint.campaign
    instrument = get_instrument(campaign.instrument)
    return {
        "id": endpoint.pk,
        "key": endpoint.key,
        "version": endpoint.version,
        "label": endpoint.label,
        "campaign": {
            "id": campaign.pk,
            "code": campaign.code,
            "title": campaign.title,
            "instrument": campaign.instrument,
            "readers_per_case": campaign.readers_per_case,
            "surgery_policy": campaign.surgery_policy,
        },
        "modality": instrument.modality.value,
        "feature": endpoint.feature,
        "baseline": _visit(endpoint.baseline),
        "follow_up": _visit(endpoint.follow_up),
        "direction": endpoint.direction,
        "threshold": f"{endpoint.threshold:.2f}",
        "reader_rule": endpoint.reader_rule,
        "missing_rule": endpoint.missing_rule,
    }


def _visit(planned: PlannedVisit) -> dict[str, Any]:
    return {"id": planned.pk, "code": planned.code, "name": planned.name}


def _baseline(study_id: int, endpoints: Iterable[dict[str, Any]]) -> dict[str, Any] | None:
    """The endpoints' first visit; without endpoints the earliest planned one."""
    for endpoint in endpoints:
        visit: dict[str, Any] = endpoint["baseline"]
        return visit
    first = PlannedVisit.objects.filter(study_id=study_id).order_by("day").first()
    return _visit(first) if first else None


def _comparisons(endpoints: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """MRI against radiograph for each direction that has both."""
    pairs = []
    for key, direction in COMPARISONS:
        first, second = (
            next(
                (
                    e["key"]
                    for e in endpoints
                    if e["modality"] == modality and e["direction"] == direction
                ),
                None,
            )
            for modality in (Modality.MR, Modality.XR)
        )
        if first and second:
            pairs.append({"key": key, "first": first, "second": second})
    return pairs


def _primary(exposures: Sequence[str], chosen: str | None) -> str | None:
    """The chosen analyte; None where it isn't measured, since no other may take its place."""
    if chosen is not None:
        return chosen if chosen in exposures else None
    if PREFERRED_PRIMARY in exposures:
        return PREFERRED_PRIMARY
    return exposures[0] if exposures else None
