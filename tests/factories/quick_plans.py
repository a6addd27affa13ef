"""A plan that is quickly computed: one outcome, few resamples, few alternatives."""

from __future__ import annotations

from copy import deepcopy

from analytics.design.choices import DEFAULT
from analytics.design.versions import store_plan
from analytics.models import AnalysisPlan
from ra_registry.cohort.models import Study
from tests.factories.cohorts import manager_of


def store_quick(study: Study, *, based_on: int = 0, **values: object) -> AnalysisPlan:
    """Store a version with these choices, the others as small as they may be."""
    outcome = {"endpoint": "mri-progression", "exposure_direction": "high"}
    few = {"thresholds": [], "sdc_levels": [0.95], "single_readers": False, "imputations": 2}
    choices = deepcopy(DEFAULT) | {
        "resamples": 100,
        "outcomes": [outcome],
        "sensitivity": {**DEFAULT["sensitivity"], **few},
        **values,
    }
    return store_plan(
        study=study,
        based_on=based_on,
        choices=choices,
        reason="Another exposure.",
        by=manager_of(study),
    )
