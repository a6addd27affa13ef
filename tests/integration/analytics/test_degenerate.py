"""Studies that give nothing to estimate get sentences, never an error."""

from __future__ import annotations

import json

import pytest

from analytics.codec import encode
from analytics.design.endpoints.presets import apply_preset
from analytics.runs.compute import compute
from analytics.runs.services import read_inputs
from analytics.stats.results import NotEstimable
from ra_registry.assays.models import Measurement
from ra_registry.cohort.models import PlannedVisit
from scoring.instruments import get_instrument
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.cohorts import (
    make_batch,
    make_campaign,
    make_case,
    make_demo_cohort,
    make_reading,
    make_study,
    manager_of,
)
from tests.factories.people import CentreFactory, StudyFactory, UserFactory
from tests.factories.quick_plans import store_quick

pytestmark = pytest.mark.django_db


def results(study):
    plan, data = read_inputs(study.pk)
    found = compute(data, plan, lambda *_: None)
    json.dumps(encode(found), allow_nan=False)
    data.to_parquet()
    return found


def test_a_study_without_anything():
    found = results(StudyFactory())
    assert found.flow[0].n == 0
    assert found.roc == found.models == found.readers == ()


def test_a_study_without_patients_but_with_endpoints():
    study = make_study()
    _define(study)
    make_batch(study)
    found = results(study)
    (marker, *_) = found.roc[0].markers
    assert isinstance(marker.auc.value, NotEstimable)
    assert isinstance(marker.best, NotEstimable)
    assert isinstance(found.models[0].result.quality, NotEstimable)
    assert isinstance(found.imaging.comparisons[0].result.difference, NotEstimable)


@pytest.mark.parametrize("n", [1, 2, 3, 6])
def test_a_handful_of_patients(n):
    results(make_demo_cohort(n))


def test_no_assay_at_all():
    study = make_demo_cohort(6)
    _without_measurements(study)
    store_quick(study, further_exposures=[])
    found = results(study)
    assert found.models[0].result == NotEstimable("The study has no measured exposure.")
    assert found.roc[0].markers == ()


def _without_measurements(study):
    for batch in study.batches.all():
        batch.voided_at, batch.voided_by = batch.accepted_at, manager_of(study)
        batch.void_reason = "taken back"
        batch.save()
    assert Measurement.objects.exists()


def test_nobody_changes_and_readers_agree_on_everything():
    study = make_study()
    mri, _ = _define(study)
    centre = CentreFactory(study=study)
    readers = [UserFactory(), UserFactory()]
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    sites = [i.code for i in get_instrument("ramris-2016").items if i.feature == "erosion"]
    for _ in range(4):
        patient = PatientFactory(centre=centre)
        case = make_case(mri, patient, [VisitFactory(patient=patient, planned=p) for p in planned])
        for number, reader in enumerate(readers, 1):
            make_reading(case, reader, [dict.fromkeys(sites, 0)] * 2, number=number)
    found = results(study)
    agreement = next(r for r in found.readers if r.read_set.startswith("mri"))
    change = agreement.teams[0].change
    assert isinstance(change.icc.forms[0].value, NotEstimable)
    assert change.sdc_95.value == 0
    flow = {step.endpoint: step.n for step in found.flow}
    assert flow["MRI erosion progression"] == 4
    assert flow["Radiograph erosion progression"] == 0


def test_readers_from_a_pool_are_compared_team_by_team():
    """Columns of a two-way coefficient are persons; a pool gives one table for each team."""
    study = make_study()
    mri, _ = _define(study)
    centre = CentreFactory(study=study)
    pool = [UserFactory() for _ in range(3)]
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    sites = [i.code for i in get_instrument("ramris-2016").items if i.feature == "erosion"]
    for index in range(7):
        patient = PatientFactory(centre=centre)
        case = make_case(mri, patient, [VisitFactory(patient=patient, planned=p) for p in planned])
        team = pool[:2] if index < 4 else pool[1:]
        for number, reader in enumerate(team, 1):
            later = {**dict.fromkeys(sites, 2), sites[0]: 2 + 2 * ((index + number) % 3)}
            make_reading(case, reader, [dict.fromkeys(sites, 2), later], number=number)
    found = results(study)
    agreement = next(r for r in found.readers if r.read_set.startswith("mri"))
    teams = [(team.readers, team.patients) for team in agreement.teams]
    assert teams == [
        (tuple(u.pk for u in pool[:2]), 4),
        (tuple(u.pk for u in pool[1:]), 3),
    ]


def test_a_plan_without_the_preferred_analyte_leads_with_the_first(monkeypatch):
    monkeypatch.setattr("analytics.design.exposure_choices.leading_analytes", frozenset)
    plan, data = read_inputs(make_demo_cohort(8).pk)
    assert plan.primary_exposure == "ifn-g"
    found = compute(data, plan, lambda *_: None)
    assert found.models[0].exposure == "ifn-g"
    assert plan.endpoint("mri-repair").limit.side == "below"


def _define(study):
    baseline, follow_up = PlannedVisit.objects.filter(study=study).order_by("day")
    mri = make_campaign(study, "mri", "ramris-2016")
    radiograph = make_campaign(study, "xr", "svdh")
    apply_preset(
        "paper",
        study=study, mri=mri, radiograph=radiograph, baseline=baseline, follow_up=follow_up,
        by=manager_of(study),
    )  # fmt: skip
    return mri, radiograph
