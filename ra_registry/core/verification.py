"""What the last check of the audit chain found, kept for the pages that show it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.core.cache import cache
from django.utils import timezone

from ra_registry.core import audit

KEY = "audit-verification"


@dataclass(frozen=True)
class Check:
    """When the chain was checked, and what was found."""

    at: datetime
    found: audit.Verification


def check_now() -> Check:
    """Verify the chain and keep the answer; reads every event once."""
    check = Check(timezone.now(), audit.verify())
    cache.set(KEY, check, timeout=None)
    return check


def last_check() -> Check | None:
    """Return the newest answer, or None before the first check."""
    return cache.get(KEY)
