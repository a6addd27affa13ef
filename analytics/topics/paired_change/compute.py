"""The readers' mean score at both visits, the change between them, and the rate before them."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.described import ScoreEndpoint
from analytics.design.plan import Plan
from analytics.results.paired_change import EndpointScores, YearlyRate
from analytics.stats.comparison.paired_numbers import compare_paired_numbers
from analytics.stats.descriptive.summaries import describe_numbers
from analytics.stats.descriptive.yearly_progression import estimated_yearly_progression
from analytics.stats.errors import InputError
from analytics.stats.results import FloatArray, NotEstimable
from analytics.topics.shared.markers import value
from analytics.topics.shared.readers import readers_mean

MONTHS = 12


def paired_scores(data: DataSet, plan: Plan) -> tuple[EndpointScores, ...]:
    """Return the scores and the tests of each distinct change of the plan."""
    return tuple(_scores(data, plan, endpoint) for endpoint in plan.distinct_changes())


def _scores(data: DataSet, plan: Plan, endpoint: ScoreEndpoint) -> EndpointScores:
    moved = value(data, endpoint.key)
    known = np.isfinite(moved)
    read_set = data.meta.read_set(endpoint.read_set)
    first, second = (
        readers_mean(data, read_set, endpoint.measure, occasion)[known]
        for occasion in ("baseline", "follow_up")
    )
    years = data.frame["symptom_months"].to_numpy(np.float64)[known] / MONTHS
    return EndpointScores(
        endpoint=endpoint.key,
        baseline=describe_numbers(first),
        follow_up=describe_numbers(second),
        # From 0 to the change: a difference of both scores would count sites scored once, and
        # know no rule of the endpoint.
        change=compare_paired_numbers(
            np.zeros(data.n), moved, names=("start", "change"), level=plan.level
        ),
        yearly=_yearly(first, years),
    )


def _yearly(first: FloatArray, years: FloatArray) -> YearlyRate | NotEstimable:
    try:
        found = estimated_yearly_progression(first, years)
    except InputError as error:
        return NotEstimable(error.message)
    return YearlyRate(found.numbers, found.sample)
