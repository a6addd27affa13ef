"""The life of an opened campaign: extended, closed, reopened."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.errors import Conflict
from ra_registry.core.events import EventKind
from scoring.errors import CampaignLocked
from scoring.models import Campaign
from scoring.models.protocol import CampaignState
from scoring.selectors.unsubmitted import unsubmitted
from scoring.services.locking import lock_campaign
from scoring.services.reasons import required_reason

NAMED_IN_THE_TRAIL = 200


@transaction.atomic
def close_campaign(*, campaign: Campaign, by: User, n_unsubmitted: int | None = None) -> Campaign:
    """Close a campaign: drafts stay as they are and can't be submitted. Repeating changes nothing.

    Args:
        n_unsubmitted: how many readings the person saw named as not submitted; another number means
            that the list was not the present one. None: whatever is unsubmitted, it is named in the
            audit trail.

    Raises:
        CampaignLocked: the campaign was never opened, or is locked.
        Conflict: other readings than those seen are not submitted.
    """
    locked = lock_campaign(campaign)
    if locked.state == CampaignState.CLOSED:
        return locked
    if locked.state != CampaignState.OPEN:
        raise CampaignLocked(_("Only an open campaign can be closed."))
    waiting = unsubmitted(locked)
    if n_unsubmitted is not None and len(waiting) != n_unsubmitted:
        text = ngettext(
            "%(n)d reading is not submitted: look at the list, then close.",
            "%(n)d readings are not submitted: look at the list, then close.",
            len(waiting),
        )
        raise Conflict(text % {"n": len(waiting)})
    locked.state = CampaignState.CLOSED
    locked.closed_at, locked.closed_by = timezone.now(), by
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(
        EventKind.CAMPAIGN_CLOSED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={
            "code": locked.code,
            "unsubmitted": [
                f"{one.case.number}/{one.reader_number}" for one in waiting[:NAMED_IN_THE_TRAIL]
            ],
            "n_unsubmitted": len(waiting),
        },
    )
    return locked


@transaction.atomic
def reopen_campaign(*, campaign: Campaign, reason: str, by: User) -> Campaign:
    """Open a closed campaign again: its readers go on where they were.

    Raises:
        CampaignLocked: the campaign is not closed, or is locked.
        ValidationFailed: no reason.
    """
    locked = lock_campaign(campaign)
    if locked.state == CampaignState.LOCKED:
        raise CampaignLocked(_("The campaign is locked: unlock it first."))
    if locked.state != CampaignState.CLOSED:
        raise CampaignLocked(_("Only a closed campaign can be reopened."))
    why = required_reason(reason)
    locked.state = CampaignState.OPEN
    locked.closed_at = locked.closed_by = None
    locked.save(update_fields=["state", "closed_at", "closed_by"])
    audit.record(
        EventKind.CAMPAIGN_REOPENED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={"code": locked.code, "reason": why},
    )
    return locked


@transaction.atomic
def extend_campaign(*, campaign: Campaign, due_on: date, reason: str, by: User) -> Campaign:
    """Give the readers of an open campaign another day to be ready by.

    Raises:
        CampaignLocked: the campaign is not open.
        ValidationFailed: no reason.
    """
    locked = lock_campaign(campaign)
    if locked.state != CampaignState.OPEN:
        raise CampaignLocked(_("Only an open campaign has a day that readings are due."))
    why = required_reason(reason)
    before = locked.due_on
    locked.due_on = due_on
    locked.save(update_fields=["due_on"])
    audit.record(
        EventKind.CAMPAIGN_EXTENDED,
        by=by,
        study_code=locked.study.code,
        target=locked,
        data={
            "code": locked.code,
            "before": before.isoformat() if before else "",
            "after": due_on.isoformat(),
            "reason": why,
        },
    )
    return locked
