"""Demographics, serology and composites of the data set, against the formulas themselves."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from analytics.datasets.dataset import DataSet
from analytics.runs.services import read_inputs
from ra_registry.cohort.formulas import antibody_level, cdai, das28_crp, das28_esr, sdai, serostatus
from ra_registry.cohort.formulas.components import Components
from ra_registry.cohort.models import PlannedVisit
from tests.factories.clinical import AssessmentFactory, PatientFactory, VisitFactory
from tests.factories.cohorts import make_demo_cohort, make_study
from tests.factories.people import CentreFactory

pytestmark = pytest.mark.django_db
SEROLOGY = [
    (48, 15, 120, 4.5),
    (10, 15, 4, 4.5),
    (15, 15, 4.5, 4.5),
    (None, None, 4, 4.5),
    (None, None, 9, 4.5),
    (16, 15, None, None),
    (None, None, None, None),
]


@pytest.mark.parametrize("values", SEROLOGY)
def test_seropositivity_is_that_of_the_formula(values):
    rf, rf_uln, acpa, acpa_uln = (None if v is None else Decimal(str(v)) for v in values)
    study = make_study()
    PatientFactory(
        centre=CentreFactory(study=study), rf_value=rf, rf_uln=rf_uln,
        acpa_value=acpa, acpa_uln=acpa_uln,
    )  # fmt: skip
    expected = serostatus(
        rf=antibody_level(rf, rf_uln, field="rf"), acpa=antibody_level(acpa, acpa_uln, field="acpa")
    ).state
    _, data = read_inputs(study.pk)
    found = data.frame["seropositive"].iloc[0]
    assert {1.0: "seropositive", 0.0: "seronegative"}.get(found) == expected


def test_composites_are_those_of_the_formulas_with_crp_in_its_unit():
    study = make_study()
    patient = PatientFactory(centre=CentreFactory(study=study))
    baseline = PlannedVisit.objects.get(study=study, code="bl")
    AssessmentFactory(
        visit=VisitFactory(patient=patient, planned=baseline),
        crp_value=Decimal("1.840"), crp_unit="mg/dL",
    )  # fmt: skip
    parts = Components(
        tjc28=8, sjc28=6, ptga_mm=55, phga_mm=50, esr=38, crp_mg_l=Decimal("18.4"),
        haq_di=Decimal("1.125"),
    )  # fmt: skip
    _, data = read_inputs(study.pk)
    row = data.frame.iloc[0]
    for column, formula in (
        ("das28_esr", das28_esr), ("das28_crp", das28_crp), ("sdai", sdai), ("cdai", cdai),
    ):  # fmt: skip
        assert row[column] == float(formula(parts).value)


def test_what_was_not_recorded_is_missing_and_never_zero():
    study = make_study()
    patient = PatientFactory(centre=CentreFactory(study=study), symptom_onset=None)
    baseline = PlannedVisit.objects.get(study=study, code="bl")
    AssessmentFactory(
        visit=VisitFactory(patient=patient, planned=baseline), ptga_mm=None, crp_value=None,
        crp_unit="",
    )  # fmt: skip
    PatientFactory(centre=CentreFactory(study=study))
    _, data = read_inputs(study.pk)
    first, second = (data.frame.iloc[i] for i in (0, 1))
    assert np.isnan([first["das28_esr"], first["crp_mg_l"], first["symptom_months"]]).all()
    assert first["cdai"] != first["cdai"]
    assert first["tjc28"] == 8
    assert np.isnan(second["tjc28"])


def test_the_stored_file_reads_back_to_the_same_data_set():
    study = make_demo_cohort(12)
    _, data = read_inputs(study.pk)
    again = DataSet.from_parquet(data.to_parquet())
    assert again.meta == data.meta
    assert again.digest() == data.digest()
    pd.testing.assert_frame_equal(again.frame, data.frame, check_dtype=False)
    few = DataSet.from_parquet(data.to_parquet(), ["pseudonym", "il-6/value", "unknown"])
    assert list(few.frame.columns) == ["pseudonym", "il-6/value"]


def test_any_changed_value_changes_the_digest():
    study = make_demo_cohort(12)
    _, data = read_inputs(study.pk)
    before = data.digest()
    _, again = read_inputs(study.pk)
    assert again.digest() == before
    again.frame.loc[3, "il-6/value"] += 1e-9
    assert again.digest() != before


def test_the_number_of_queries_does_not_grow_with_the_patients():
    counts = []
    for n in (4, 12):
        study = make_demo_cohort(n, code=f"size-{n}")
        with CaptureQueriesContext(connection) as queries:
            read_inputs(study.pk)
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 24
