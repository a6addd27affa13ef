"""Periodic checks."""

from __future__ import annotations

import structlog

from ra_registry.celery import app
from ra_registry.core import verification

logger = structlog.get_logger(__name__)


@app.task(name="core.verify_audit")
def verify_audit() -> None:
    """Verify the audit chain and log its head, which thereby is noted outside the database."""
    found = verification.check_now().found
    if found.intact:
        logger.info("audit_intact", events=found.events, head=found.head)
    else:
        logger.error("audit_broken", position=found.broken_at, reason=found.reason)
