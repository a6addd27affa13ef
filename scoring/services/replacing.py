"""Readers who come and go while a campaign is open."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.errors import CampaignLocked, ReadersRefused
from scoring.models import Assignment, Campaign, RosterEntry
from scoring.models.assignment import AssignmentKind, AssignmentStatus
from scoring.models.protocol import CampaignState
from scoring.models.roster import RosterRole
from scoring.selectors.roster import roster
from scoring.services.adjudication import assign_waiting
from scoring.services.assignments import Task, store_tasks
from scoring.services.locking import lock_campaign
from scoring.services.reasons import required_reason
from scoring.services.roster import require_reader_role


@dataclass(frozen=True)
class Replaced:
    """How many cases went to somebody else, and which nobody is left for."""

    moved: int
    without_reader: tuple[str, ...]


@transaction.atomic
def add_to_roster(*, campaign: Campaign, person: User, role: str, by: User) -> RosterEntry:
    """Let somebody read (or adjudicate) cases of an open campaign from now on.

    Their cases come by reassigning or with cases that are added later.

    Raises:
        CampaignLocked: the campaign is not open.
        ReadersRefused: no reader of the study, or on the roster already.
    """
    locked = _open(campaign)
    require_reader_role(locked, person)
    current = roster(locked)
    if any(entry.user == person and entry.role == role for entry in current):
        raise ReadersRefused(_("%(name)s is on the roster already.") % {"name": person})
    entry = RosterEntry.objects.create(
        campaign=locked,
        user=person,
        role=RosterRole(role),
        place=1 + max((one.place for one in current if one.role == role), default=0),
        added_at=timezone.now(),
        added_by=by,
    )
    if role == RosterRole.ADJUDICATOR:
        assign_waiting(locked)
    _record(locked, by, {"step": _("reader added"), "readers": [person.pk], "roster_role": role})
    return entry


@transaction.atomic
def reassign_rest(
    *, campaign: Campaign, leaving: User, to: list[User], reason: str, by: User
) -> Replaced:
    """Take what a reader has not submitted and give it to others; the reader leaves the roster.

    Submitted readings stay. Drafts stay as they are, without their reader and never counted; the
    successor reads the case anew, under another number and in an order of its own. Cases are dealt
    to those who read none of the same case yet, the least burdened first.

    Args:
        to: who takes over; on the roster from now on. Nobody: the cases wait without a reader.

    Raises:
        CampaignLocked: the campaign is not open.
        ReadersRefused: not on the roster, or a successor who is no reader of the study.
        ValidationFailed: no reason.
    """
    locked = _open(campaign)
    why = required_reason(reason)
    entries = [entry for entry in roster(locked) if entry.user == leaving]
    if not entries:
        raise ReadersRefused(_("%(name)s is not on the roster.") % {"name": leaving})
    if leaving in to:
        raise ReadersRefused(_("%(name)s leaves and can't take over.") % {"name": leaving})
    for person in to:
        require_reader_role(locked, person)
    _ensure_on_roster(locked, to, entries[0].role, by)
    now = timezone.now()
    RosterEntry.objects.filter(pk__in=[entry.pk for entry in entries]).update(
        ended_at=now, ended_by=by, end_reason=why
    )
    rest = list(
        Assignment.objects.held()
        .filter(case__campaign=locked, reader=leaving)
        .exclude(status=AssignmentStatus.SUBMITTED)
        .exclude(readings__is_current=True)
        .select_related("case")
        .prefetch_related("case__time_points", "case__assignments")
        .order_by("sequence")
    )
    Assignment.objects.filter(pk__in=[one.pk for one in rest]).update(
        ended_at=now, ended_by=by, end_reason=why
    )
    dealt, left = _deal(rest, to)
    moved = store_tasks(locked, dealt)
    assign_waiting(locked)
    _record(
        locked,
        by,
        {
            "step": _("cases reassigned"),
            "readers": [leaving.pk],
            "to": [person.pk for person in to],
            "cases": len(rest),
            "without_reader": list(left),
            "reason": why,
        },
    )
    return Replaced(moved, left)


def _deal(rest: list[Assignment], to: list[User]) -> tuple[list[Task], tuple[str, ...]]:
    """Return who takes over what, and the cases that nobody of them may read.

    A re-read compares a person with himself, so it ends with its reader.
    """
    load = dict.fromkeys(to, 0)
    dealt, left = [], []
    for one in rest:
        if one.kind == AssignmentKind.RE_READ:
            continue
        known = {other.reader_id for other in one.case.assignments.all() if other.ended_at is None}
        free = [person for person in to if person.pk not in known]
        if not free:
            left.append(one.case.number)
            continue
        person = min(free, key=load.__getitem__)
        load[person] += 1
        dealt.append(Task(one.case, person, one.reader_number, AssignmentKind(one.kind)))
    return dealt, tuple(left)


def _open(campaign: Campaign) -> Campaign:
    locked = lock_campaign(campaign)
    if locked.state != CampaignState.OPEN:
        raise CampaignLocked(_("Readers are changed while the campaign is open."))
    return locked


def _ensure_on_roster(campaign: Campaign, people: list[User], role: str, by: User) -> None:
    there = set(campaign.roster.current().filter(role=role).values_list("user", flat=True))
    last = campaign.roster.filter(role=role).aggregate(last=Max("place"))["last"] or 0
    now = timezone.now()
    RosterEntry.objects.bulk_create(
        RosterEntry(
            campaign=campaign, user=person, role=role, place=place, added_at=now, added_by=by
        )
        for place, person in enumerate(
            (person for person in people if person.pk not in there), start=last + 1
        )
    )


def _record(campaign: Campaign, by: User, data: dict[str, object]) -> None:
    audit.record(
        EventKind.CASES_ASSIGNED,
        by=by,
        study_code=campaign.study.code,
        target=campaign,
        data={"campaign": campaign.code, **data},
    )
