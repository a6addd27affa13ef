"""What a campaign still lacks before readers may begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count

from ra_registry.cohort.models import Membership
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import roles_with
from scoring.instruments import get_instrument
from scoring.models import Assignment, Campaign, Case


@dataclass(frozen=True)
class ReadinessCheck:
    """One line of the check list: the sentence says what is there, or what to do."""

    label: str
    met: bool
    text: str


def readiness(campaign: Campaign) -> list[ReadinessCheck]:
    """Return the check list of a campaign. Five queries at most."""
    instrument = get_instrument(campaign.instrument)
    n_items = len(instrument.items_of(campaign.features))
    cases = Case.objects.active().filter(campaign=campaign)
    n = cases.count()
    incomplete = cases.filter(time_points__examination__isnull=True).distinct().count()
    unread = _cases_without_all_readers(campaign) if n else 0
    absent = _readers_without_role(campaign)
    return [
        ReadinessCheck(
            "Instrument",
            met=n_items > 0,
            text=f"{instrument.name}: {n_items} sites a time point in "
            f"{len(campaign.features)} feature{'s' if len(campaign.features) != 1 else ''}.",
        ),
        ReadinessCheck(
            "Cases",
            met=n > 0,
            text=f"{n} cases." if n else "Add cases first.",
        ),
        ReadinessCheck(
            "Examinations",
            met=n > 0 and not incomplete,
            text=(
                f"{incomplete} cases have a time point without an examination."
                if incomplete
                else "Every time point has its examination."
                if n
                else "Known when there are cases."
            ),
        ),
        ReadinessCheck(
            "Readers",
            met=n > 0 and not unread,
            text=(
                f"{unread} cases have fewer than {campaign.readers_per_case} readers: assign them."
                if unread
                else f"Every case has {campaign.readers_per_case} readers."
                if n
                else "Known when there are cases."
            ),
        ),
        ReadinessCheck(
            "Roles",
            met=not absent,
            text=(
                f"No longer readers of this study: {', '.join(absent)}."
                if absent
                else "Everybody assigned holds the reader role."
            ),
        ),
    ]


def _cases_without_all_readers(campaign: Campaign) -> int:
    return (
        Case.objects.active()
        .filter(campaign=campaign)
        .annotate(n_readers=Count("assignments"))
        .filter(n_readers__lt=campaign.readers_per_case)
        .count()
    )


def _readers_without_role(campaign: Campaign) -> list[str]:
    holding = Membership.objects.current().filter(
        study=campaign.study,
        role__in=roles_with(Permission.READ_CASES),
        user__is_active=True,
    )
    return sorted(
        Assignment.objects.active()
        .filter(case__campaign=campaign)
        .exclude(reader__in=holding.values("user"))
        .values_list("reader__full_name", flat=True)
        .distinct()
        .order_by("reader__full_name")
    )
