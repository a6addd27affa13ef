"""The flow of patients: how many there are, how many are left out, and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pandas as pd

from analytics.datasets import sql
from analytics.datasets.dataset import analyte_column, endpoint_column, has_result
from analytics.datasets.meta import (
    ExclusionCode,
    FlowExclusion,
    FlowKind,
    FlowStep,
    VoidedRecords,
)
from analytics.datasets.placed import placed
from analytics.design.plan import Plan

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
) -> tuple[FlowStep, ...]:
    """Return the steps of the flow: how many are left at each, and each reason with its count."""
    voided = sql.counts(VOIDED, {"study": study_id})
    steps = [
        _step("registered", voided["registered"], {"record_voided": voided["patients"]}),
        _step("analysed", len(frame), {}),
    ]
    for endpoint in plan.endpoints:
        reasons = Counter(frame[endpoint_column(endpoint.key, "excluded")].dropna())
        steps.append(_step("endpoint", len(frame) - reasons.total(), reasons, endpoint.label))
    primary = plan.primary_exposure
    if primary:
        used = int(placed(frame, primary).used.sum())
        is_analyte = all(one.variable.code != primary for one in plan.further)
        why = _not_measured(frame, primary, sampled) if is_analyte else _not_known(frame, primary)
        steps.append(_step("primary_exposure", used, why))
    return tuple(steps)


def _not_measured(frame: pd.DataFrame, analyte: str, sampled: set[int]) -> dict[ExclusionCode, int]:
    """Why patients have no concentration of an analyte, with the number of each reason."""
    found = placed(frame, analyte)
    measured = pd.Series(found.used, index=frame.index)
    unplaced = found.unplaced & has_result(frame, analyte)
    disagree = ~measured & (frame[analyte_column(analyte, "censor")] == "mixed")
    without = ~measured & ~unplaced & ~disagree
    has_sample = frame["patient_id"].isin(sampled)
    return {
        "no_sample": int((~has_sample & without).sum()),
        "not_measured": int((has_sample & without).sum()),
        "replicates_disagree": int(disagree.sum()),
        "limit_unknown": int(unplaced.sum()),
    }


def _not_known(frame: pd.DataFrame, code: str) -> dict[ExclusionCode, int]:
    """The same of a value of the record or a score."""
    found = placed(frame, code)
    unplaced = int(found.unplaced.sum())
    return {
        "value_unknown": len(frame) - int(found.used.sum()) - unplaced,
        "limit_unknown": unplaced,
    }


def left_out(study_id: int) -> VoidedRecords:
    """Return how many voided records of each kind the data set leaves out, patients first.

    What merely hangs on a voided record is not voided itself and not counted again.
    """
    voided = sql.counts(VOIDED, {"study": study_id})
    return VoidedRecords(**{name: voided[name] for name in LEFT_OUT})


def _step(
    kind: FlowKind, n: int, reasons: Mapping[ExclusionCode, int], endpoint: str | None = None
) -> FlowStep:
    excluded = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return FlowStep(
        kind=kind,
        endpoint=endpoint,
        n=int(n),
        excluded=tuple(FlowExclusion(code, int(count)) for code, count in excluded if count),
    )
