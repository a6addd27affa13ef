"""Concentrations: which result counts, how replicates and censor codes combine."""

from __future__ import annotations

from datetime import timedelta

import pandas as pd
import pytest
from django.utils import timezone

from analytics.runs.services import read_inputs
from ra_registry.assays.models import Analyte
from ra_registry.cohort.models import PlannedVisit
from tests.factories.clinical import PatientFactory, SampleFactory, VisitFactory
from tests.factories.cohorts import make_batch, make_measurement, make_study, manager_of
from tests.factories.people import CentreFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def bench():
    return Bench()


class Bench:
    def __init__(self) -> None:
        self.study = make_study()
        self.centre = CentreFactory(study=self.study)
        self.baseline, self.later = PlannedVisit.objects.filter(study=self.study).order_by("day")
        self.il6 = Analyte.objects.get(code="il-6")
        self.plate = make_batch(self.study, barcode="PLATE-1")

    def sample(self, planned=None, **fields):
        patient = PatientFactory(centre=self.centre)
        return SampleFactory(
            visit=VisitFactory(patient=patient, planned=planned or self.baseline), **fields
        )

    def row(self, sample):
        _, data = read_inputs(self.study.pk)
        found = data.frame.set_index("patient_id").loc[sample.visit.patient_id]
        return {
            name.removeprefix("il-6/"): found[name]
            for name in data.frame.columns
            if name.startswith("il-6/")
        }


def test_replicates_are_averaged(bench):
    sample = bench.sample()
    for value in (6.0, 9.0):
        make_measurement(bench.plate, sample, bench.il6, value)
    row = bench.row(sample)
    assert (row["value"], row["replicates"], row["censor"]) == (7.5, 2, "in_range")
    assert (row["plates"], row["batches"]) == ("PLATE-1", 1)
    assert (row["llod"], row["lloq"]) == (0.06, 0.633), "limits of the lot where the file has none"


@pytest.mark.parametrize(
    ("censors", "combined"),
    [
        (["below_curve", "below_llod"], "below"),
        (["above_curve", "above_range"], "above"),
        (["in_range", "below_curve"], "mixed"),
        (["in_range", "above_range"], "mixed"),
        (["unknown", "unknown"], "in_range"),  # a number that no limit speaks against
    ],
)
def test_censor_codes_of_replicates_combine(bench, censors, combined):
    sample = bench.sample()
    for censor in censors:
        off_curve = censor.endswith("curve")
        value = None if off_curve else 1.0
        make_measurement(bench.plate, sample, bench.il6, value, censor=censor)
    assert bench.row(sample)["censor"] == combined


def test_excluded_wells_and_voided_batches_do_not_count(bench):
    sample = bench.sample()
    make_measurement(bench.plate, sample, bench.il6, 5.0)
    make_measurement(bench.plate, sample, bench.il6, 500.0, excluded=True)
    bad = make_batch(bench.study)
    make_measurement(bad, sample, bench.il6, 900.0)
    batch = bad.batch
    batch.voided_at, batch.voided_by = timezone.now(), manager_of(bench.study)
    batch.void_reason = "wrong plate"
    batch.save()
    row = bench.row(sample)
    assert (row["value"], row["replicates"], row["batches"]) == (5.0, 1, 1)


def test_of_several_batches_the_one_accepted_last_counts(bench):
    sample = bench.sample()
    make_measurement(bench.plate, sample, bench.il6, 5.0)
    earlier = make_batch(bench.study, accepted_at=timezone.now() - timedelta(days=9))
    make_measurement(earlier, sample, bench.il6, 50.0)
    row = bench.row(sample)
    assert (row["value"], row["batches"]) == (5.0, 2)


def test_only_blood_of_the_baseline_visit_counts(bench):
    later = bench.sample(bench.later)
    joint = bench.sample(material="synovial-fluid")
    for sample in (later, joint):
        make_measurement(bench.plate, sample, bench.il6, 5.0)
        assert pd.isna(bench.row(sample)["value"])


def test_a_voided_sample_does_not_count(bench):
    sample = bench.sample()
    make_measurement(bench.plate, sample, bench.il6, 5.0)
    sample.voided_at, sample.voided_by = timezone.now(), manager_of(bench.study)
    sample.void_reason = "mislabelled"
    sample.save()
    assert pd.isna(bench.row(sample)["value"])


def test_analytes_come_from_the_panel_and_the_primary_from_the_plan(bench):
    plan, data = read_inputs(bench.study.pk)
    assert [a.code for a in data.meta.variables][:2] == ["ifn-g", "il-1b"]
    assert plan.exposures == tuple(a.code for a in data.meta.variables)
    assert plan.primary_exposure == "il-6"
