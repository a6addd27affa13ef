"""Voiding and restoring rows as the database does it, without rights and audit."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.core.models import VoidingAct


def act(row: Any, kind: str, *, by: User, reason: str = "entered twice") -> VoidingAct:
    """Return a stored act on the row, which follows it."""
    return VoidingAct.objects.create(
        record_table=row._meta.db_table,
        record_id=row.pk,
        kind=kind,
        at=timezone.now(),
        by=by,
        reason=reason,
    )
