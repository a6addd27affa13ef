"""Choosing who reads for a campaign while it is set up."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from scoring.errors import CampaignLocked, ReadersRefused
from scoring.models import Campaign, RosterEntry
from scoring.models.protocol import CampaignKind, CampaignState, Strategy
from scoring.models.roster import RosterRole
from scoring.services.locking import lock_campaign

CHOSEN_ANEW = "Chosen anew while the campaign was set up"  # unseen: it stays in the history
MOST_READERS = 30


@transaction.atomic
def choose_readers(
    *,
    campaign: Campaign,
    readers: Sequence[User],
    strategy: str,
    by: User,
    adjudicators: Sequence[User] = (),
    expert: User | None = None,
) -> list[RosterEntry]:
    """Name who reads a campaign that is being set up; the cases are drawn when it opens.

    Args:
        readers: in the order of their reader numbers.
        strategy: a `Strategy`.
        adjudicators: who may decide between two readings; none of them reads the same case.
        expert: whose readings are the reference of a calibration.

    Raises:
        CampaignLocked: the campaign was opened; see `replacing` for what is possible then.
        ReadersRefused: wrong number of people, the same one in two places, or no reader.
    """
    locked = lock_campaign(campaign)
    if locked.state != CampaignState.DRAFT:
        raise CampaignLocked(_("The campaign is open: its readers are changed one by one."))
    people = list(dict.fromkeys(readers))
    others = list(dict.fromkeys(adjudicators))
    _check_number(locked, people, strategy)
    _check_places(locked, people, others, expert, strategy)
    for person in [*people, *others, *([expert] if expert else [])]:
        require_reader_role(locked, person)
    now = timezone.now()
    locked.roster.current().update(ended_at=now, ended_by=by, end_reason=CHOSEN_ANEW)
    entries = [
        RosterEntry(campaign=locked, user=user, role=role, place=place, added_at=now, added_by=by)
        for role, users in (
            (RosterRole.READER, people),
            (RosterRole.EXPERT, [expert] if expert else []),
            (RosterRole.ADJUDICATOR, others),
        )
        for place, user in enumerate(users, start=1)
    ]
    RosterEntry.objects.bulk_create(entries)
    locked.strategy = strategy
    if strategy == Strategy.ALL:
        locked.readers_per_case = len(people) + (expert is not None)
    locked.save(update_fields=["strategy", "readers_per_case"])
    audit.record(
        EventKind.CASES_ASSIGNED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={
            "step": _("readers chosen"),
            "campaign": locked.code,
            "strategy": str(strategy),
            "readers": [person.pk for person in people],
            "adjudicators": [person.pk for person in others],
        },
    )
    return entries


def require_reader_role(campaign: Campaign, person: User) -> None:
    """Raise unless the person reads for this study, for all of the cases' centres."""
    held = Membership.objects.held_by(person, Permission.READ_CASES)
    allowed = set(held.filter(study=campaign.study_id).values_list("centre_id", flat=True))
    if not allowed:
        raise ReadersRefused(_("%(name)s is no reader of this study.") % {"name": person})
    centres = set(campaign.cases.values_list("patient__centre_id", flat=True).distinct())
    if None not in allowed and not centres <= allowed:
        raise ReadersRefused(
            _("%(name)s reads for some centres only, not for all of the cases.") % {"name": person}
        )


def _check_number(campaign: Campaign, people: list[User], strategy: str) -> None:
    needed, found = campaign.readers_per_case, len(people)
    if strategy == Strategy.FIXED and found != needed:
        raise ReadersRefused(
            _(
                "Readers a case by the protocol: %(needed)d; chosen: %(found)d. Choose as many, or "
                "draw teams from a pool."
            )
            % {"needed": needed, "found": found}
        )
    if strategy == Strategy.POOL and found < needed:
        raise ReadersRefused(
            _("Readers that a pool needs at least: %(needed)d; chosen: %(found)d.")
            % {"needed": needed, "found": found}
        )
    if not 1 <= found <= MOST_READERS:
        raise ReadersRefused(
            _("Readers chosen: %(found)d; allowed are 1 to %(most)d.")
            % {"found": found, "most": MOST_READERS}
        )


def _check_places(
    campaign: Campaign,
    people: list[User],
    others: list[User],
    expert: User | None,
    strategy: str,
) -> None:
    if expert is not None and expert in people:
        raise ReadersRefused(
            _("%(name)s is the expert: the reference is not compared with itself.")
            % {"name": expert}
        )
    if (expert is not None) != (campaign.kind == CampaignKind.CALIBRATION):
        raise ReadersRefused(
            _("A calibration names the expert whose readings are the reference.")
            if expert is None
            else _("Only a calibration has an expert.")
        )
    if strategy != Strategy.POOL and set(people) & set(others):
        names = ", ".join(str(person) for person in people if person in others)
        raise ReadersRefused(
            _("Who reads every case can't decide between its readings: %(names)s.")
            % {"names": names}
        )
