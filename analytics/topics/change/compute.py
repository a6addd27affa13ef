"""The readers' mean change of each feature between two visits."""

from __future__ import annotations

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.imaging import EndpointChange
from analytics.stats.descriptive.change import summarise_change
from analytics.topics.shared.markers import value


def changes(data: DataSet, plan: Plan) -> tuple[EndpointChange, ...]:
    """Return the summary of each distinct change of the plan."""
    return tuple(
        EndpointChange(endpoint.key, summarise_change(value(data, endpoint.key), level=plan.level))
        for endpoint in plan.distinct_changes()
    )
