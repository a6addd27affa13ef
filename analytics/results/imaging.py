"""How often endpoints occur, how two compare on the same patients, and how much scores change."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.comparison.paired import PairedComparison
from analytics.stats.comparison.proportions import Proportion
from analytics.stats.descriptive.change import ChangeSummary


@dataclass(frozen=True)
class Occurrence:
    """An endpoint's share of the patients in whom it is known, whatever else is not."""

    endpoint: str
    share: Proportion


@dataclass(frozen=True)
class PairedEndpoints:
    """Two endpoints, by key, on the patients who have both; ``key`` is that of the comparison."""

    key: str
    first: str
    second: str
    result: PairedComparison


@dataclass(frozen=True)
class EndpointChange:
    """The readers' mean change that an endpoint, by key, is made of, in points of its instrument.

    Endpoints of the same change share it; the first of them stands for all.
    """

    endpoint: str
    result: ChangeSummary


@dataclass(frozen=True)
class Imaging:
    """Each comparison of the plan, and each distinct change."""

    comparisons: tuple[PairedEndpoints, ...]
    changes: tuple[EndpointChange, ...]
