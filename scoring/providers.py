"""What scoring shows on the pages of the cohort: tab, next steps, time line, overview figures."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Count, Q
from django.urls import reverse

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Patient
from ra_registry.cohort.providers import Figure, NextStep, StudyTab, TimelineEntry
from ra_registry.core.permissions import Permission
from ra_registry.imaging.modalities import Modality
from scoring import selectors
from scoring.instruments import all_instruments, get_instrument
from scoring.models import Assignment, Campaign
from scoring.models.assignment import AssignmentStatus
from scoring.models.protocol import CampaignState

TAB = StudyTab("Reads", "scoring:campaigns", Permission.VIEW_CAMPAIGNS, order=30, also="readings/")


def modalities_read() -> set[Modality]:
    """The modalities that a campaign can read, so that visits ask for their examinations."""
    return {instrument.modality for instrument in all_instruments()}


def cases_to_read(access: StudyAccess) -> Iterator[NextStep]:
    """For a reader: how many cases wait. One query."""
    if not access.allows(Permission.READ_CASES):
        return
    counts = (
        selectors.own_assignments(access.user)
        .filter(
            ~Q(status=AssignmentStatus.SUBMITTED),
            case__campaign__study=access.study,
            case__campaign__state=CampaignState.OPEN,
        )
        .aggregate(
            waiting=Count("pk"), started=Count("pk", filter=Q(status=AssignmentStatus.STARTED))
        )
    )
    if counts["waiting"]:
        begun = f"{counts['started']} of them begun. " if counts["started"] else ""
        yield NextStep(
            "Cases to read",
            f"{begun}The worklist continues where you stopped.",
            reverse("scoring:worklist"),
            count=counts["waiting"],
            order=10,
        )


def campaigns_to_finish(access: StudyAccess) -> Iterator[NextStep]:
    """For those who manage campaigns: what is not open yet, and what is read completely."""
    if not access.whole_study(Permission.MANAGE_CAMPAIGNS):
        return
    if not Campaign.objects.filter(study=access.study).exists():
        yield NextStep(
            "Set up the first campaign",
            "A campaign states the reading protocol and gives readers their cases.",
            reverse("scoring:new-campaign", args=[access.study.code]),
            order=60,
        )
        return
    for campaign in selectors.campaigns(access):
        page = reverse("scoring:campaign", args=[access.study.code, campaign.code])
        if campaign.state == CampaignState.DRAFT:
            yield NextStep(
                f"Open “{campaign.title}”",
                "It is being set up; its page lists what is missing.",
                page,
                order=40,
            )
        elif (
            campaign.state == CampaignState.OPEN and campaign.n_readings == campaign.n_submitted > 0
        ):
            yield NextStep(
                f"Close “{campaign.title}”", "Every reading is submitted.", page, order=45
            )


def reading_figures(access: StudyAccess) -> Iterator[Figure]:
    """How many of the assigned readings are submitted. One query."""
    if not access.allows(Permission.VIEW_CAMPAIGNS):
        return
    assignments = Assignment.objects.active().filter(case__campaign__study=access.study)
    centres = access.centre_ids(Permission.VIEW_CAMPAIGNS)
    if centres is not None:
        assignments = assignments.filter(case__patient__centre__in=centres)
    counts = assignments.aggregate(
        n=Count("pk"), submitted=Count("pk", filter=Q(status=AssignmentStatus.SUBMITTED))
    )
    yield Figure(
        "Readings submitted",
        str(counts["submitted"]),
        f"of {counts['n']} assigned",
        reverse("scoring:campaigns", args=[access.study.code]),
        order=40,
    )


def readings_on_timeline(access: StudyAccess, patient: Patient) -> Iterator[TimelineEntry]:
    """For those who may see readings: each current reading at each of its visits. Three queries."""
    if not access.allows(Permission.VIEW_READINGS):
        return
    for reading in selectors.readings_of(access, patient):
        assignment = reading.assignment
        campaign = assignment.case.campaign
        for point in assignment.case.time_points.all():
            yield TimelineEntry(
                visit_id=point.visit_id,
                kind="reading",
                label=f"{get_instrument(campaign.instrument).name}, reader "
                f"{assignment.reader_number}",
                state="submitted",
                detail=campaign.title,
                url=reverse("scoring:reading", args=[access.study.code, reading.pk]),
            )
