"""Recording and verifying audit events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import structlog
from django.db import connection, transaction
from django.utils import timezone

from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent, AuditHead


def record(
    kind: EventKind,
    *,
    by: Any = None,
    study_code: str = "",
    target: Any = None,
    data: dict[str, Any] | None = None,
) -> AuditEvent:
    """Write one event in the caller's transaction; without it the change itself rolls back.

    ``by`` is a user or None (the system, or a failed sign-in). ``target`` is a saved model.
    Holds the chain's lock until the transaction ends: call it last, keep the transaction short.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "An audit event needs a transaction around it."
        )
    event = AuditEvent(
        at=timezone.now(),
        kind=EventKind(kind),
        study_code=study_code,
        user_id=getattr(by, "pk", None),
        user_name=str(by) if by is not None else "",
        request_id=str(structlog.contextvars.get_contextvars().get("request_id", "")),
        target_type=target._meta.label_lower if target is not None else "",
        target_id=str(target.pk) if target is not None else "",
        data=data or {},
    )
    event.save(force_insert=True)
    return event


@dataclass(frozen=True)
class Verification:
    """What ``verify`` found: the chain's length, its head, and the first broken link, if any."""

    events: int
    head: str
    broken_at: int | None
    reason: str

    @property
    def intact(self) -> bool:
        return self.broken_at is None


BROKEN_LINKS = """
    SELECT position, reason FROM (
        SELECT position,
            CASE
                WHEN position <> row_number() OVER chain THEN 'an event is missing before it'
                WHEN previous_hash <> coalesce(lag(hash) OVER chain, '')
                    THEN 'it does not continue the event before it'
                WHEN hash <> encode(
                    sha256(convert_to(core_audit_text(core_auditevent), 'UTF8')), 'hex'
                ) THEN 'its content was changed'
            END AS reason
        FROM core_auditevent
        WINDOW chain AS (ORDER BY position)
    ) link
    WHERE reason IS NOT NULL ORDER BY position LIMIT 1
"""


def verify() -> Verification:
    """Recompute the whole chain in the database and compare it with the stored head."""
    with connection.cursor() as cursor:
        cursor.execute(BROKEN_LINKS)
        broken = cursor.fetchone()
    last = AuditEvent.objects.order_by("position").last()
    head = AuditHead.objects.filter(pk=1).first()
    position, last_hash = (last.position, last.hash) if last else (0, "")
    if broken:
        return Verification(position, last_hash, broken[0], broken[1])
    stored = (head.position, head.hash) if head else (0, "")
    if stored != (position, last_hash):
        return Verification(position, last_hash, position + 1, "events at the end are missing")
    return Verification(position, last_hash, None, "")


def contains(event_hash: str) -> bool:
    """Tell whether an event with this hash is in the chain."""
    return AuditEvent.objects.filter(hash=event_hash).exists()
