"""Concentrations at a visit: one result in force a patient and analyte."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import numpy as np
import pandas as pd

from analytics.datasets import sql
from analytics.datasets.dataset import ANALYTE_TEXTS
from analytics.design.described import Visit
from analytics.design.variable import Variable

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

# Whether an analyte has a result in force at a planned visit: the search ends with the first.
MEASURED = """(
    SELECT true
    FROM assays_result result
    JOIN assays_batch batch ON batch.id = result.batch_id AND batch.voided_at IS NULL
    JOIN assays_sample sample ON sample.id = result.sample_id AND sample.voided_at IS NULL
    JOIN cohort_visit visit ON visit.id = sample.visit_id AND visit.voided_at IS NULL
    JOIN cohort_patient patient ON patient.id = visit.patient_id AND patient.voided_at IS NULL
    WHERE result.analyte_id = offered.id AND batch.study_id = %(study)s
        AND visit.planned_id = VISIT AND result.place <> 'unknown'
        AND NOT EXISTS (SELECT FROM assays_result later WHERE later.predecessor_id = result.id)
    LIMIT 1
)"""
# The same, of those with a result in force at two planned visits.
ANALYTES_AT_BOTH = f"""
SELECT offered.code, offered.name, offered.unit, offered.spot
FROM (
    SELECT analyte.id, analyte.code, analyte.name, analyte.unit, min(spot.spot) AS spot
    FROM assays_batch batch
    JOIN assays_panelanalyte spot ON spot.panel_id = batch.panel_id
    JOIN assays_analyte analyte ON analyte.id = spot.analyte_id
    WHERE batch.study_id = %(study)s AND batch.voided_at IS NULL
    GROUP BY analyte.id
) offered
WHERE {MEASURED.replace("VISIT", "%(first)s")} AND {MEASURED.replace("VISIT", "%(second)s")}
ORDER BY offered.spot, offered.code
"""  # noqa: S608 - built from constants

# Results in force: what a sample's replicates amount to is decided in the assays, by the study's
# policy. A sample measured in several batches counts with the batch accepted last in which it has
# an outcome; signals with neither number nor side are none. `other_value` and `other_censor` are
# the result under the other rule for replicates that disagree.
CONCENTRATIONS = """
WITH plates AS (
    SELECT plate.batch_id, well.sample_id,
        string_agg(DISTINCT plate.barcode, ', ' ORDER BY plate.barcode) AS plates
    FROM assays_well well JOIN assays_plate plate ON plate.id = well.plate_id
    JOIN assays_batch batch ON batch.id = plate.batch_id AND batch.voided_at IS NULL
    WHERE batch.study_id = %(study)s AND well.sample_id IS NOT NULL
    GROUP BY plate.batch_id, well.sample_id
)
SELECT DISTINCT ON (visit.patient_id, analyte.code)
    visit.patient_id, analyte.code AS analyte, result.concentration AS value,
    result.place AS censor, result.replicates, result.llod, result.lloq, result.uloq,
    result.mixed::int AS mixed, result.other_concentration AS other_value,
    result.other_place AS other_censor, result.batch_id AS batch, plates.plates,
    count(*) OVER (PARTITION BY visit.patient_id, analyte.code) AS batches
FROM assays_result result
JOIN assays_batch batch ON batch.id = result.batch_id AND batch.voided_at IS NULL
JOIN assays_sample sample ON sample.id = result.sample_id AND sample.voided_at IS NULL
JOIN cohort_visit visit ON visit.id = sample.visit_id AND visit.voided_at IS NULL
JOIN cohort_patient patient ON patient.id = visit.patient_id AND patient.voided_at IS NULL
JOIN assays_analyte analyte ON analyte.id = result.analyte_id
JOIN plates ON plates.batch_id = result.batch_id AND plates.sample_id = result.sample_id
WHERE batch.study_id = %(study)s AND visit.planned_id = %(visit)s
    AND sample.material = ANY (%(materials)s) AND result.place <> 'unknown'
    AND NOT EXISTS (SELECT FROM assays_result later WHERE later.predecessor_id = result.id)
ORDER BY visit.patient_id, analyte.code, batch.accepted_at DESC, batch.id DESC, sample.code
"""

SAMPLES = """
SELECT DISTINCT visit.patient_id
FROM assays_sample sample
JOIN cohort_visit visit ON visit.id = sample.visit_id AND visit.voided_at IS NULL
WHERE sample.study_id = %(study)s AND sample.voided_at IS NULL
    AND visit.planned_id = %(visit)s AND sample.material = ANY (%(materials)s)
"""


def measured_analytes(study_id: int) -> tuple[Variable, ...]:
    """Return the analytes that the study measures, in panel order."""
    return _analytes(sql.frame(ANALYTES, {"study": study_id}))


def analytes_at_both(study_id: int, first_id: int, second_id: int) -> tuple[Variable, ...]:
    """Return the analytes with results at both of two planned visits, in panel order."""
    parameters = {"study": study_id, "first": first_id, "second": second_id}
    return _analytes(sql.frame(ANALYTES_AT_BOTH, parameters))


def _analytes(found: pd.DataFrame) -> tuple[Variable, ...]:
    return tuple(
        Variable(row.code, row.name, row.unit, scale="log2", source="assay")
        for row in found.itertuples(index=False)
    )


def concentrations(study_id: int, visit_id: int, materials: list[str]) -> pd.DataFrame:
    """Return one row a patient and analyte, from samples taken at a planned visit."""
    parameters = {"study": study_id, "visit": visit_id, "materials": materials}
    found = sql.frame(CONCENTRATIONS, parameters)
    numbers = [
        "value", "replicates", "llod", "lloq", "uloq", "batch", "batches", "mixed", "other_value",
    ]  # fmt: skip
    found[numbers] = found[numbers].astype("float64")
    return found


def concentrations_at(study_id: int, materials: list[str]) -> Callable[[Visit], pd.DataFrame]:
    """Return what reads the concentrations of a visit; each visit is read once."""
    seen: dict[int, pd.DataFrame] = {}

    def read(visit: Visit) -> pd.DataFrame:
        if visit.id not in seen:
            seen[visit.id] = concentrations(study_id, visit.id, materials)
        return seen[visit.id]

    return read


def concentrations_of(
    patients: pd.Series, measured: pd.DataFrame, analyte: str, parts: Iterable[str]
) -> dict[str, np.ndarray]:
    """Return what was measured of one analyte, by part, in the order of ``patients``."""
    aligned = measured[measured["analyte"] == analyte].set_index("patient_id").reindex(patients)
    return {
        part: aligned[part].astype(object).where(aligned[part].notna(), None).to_numpy()
        if part in ANALYTE_TEXTS
        else aligned[part].to_numpy(dtype="float64")
        for part in parts
    }


def sampled_patients(study_id: int, visit_id: int, materials: list[str]) -> set[int]:
    """Return the patients with a sample of a planned visit, measured or not."""
    parameters = {"study": study_id, "visit": visit_id, "materials": materials}
    return set(sql.frame(SAMPLES, parameters)["patient_id"])
