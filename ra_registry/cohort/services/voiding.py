"""Voiding and restoring records: acts that are only added, with rights and audit."""

from __future__ import annotations

from typing import Any

import pghistory
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.errors import HiddenByAnother, KeyTaken, NeedsRole
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.cohort.models import Patient
from ra_registry.cohort.providers import Hanging, hanging, kind_of
from ra_registry.cohort.questions.settling import settle
from ra_registry.cohort.services.records import needs_reason, refused
from ra_registry.cohort.voidable import patient_of
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.models import VoidingAct
from ra_registry.core.roles import ROLES, roles_with
from ra_registry.core.voiding import ActKind


@transaction.atomic
def void_record(*, by: User, record: Any, reason: str) -> Any:
    """Void a record: with all that hangs on it, it leaves every list, count and analysis.

    What hangs on it is hidden, not voided, so that restoring brings back exactly that. A record
    that is voided already stays as it is.

    Raises:
        ValidationFailed: no reason is given.
        NeedsRole: submitted readings hang on it, and the person is no data manager.
        HiddenByAnother: what it hangs on is voided.
    """
    return _act(ActKind.VOID, EventKind.RECORD_VOIDED, by=by, record=record, reason=reason)


@transaction.atomic
def restore_record(*, by: User, record: Any, reason: str) -> Any:
    """Undo a void: the same row is in force again, with all that hung on it.

    What was voided by itself, before or after, stays voided. A record in force stays as it is.

    Raises:
        ValidationFailed: no reason is given.
        NeedsRole: as for voiding.
        HiddenByAnother: what it hangs on is voided.
        KeyTaken: another record is in force under its key.
    """
    return _act(ActKind.RESTORE, EventKind.RECORD_RESTORED, by=by, record=record, reason=reason)


def may_void(user: User, record: Any, parts: list[Hanging]) -> bool:
    """Tell whether what hangs on a record leaves its voiding and restoring to the person."""
    patient = patient_of(record)
    return all(
        Patient.objects.visible_to(user, needed).filter(pk=patient.pk).exists()
        for needed in {part.needs for part in parts if part.needs is not None}
    )


def why_not(record: Any, parts: list[Hanging]) -> str:
    """Return why only certain roles may void or restore a record, and which."""
    deciding = [(part, part.needs) for part in parts if part.needs is not None]
    roles = {key for _part, needed in deciding for key in roles_with(needed)}
    return _(
        "Hanging on %(record)s: %(parts)s. Voiding and restoring it is the right of: %(roles)s."
    ) % {
        "parts": ", ".join(f"{part.count} {part.label}" for part, _needed in deciding),
        "record": kind_of(record).name(record),
        "roles": ", ".join(sorted(ROLES[key].name.lower() for key in roles)),
    }


def _act(act: ActKind, event: EventKind, *, by: User, record: Any, reason: str) -> Any:
    needs_reason(reason)
    kind = kind_of(record)
    rows = kind.model._default_manager.select_for_update(of=("self",))
    stored: Any = rows.select_related(*kind.related).get(pk=record.pk)
    if (stored.voided_at is not None) == (act is ActKind.VOID):
        record.refresh_from_db()
        return record
    _check(act, stored, by)
    with pghistory.context(user=by.pk, reason=reason.strip()):
        try:
            with transaction.atomic():
                VoidingAct.objects.create(
                    record_table=kind.model._meta.db_table,
                    record_id=stored.pk,
                    kind=act,
                    at=timezone.now(),
                    by=by,
                    reason=reason.strip(),
                )
        except IntegrityError as error:
            raise refused(stored, error) from error
    patient = patient_of(stored)
    settle(by=by, study_id=patient.study_id, patients=[patient.pk])
    mark_study_changed(patient.study_id)
    audit.record(
        event,
        by=by,
        study_code=patient.study.code,
        target=stored,
        data={**kind.audit(stored), "reason": reason.strip()},
    )
    record.refresh_from_db()
    return record


def _check(act: ActKind, stored: Any, by: User) -> None:
    parent = getattr(stored, stored.hangs_on) if stored.hangs_on else None
    above = parent.voided_above() if parent is not None else None
    if above is not None:
        raise HiddenByAnother(above, kind_of(above).name(above))
    parts = hanging(stored)
    if not may_void(by, stored, parts):
        raise NeedsRole(why_not(stored, parts))
    kind = kind_of(stored)
    if act is ActKind.RESTORE and kind.rivals(stored).exclude(pk=stored.pk).exists():
        raise KeyTaken(
            _("%(name)s can't be restored: another one is in force under the same key. Void that "
              "one first.") % {"name": kind.name(stored)}
        )  # fmt: skip
