"""Corrections of submitted readings: new versions, opened by the reader or asked for by others."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership
from ra_registry.core import audit
from ra_registry.core.errors import NotAllowed
from ra_registry.core.events import EventKind
from ra_registry.core.permissions import Permission
from scoring.cells import split_name
from scoring.errors import CorrectionRefused
from scoring.instruments import get_instrument
from scoring.models import Assignment, Campaign, Reading, SiteScore
from scoring.models.assignment import AssignmentStatus
from scoring.models.reading import CorrectionReason, ReadingState
from scoring.services.queries import ask
from scoring.services.readings import lock_reading, require_author, require_readable

REASON_LENGTH = 300
LOOKS_LIKE_A_DATE = re.compile(r"\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")


@transaction.atomic
def open_correction(*, reading: Reading, reason: str, by: User) -> Reading:
    """Open a new draft version of an own submitted reading, with its scores; return the draft.

    The submitted version stays current until the new one is submitted. The reason stands on pages
    that others read, so it may name neither the patient nor a date.

    Raises:
        NotAllowed: not the reader; others ask by `ask_for_correction`.
        CampaignLocked: the campaign is not open.
        CorrectionRefused: no reason, a reason that un-blinds, not the current version, or a
            correction is open already.
    """
    locked = lock_reading(reading)
    require_author(locked, by)
    return _new_version(locked, by=by, reason=_blind_reason(reason, locked.assignment))


@transaction.atomic
def ask_for_correction(
    *, reading: Reading, asked_for: str, cells: Sequence[str], by: User
) -> Reading:
    """Open a new version on behalf of the reader, who learns a coded reason and the sites, no more.

    The reader answers by submitting it: changed, it is a correction; unchanged, a confirmation.

    Args:
        asked_for: a `CorrectionReason`.
        cells: names in the reader's columns, ``erosion.RAD@2``; none means the whole case.

    Raises:
        NotAllowed: not a person who manages the study's campaigns.
        CampaignLocked: the campaign is not open.
        ValidationFailed: a cell that the form doesn't have.
        CorrectionRefused: no known reason, not the current version, or one is open already.
    """
    locked = lock_reading(reading)
    assignment = locked.assignment
    if not _manages(assignment.case.campaign, by):
        raise NotAllowed(_("Only a data manager can ask for a correction."))
    if asked_for not in CorrectionReason.values:
        raise CorrectionRefused(_("Choose why the reader should look again."))
    known = _known_cells(cells, assignment)
    draft = _new_version(locked, by=by, asked_for=asked_for, asked_cells=known)
    ask(reading=locked, asked_for=asked_for, cells=known, by=by)
    return draft


def _new_version(locked: Reading, *, by: User, **why: Any) -> Reading:
    assignment, campaign = locked.assignment, locked.assignment.case.campaign
    require_readable(assignment.case)
    if not locked.is_current:
        raise CorrectionRefused(
            _("Only the current version of a submitted reading can be corrected.")
        )
    if assignment.readings.filter(state=ReadingState.DRAFT).exists():
        raise CorrectionRefused(_("A correction of this reading is open already."))
    draft = Reading.objects.create(
        assignment=assignment,
        number=locked.number + 1,
        supersedes=locked,
        charter_version=campaign.charter_version,
        started_at=timezone.now(),
        started_by=by,
        **why,
    )
    SiteScore.objects.bulk_create(
        SiteScore(
            reading=draft,
            time_point_id=score.time_point_id,
            item_id=score.item_id,
            half_units=score.half_units,
            reason=score.reason,
            entered_at=score.entered_at,
        )
        for score in locked.scores.all()
    )
    Assignment.objects.filter(pk=assignment.pk).update(status=AssignmentStatus.STARTED)
    audit.record(
        EventKind.READING_UNLOCKED,
        by=by,
        study_code=campaign.study.code,
        target=draft,
        data={
            "campaign": campaign.code,
            "case": assignment.case.number,
            "supersedes": locked.pk,
            **why,
        },
    )
    return draft


def _known_cells(cells: Sequence[str], assignment: Assignment) -> list[str]:
    """Return the cells once each, in the order of the form; refuse one that it doesn't have."""
    campaign = assignment.case.campaign
    instrument = get_instrument(campaign.instrument)
    items = [item.code for item in instrument.items_of(campaign.features)]
    places = {}
    for name in cells:
        code, column = split_name(name, n_columns=len(assignment.order))
        if code not in items:
            raise CorrectionRefused(_("“{name}” is no site of this form.").format(name=name[:60]))
        places[name] = (items.index(code), column)
    return sorted(places, key=places.__getitem__)


def _manages(campaign: Campaign, user: User) -> bool:
    held = Membership.objects.held_by(user, Permission.MANAGE_CAMPAIGNS)
    return held.filter(study=campaign.study_id, centre__isnull=True).exists()


def _blind_reason(reason: str, assignment: Assignment) -> str:
    text = " ".join(reason.split())
    if not text:
        raise CorrectionRefused(_("Say why the reading is corrected."))
    if len(text) > REASON_LENGTH:
        raise CorrectionRefused(
            _("The reason is {found} characters long; allowed are {allowed}.").format(
                found=len(text), allowed=REASON_LENGTH
            )
        )
    if assignment.case.patient.pseudonym.lower() in text.lower():
        raise CorrectionRefused(
            _("The reason stays with the reading: leave out the patient's code.")
        )
    if LOOKS_LIKE_A_DATE.search(text):
        raise CorrectionRefused(_("The reason stays with the reading: leave out dates."))
    return text
