"""Making a study's plan from its definitions and choices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analytics.codec import decode, encode
from analytics.design.adjustment import Covariate, Interaction, Subgroup
from analytics.design.choices import DEFAULT, Choices
from analytics.design.clinical import VARIABLES
from analytics.design.described import (
    ClinicalEndpoint,
    Endpoint,
    Limit,
    ScoreEndpoint,
)
from analytics.design.exposure_choices import exposures_of, primary_of
from analytics.design.exposures.scores import describe_campaign
from analytics.design.exposures.span import as_visit, span_of
from analytics.design.limit import is_upward
from analytics.design.plan import (
    PLAN_FORMAT,
    BelowLimit,
    Comparison,
    Outcome,
    Plan,
    PublishedCutoff,
    ResamplingRule,
    Samples,
    SensitivityRule,
)
from analytics.design.variable import Offered
from analytics.models import EndpointDefinition
from ra_registry.imaging.modalities import MODALITIES
from scoring.instruments import get_instrument

BLOOD = ("plasma", "serum")
# Above this many patients the number of resamples falls, so that a recompute stays within seconds;
# intervals from many patients need fewer.
FULL_RESAMPLING_UP_TO = 1000
FEWEST_RESAMPLES = 400
COMPARISONS: tuple[tuple[str, bool], ...] = (("progression", True), ("repair", False))


def build_plan(
    *,
    study_id: int,
    endpoints: Sequence[EndpointDefinition],
    offered: Offered,
    choices: Choices = DEFAULT,
    plan_version: int = 0,
) -> Plan:
    """Return the plan of a study's main analysis.

    Args:
        study_id: the study.
        endpoints: the definitions in force, with campaign and visits loaded.
        offered: what can be an exposure of the study.
        choices: what the stored version ``plan_version`` chose; version 0 is the default.
    """
    described = tuple(describe_endpoint(endpoint) for endpoint in endpoints)
    span = span_of(study_id, endpoints)
    exposures = tuple(exposures_of(choices, offered))
    return Plan(
        format=PLAN_FORMAT,
        plan_version=plan_version,
        baseline_visit=span.baseline if span else None,
        endpoints=described,
        comparisons=_comparisons(choices, described),
        outcomes=_outcomes(choices, described),
        exposures=exposures,
        further=tuple(one for one in offered.further if one.variable.code in exposures),
        primary_exposure=primary_of(choices, exposures),
        covariates=tuple(decode(Covariate, one) for one in choices["covariates"]),
        interactions=tuple(decode(Interaction, one) for one in choices["interactions"]),
        subgroups=tuple(decode(Subgroup, one) for one in choices["subgroups"]),
        samples=Samples(BLOOD, "the batch accepted last"),
        transformation="log2",
        below_limit=BelowLimit("common-limit", choices["below_limit"]),
        cutoff_criterion=choices["cutoff_criterion"],
        published_cutoff=_published(choices["published_cutoff"]),
        prevalence=choices["prevalence"],
        cost_ratio=choices["cost_ratio"],
        dose_groups=choices["dose_groups"],
        quantile_type=choices["quantile_type"],
        level=choices["level"],
        auc_interval=choices["auc_interval"],
        odds_ratio_interval=choices["odds_ratio_interval"],
        adjustment=choices["adjustment"],
        resampling=ResamplingRule(
            resamples=choices["resamples"],
            full_up_to=FULL_RESAMPLING_UP_TO,
            fewest=min(FEWEST_RESAMPLES, choices["resamples"]),
            seed=choices["seed"],
            stratified=True,
        ),
        bootstrap_tests=choices["bootstrap_tests"],
        supplement=tuple(choices["supplement"]),
        sensitivity=_sensitivity(choices["sensitivity"]),
    )


def _outcomes(choices: Choices, endpoints: Sequence[Endpoint]) -> tuple[Outcome, ...]:
    """The chosen outcomes that are events in force: a retired one leaves, none takes its place."""
    chosen = choices["outcomes"]
    if not chosen:
        return default_outcomes(endpoints)
    events = _events(endpoints)
    return tuple(
        Outcome(one["endpoint"], one["exposure_direction"])
        for one in chosen
        if one["endpoint"] in events
    )


def _events(endpoints: Sequence[Endpoint]) -> set[str]:
    return {one.key for one in endpoints if one.limit}


def _published(chosen: dict[str, Any] | None) -> PublishedCutoff | None:
    return None if chosen is None else PublishedCutoff(chosen["analyte"], chosen["value"])


def _sensitivity(chosen: dict[str, Any]) -> SensitivityRule:
    return SensitivityRule(
        thresholds=tuple(chosen["thresholds"]),
        sdc_levels=tuple(chosen["sdc_levels"]),
        single_readers=chosen["single_readers"],
        below_limit=tuple(chosen["below_limit"]),
        imputations=chosen["imputations"],
    )


def default_outcomes(endpoints: Sequence[Endpoint]) -> tuple[Outcome, ...]:
    """Return the outcomes of a plan that names none: those of one modality, or else every event.

    Of several modalities the first in their list leads. What is worse for the patient is expected
    with high, what is better with low values.
    """
    events = [one for one in endpoints if one.limit]
    modalities = _modalities(events)
    leading = [one for one in events if modalities and _modality(one) == modalities[0]]
    return tuple(Outcome(one.key, "high" if _is_worse(one) else "low") for one in leading or events)


def _is_worse(event: Endpoint) -> bool:
    """Whether having the event is worse for the patient than not having it."""
    upward = event.limit is not None and is_upward(event.limit.side)
    better = isinstance(event, ClinicalEndpoint) and VARIABLES[event.variable].more_is_better
    return upward != better


def _modality(endpoint: Endpoint) -> str | None:
    """The code of the modality that an endpoint's scores are read on."""
    return endpoint.modality if isinstance(endpoint, ScoreEndpoint) else None


def _modalities(endpoints: Sequence[Endpoint]) -> list[str]:
    """The modalities that endpoints are read on, in the order of the list of all."""
    read = {_modality(one) for one in endpoints}
    return [one.code for one in MODALITIES if one.code in read]


def describe_endpoint(endpoint: EndpointDefinition) -> Endpoint:
    """Return a definition as a plan carries it."""
    campaign = endpoint.campaign
    limit = None
    if endpoint.side:
        size = None if endpoint.threshold is None else f"{endpoint.threshold:.2f}"
        limit = decode(Limit, {"side": endpoint.side, "by": endpoint.limit_by, "value": size})
    baseline = as_visit(endpoint.baseline)
    follow_up = as_visit(endpoint.follow_up) if endpoint.follow_up else None
    said = {
        "id": endpoint.pk,
        "key": endpoint.key,
        "version": endpoint.version,
        "label": endpoint.label,
        "baseline": baseline,
        "follow_up": follow_up,
        "limit": limit,
    }
    if campaign is None:
        return decode(
            ClinicalEndpoint,
            encode({**said, "kind": "clinical", "variable": endpoint.variable}),
        )
    read = {
        "kind": "score",
        "campaign": describe_campaign(campaign),
        "modality": get_instrument(campaign.instrument).modality.code,
        "measure": endpoint.measure,
        "sites": endpoint.sites,
        "reader_rule": endpoint.reader_rule,
        "missing_rule": endpoint.missing_rule,
    }
    return decode(ScoreEndpoint, encode({**said, **read}))


def _comparisons(choices: Choices, endpoints: Sequence[Endpoint]) -> tuple[Comparison, ...]:
    """The declared pairs of events in force; without any, two modalities by direction."""
    chosen = choices["comparisons"]
    if chosen is None:
        return default_comparisons(endpoints)
    events = _events(endpoints)
    kept = [one for one in chosen if {one["first"], one["second"]} <= events]
    keyed = [{"key": f"{one['first']}--{one['second']}", **one} for one in kept]
    return tuple(decode(Comparison, one) for one in keyed)


def default_comparisons(endpoints: Sequence[Endpoint]) -> tuple[Comparison, ...]:
    """Return the pairs of a plan that declares none: two modalities, in each direction of change.

    The two are the first, in the list of modalities, that have an event in that direction.
    """
    pairs = []
    for key, upward in COMPARISONS:
        changes = [one for one in endpoints if _lies(one, upward=upward)]
        firsts = [
            next(one.key for one in changes if _modality(one) == modality)
            for modality in _modalities(changes)[:2]
        ]
        if len(firsts) > 1:
            pairs.append(Comparison(key, firsts[0], firsts[1], "mid-p"))
    return tuple(pairs)


def _lies(endpoint: Endpoint, *, upward: bool) -> bool:
    """Whether it is an event of a change, upward or downward."""
    limit = endpoint.limit
    return endpoint.follow_up is not None and limit is not None and is_upward(limit.side) == upward
