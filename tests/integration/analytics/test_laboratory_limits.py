"""Limits and partial dates in the data set, Table 1 and the exports: never a silent number."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pandas as pd
import pytest

from analytics.codec import encode
from analytics.datasets.dataset import DataSet
from analytics.exports.cohort_tables import ASSESSMENTS, PATIENTS
from analytics.exports.rows import fetch
from analytics.exports.table import ExportTable
from analytics.exports.treatment_table import TREATMENTS
from analytics.models import AnalysisRun
from analytics.paper.build import build_document
from analytics.paper.document import Paragraph
from analytics.results.stored_run import StoredRun
from analytics.runs.services import read_inputs, recompute
from analytics.topics.cohort.compute import cohort_table
from analytics.topics.cohort.laboratory import laboratory
from analytics.topics.cohort.tables import cohort
from ra_registry.cohort.models import PlannedVisit, Study
from tests.factories.clinical import (
    ENROLLED,
    AssessmentFactory,
    PatientFactory,
    TreatmentFactory,
    VisitFactory,
)
from tests.factories.cohorts import make_study
from tests.factories.people import CentreFactory

pytestmark = pytest.mark.django_db
CRP = [("0.3", "<"), ("0.3", "<"), ("0.3", "<"), ("7", ""), ("9", "")]


@pytest.fixture
def study() -> Study:
    """Five patients: three with a CRP below the limit, the first with more limits."""
    study = make_study()
    centre = CentreFactory(study=study)
    baseline = PlannedVisit.objects.filter(study=study).earliest("day")
    for number, (crp, sign) in enumerate(CRP):
        first = number == 0
        patient = PatientFactory(
            centre=centre,
            pseudonym=f"LV-{number}",
            symptom_onset="2024" if first else "2023-11",
            rf_value=30 if first else 48,
            rf_sign="<" if first else "",
            rf_printed="<30" if first else "48",
            rf_uln=20,
            acpa_value=3,
        )
        AssessmentFactory(
            visit=VisitFactory(patient=patient, planned=baseline),
            crp_value=Decimal(crp),
            crp_sign=sign,
            crp_printed=f"{sign}{crp}",
            esr=2 if first else 30,
            esr_sign="<" if first else "",
        )
    TreatmentFactory(
        patient=PatientFactory(centre=centre, pseudonym="LV-T", acpa_value=None, rf_value=None),
        started_on="2024",
        stopped_on="2024-05",
    )
    return study


def exported(table: ExportTable, study: Study) -> list[dict[str, object]]:
    rows = fetch(table, study_id=study.pk, campaigns=())
    return [dict(zip(table.header, row, strict=True)) for row in rows]


def test_the_data_set_keeps_signs_and_counts_from_the_declared_day(study: Study) -> None:
    _, data = read_inputs(study.pk)
    first = data.frame[data.frame["pseudonym"] == "LV-0"].iloc[0]
    # Onset in 2024, enrolled on 11 March: the middle of 1 January to 11 March.
    assert first["symptom_months"] == (ENROLLED - date(2024, 2, 5)).days / 30.4375
    assert (first["symptom_onset_known_to"], first["rf_sign"], first["crp_sign"]) == (
        "year", "<", "<",
    )  # fmt: skip
    assert pd.isna(first["rf_positive"])
    assert pd.isna(first["seropositive"])
    second = data.frame[data.frame["pseudonym"] == "LV-1"].iloc[0]
    assert second["symptom_months"] == (ENROLLED - date(2023, 11, 15)).days / 30.4375
    assert pd.isna(second["rf_sign"])
    assert second["seropositive"] == 1


def test_a_stored_data_set_gives_its_signs_back(study: Study) -> None:
    _, data = read_inputs(study.pk)
    again = DataSet.from_parquet(data.to_parquet())
    assert laboratory(again) == laboratory(data)
    assert again.digest() == data.digest()


def test_table_1_prints_limits_as_limits_and_says_its_policy(study: Study) -> None:
    plan, data = read_inputs(study.pk)
    results = SimpleNamespace(
        cohort=cohort_table(data, plan), laboratory=laboratory(data), variables=data.meta.variables
    )
    stored = StoredRun(SimpleNamespace(plan=encode(plan)))  # type: ignore[arg-type]
    stored.__dict__["results"] = results
    table = cohort(stored)
    cells = {row[0]: row[1] for row in table.rows}
    assert cells["CRP, mg/L"] == "<0.3 [<0.3 to 7.00] (3 below limit)"
    for said in (
        "RF: 1 value below a limit; ESR: 1 value below a limit; CRP: 3 values below a limit.",
        "Computed with the printed limit in place of ESR or CRP: DAS28-ESR 1, DAS28-CRP 3, SDAI 3.",
        "Positive or negative is left open by a limit, and missing here: RF 1.",
        "known only to the month 4, to the year 1",
    ):
        assert said in table.note


def test_the_methods_block_says_what_was_made_of_limits_and_partial_dates(
    study: Study, inside_a_test: None
) -> None:
    recompute(study.pk)
    run = AnalysisRun.objects.get(study=study)
    methods = next(
        section
        for section in build_document(StoredRun(run), study).sections
        if section.anchor == "methods"
    )
    said = " ".join(part.text for part in methods.parts if isinstance(part, Paragraph))
    for words in (
        "Laboratory limits and partial dates: RF: 1 value below a limit",
        "CRP: 3 values below a limit",
        "Computed with the printed limit in place of ESR or CRP",
        "known only to the month 4, to the year 1",
        "the 15th stands for a month, 1 July for a year",
        "values below the highest < limit are one tie",
    ):
        assert words in said
    assert "PCG64" not in said, "without an outcome nothing is resampled"


def test_exports_carry_value_sign_printed_text_and_unit(study: Study) -> None:
    patients = {row["patient"]: row for row in exported(PATIENTS, study)}
    first = patients["LV-0"]
    assert [first[f"rf_{part}"] for part in ("value", "sign", "printed", "unit")] == [
        30, "<", "<30", "IU/ml",
    ]  # fmt: skip
    assert (first["seropositive"], first["acpa_printed"]) == (None, "3")
    assert (first["symptom_onset"], first["symptom_onset_day"]) == ("2024", date(2024, 2, 5))
    assert (first["diagnosed_on"], first["diagnosed_on_day"]) == ("2024-03-01", date(2024, 3, 1))
    assessed = exported(ASSESSMENTS, study)[0]
    assert [assessed[f"crp_{part}"] for part in ("value", "sign", "printed", "unit")] == [
        Decimal("0.300"), "<", "<0.3", "mg/L",
    ]  # fmt: skip
    assert (assessed["esr_printed"], assessed["esr_unit"]) == ("<2", "mm/h")
    assert assessed["limits_used"] == "ESR <2 mm/h, CRP <0.3 mg/L"
    treated = exported(TREATMENTS, study)[0]
    assert (treated["started_on"], treated["stopped_on"]) == ("2024", "2024-05")
    # 1 July would be after the end: the middle of the days up to it stands for the start.
    assert treated["start_day"] == (date(2024, 3, 16) - ENROLLED).days
    assert treated["stop_day"] == (date(2024, 5, 15) - ENROLLED).days
