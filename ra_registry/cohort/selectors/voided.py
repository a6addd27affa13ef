"""Voided records, and what was done to them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.models import Patient
from ra_registry.cohort.providers import VoidableKind, registry
from ra_registry.core.models import VoidingAct
from ra_registry.core.permissions import Permission


@dataclass(frozen=True)
class VoidedRecord:
    """A voided record below a patient; ``restorable`` by this person, as far as the role goes."""

    kind: str
    key: str
    name: str
    record: Any
    restorable: bool


def kind_named(key: str) -> VoidableKind:
    """Return a kind of record by its key, or raise `Http404`."""
    kind = registry.kinds.get(key)
    if kind is None:
        raise Http404
    return kind


def find_record(
    access: StudyAccess, kind: VoidableKind, key: str, permission: Permission | None = None
) -> Any:
    """Return a record of the study, voided or not, or raise `Http404`.

    ``permission`` is what the person wants to use on it; without one, to see it.
    """
    if kind.lookup == "pk" and not (key.isascii() and key.isdecimal() and len(key) < 19):
        raise Http404
    rows: Any = kind.model._default_manager
    visible = (
        rows.visible_to(access.user, permission) if permission else rows.visible_to(access.user)
    )
    found = visible.filter(_of_study(kind, access), **{kind.lookup: key})
    record = found.select_related(*kind.related).first()
    if record is None:
        raise Http404
    return record


def voided_below(access: StudyAccess, patient: Patient) -> list[VoidedRecord]:
    """Return what was voided by itself below a patient, the latest first. One query a kind."""
    found = []
    for kind in registry.kinds.values():
        steps = _path(kind)
        if not steps:
            continue
        rows: Any = kind.model._default_manager
        voided = rows.visible_to(access.user).filter(
            **{"__".join(steps): patient.pk}, voided_at__isnull=False
        )
        centres = access.centre_ids(kind.permission)
        may = access.allows(kind.permission) and (centres is None or patient.centre_id in centres)
        for record in voided.select_related(*kind.related, "voided_by"):
            key = str(getattr(record, kind.lookup))
            found.append(VoidedRecord(kind.key, key, kind.name(record), record, may))
    return sorted(found, key=lambda one: one.record.voided_at, reverse=True)


def acts_of(record: Any) -> QuerySet[VoidingAct]:
    """Return when and why a record was voided and restored, newest first."""
    acts = VoidingAct.objects.filter(record_table=record._meta.db_table, record_id=record.pk)
    return acts.select_related("by").order_by("-pk")


def _path(kind: VoidableKind) -> list[str]:
    """Return the steps from a record to its patient; none for the patient."""
    steps: list[str] = []
    model: Any = kind.model
    while model.hangs_on:
        steps.append(model.hangs_on)
        model = model._meta.get_field(model.hangs_on).remote_field.model
    return steps


def _of_study(kind: VoidableKind, access: StudyAccess) -> Q:
    return Q(**{"__".join([*_path(kind), "study"]): access.study})
