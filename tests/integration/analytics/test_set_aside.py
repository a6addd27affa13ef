"""A value that no statistic takes leaves its patient out by name; it never stops the study."""

from __future__ import annotations

import pytest
from django.db import connection
from django.urls import reverse

from analytics.models import AnalysisState
from analytics.results.stored_run import StoredRun
from analytics.runs.services import read_inputs, recompute
from analytics.topics.flow import set_aside
from analytics.topics.registry import build_table
from ra_registry.assays.models import Analyte
from tests.factories.cohorts import make_batch, make_demo_cohort, make_measurement, manager_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoilt(inside_a_test):
    """A study in which one more patient's IL-6 is far too small, and one's far too large.

    Measurements like that are refused today; earlier ones were not.
    """
    study = make_demo_cohort(20)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when a table is altered
        cursor.execute("ALTER TABLE assays_measurement DROP CONSTRAINT assays_measurement_possible")
    il6 = Analyte.objects.get(code="il-6")
    plate = make_batch(study, barcode="ODD", lot_number="no limits", limits={})
    samples = [patient_sample(study, place) for place in (0, 1)]
    for sample, value in zip(samples, (1e-320, 1e200), strict=True):
        make_measurement(plate, sample, il6, value)
    recompute(study.pk)
    return study, [sample.visit.patient.pseudonym for sample in samples]


def patient_sample(study, place):
    from ra_registry.assays.models import Sample

    return Sample.objects.filter(study=study).order_by("visit__patient__pseudonym", "pk")[place]


def test_the_study_is_computed_without_those_two(spoilt, sign_in):
    study, names = spoilt
    state = AnalysisState.objects.select_related("current").get(study=study)
    assert state.last_error == ""
    results = state.current.results
    found = {entry["patient"]: entry["code"] for entry in results["set_aside"]}
    assert found == {names[0]: "too_small", names[1]: "too_large"}
    found = next(m for m in results["roc"][0]["markers"] if m["analyte"] == "il-6")
    assert found["auc"]["sample"]["n_used"] <= 18
    report = StoredRun(state.current)
    (sentence,) = set_aside.sentences(report)
    assert sentence.startswith("2 patients are left out of IL-6: ")
    assert all(name in sentence for name in names)
    assert sentence in build_table(report, "flow", {}).note
    client = sign_in(manager_of(study))
    for page in ("overview", "cohort"):
        words = client.get(reverse(f"analytics:{page}", args=[study.code])).content.decode()
        for name in names:
            assert reverse("cohort:patient", args=[study.code, name]) in words
        assert "is too close to 0 to be a measurement" in words
    report_page = client.get(reverse("analytics:report", args=[study.code])).content.decode()
    assert "2 patients are left out of IL-6" in report_page


def test_the_digest_knows_of_the_value_set_aside(spoilt):
    study, _ = spoilt
    plan, data = read_inputs(study.pk)
    assert len(data.meta.set_aside) == 2
    assert plan.exposures


def test_a_number_that_its_limit_replaces_leaves_nobody_out(inside_a_test):
    study = make_demo_cohort(20)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE assays_measurement DROP CONSTRAINT assays_measurement_possible")
    plate = make_batch(study, barcode="ODD")
    sample = patient_sample(study, 0)
    make_measurement(plate, sample, Analyte.objects.get(code="il-6"), 1e-320)
    _, data = read_inputs(study.pk)
    row = data.frame.set_index("pseudonym").loc[sample.visit.patient.pseudonym]
    assert (row["il-6/censor"], row["il-6/other_censor"]) == ("below", "below")
    assert data.meta.set_aside == ()
