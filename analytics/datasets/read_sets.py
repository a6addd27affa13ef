"""Which campaigns are read at which visits for a plan, and what is summed of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analytics.design.described import CampaignRef, ScoreEndpoint, Visit
from analytics.design.plan import Plan
from scoring.instruments import Measure, get_instrument, get_measure


@dataclass(frozen=True)
class ReadSet:
    """One campaign at its planned visits: what several endpoints are made of.

    ``follow_up`` is None where endpoints ask for the status at ``baseline`` alone. ``measures``:
    every feature of the instrument, and what else an endpoint sums.
    """

    key: str
    campaign: CampaignRef
    baseline: Visit
    follow_up: Visit | None
    modality: str
    measures: tuple[Measure, ...]

    def parameters(self) -> dict[str, Any]:
        counted = [(item.code, one.key) for one in self.measures for item in one.items]
        return {
            "campaign": self.campaign.id,
            "baseline": self.baseline.id,
            "follow_up": self.follow_up.id if self.follow_up else None,
            "codes": [code for code, _ in counted],
            "measures": [measure for _, measure in counted],
        }


def read_sets(plan: Plan) -> list[ReadSet]:
    """Return the distinct campaigns and visits of the plan's endpoints."""
    found: dict[str, list[ScoreEndpoint]] = {}
    for endpoint in plan.score_endpoints():
        found.setdefault(endpoint.read_set, []).append(endpoint)
    return [read_set_of(endpoints) for endpoints in found.values()]


def measure_of(endpoint: ScoreEndpoint) -> Measure:
    """Return what an endpoint sums of its campaign's instrument."""
    instrument = get_instrument(endpoint.campaign.instrument)
    return get_measure(instrument, endpoint.measure, endpoint.sites)


def read_set_of(endpoints: list[ScoreEndpoint]) -> ReadSet:
    """Return what some endpoints of one campaign at the same visits are made of."""
    first = endpoints[0]
    instrument = get_instrument(first.campaign.instrument)
    features = {name: get_measure(instrument, name) for name in instrument.feature_keys}
    asked = {one.measure: measure_of(one) for one in endpoints}
    return ReadSet(
        first.read_set,
        first.campaign,
        first.baseline,
        first.follow_up,
        first.modality,
        tuple((features | asked).values()),
    )
