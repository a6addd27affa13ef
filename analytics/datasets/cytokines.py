"""Baseline concentrations: one value a patient and analyte, replicates averaged."""

from __future__ import annotations

from typing import Any

import pandas as pd

from analytics.datasets import sql

# Analytes of the panels of the study's accepted batches, in panel order.
ANALYTES = """
SELECT analyte.code, analyte.name, analyte.unit, min(spot.spot) AS spot
FROM assays_batch batch
JOIN assays_panelanalyte spot ON spot.panel_id = batch.panel_id
JOIN assays_analyte analyte ON analyte.id = spot.analyte_id
WHERE batch.study_id = %(study)s AND batch.voided_at IS NULL
GROUP BY analyte.code, analyte.name, analyte.unit
ORDER BY min(spot.spot), analyte.code
"""

# Replicates are averaged as decimals: a mean of binary floats may miss its own last digit, which
# would break a tie between two patients, and depends on the order of summing. A sample measured in
# several batches counts with the batch accepted last.
CONCENTRATIONS = """
WITH result AS (
    SELECT visit.patient_id, measurement.analyte_id, sample.code AS sample,
        batch.id AS batch_id, batch.accepted_at,
        count(*) AS replicates,
        avg(measurement.concentration::numeric)::float8 AS value,
        CASE
            WHEN bool_and(measurement.censor IN ('below_curve', 'below_llod')) THEN 'below'
            WHEN bool_and(measurement.censor IN ('above_curve', 'above_range')) THEN 'above'
            WHEN bool_and(measurement.censor = 'in_range') THEN 'in_range'
            WHEN bool_and(measurement.censor = 'unknown') THEN 'unknown'
            ELSE 'mixed'
        END AS censor,
        max(coalesce(measurement.llod, lot_limit.llod)) AS llod,
        max(coalesce(measurement.lloq, lot_limit.lloq)) AS lloq,
        min(coalesce(measurement.uloq, lot_limit.uloq)) AS uloq,
        string_agg(DISTINCT plate.barcode, ', ' ORDER BY plate.barcode) AS plates
    FROM assays_measurement measurement
    JOIN assays_well well ON well.id = measurement.well_id
    JOIN assays_plate plate ON plate.id = well.plate_id
    JOIN assays_batch batch ON batch.id = plate.batch_id AND batch.voided_at IS NULL
    JOIN assays_sample sample ON sample.id = well.sample_id AND sample.voided_at IS NULL
    JOIN cohort_visit visit ON visit.id = sample.visit_id AND visit.voided_at IS NULL
    JOIN cohort_patient patient ON patient.id = visit.patient_id AND patient.voided_at IS NULL
    LEFT JOIN assays_kitlotlimit lot_limit
        ON lot_limit.lot_id = batch.lot_id AND lot_limit.analyte_id = measurement.analyte_id
    WHERE batch.study_id = %(study)s AND visit.planned_id = %(baseline)s
        AND sample.material = ANY (%(materials)s) AND NOT measurement.excluded
    GROUP BY visit.patient_id, measurement.analyte_id, sample.code, batch.id, batch.accepted_at
)
SELECT DISTINCT ON (result.patient_id, analyte.code)
    result.patient_id, analyte.code AS analyte, result.value, result.censor, result.replicates,
    result.llod, result.lloq, result.uloq, result.batch_id AS batch, result.plates,
    count(*) OVER (PARTITION BY result.patient_id, analyte.code) AS batches
FROM result JOIN assays_analyte analyte ON analyte.id = result.analyte_id
ORDER BY result.patient_id, analyte.code,
    result.accepted_at DESC, result.batch_id DESC, result.sample
"""

SAMPLES = """
SELECT DISTINCT visit.patient_id
FROM assays_sample sample
JOIN cohort_visit visit ON visit.id = sample.visit_id AND visit.voided_at IS NULL
WHERE sample.study_id = %(study)s AND sample.voided_at IS NULL
    AND visit.planned_id = %(baseline)s AND sample.material = ANY (%(materials)s)
"""


def measured_analytes(study_id: int) -> list[dict[str, Any]]:
    """Return code, name and unit of the analytes that the study measures, in panel order."""
    found = sql.frame(ANALYTES, {"study": study_id})
    return found[["code", "name", "unit"]].to_dict("records")


def concentrations(study_id: int, baseline_id: int, materials: list[str]) -> pd.DataFrame:
    """Return one row a patient and analyte, from samples taken at the baseline visit."""
    parameters = {"study": study_id, "baseline": baseline_id, "materials": materials}
    found = sql.frame(CONCENTRATIONS, parameters)
    numbers = ["value", "replicates", "llod", "lloq", "uloq", "batch", "batches"]
    found[numbers] = found[numbers].astype("float64")
    return found


def sampled_patients(study_id: int, baseline_id: int, materials: list[str]) -> set[int]:
    """Return the patients with a baseline sample, measured or not."""
    parameters = {"study": study_id, "baseline": baseline_id, "materials": materials}
    return set(sql.frame(SAMPLES, parameters)["patient_id"])
