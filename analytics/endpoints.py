"""Endpoint definitions: the four of a study that compares MRI and radiograph, and new versions."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from analytics.errors import EndpointRefused, EndpointSuperseded
from analytics.models import EndpointDefinition
from analytics.models.endpoint import ChangeDirection
from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import PlannedVisit, Study
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.instruments import Modality, get_instrument
from scoring.models import Campaign

EROSION = "erosion"
THRESHOLD = Decimal("0.50")
MEAN, PAIRWISE = "mean", "pairwise"
RULES = {
    "reader_rule": {MEAN: "Mean of the readers' changes; every planned reader must have one"},
    "missing_rule": {PAIRWISE: "Sites that the same reader scored at both visits"},
}
MODALITIES = {Modality.MR: ("mri", "MRI"), Modality.XR: ("xr", "Radiograph")}
OUTCOMES = (
    ("progression", ChangeDirection.ABOVE, THRESHOLD),
    ("repair", ChangeDirection.BELOW, -THRESHOLD),
)


@dataclass(frozen=True)
class Definition:
    """What a version of an endpoint says."""

    label: str
    campaign: Campaign
    feature: str
    baseline: PlannedVisit
    follow_up: PlannedVisit
    direction: str
    threshold: Decimal


def endpoints_in_force(study_id: int) -> list[EndpointDefinition]:
    """Return the latest version of each of the study's endpoints. One query."""
    return list(
        EndpointDefinition.objects.filter(study_id=study_id)
        .order_by("key", "-version")
        .distinct("key")
        .select_related("campaign", "baseline", "follow_up")
    )


@transaction.atomic
def create_default_endpoints(
    *,
    study: Study,
    mri: Campaign,
    radiograph: Campaign,
    baseline: PlannedVisit,
    follow_up: PlannedVisit,
    by: User | None,
) -> list[EndpointDefinition]:
    """Define progression and repair of erosion on MRI and radiograph: change above 0.5, below -0.5.

    A double click finds them made and returns them. Raises EndpointRefused where a campaign is not
    of the study, reads another modality or no erosion, or the visits are not in order.
    """
    # Two requests at once: the second waits here and then finds what the first made.
    Study.objects.select_for_update().get(pk=study.pk)
    existing = endpoints_in_force(study.pk)
    if existing:
        return existing
    made = []
    for campaign, modality in ((mri, Modality.MR), (radiograph, Modality.XR)):
        key, name = MODALITIES[modality]
        if get_instrument(campaign.instrument).modality != modality:
            raise EndpointRefused(f"{campaign.title} reads no {name}.")
        for outcome, direction, threshold in OUTCOMES:
            definition = Definition(
                label=f"{name} erosion {outcome}",
                campaign=campaign,
                feature=EROSION,
                baseline=baseline,
                follow_up=follow_up,
                direction=direction,
                threshold=threshold,
            )
            check(study, definition)
            made.append(_store(study, f"{key}-{outcome}", 1, definition, reason="", by=by))
    _record(study, made, by)
    return made


@transaction.atomic
def revise_endpoint(
    *, study: Study, key: str, based_on: int, definition: Definition, reason: str, by: User
) -> EndpointDefinition:
    """Store the next version of an endpoint; the earlier ones stay what they were.

    Args:
        based_on: the version that the form started from.
        reason: why it changes.

    Raises:
        EndpointSuperseded: a newer version was stored meanwhile.
        EndpointRefused: nothing changes, no reason is given, or the definition doesn't fit.
    """
    Study.objects.select_for_update().get(pk=study.pk)
    latest = (
        EndpointDefinition.objects.filter(study=study, key=key)
        .select_related("campaign", "baseline", "follow_up")
        .order_by("-version")
        .first()
    )
    if latest is None:
        raise EndpointRefused(f"The study has no endpoint “{key}”.")
    if latest.version != based_on:
        raise EndpointSuperseded(latest)
    if not reason.strip():
        raise EndpointRefused(
            "A new version says why.", field_errors={"reason": ["Say why it changes."]}
        )
    if definition == definition_of(latest):
        raise EndpointRefused("Nothing was changed, so no new version was stored.")
    check(study, definition)
    made = _store(study, key, latest.version + 1, definition, reason=reason.strip(), by=by)
    _record(study, [made], by)
    return made


def definition_of(endpoint: EndpointDefinition) -> Definition:
    """Return what a stored version says."""
    return Definition(
        label=endpoint.label,
        campaign=endpoint.campaign,
        feature=endpoint.feature,
        baseline=endpoint.baseline,
        follow_up=endpoint.follow_up,
        direction=endpoint.direction,
        threshold=endpoint.threshold,
    )


def check(study: Study, definition: Definition) -> None:
    """Raise EndpointRefused, by field, where a definition can't be computed."""
    # Brings pandas along, which storing an endpoint does without.
    from analytics.tables.names import feature_name, inside

    problems: dict[str, list[str]] = {}
    if definition.campaign.study_id != study.pk:
        problems["campaign"] = ["This campaign belongs to another study."]
    if definition.feature not in definition.campaign.features:
        read = ", ".join(inside(feature_name(key)) for key in definition.campaign.features)
        problems["feature"] = [
            _("The campaign reads %(read)s, not %(feature)s.")
            % {"read": read, "feature": inside(feature_name(definition.feature))}
        ]
    visits = {"baseline": definition.baseline, "follow_up": definition.follow_up}
    for name, visit in visits.items():
        if visit.study_id != study.pk:
            problems[name] = ["This visit belongs to another study."]
    if definition.follow_up.day <= definition.baseline.day:
        problems["follow_up"] = [
            f"{definition.follow_up} must be planned after {definition.baseline}."
        ]
    if definition.direction == ChangeDirection.ABOVE and definition.threshold < 0:
        problems["threshold"] = ["For a change above the threshold give 0 or more."]
    if definition.direction == ChangeDirection.BELOW and definition.threshold > 0:
        problems["threshold"] = ["For a change below the threshold give 0 or less."]
    if problems:
        raise EndpointRefused("The definition can't be computed.", field_errors=problems)


def _store(
    study: Study,
    key: str,
    version: int,
    definition: Definition,
    *,
    reason: str,
    by: User | None,
) -> EndpointDefinition:
    return EndpointDefinition.objects.create(
        study=study,
        key=key,
        version=version,
        label=definition.label,
        campaign=definition.campaign,
        feature=definition.feature,
        baseline=definition.baseline,
        follow_up=definition.follow_up,
        direction=definition.direction,
        threshold=definition.threshold,
        reader_rule=MEAN,
        missing_rule=PAIRWISE,
        reason=reason,
        created_by=by,
    )


def _record(study: Study, made: list[EndpointDefinition], by: User | None) -> None:
    mark_study_changed(study.pk)
    audit.record(
        EventKind.PLAN_CHANGED,
        by=by,
        study_code=study.code,
        target=made[0],
        data={
            "endpoints": [
                {
                    "key": endpoint.key,
                    "version": endpoint.version,
                    "threshold": str(endpoint.threshold),
                    "reason": endpoint.reason,
                }
                for endpoint in made
            ]
        },
    )
