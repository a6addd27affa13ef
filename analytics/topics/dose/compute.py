"""Events by quantile group of the primary exposure, with tests of trend over the groups."""

from __future__ import annotations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.design.plan import Plan
from analytics.results.dose import DoseGroup, GroupTrends, OutcomeDoseResponse
from analytics.stats.comparison.trend import DoseResponse, dose_response, jonckheere
from analytics.topics.shared.markers import Marker, marker, outcome, value
from analytics.topics.shared.odds import no_exposure


def dose_responses(data: DataSet, plan: Plan) -> tuple[OutcomeDoseResponse, ...]:
    """Return for each outcome the events by quantile group of the primary exposure, with trends."""
    code = plan.primary_exposure
    exposure = None if code is None else marker(data, code, plan)
    return tuple(
        OutcomeDoseResponse(
            endpoint=chosen.endpoint,
            label=plan.endpoint(chosen.endpoint).label,
            exposure=code,
            result=no_exposure(plan)
            if exposure is None
            else _trends(data, plan, chosen.endpoint, exposure),
        )
        for chosen in plan.outcomes
    )


def _trends(data: DataSet, plan: Plan, key: str, exposure: Marker) -> GroupTrends:
    events, values = outcome(data, key), exposure.ranks.values
    found = dose_response(
        events,
        values,
        groups=plan.dose_groups,
        quantile_type=plan.quantile_type,
        level=plan.level,
    )
    used = np.flatnonzero(np.isfinite(events) & np.isfinite(values))
    rows = [used[np.array(found.groups.group) == g] for g in range(len(found.groups.labels))]
    changes = value(data, key)
    return GroupTrends(
        groups=_groups(found, exposure, rows),
        limits=found.groups.limits,
        armitage=found.armitage,
        mantel=found.mantel,
        jonckheere=jonckheere([changes[inside] for inside in rows]),
        sample=found.sample,
    )


def _groups(found: DoseResponse, exposure: Marker, rows: list[np.ndarray]) -> tuple[DoseGroup, ...]:
    """The groups with their values as measured: what is below a limit is said by that limit."""
    described = []
    for group, inside in zip(found.rows, rows, strict=True):
        chosen = np.zeros(exposure.ranks.values.size, dtype=np.bool_)
        chosen[inside] = True
        described.append(DoseGroup(group.label, exposure.summary(chosen), group.events))
    return tuple(described)
