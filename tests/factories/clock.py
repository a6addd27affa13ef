"""Stopping the clock, so that no test depends on the time of day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from django.utils import timezone

# In Tokyo it is the next day already: 08:30 on 16 June.
MORNING_IN_TOKYO = datetime(2026, 6, 15, 23, 30, tzinfo=UTC)


def stop_the_clock(patch: pytest.MonkeyPatch, at: datetime) -> None:
    """Let it be ``at`` for everybody who asks Django's clock."""
    patch.setattr(timezone, "now", lambda: at)
