"""Values and events of endpoints of every kind, against what the instruments and formulas say."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from statistics import median

import numpy as np
import pytest

from analytics.design.endpoints.definition import Definition
from analytics.design.endpoints.store import create_endpoint
from analytics.runs.services import read_inputs
from analytics.stats.agreement.measurement_error import smallest_detectable_change
from ra_registry.cohort.activity import components
from ra_registry.cohort.formulas import das28_crp, eular_response
from ra_registry.cohort.models import ClinicalAssessment
from scoring.instruments import chosen_sites, compute_totals, get_instrument, scored_sites
from tests.factories.clinical import AssessmentFactory
from tests.factories.cohorts import manager_of
from tests.factories.read_scenes import Scene, entries_of

pytestmark = pytest.mark.django_db
RAMRIS = get_instrument("ramris-2016")
EROSION = [item for item in RAMRIS.items if item.feature == "erosion"]


@pytest.fixture
def scene():
    return Scene(11, patients=14, readers=3, visits=[("bl", 0), ("m12", 365)])


def column(scene, part="value", **definition):
    """The column of a new endpoint of the MRI campaign, by patient."""
    change = definition.pop("change", True)
    base = {
        "label": "Any",
        "campaign": scene.campaigns["mri"],
        "measure": "erosion",
        "baseline": scene.planned[0],
        "follow_up": scene.planned[1] if change else None,
        "reader_rule": "mean",
        "missing_rule": "pairwise" if change else "observed",
    }
    create_endpoint(
        study=scene.study, definition=Definition(**{**base, **definition}),
        by=manager_of(scene.study),
    )  # fmt: skip
    data = read_inputs(scene.study.pk)[1].frame
    return dict(zip(data["patient_id"].astype(int), data[f"any/{part}"], strict=True))


def own(scene, patient, sites=EROSION):
    """Each reader's pairwise change over sites in half units, or None without a pair."""
    codes = [item.code for item in sites]
    found = []
    for first, last in scene.given["mri", patient].values():
        pairs = [
            last[code] - first[code]
            for code in codes
            if isinstance(first.get(code), int) and isinstance(last.get(code), int)
        ]
        found.append(sum(pairs) if pairs else None)
    return found


def patients(scene):
    return [patient for code, patient in scene.given if code == "mri"]


def test_a_region_and_chosen_sites_are_summed_alone(scene):
    wrist = [item for item in EROSION if item.region == "wrist"]
    found = column(scene, measure="erosion@wrist")
    for patient in patients(scene):
        expected = Fraction(sum(own(scene, patient, wrist)), 2 * 3)
        assert Fraction(found[patient]).limit_denominator(12) == expected


def test_chosen_sites_have_their_own_sum(scene):
    sites = EROSION[:4]
    codes = tuple(item.code for item in sites)
    found = column(scene, measure=chosen_sites(RAMRIS, codes).key, sites=codes)
    for patient in patients(scene):
        changes = own(scene, patient, sites)
        if None in changes:
            assert np.isnan(found[patient])
        else:
            assert Fraction(found[patient]).limit_denominator(12) == Fraction(sum(changes), 6)


def test_a_status_is_the_sum_at_one_visit(scene):
    found = column(scene, change=False)
    for patient in patients(scene):
        sums = [
            sum(value for value in first.values() if isinstance(value, int))
            for first, _last in scene.given["mri", patient].values()
        ]
        assert Fraction(found[patient]).limit_denominator(12) == Fraction(sum(sums), 6)


@pytest.mark.parametrize("rule", ["strict", "prorated"])
def test_rules_for_missing_sites_are_those_of_the_instruments(scene, rule):
    found = column(scene, change=False, missing_rule=rule)
    for patient in patients(scene):
        totals = [
            compute_totals(RAMRIS, scored_sites(entries_of(first)), features=["erosion"])[
                "erosion.total"
            ]
            for first, _last in scene.given["mri", patient].values()
        ]
        values = [getattr(total, rule) for total in totals]
        if None in values:
            assert np.isnan(found[patient])
        else:
            assert found[patient] == pytest.approx(float(sum(map(Fraction, values)) / 3), abs=1e-9)


@pytest.mark.parametrize("rule", ["median", "place-1", "place-2"])
def test_one_value_of_several_readers(scene, rule):
    found = column(scene, reader_rule=rule)
    for patient in patients(scene):
        changes = own(scene, patient)
        expected = median(changes) if rule == "median" else changes[int(rule[-1]) - 1]
        assert found[patient] == expected / 2


def test_each_reader_must_agree_on_the_event(scene):
    found = column(
        scene, "event", reader_rule="each", side="above", limit_by="points", threshold=Decimal(0)
    )
    expected = {p: float(all(c > 0 for c in own(scene, p))) for p in patients(scene)}
    assert found == expected
    assert 0 < sum(expected.values()) < len(expected)


@pytest.mark.parametrize(
    ("side", "holds"),
    [
        ("above", lambda c, t: c > t),
        ("at-least", lambda c, t: c >= t),
        ("below", lambda c, t: c < -t),
        ("at-most", lambda c, t: c <= -t),
    ],
)
def test_each_side_of_a_limit(scene, side, holds):
    size = Decimal(1) if side in {"above", "at-least"} else Decimal(-1)
    found = column(
        scene, "event", reader_rule="place-1", side=side, limit_by="points", threshold=size
    )
    assert found == {p: float(holds(own(scene, p)[0] / 2, 1)) for p in patients(scene)}


def test_a_per_cent_is_of_the_patients_own_baseline(scene):
    found = column(
        scene, "event", reader_rule="place-1", side="at-least", limit_by="per-cent",
        threshold=Decimal(3),
    )  # fmt: skip
    for patient in patients(scene):
        first = next(iter(scene.given["mri", patient].values()))[0]
        baseline = sum(value for value in first.values() if isinstance(value, int))
        assert found[patient] == float(100 * own(scene, patient)[0] >= 3 * baseline)


def test_the_detectable_change_is_that_of_the_campaigns_readers(scene):
    changes = np.array([own(scene, p) for p in patients(scene)], dtype=float) / 2
    size = smallest_detectable_change(changes, level=0.80).value
    found = column(scene, "event", side="above", limit_by="sdc-80")
    means = changes.mean(axis=1)
    assert found == {p: float(m > size) for p, m in zip(patients(scene), means, strict=True)}


def test_without_a_limit_there_is_a_number_and_no_event(scene):
    assert all(np.isnan(event) for event in column(scene, "event").values())


def test_clinical_endpoints_are_what_the_formulas_say(scene):
    for number, patient in enumerate(scene.study.patients.order_by("pk")):
        for place, visit in enumerate(patient.visits.order_by("planned__day")):
            AssessmentFactory(
                visit=visit, tjc28=max(0, 12 - 3 * place - number % 4), sjc28=6 - 2 * place,
                ptga_mm=55 - 12 * place, crp_value=Decimal(18 - 5 * place), crp_unit="mg/L",
            )  # fmt: skip
    found = column(
        scene, campaign=None, measure="", reader_rule="", missing_rule="",
        variable="eular_das28_crp", side="at-least", limit_by="points", threshold=Decimal(1),
    )  # fmt: skip
    numbers = {"none": 0.0, "moderate": 1.0, "good": 2.0}
    for patient in scene.study.patients.all():
        first, last = (
            das28_crp(components(assessment))
            for assessment in ClinicalAssessment.objects.filter(visit__patient=patient).order_by(
                "visit__planned__day"
            )
        )
        verdict = eular_response(baseline=first, reached=last)
        assert found[patient.pk] == numbers[verdict.state]


def test_a_patient_without_the_assessment_says_so(scene):
    found = column(
        scene, "excluded", campaign=None, measure="", reader_rule="", missing_rule="",
        variable="das28_crp", change=False, side="below", limit_by="points",
        threshold=Decimal("2.60"),
    )  # fmt: skip
    assert set(found.values()) == {"variable_unknown"}
