"""Progress of many small steps."""

from __future__ import annotations

import pytest

from analytics.runs import pace


def test_the_first_step_is_told_and_then_one_after_each_pause(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    clock = iter([0.0, 0.1, 0.2, 0.3, 0.31, 0.6])
    monkeypatch.setattr(pace, "monotonic", lambda: next(clock))
    told: list[tuple[int, str]] = []
    report = pace.paced(lambda percent, text: told.append((percent, text)))
    for percent, text in ((60, "a"), (60, "b"), (61, "c"), (61, "d"), (60, "e"), (60, "f")):
        report(percent, text)
    assert told == [(60, "a"), (61, "d"), (60, "f")]
