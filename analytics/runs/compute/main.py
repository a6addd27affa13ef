"""The main analysis, step by step."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from threadpoolctl import threadpool_limits

from analytics.datasets.dataset import DataSet
from analytics.plan import Plan
from analytics.runs.compute.cohort import cohort_table
from analytics.runs.compute.correlations import correlations
from analytics.runs.compute.imaging import imaging, occurrences
from analytics.runs.compute.laboratory import laboratory
from analytics.runs.compute.models import dose_responses, models
from analytics.runs.compute.readers import reliability
from analytics.runs.compute.roc import roc
from analytics.runs.compute.sensitivity import sensitivity
from analytics.runs.compute.univariable import univariable
from analytics.runs.compute.validation import validation

Progress = Callable[[int, str], None]


@threadpool_limits.wrap(limits=1, user_api="blas")
def compute(data: DataSet, plan: Plan, progress: Progress) -> dict[str, Any]:
    """Return the results as plain JSON.

    Linear algebra keeps to one thread: sums come out the same on every machine, and at a study's
    size a second thread costs more than it saves.

    Degenerate data (no patient, no event, one reader) give "not estimable" with a reason in the
    place of a figure, never an error. ``progress`` gets a percentage and a few words.
    """
    results: dict[str, Any] = {
        "flow": data.meta["flow"],
        "left_out": data.meta["left_out"],
        "set_aside": data.meta["set_aside"],
        "protocol": data.meta["protocol"],
        "laboratory": laboratory(data),
        "assays": data.meta["assays"],
        "materials": data.meta["materials"],
    }
    progress(45, "Describing the cohort")
    results["cohort"] = cohort_table(data, plan)
    progress(50, "Comparing MRI and radiograph")
    results["occurrences"] = occurrences(data, plan)
    results["imaging"] = imaging(data, plan)
    progress(55, "Agreement of readers")
    results["readers"] = reliability(data, plan)
    results["roc"] = roc(data, plan, each=lambda words: progress(60, words))
    progress(85, "Each exposure alone")
    results["univariable"] = univariable(data, plan)
    progress(88, "Fitting models")
    results["models"] = models(data, plan)
    results["dose_response"] = dose_responses(data, plan)
    results["validation"] = validation(data, plan, each=lambda words: progress(91, words))
    progress(94, "Correlations")
    results["correlations"] = correlations(data, plan)
    progress(96, "Sensitivity analyses")
    results["sensitivity"] = sensitivity(data, plan, results["readers"])
    return results
