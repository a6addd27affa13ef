"""What a campaign still lacks before readers may begin."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.cohort.models import Membership
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import roles_with
from scoring.instruments import all_instruments, get_instrument
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
    offered = instrument in all_instruments()
    n_items = len(instrument.items_of(campaign.features))
    cases = Case.objects.active().filter(campaign=campaign)
    n = cases.count()
    incomplete = cases.filter(time_points__examination__isnull=True).distinct().count()
    unread = _cases_without_all_readers(campaign) if n else 0
    absent = _readers_without_role(campaign)
    return [
        ReadinessCheck(
            "Instrument",
            met=offered and n_items > 0,
            text=ngettext(
                "%(instrument)s: %(sites)d sites a time point in %(n)d feature.",
                "%(instrument)s: %(sites)d sites a time point in %(n)d features.",
                len(campaign.features),
            )
            % {"instrument": instrument.name, "sites": n_items, "n": len(campaign.features)}
            if offered
            else _("%(instrument)s is withdrawn: choose another instrument.")
            % {"instrument": instrument.name},
        ),
        ReadinessCheck(
            "Cases",
            met=n > 0,
            text=ngettext("%(n)d case.", "%(n)d cases.", n) % {"n": n}
            if n
            else _("Add cases first."),
        ),
        ReadinessCheck(
            "Examinations",
            met=n > 0 and not incomplete,
            text=(
                ngettext(
                    "%(n)d case has a time point without an examination.",
                    "%(n)d cases have a time point without an examination.",
                    incomplete,
                )
                % {"n": incomplete}
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
                _readers_missing(unread, campaign.readers_per_case)
                if unread
                else ngettext(
                    "Every case has %(n)d reader.",
                    "Every case has %(n)d readers.",
                    campaign.readers_per_case,
                )
                % {"n": campaign.readers_per_case}
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


def _readers_missing(unread: int, needed: int) -> str:
    text = ngettext(
        "%(n)d case has fewer readers than the %(needed)d of the protocol: assign them.",
        "%(n)d cases have fewer readers than the %(needed)d of the protocol: assign them.",
        unread,
    )
    return text % {"n": unread, "needed": needed}


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
