"""The flow of patients: how many there are, how many are left out, and why."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pandas as pd

from analytics.datasets import sql
from analytics.datasets.dataset import analyte_column, endpoint_column, has_result
from analytics.datasets.placed import placed
from analytics.plan import Plan

LEFT_OUT = ("patients", "visits", "assessments", "examinations", "samples", "batches")
VOIDED = """
SELECT
    (SELECT count(*) FROM cohort_patient WHERE study_id = %(study)s) AS registered,
    (SELECT count(*) FROM cohort_patient
        WHERE study_id = %(study)s AND voided_at IS NOT NULL) AS patients,
    (SELECT count(*) FROM cohort_visit
        WHERE study_id = %(study)s AND voided_at IS NOT NULL) AS visits,
    (SELECT count(*) FROM cohort_clinicalassessment assessment
        JOIN cohort_visit visit ON visit.id = assessment.visit_id
        WHERE visit.study_id = %(study)s AND assessment.voided_at IS NOT NULL) AS assessments,
    (SELECT count(*) FROM imaging_imagingexamination examination
        JOIN cohort_visit visit ON visit.id = examination.visit_id
        WHERE visit.study_id = %(study)s AND examination.voided_at IS NOT NULL) AS examinations,
    (SELECT count(*) FROM assays_sample
        WHERE study_id = %(study)s AND voided_at IS NOT NULL) AS samples,
    (SELECT count(*) FROM assays_batch
        WHERE study_id = %(study)s AND voided_at IS NOT NULL) AS batches
"""


def patient_flow(
    study_id: int, frame: pd.DataFrame, plan: Plan, sampled: set[int]
) -> list[dict[str, Any]]:
    """Return the steps of the flow: label, number left, and each reason with its count.

    Of an endpoint ``label`` is the plan's; other labels and reasons are codes.
    """
    voided = sql.counts(VOIDED, {"study": study_id})
    steps = [
        _step("registered", voided["registered"], {"record_voided": voided["patients"]}),
        _step("analysed", len(frame), {}),
    ]
    for endpoint in plan["endpoints"]:
        reasons = Counter(frame[endpoint_column(endpoint["key"], "excluded")].dropna())
        steps.append(_step(endpoint["label"], len(frame) - reasons.total(), dict(reasons)))
    primary = plan["primary_exposure"]
    if primary:
        found = placed(frame, primary)
        measured = pd.Series(found.used, index=frame.index)
        unplaced = found.unplaced & has_result(frame, primary)
        disagree = ~measured & (frame[analyte_column(primary, "censor")] == "mixed")
        without = ~measured & ~unplaced & ~disagree
        has_sample = frame["patient_id"].isin(sampled)
        steps.append(
            _step(
                "primary_exposure",
                int(measured.sum()),
                {
                    "no_sample": int((~has_sample & without).sum()),
                    "not_measured": int((has_sample & without).sum()),
                    "replicates_disagree": int(disagree.sum()),
                    "limit_unknown": int(unplaced.sum()),
                },
            )
        )
    return steps


def left_out(study_id: int) -> dict[str, int]:
    """Return how many voided records of each kind the data set leaves out, patients first.

    What merely hangs on a voided record is not voided itself and not counted again.
    """
    voided = sql.counts(VOIDED, {"study": study_id})
    return {name: voided[name] for name in LEFT_OUT}


def _step(label: str, n: int, reasons: dict[str, int]) -> dict[str, Any]:
    return {
        "label": label,
        "n": int(n),
        "excluded": [
            {"reason": reason, "count": int(count)}
            for reason, count in sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
            if count
        ],
    }
