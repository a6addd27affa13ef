"""What holds for every unit test."""

from __future__ import annotations

import pytest

from scoring.instruments.sources import SOURCES


@pytest.fixture(autouse=True)
def _no_withdrawn_instruments(monkeypatch: pytest.MonkeyPatch) -> None:
    """Withdrawn instruments are kept in the database, which no unit test has."""
    monkeypatch.setattr(SOURCES, "keepers", [])
