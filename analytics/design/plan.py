"""The plan of an analysis: everything that decides a result besides the data.

A plan is a value, so that a run can store it, print it and be repeated from it. Nothing in the
computing code names an analyte, an endpoint or a seed: they all come from here.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from analytics.codec import Undecodable, decode, encode
from analytics.design.adjustment import Covariate, Interaction, Subgroup
from analytics.design.described import Endpoint, ScoreEndpoint, Visit
from analytics.design.variable import FurtherExposure

ExposureSide = Literal["high", "low"]
Criterion = Literal["youden", "closest-topleft"]
AucInterval = Literal["delong", "delong-logit"]
OddsRatioInterval = Literal["profile", "wald"]
PairedTest = Literal["mid-p", "exact", "chi-square", "corrected"]
Adjustment = Literal["holm", "benjamini-hochberg"]
QuantileType = Literal[6, 7]

PLAN_FORMAT = 2
# The shape of each format that this file has written, by `analytics.shape`.
PLAN_SHAPES = {2: "91793bbba457d906268cb26be6c535c9e3b112420f40aa96db42886b1f3b0569"}


@dataclass(frozen=True)
class Comparison:
    """Two endpoints, by key, on the same patients, and the variant of McNemar's test that leads."""

    key: str
    first: str
    second: str
    test: PairedTest


@dataclass(frozen=True)
class Outcome:
    """An endpoint, by key, that curves and models are made for; which values speak for it."""

    endpoint: str
    exposure_direction: ExposureSide


@dataclass(frozen=True)
class Samples:
    """Whose concentrations count: materials, and the rule for a sample of several batches."""

    materials: tuple[str, ...]
    several_batches: str


@dataclass(frozen=True)
class BelowLimit:
    """How values below the limit of detection are taken, by ROC curves and by models."""

    roc: str
    models: str


@dataclass(frozen=True)
class PublishedCutoff:
    """A cut-off from the literature, in the unit of its analyte."""

    analyte: str
    value: float


@dataclass(frozen=True)
class ResamplingRule:
    """How many resamples: ``resamples`` up to ``full_up_to`` patients, never under ``fewest``."""

    resamples: int
    full_up_to: int
    fewest: int
    seed: int
    stratified: bool


@dataclass(frozen=True)
class SensitivityRule:
    """What the sensitivity analyses vary: thresholds in points, levels as shares."""

    thresholds: tuple[str, ...]
    sdc_levels: tuple[float, ...]
    single_readers: bool
    below_limit: tuple[str, ...]
    imputations: int


@dataclass(frozen=True)
class Plan:
    """A whole plan. ``level`` and ``prevalence`` are shares; ``plan_version`` 0 is the default.

    ``exposures``: codes of analytes, and of ``further``, which describes what else is an exposure.
    """

    format: int
    plan_version: int
    baseline_visit: Visit | None
    endpoints: tuple[Endpoint, ...]
    comparisons: tuple[Comparison, ...]
    outcomes: tuple[Outcome, ...]
    exposures: tuple[str, ...]
    further: tuple[FurtherExposure, ...]
    primary_exposure: str | None
    covariates: tuple[Covariate, ...]
    interactions: tuple[Interaction, ...]
    subgroups: tuple[Subgroup, ...]
    samples: Samples
    transformation: str
    below_limit: BelowLimit
    cutoff_criterion: Criterion
    published_cutoff: PublishedCutoff | None
    prevalence: float | None
    cost_ratio: float | None
    dose_groups: int
    quantile_type: QuantileType
    level: float
    auc_interval: AucInterval
    odds_ratio_interval: OddsRatioInterval
    adjustment: Adjustment
    resampling: ResamplingRule
    bootstrap_tests: bool
    supplement: tuple[str, ...]
    sensitivity: SensitivityRule

    def endpoint(self, key: str) -> Endpoint:
        """Return one endpoint."""
        return next(endpoint for endpoint in self.endpoints if endpoint.key == key)

    def score_endpoints(self) -> tuple[ScoreEndpoint, ...]:
        """Return the endpoints that are made of readers' scores."""
        return tuple(one for one in self.endpoints if isinstance(one, ScoreEndpoint))

    def distinct_changes(self) -> tuple[ScoreEndpoint, ...]:
        """Return one endpoint for each change of scores: progression and repair share theirs."""
        found: dict[tuple[str, ...], ScoreEndpoint] = {}
        for endpoint in self.score_endpoints():
            if endpoint.follow_up:
                found.setdefault(endpoint.made_of, endpoint)
        return tuple(found.values())

    def distinct_values(self) -> tuple[Endpoint, ...]:
        """Return one endpoint for each distinct value, whatever its threshold."""
        found: dict[tuple[str, ...], Endpoint] = {}
        for endpoint in self.endpoints:
            found.setdefault(endpoint.made_of, endpoint)
        return tuple(found.values())

    def outcome(self, key: str) -> Outcome:
        """Return the outcome that an endpoint is."""
        return next(outcome for outcome in self.outcomes if outcome.endpoint == key)

    def resamples_for(self, n: int) -> int:
        """Return how many resamples ``n`` patients get: all, or fewer in a large study."""
        rule = self.resampling
        if n <= rule.full_up_to:
            return rule.resamples
        return max(rule.fewest, int(rule.resamples * rule.full_up_to / n))


def campaigns_of(plan: Plan) -> tuple[int, ...]:
    """Return the ids of the campaigns whose scores a run of the plan holds, in ascending order.

    Scores come into a data set through endpoints and through exposures made of them alone; courses
    and covariates name one of either.
    """
    return tuple(sorted(campaign_titles(plan)))


def campaign_titles(plan: Plan) -> dict[int, str]:
    """Return the title of each of those campaigns by id, as the plan has it."""
    sources = (*plan.endpoints, *(one.endpoint for one in plan.further))
    return {
        one.campaign.id: one.campaign.title for one in sources if isinstance(one, ScoreEndpoint)
    }


def canonical(plan: Plan) -> str:
    """Return the plan as JSON with sorted keys, the same text for the same plan."""
    return json.dumps(encode(plan), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def plan_hash(plan: Plan) -> str:
    """Return the SHA-256 of the canonical plan."""
    return hashlib.sha256(canonical(plan).encode()).hexdigest()


def load_plan(stored: dict[str, Any]) -> Plan:
    """Return a stored plan of any format as today's.

    Raises Undecodable where it has a shape that no release wrote.
    """
    for number, upgrade in UPGRADES.items():
        if stored.get("format") == number:
            stored = upgrade(stored)
    if stored.get("format") != PLAN_FORMAT:
        raise Undecodable(f"No release wrote plans of format {stored.get('format')}.")  # unseen
    return decode(Plan, stored)


def _from_1(stored: dict[str, Any]) -> dict[str, Any]:
    """Format 1 knew changes of one feature, and a rule for replicates (now of the data set).

    Its exposures were analytes. It had one covariate, which stood as it was, and no bootstrap
    beside what was computed by formula.
    """
    moved = {"replicates", "covariate"}
    kept = {name: value for name, value in stored.items() if name not in moved}
    return kept | {
        "format": 2,
        "endpoints": [_change_of_1(one) for one in stored["endpoints"]],
        "comparisons": [one | {"test": "mid-p"} for one in stored["comparisons"]],
        "covariates": as_it_is(stored["covariate"]),
        "interactions": [],
        "subgroups": [],
        "further": [],
        "bootstrap_tests": False,
        "supplement": [],
    }


def as_it_is(variable: str | None) -> list[dict[str, Any]]:
    """Return the one covariate that earlier plans could have, as today's name it."""
    if variable is None:
        return []
    return [{"variable": variable, "form": "linear", "cuts": [], "knots": None}]


def _change_of_1(stored: dict[str, Any]) -> dict[str, Any]:
    moved = {"feature", "direction", "threshold"}
    kept = {name: value for name, value in stored.items() if name not in moved}
    limit = {"side": stored["direction"], "by": "points", "value": stored["threshold"]}
    return {"kind": "score", **kept, "measure": stored["feature"], "sites": [], "limit": limit}


# In the order of the formats: each turns a stored plan into one of the next format.
UPGRADES = {1: _from_1}
