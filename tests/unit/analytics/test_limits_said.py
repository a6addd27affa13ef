"""A cut-off that a person tries below the limit is said by the limit, never by a stand-in."""

from __future__ import annotations

import pytest

from analytics.tables import limits


def marker(direction, limit=0.02):
    return {"values": {"limit": limit}, "auc": {"direction": direction}}


@pytest.mark.parametrize(
    ("direction", "value", "positive", "said"),
    [
        ("low", 0.015, 7, "<0.02"),
        ("high", 0.015, 13, "≥ 0.02"),
        ("high", 0.001, 20, "has any value"),
        ("low", 0.001, 0, "has no value"),
        ("high", 0.02, 13, ""),
        ("low", 7.6, 13, ""),
    ],
)
def test_what_a_tried_cutoff_means(direction, value, positive, said):
    assert limits.tried(marker(direction), value, positive, 20) == said


def test_without_values_below_the_limit_every_cutoff_is_a_number():
    assert limits.tried(marker("high", None), 0.001, 20, 20) == ""
