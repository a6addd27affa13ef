"""A plan made up in memory: what a test doesn't say is as a default plan has it."""

from __future__ import annotations

from typing import Any

from analytics.codec import encode
from analytics.design.plan import PLAN_FORMAT, Plan, load_plan

BASELINE = {"id": 1, "code": "bl", "name": "Baseline"}
FOLLOW_UP = {"id": 2, "code": "m12", "name": "Month 12"}
CAMPAIGN = {
    "id": 1,
    "code": "mri",
    "title": "MRI",
    "instrument": "ramris-2016",
    "readers_per_case": 2,
    "surgery_policy": "exclude",
}
ENDPOINT = {
    "id": 1,
    "kind": "score",
    "key": "worse",
    "version": 1,
    "label": "Worse",
    "campaign": CAMPAIGN,
    "modality": "MR",
    "measure": "erosion",
    "sites": [],
    "baseline": BASELINE,
    "follow_up": FOLLOW_UP,
    "limit": {"side": "above", "by": "points", "value": "0.50"},
    "reader_rule": "mean",
    "missing_rule": "pairwise",
}
SEROPOSITIVE = {"variable": "seropositive", "form": "linear", "cuts": [], "knots": None}
PLAN = {
    "format": PLAN_FORMAT,
    "plan_version": 0,
    "baseline_visit": BASELINE,
    "endpoints": [ENDPOINT],
    "comparisons": [],
    "outcomes": [{"endpoint": "worse", "exposure_direction": "high"}],
    "exposures": ["a", "b"],
    "further": [],
    "primary_exposure": "a",
    "covariates": [SEROPOSITIVE],
    "interactions": [],
    "subgroups": [],
    "samples": {"materials": ["plasma", "serum"], "several_batches": "the batch accepted last"},
    "transformation": "log2",
    "below_limit": {"roc": "common-limit", "models": "half-limit"},
    "cutoff_criterion": "youden",
    "published_cutoff": None,
    "prevalence": None,
    "cost_ratio": None,
    "dose_groups": 4,
    "quantile_type": 7,
    "level": 0.95,
    "auc_interval": "delong",
    "odds_ratio_interval": "profile",
    "adjustment": "holm",
    "resampling": {
        "resamples": 200,
        "full_up_to": 1000,
        "fewest": 100,
        "seed": 1,
        "stratified": True,
    },
    "bootstrap_tests": False,
    "supplement": [],
    "sensitivity": {
        "thresholds": ["0.00", "0.50", "1.00"],
        "sdc_levels": [0.95, 0.80],
        "single_readers": True,
        "below_limit": ["half-limit", "root-two", "ros", "exclude"],
        "imputations": 20,
    },
}


def covariate(variable: str, form: str = "linear", cuts: Any = (), knots: Any = None) -> Any:
    """Return a covariate of a plan or of its choices."""
    return {"variable": variable, "form": form, "cuts": list(cuts), "knots": knots}


def make_plan(based_on: Plan | None = None, **changes: Any) -> Plan:
    """Return a plan; ``changes`` are JSON as a run stores it, endpoints with what differs only."""
    start = PLAN if based_on is None else encode(based_on)
    endpoints = [
        ENDPOINT | one | {"campaign": CAMPAIGN | one.get("campaign", {})}
        for one in changes.pop("endpoints", start["endpoints"])
    ]
    return load_plan({**start, "endpoints": endpoints, **changes})
