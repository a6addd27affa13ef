"""Which courses a data set holds, by the endpoints' rules for sites and by what was voided."""

from __future__ import annotations

from decimal import Decimal

import numpy as np
import pytest

from analytics.datasets.dataset import course_column
from analytics.design.endpoints.definition import Definition
from analytics.design.endpoints.store import create_endpoint
from analytics.runs.services import read_inputs
from ra_registry.cohort.models import PlannedVisit, Visit
from scoring.models import Campaign, InstrumentItem
from tests.factories.clinical import PatientFactory, VisitFactory
from tests.factories.cohorts import make_campaign, make_case, make_reading, make_study, manager_of
from tests.factories.courses import SCHEDULE, make_course_study
from tests.factories.people import CentreFactory, UserFactory
from tests.factories.voiding import act

pytestmark = pytest.mark.django_db


def one_patient(*, entries, **protocol):
    """Return a study of one patient whom one reader scored; ``entries``: by visit, of each site."""
    study = make_study(visits=SCHEDULE)
    campaign = make_campaign(study, "mri", "ramris-2016", readers_per_case=1, **protocol)
    patient = PatientFactory(centre=CentreFactory(study=study))
    planned = PlannedVisit.objects.filter(study=study).order_by("day")
    visits = [VisitFactory(patient=patient, planned=one) for one in planned]
    codes = list(
        InstrumentItem.objects.filter(instrument="ramris-2016", feature="erosion").values_list(
            "code", flat=True
        )
    )
    reading = [dict.fromkeys(codes, 2) | {codes[i]: e for i, e in each.items()} for each in entries]
    make_reading(make_case(campaign, patient, visits), UserFactory(), reading)
    return study, campaign, len(codes)


def endpoint(study, campaign, **changes):
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    said = {
        "label": "Erosion",
        "campaign": campaign,
        "measure": "erosion",
        "baseline": planned[0],
        "follow_up": planned[2],
        "side": "above",
        "limit_by": "points",
        "threshold": Decimal("0.5"),
        "reader_rule": "mean",
        "missing_rule": "pairwise",
        **changes,
    }
    return create_endpoint(study=study, definition=Definition(**said), by=manager_of(study))


def values(data, course, part):
    (reader,) = course.readers
    return [
        data.frame[course_column(course.key, visit.code, part, reader)].iloc[0]
        for visit in course.visits
        if part == "score" or visit is not course.visits[0]
    ]


def test_each_rule_for_sites_is_a_course_of_its_own():
    gap = {0: "motion_artefact"}
    study, campaign, n = one_patient(entries=[{}, {0: 6}, gap, {1: 8}])
    endpoint(study, campaign)
    endpoint(study, campaign, label="Strict", missing_rule="strict")
    endpoint(study, campaign, label="Prorated", missing_rule="prorated")
    _, data = read_inputs(study.pk)
    by_rule = {one.sites_rule: one for one in data.meta.courses.scores}
    observed, strict, prorated = (by_rule[rule] for rule in ("observed", "strict", "prorated"))
    assert values(data, observed, "score") == [n, n + 2, n - 1, n + 3]
    assert values(data, observed, "change") == [2, 0, 3]
    assert [visit.code for visit in strict.visits] == ["bl", "m6", "m24"]
    assert values(data, strict, "change") == [2, 3]
    np.testing.assert_allclose(values(data, prorated, "score"), [n, n + 2, n, n + 3])
    np.testing.assert_allclose(values(data, prorated, "change"), [2, 0, 3], atol=1e-9)


def test_an_assumed_score_of_an_operated_site_counts_in_the_change_alone():
    operated = {0: "surgery_prosthesis"}
    study, campaign, n = one_patient(surgery_policy="maximum", entries=[{}, {}, operated, operated])
    endpoint(study, campaign)
    _, data = read_inputs(study.pk)
    (course,) = data.meta.courses.scores
    assert values(data, course, "score") == [n, n, n - 1, n - 1]
    assert values(data, course, "change") == [0, 9, 9]


def test_a_status_endpoint_alone_asks_for_the_course_of_its_measure():
    study, campaign, n = one_patient(entries=[{}, {}, {}, {}])
    endpoint(study, campaign, follow_up=None, missing_rule="observed")
    _, data = read_inputs(study.pk)
    (course,) = data.meta.courses.scores
    assert values(data, course, "score") == [n] * 4


def test_two_visits_are_no_course_and_add_no_column():
    study = make_course_study(4)
    for visit in Visit.objects.filter(study=study, planned__code__in=["m6", "m24"]):
        act(visit, "void", by=manager_of(study))
    _, data = read_inputs(study.pk)
    assert data.meta.courses.every == ()
    assert not any(name.startswith("course.") for name in data.frame.columns)


def test_a_course_begins_at_the_plans_baseline():
    study, campaign, _n = one_patient(entries=[{}, {}, {}, {}])
    planned = list(PlannedVisit.objects.filter(study=study).order_by("day"))
    endpoint(study, campaign, baseline=planned[1], follow_up=planned[3])
    _, data = read_inputs(study.pk)
    (course,) = data.meta.courses.scores
    assert [visit.code for visit in course.visits] == ["m6", "m12", "m24"]


def test_campaigns_of_another_study_stay_out():
    make_course_study(3, code="other")
    study, campaign, _n = one_patient(entries=[{}, {}, {}, {}])
    endpoint(study, campaign)
    _, data = read_inputs(study.pk)
    assert data.n == 1
    assert Campaign.objects.count() == 3
    assert len(data.meta.courses.every) == 1
