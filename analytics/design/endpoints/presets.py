"""Ready-made sets of endpoints, by what a study holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.design.endpoints.definition import Definition
from analytics.design.endpoints.store import add_endpoints, lock
from analytics.errors import EndpointRefused
from analytics.models import EndpointDefinition
from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit, Study
from ra_registry.imaging.modalities import MR, XR, Modality
from scoring.instruments import get_instrument, measures_of
from scoring.models import Campaign

# The first part of the keys of endpoints, by modality.
PREFIXES = {MR.code: "mri", XR.code: "xr"}


@dataclass(frozen=True)
class Ready:
    """One endpoint of a preset; ``key`` and ``label`` follow the modality's, if it has one.

    Without ``side`` it is a number. A ``status`` is of the second visit alone.
    """

    key: str
    label: Promise
    of: str
    side: str = ""
    limit_by: str = ""
    threshold: str = ""
    status: bool = False


@dataclass(frozen=True)
class Preset:
    """A set of endpoints: ``scores`` of a campaign of each modality, and ``clinical`` ones."""

    key: str
    label: str | Promise
    modalities: tuple[Modality, ...] = ()
    scores: tuple[Ready, ...] = ()
    clinical: tuple[Ready, ...] = ()


EROSION = (
    Ready("progression", gettext_lazy("erosion progression"), "erosion", "above", "points", "0.50"),
    Ready("repair", gettext_lazy("erosion repair"), "erosion", "below", "points", "-0.50"),
)
TOTAL_SCORE = (
    Ready(
        "total",
        gettext_lazy("total score, progression beyond the SDC"),
        "total:mtss.total",
        "above",
        "sdc-95",
    ),
)
INFLAMMATION = (
    Ready("inflammation-change", gettext_lazy("inflammation, change"), "total:inflammation"),
    Ready(
        "inflammation-response",
        gettext_lazy("inflammation, improvement beyond the SDC"),
        "total:inflammation",
        "below",
        "sdc-95",
    ),
)
CLINICAL = (
    Ready(
        "das28-remission",
        gettext_lazy("DAS28-CRP remission"),
        "das28_crp",
        "below",
        "points",
        "2.60",
        status=True,
    ),
    Ready(
        "sdai-remission",
        gettext_lazy("SDAI remission"),
        "sdai",
        "at-most",
        "points",
        "3.30",
        status=True,
    ),
    Ready(
        "boolean-remission",
        gettext_lazy("Boolean remission 2.0"),
        "boolean_2",
        "at-least",
        "points",
        "1",
        status=True,
    ),
    Ready(
        "eular-good",
        gettext_lazy("Good EULAR response"),
        "eular_das28_crp",
        "at-least",
        "points",
        "2",
    ),
    Ready(
        "haq-improvement",
        gettext_lazy("HAQ-DI improvement"),
        "haq_di",
        "at-most",
        "points",
        "-0.22",
    ),
)

PRESETS: Mapping[str, Preset] = {
    one.key: one
    for one in (
        Preset(
            "paper",
            gettext_lazy("The paper's four: erosion on MRI and radiographs"),
            (MR, XR),
            EROSION,
        ),
        Preset("mri", gettext_lazy("MRI only: progression and repair of erosion"), (MR,), EROSION),
        Preset(
            "radiographs",
            gettext_lazy("Radiographs only: erosion, and the total score beyond the SDC"),
            (XR,),
            (*EROSION, *TOTAL_SCORE),
        ),
        Preset(
            "inflammation",
            gettext_lazy("Inflammation on MRI: its change, and improvement beyond the SDC"),
            (MR,),
            INFLAMMATION,
        ),
        Preset(
            "clinical",
            gettext_lazy("No images: remission, EULAR response and HAQ-DI"),
            clinical=CLINICAL,
        ),
    )
}


@transaction.atomic
def apply_preset(
    preset: str,
    *,
    study: Study,
    mri: Campaign | None = None,
    radiograph: Campaign | None = None,
    baseline: PlannedVisit,
    follow_up: PlannedVisit,
    by: User | None,
) -> list[EndpointDefinition]:
    """Store the endpoints of a preset between two visits.

    What a campaign doesn't read is left out, unless nothing remains. A double click finds them made
    and returns them. Raises EndpointRefused where a campaign is
    missing, is not of the study, reads another modality or not what is asked for, or the visits
    are not in order.
    """
    lock(study)
    chosen = PRESETS[preset]
    visits = (baseline, follow_up)
    campaigns = {MR: ("mri", mri), XR: ("radiograph", radiograph)}
    wanted: list[tuple[str, Definition]] = []
    for modality in chosen.modalities:
        field, campaign = campaigns[modality]
        if campaign is None:
            problem = _("Choose a campaign that reads %(name)s.") % {"name": modality.label}
            raise EndpointRefused(problem, field_errors={field: [problem]})
        if get_instrument(campaign.instrument).modality != modality:
            raise EndpointRefused(
                _("%(campaign)s reads no %(name)s.")
                % {"campaign": campaign.title, "name": modality.label}
            )
        readable = [one for one in chosen.scores if _is_read(one, campaign)]
        wanted += [_of_scores(one, modality, campaign, visits) for one in readable or chosen.scores]
    wanted += [(one.key, _clinical(one, visits)) for one in chosen.clinical]
    return add_endpoints(study, wanted, by=by)


def _is_read(ready: Ready, campaign: Campaign) -> bool:
    """Whether the campaign reads all that an endpoint needs; a set is made as far as it does."""
    read = {one.key for one in measures_of(get_instrument(campaign.instrument), campaign.features)}
    return ready.of in read


def _of_scores(
    ready: Ready, modality: Modality, campaign: Campaign, visits: tuple[PlannedVisit, PlannedVisit]
) -> tuple[str, Definition]:
    definition = Definition(
        label=f"{modality.label} {ready.label}",
        campaign=campaign,
        measure=ready.of,
        baseline=visits[0],
        follow_up=visits[1],
        side=ready.side,
        limit_by=ready.limit_by,
        threshold=_threshold(ready),
        reader_rule="mean",
        missing_rule="pairwise",
    )
    return f"{PREFIXES[modality.code]}-{ready.key}", definition


def _clinical(ready: Ready, visits: tuple[PlannedVisit, PlannedVisit]) -> Definition:
    first, last = (visits[1], None) if ready.status else visits
    return Definition(
        label=str(ready.label),
        variable=ready.of,
        baseline=first,
        follow_up=last,
        side=ready.side,
        limit_by=ready.limit_by,
        threshold=_threshold(ready),
    )


def _threshold(ready: Ready) -> Decimal | None:
    return Decimal(ready.threshold) if ready.threshold else None
