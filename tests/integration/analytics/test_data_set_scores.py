"""The SQL sums against the instruments' own functions, on readings with every kind of gap."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import numpy as np
import pytest
from django.utils import timezone

from analytics.datasets.dataset import endpoint_column, reader_column
from analytics.datasets.meta import FlowExclusion
from analytics.models import EndpointDefinition
from scoring.instruments import (
    CARRY_FORWARD,
    SITE_MAXIMUM,
    apply_surgery_policy,
    classify,
    compute_changes,
    get_instrument,
    mean_over_readers,
    scored_sites,
)
from tests.factories.clinical import ExaminationFactory, PatientFactory, VisitFactory
from tests.factories.cohorts import (
    make_case,
    make_reading,
    manager_of,
)
from tests.factories.people import CentreFactory, UserFactory
from tests.factories.read_scenes import INSTRUMENTS, Scene, entries_of
from tests.factories.voiding import act

pytestmark = pytest.mark.django_db


def _expected_change(scene, code, patient, policy=None):
    """Mean over readers of the pairwise change, all by the pure instrument functions."""
    instrument = get_instrument(INSTRUMENTS[code])
    values = []
    for entries in scene.given[code, patient].values():
        visits = [entries_of(at) for at in entries]
        if policy is None:
            first, last = (scored_sites(visits[i]) for i in (0, -1))
        else:
            analysed = apply_surgery_policy(instrument, visits, policy)
            first, last = analysed[0].scores, analysed[-1].scores
        changes = compute_changes(instrument, first, last, features=["erosion"])
        values.append(changes["erosion.total"].value)
    return mean_over_readers(values)


@pytest.mark.parametrize(("seed", "readers", "step"), [(1, 2, 2), (2, 1, 2), (3, 3, 1)])
def test_mean_changes_and_classes_are_exactly_those_of_the_instruments(seed, readers, step):
    scene = Scene(
        seed, patients=12, readers=readers, visits=[("bl", 0), ("m12", 365)], step_half_units=step
    )
    _, data = scene.data()
    classes = set()
    for row in data.frame.to_dict("records"):
        for code in ("mri", "xr"):
            expected = _expected_change(scene, code, int(row["patient_id"]))
            assert Fraction(row[f"{code}-progression/value"]).limit_denominator(12) == expected
            found = {
                name: row[endpoint_column(f"{code}-{name}", "event")] == 1
                for name in ("progression", "repair")
            }
            wanted = classify(expected)
            assert found == {name: wanted == name for name in found}
            classes.add(wanted)
    assert len(classes) == 3, "the drawn readings must contain every class"


def test_totals_pairs_and_site_counts_of_each_reader():
    scene = Scene(4, patients=6, readers=2, visits=[("bl", 0), ("m6", 180), ("m12", 365)])
    _, data = scene.data()
    for row in data.frame.to_dict("records"):
        for reader in scene.readers:
            first, _, last = scene.given["mri", int(row["patient_id"])][reader.pk]
            old = {code: v for code, v in first.items() if isinstance(v, int)}
            new = {code: v for code, v in last.items() if isinstance(v, int)}
            both = old.keys() & new.keys()
            found = {
                part: row[reader_column("mri.bl-m12", "erosion", reader.pk, part)]
                for part in ("baseline_half", "baseline_sites", "follow_up_half", "change_half",
                             "pairs", "worse", "better")
            }  # fmt: skip
            assert found == {
                "baseline_half": sum(old.values()),
                "baseline_sites": len(old),
                "follow_up_half": sum(new.values()),
                "change_half": sum(new[code] - old[code] for code in both),
                "pairs": len(both),
                "worse": sum(new[code] > old[code] for code in both),
                "better": sum(new[code] < old[code] for code in both),
            }


@pytest.mark.parametrize(
    ("policy", "rule"), [("carry-forward", CARRY_FORWARD), ("maximum", SITE_MAXIMUM)]
)
def test_operated_sites_follow_the_campaigns_policy(policy, rule):
    scene = Scene(
        5,
        patients=8,
        readers=2,
        visits=[("bl", 0), ("m6", 180), ("m12", 365)],
        surgery_policy=policy,
    )
    _, data = scene.data()
    without = [_expected_change(scene, "mri", int(p)) for p in data.frame["patient_id"]]
    expected = [_expected_change(scene, "mri", int(p), rule) for p in data.frame["patient_id"]]
    found = [
        Fraction(change).limit_denominator(4) for change in data.frame["mri-progression/value"]
    ]
    assert found == expected
    if policy == "maximum":
        assert expected != without, "the drawn readings must contain operated sites"


def test_a_mean_change_of_exactly_the_threshold_is_no_event():
    scene = Scene(6, patients=0, readers=2, visits=[("bl", 0), ("m12", 365)])
    _read_one(scene, changes=(0, 2))
    _, data = scene.data()
    assert data.frame["mri-progression/value"].tolist() == [0.5]
    assert data.frame["mri-progression/event"].tolist() == [0.0]


def test_a_threshold_that_no_float_holds_is_compared_exactly():
    """Two thirds from three readers lie above 0.66 and below 0.67."""
    scene = Scene(7, patients=0, readers=3, visits=[("bl", 0), ("m12", 365)])
    _read_one(scene, changes=(0, 2, 2))
    for version, threshold in ((2, "0.66"), (3, "0.67")):
        _redefine(scene, version, threshold)
        _, data = scene.data()
        assert data.frame["mri-progression/event"].tolist() == [float(version == 2)]


def _read_one(scene, *, changes, patient=None, imaged=False, **reading):
    patient = patient or PatientFactory(centre=CentreFactory(study=scene.study))
    taken = [VisitFactory(patient=patient, planned=p) for p in scene.planned]
    images = {visit.pk: ExaminationFactory(visit=visit) for visit in taken if imaged}
    case = make_case(scene.campaigns["mri"], patient, taken, images)
    items = [i.code for i in get_instrument("ramris-2016").items if i.feature == "erosion"]
    for number, (reader, change) in enumerate(zip(scene.readers, changes, strict=False), 1):
        before = dict.fromkeys(items, 2)
        make_reading(
            case, reader, [before, {**before, items[0]: 2 + change}], number=number, **reading
        )
    return case


def _redefine(scene, version, threshold):
    first = EndpointDefinition.objects.get(study=scene.study, key="mri-progression", version=1)
    EndpointDefinition.objects.create(
        study=scene.study, key="mri-progression", version=version, label=first.label,
        campaign=first.campaign, measure="erosion", baseline=first.baseline,
        follow_up=first.follow_up, side="above", limit_by="points", threshold=Decimal(threshold),
        reader_rule="mean", missing_rule="pairwise", reason="test",
    )  # fmt: skip


def test_only_current_submitted_first_readings_count():
    scene = Scene(8, patients=0, readers=2, visits=[("bl", 0), ("m12", 365)])
    case = _read_one(scene, changes=(2, 2))
    items = [i.code for i in get_instrument("ramris-2016").items if i.feature == "erosion"]
    worst = [dict.fromkeys(items, 0), dict.fromkeys(items, 20)]
    adjudicator, again = UserFactory(), scene.readers[0]
    make_reading(case, adjudicator, worst, kind="adjudication", number=1)
    make_reading(case, again, worst, kind="re-read", number=1)
    _, data = scene.data()
    assert data.frame["mri-progression/value"].tolist() == [1.0]
    assert data.meta.read_sets[0].readers == tuple(sorted(r.pk for r in scene.readers))


def test_why_patients_are_left_out():
    scene = Scene(9, patients=1, readers=2, visits=[("bl", 0), ("m12", 365)])
    centre = CentreFactory(study=scene.study)
    cases = {
        "readings_missing": _read_one(scene, changes=(2,)).patient,
        "no_follow_up_visit": PatientFactory(centre=centre),
        "no_baseline_visit": PatientFactory(centre=centre),
        "not_in_campaign": PatientFactory(centre=centre),
    }
    first, last = scene.planned
    VisitFactory(patient=cases["no_follow_up_visit"], planned=first)
    VisitFactory(patient=cases["no_baseline_visit"], planned=last)
    for planned in scene.planned:
        VisitFactory(patient=cases["not_in_campaign"], planned=planned)
    voided = PatientFactory(centre=centre)
    _void(voided, scene)
    _, data = scene.data()
    reasons = data.frame.set_index("patient_id")["mri-progression/excluded"]
    assert {reason: reasons[patient.pk] for reason, patient in cases.items()} == {
        reason: reason for reason in cases
    }
    assert voided.pk not in data.frame["patient_id"].to_numpy()
    flow = {step.endpoint or step.kind: step for step in data.meta.flow}
    assert flow["registered"].excluded == (FlowExclusion("record_voided", 1),)
    assert data.meta.left_out.patients == 1
    assert flow["MRI erosion progression"].n == 1
    assert {one.code: one.count for one in flow["MRI erosion progression"].excluded} == {
        "readings_missing": 1,
        "no_follow_up_visit": 1,
        "no_baseline_visit": 1,
        "not_in_campaign": 1,
    }


def test_a_voided_visit_takes_its_scores_out():
    scene = Scene(10, patients=1, readers=2, visits=[("bl", 0), ("m12", 365)])
    case = _read_one(scene, changes=(2, 2))
    _void(case.patient.visits.get(planned=scene.planned[1]), scene)
    _, data = scene.data()
    row = data.frame.set_index("patient_id").loc[case.patient_id]
    assert np.isnan(row["mri-progression/event"])
    assert row["mri-progression/excluded"] == "no_follow_up_visit"
    assert data.meta.left_out.visits == 1


def test_a_voided_examination_takes_its_case_out_until_it_is_restored():
    scene = Scene(10, patients=0, readers=2, visits=[("bl", 0), ("m12", 365)])
    case = _read_one(scene, changes=(2, 2), imaged=True)
    _, before = scene.data()
    image = case.time_points.earliest("position").examination
    for kind in ("void", "restore"):
        act(image, kind, by=manager_of(scene.study))
        _, data = scene.data()
        row = data.frame.set_index("patient_id").loc[case.patient_id]
        if kind == "void":
            assert np.isnan(row["mri-progression/event"])
            assert data.meta.left_out.examinations == 1
            assert [one.readings for one in data.meta.protocol] == [0, 0]
    assert data.digest() == before.digest()


def _void(record, scene):
    record.voided_at, record.voided_by = timezone.now(), manager_of(scene.study)
    record.void_reason = "entered twice"
    record.save()
