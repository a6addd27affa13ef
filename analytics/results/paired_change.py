"""The readers' mean score at two visits of the same patients, and whether it changed."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.stats.comparison.paired_numbers import PairedChange
from analytics.stats.descriptive.summaries import NumberSummary
from analytics.stats.results import NotEstimable, Sample


@dataclass(frozen=True)
class YearlyRate:
    """The score of the first visit over the years since the first symptom, in points a year."""

    numbers: NumberSummary
    sample: Sample


@dataclass(frozen=True)
class EndpointScores:
    """The scores behind the change that an endpoint, by key, is made of, in points.

    Endpoints of the same change share it; the first of them stands for all. ``baseline`` and
    ``follow_up`` are of the patients who have a change, by the mean of the readers; ``change``
    follows the endpoint's rules.
    """

    endpoint: str
    baseline: NumberSummary
    follow_up: NumberSummary
    change: PairedChange
    yearly: YearlyRate | NotEstimable
