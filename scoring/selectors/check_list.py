"""What a campaign still lacks before readers may begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.cohort.models import Membership
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import roles_with
from scoring.instruments import all_instruments, get_instrument
from scoring.models import Campaign, Case, Certificate, RosterEntry
from scoring.models.protocol import Adjudication, Strategy
from scoring.models.roster import RosterRole
from scoring.selectors.roster import READING_ROLES, roster


@dataclass(frozen=True)
class ReadinessCheck:
    """One line of the check list: the sentence says what is there, or what to do.

    What isn't ``required`` is advice: the campaign can be opened without it.
    """

    label: str
    met: bool
    text: str
    required: bool = True


def readiness(campaign: Campaign) -> list[ReadinessCheck]:
    """Return the check list of a campaign. Seven queries at most."""
    entries = roster(campaign)
    cases = Case.objects.active().filter(campaign=campaign)
    n = cases.count()
    return [
        _instrument(campaign),
        ReadinessCheck(
            _("Cases"),
            met=n > 0,
            text=ngettext("%(n)d case.", "%(n)d cases.", n) % {"n": n}
            if n
            else _("Add cases first."),
        ),
        _examinations(n, cases.filter(time_points__examination__isnull=True).distinct().count()),
        _readers(campaign, entries),
        _roles(campaign, entries),
        *_adjudicators(campaign, entries),
        *_certificates(campaign, entries),
        _charter(campaign),
    ]


def is_ready(checks: list[ReadinessCheck]) -> bool:
    """Tell whether everything is there that a campaign can't be opened without."""
    return all(check.met or not check.required for check in checks)


def _instrument(campaign: Campaign) -> ReadinessCheck:
    instrument = get_instrument(campaign.instrument)
    n_items = len(instrument.items_of(campaign.features))
    if instrument not in all_instruments():
        text = _("%(instrument)s is withdrawn: choose another instrument.")
        return ReadinessCheck(
            _("Instrument"), met=False, text=text % {"instrument": instrument.name}
        )
    text = ngettext(
        "%(instrument)s: %(sites)d sites a time point in %(n)d feature.",
        "%(instrument)s: %(sites)d sites a time point in %(n)d features.",
        len(campaign.features),
    ) % {"instrument": instrument.name, "sites": n_items, "n": len(campaign.features)}
    return ReadinessCheck(_("Instrument"), met=n_items > 0, text=text)


def _examinations(n: int, incomplete: int) -> ReadinessCheck:
    if not n:
        return ReadinessCheck(_("Examinations"), met=False, text=_("Known when there are cases."))
    text = (
        ngettext(
            "%(n)d case has a time point without an examination.",
            "%(n)d cases have a time point without an examination.",
            incomplete,
        )
        % {"n": incomplete}
        if incomplete
        else _("Every time point has its examination.")
    )
    return ReadinessCheck(_("Examinations"), met=not incomplete, text=text)


def _readers(campaign: Campaign, entries: list[RosterEntry]) -> ReadinessCheck:
    n = sum(entry.role in READING_ROLES for entry in entries)
    needed = campaign.readers_per_case
    enough = n == needed if campaign.strategy == Strategy.FIXED else n >= max(needed, 1)
    if not enough:
        text = ngettext(
            "%(n)d reader is chosen, the protocol has %(needed)d a case: choose the readers.",
            "%(n)d readers are chosen, the protocol has %(needed)d a case: choose the readers.",
            n,
        )
        return ReadinessCheck(_("Readers"), met=False, text=text % {"n": n, "needed": needed})
    text = (
        _("Each case is read by %(needed)d of %(n)d readers.")
        if campaign.strategy == Strategy.POOL
        else _("Each case is read by the same readers; there are %(n)d.")
    )
    return ReadinessCheck(_("Readers"), met=True, text=text % {"n": n, "needed": needed})


def _roles(campaign: Campaign, entries: list[RosterEntry]) -> ReadinessCheck:
    absent = _without_role(campaign, entries)
    return ReadinessCheck(
        _("Roles"),
        met=not absent,
        text=_("Not readers of this study, or not for all of the cases: %(names)s.")
        % {"names": ", ".join(absent)}
        if absent
        else _("Everybody chosen holds the reader role for all cases."),
    )


def _without_role(campaign: Campaign, entries: list[RosterEntry]) -> list[str]:
    """Name those who hold no reader role for one of the cases' centres."""
    held: dict[int, set[int | None]] = {}
    rows = Membership.objects.current().filter(
        study=campaign.study,
        role__in=roles_with(Permission.READ_CASES),
        user__in=[entry.user_id for entry in entries],
        user__is_active=True,
    )
    for user, centre in rows.values_list("user", "centre"):
        held.setdefault(user, set()).add(centre)
    centres = set(
        Case.objects.active()
        .filter(campaign=campaign)
        .values_list("patient__centre", flat=True)
        .distinct()
    )
    return sorted(
        {
            str(entry.user)
            for entry in entries
            if not (
                None in held.get(entry.user_id, set())
                or (held.get(entry.user_id) and centres <= held[entry.user_id])
            )
        }
    )


def _adjudicators(campaign: Campaign, entries: list[RosterEntry]) -> Iterator[ReadinessCheck]:
    if campaign.adjudication == Adjudication.NONE:
        return
    n = sum(entry.role == RosterRole.ADJUDICATOR for entry in entries)
    yield ReadinessCheck(
        _("Adjudicators"),
        met=n > 0,
        text=ngettext("%(n)d adjudicator.", "%(n)d adjudicators.", n) % {"n": n}
        if n
        else _("The protocol has an adjudication: name at least one adjudicator."),
    )


def _certificates(campaign: Campaign, entries: list[RosterEntry]) -> Iterator[ReadinessCheck]:
    """Advice: a reader without a certificate can't open a case, and can earn one meanwhile."""
    if not campaign.calibration_required:
        return
    valid = set(
        Certificate.objects.filter(
            user__in=[entry.user_id for entry in entries],
            instrument=campaign.instrument,
            campaign__study=campaign.study,
            valid_until__gt=timezone.now(),
        ).values_list("user", flat=True)
    )
    # The expert of a calibration is its reference, and has nobody to be compared with.
    valid |= set(
        RosterEntry.objects.filter(
            user__in=[entry.user_id for entry in entries],
            role=RosterRole.EXPERT,
            campaign__instrument=campaign.instrument,
            campaign__study=campaign.study,
        ).values_list("user", flat=True)
    )
    missing = sorted({str(entry.user) for entry in entries if entry.user_id not in valid})
    yield ReadinessCheck(
        _("Certificates"),
        met=not missing,
        text=_("No valid certificate for this instrument: %(names)s. They can't open a case.")
        % {"names": ", ".join(missing)}
        if missing
        else _("Every reader has a valid certificate."),
        required=False,
    )


def _charter(campaign: Campaign) -> ReadinessCheck:
    there = campaign.charters.filter(version=campaign.charter_version).exists()
    text = (
        _("Version %(version)s is stored.")
        if there
        else _("Version %(version)s has no text yet: readers see its number alone.")
    )
    return ReadinessCheck(
        _("Charter"),
        met=there,
        text=text % {"version": campaign.charter_version},
        required=False,
    )
