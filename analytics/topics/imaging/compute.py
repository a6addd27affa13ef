"""How often each endpoint occurs, and pairs of them on the same patients."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.imaging import Occurrence, PairedEndpoints
from analytics.stats.comparison.paired import compare_paired
from analytics.stats.comparison.proportions import proportion
from analytics.topics.shared.markers import outcome


def comparisons(data: DataSet, plan: Plan) -> tuple[PairedEndpoints, ...]:
    """Return the paired comparison of each pair of endpoints of the plan."""
    return tuple(
        PairedEndpoints(
            key=pair.key,
            first=pair.first,
            second=pair.second,
            result=compare_paired(
                outcome(data, pair.first),
                outcome(data, pair.second),
                names=(pair.first, pair.second),
                level=plan.level,
            ),
        )
        for pair in plan.comparisons
    )


def occurrences(data: DataSet, plan: Plan) -> tuple[Occurrence, ...]:
    """Return each endpoint's share of the patients in whom it is known, whatever else is not."""
    found = []
    for endpoint in plan.endpoints:
        if endpoint.limit is None:  # a number has no events to count
            continue
        events = outcome(data, endpoint.key)
        known = events[np.isfinite(events)]
        share = proportion(int(known.sum()), int(known.size), level=plan.level)
        found.append(Occurrence(endpoint.key, share))
    return tuple(found)
