"""Dose-response: events by quantile group of the primary exposure."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.comparison.proportions import Proportion
from analytics.stats.comparison.trend import TrendTest
from analytics.stats.descriptive.limited import LimitedSummary
from analytics.stats.results import NotEstimable, Sample


@dataclass(frozen=True)
class DoseGroup:
    """One quantile group, lowest first: the exposure in its unit, and who had the outcome."""

    label: str
    marker: LimitedSummary
    events: Proportion


@dataclass(frozen=True)
class GroupTrends:
    """The groups, cut at ``limits`` in the exposure's unit, with tests of trend over them.

    ``armitage`` and ``mantel`` test the share of events, ``jonckheere`` the change in points.
    """

    groups: tuple[DoseGroup, ...]
    limits: tuple[float, ...]
    armitage: TrendTest
    mantel: TrendTest
    jonckheere: TrendTest
    sample: Sample


@dataclass(frozen=True)
class OutcomeDoseResponse:
    """The dose-response of one outcome; ``exposure`` by its code, None without any."""

    endpoint: str
    label: str
    exposure: str | None
    result: GroupTrends | NotEstimable
