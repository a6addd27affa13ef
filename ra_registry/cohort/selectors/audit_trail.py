"""The audit trail of one study, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.apps import apps
from django.db.models import Model, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext

from ra_registry.cohort import clock, providers
from ra_registry.cohort.access import StudyAccess
from ra_registry.cohort.history import label
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from ra_registry.core.permissions import Permission

RECENT = 8
KINDS_WITH_THEIR_TARGET = {
    EventKind.STUDY_CHANGED,
    EventKind.VISIT_CHANGED,
    EventKind.RECORD_VOIDED,
}


@dataclass(frozen=True)
class AuditFilters:
    """What the trail is narrowed to; empty means everything."""

    kind: str = ""
    q: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def any(self) -> bool:
        return any(vars(self).values())


@dataclass(frozen=True)
class AuditLine:
    """One event as a line: what happened to what, by whom, and the particulars."""

    position: int
    at: datetime
    title: str
    by: str
    subject: str
    url: str
    reason: str
    details: list[tuple[str, str]] = field(default_factory=list)
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def audit_events(access: StudyAccess, filters: AuditFilters) -> QuerySet[AuditEvent]:
    """Return the study's events, newest first. The text search looks at people and patients.

    Days begin and end by the study's calendar.
    """
    zone = clock.zone_of(access.study)
    events = AuditEvent.objects.filter(study_code=access.study.code)
    if filters.kind:
        events = events.filter(kind=filters.kind)
    if filters.q:
        events = events.filter(
            Q(user_name__icontains=filters.q) | Q(data__patient__icontains=filters.q)
        )
    if filters.since:
        events = events.filter(at__gte=_midnight(filters.since, zone))
    if filters.until:
        events = events.filter(at__lt=_midnight(filters.until + timedelta(days=1), zone))
    return events.order_by("-position")


def audit_line(event: AuditEvent) -> AuditLine:
    """Return an event in words; reads nothing."""
    data: dict[str, Any] = dict(event.data)
    patient = data.pop("patient", "")
    changed = data.pop("changed", {})
    url = reverse("cohort:patient-history", args=[event.study_code, patient]) if patient else ""
    return AuditLine(
        position=event.position,
        at=event.at,
        title=_title(event),
        by=event.user_name or "the system",
        subject=patient,
        url=url,
        reason=str(data.pop("reason", "")),
        details=[
            (name.replace("_", " "), said)
            for name, value in data.items()
            if (said := _said(name, value, event.data))
        ],
        changes=[(_field(event, name), *pair) for name, pair in changed.items()],
    )


def recent_activity(access: StudyAccess) -> list[AuditLine]:
    """Return the newest events for those who may see the whole trail, else nothing."""
    if not access.whole_study(Permission.VIEW_AUDIT):
        return []
    return [audit_line(event) for event in audit_events(access, AuditFilters())[:RECENT]]


def _title(event: AuditEvent) -> str:
    """Return what happened; where one kind covers several records, with the record's name."""
    title = str(event.get_kind_display())
    model = _model(event)
    if event.kind in KINDS_WITH_THEIR_TARGET and model is not None:
        return f"{title}: {model._meta.verbose_name}"
    return title


def _field(event: AuditEvent, name: str) -> str:
    """Return a changed field's name for people; one that the model no longer has keeps its own."""
    model = _model(event)
    columns = {} if model is None else {one.name: one for one in model._meta.concrete_fields}
    return label(columns[name]) if name in columns else name


def _model(event: AuditEvent) -> type[Model] | None:
    """Return the model of an event's target; the trail outlives models that are renamed."""
    try:
        return apps.get_model(event.target_type) if event.target_type else None
    except LookupError:
        return None


def _said(name: str, value: Any, data: Mapping[str, Any]) -> str:
    """Return a particular in the words of the part that recorded it, else as it is."""
    words = providers.registry.particulars.get(name, _text)
    by_event = providers.registry.particulars_by_event.get(name)
    try:
        return words(value) if by_event is None else by_event(value, data)
    except (LookupError, TypeError, ValueError, AttributeError):
        return _text(value)  # the trail outlives what its events were made of


def _text(value: Any) -> str:
    if isinstance(value, dict):
        return ", ".join(f"{name} {_text(one)}" for name, one in value.items())
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, list):
        return ", ".join(_text(one) for one in value)
    return str(value)


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
