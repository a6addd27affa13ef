"""Which materials the baseline measurements were made in."""

from __future__ import annotations

from analytics.datasets import sql

# Samples with a measurement that counts, by patients: one may have given both.
MATERIALS = """
SELECT count(DISTINCT visit.patient_id) FILTER (WHERE sample.material = 'plasma') AS plasma,
    count(DISTINCT visit.patient_id) FILTER (WHERE sample.material = 'serum') AS serum
FROM assays_sample sample
JOIN cohort_visit visit ON visit.id = sample.visit_id AND visit.voided_at IS NULL
JOIN cohort_patient patient ON patient.id = visit.patient_id AND patient.voided_at IS NULL
WHERE sample.study_id = %(study)s AND sample.voided_at IS NULL
    AND visit.planned_id = %(baseline)s AND sample.material = ANY (%(materials)s)
    AND EXISTS (
        SELECT 1 FROM assays_measurement measurement
        JOIN assays_well well ON well.id = measurement.well_id
        JOIN assays_plate plate ON plate.id = well.plate_id
        JOIN assays_batch batch ON batch.id = plate.batch_id AND batch.voided_at IS NULL
        WHERE well.sample_id = sample.id AND NOT measurement.excluded
    )
"""


def measured_materials(study_id: int, baseline: int, materials: list[str]) -> dict[str, int]:
    """Return the number of patients by the material of their measured baseline samples."""
    parameters = {"study": study_id, "baseline": baseline, "materials": materials}
    return sql.counts(MATERIALS, parameters)
