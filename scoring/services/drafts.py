"""The draft that a save writes into: found, checked and locked in one round trip."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.core.compiled import CompiledQuery
from ra_registry.core.errors import NotAllowed, ValidationFailed
from scoring.entries import step_of
from scoring.errors import CaseWithdrawn, ReadingLocked
from scoring.instruments import get_instrument
from scoring.marks import Form
from scoring.models import Assignment, Campaign, Case, Reading
from scoring.models.reading import ReadingState
from scoring.services.readings import require_open


@dataclass(frozen=True)
class Draft:
    """An own draft, locked until the transaction ends: keys of its rows, and its form."""

    reading: int
    case: int
    revision: int
    form: Form


def lock_draft(*, token: UUID, by: User) -> Draft:
    """Return the draft of an own assignment, locked until the transaction ends. One query.

    Saving, submitting and correcting wait for each other at this row. All that may have changed
    since the form was opened is asked again: the role in the study, campaign, case and version.

    Raises:
        NotAllowed: somebody else's assignment, or a role that has ended.
        ValidationFailed: not started.
        ReadingLocked: submitted.
        CampaignLocked, CaseWithdrawn: not open, or something of the case is voided.
    """
    # What the query asks of a person it asks of one who may sign in.
    row = OWN_DRAFT.first(token=token, reader=by.pk) if by.is_active else None
    if row is None:
        raise _why_there_is_none(token, by)
    reading, revision, order, case, state, instrument, features, step, is_read = row
    campaign = Campaign(state=state, instrument=instrument, features=features, step_half_units=step)
    require_open(campaign)
    if not is_read:
        raise CaseWithdrawn
    form = Form(order, get_instrument(instrument), features, step_of(campaign))
    return Draft(reading, case, revision, form)


def _own_draft(token: UUID, reader: int) -> QuerySet[Reading, tuple[object, ...]]:
    own = Assignment.objects.visible_to(User(pk=reader, is_active=True))
    in_force = Case.objects.active().filter(pk=OuterRef("assignment__case"))
    return (
        Reading.objects.select_for_update(of=("self",))
        .filter(assignment__token=token, assignment__in=own, state=ReadingState.DRAFT)
        .order_by()
        .values_list(
            "pk",
            "revision",
            "assignment__order",
            "assignment__case",
            "assignment__case__campaign__state",
            "assignment__case__campaign__instrument",
            "assignment__case__campaign__features",
            "assignment__case__campaign__step_half_units",
            Exists(in_force),
        )
    )


OWN_DRAFT = CompiledQuery(_own_draft, {"token": UUID(int=0), "reader": -1})


def _why_there_is_none(token: UUID, by: User) -> Exception:
    own = Assignment.objects.visible_to(by).filter(token=token).first()
    if own is None:
        return NotAllowed("Only the assigned reader can change this reading.")
    if own.readings.exists():
        return ReadingLocked("This reading is submitted. Open a correction to change it.")
    return ValidationFailed(_("Start this case first."))
