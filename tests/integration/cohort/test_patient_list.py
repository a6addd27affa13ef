"""The list's SQL means what schedule and formulas mean, and asks a fixed number of times."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from itertools import product
from typing import Any

import pytest

from ra_registry.cohort import activity, selectors
from ra_registry.cohort.access import StudyAccess, study_access
from ra_registry.cohort.selectors import PatientFilters
from ra_registry.cohort.selectors.patient_list import PROGRESS, SORTS
from ra_registry.core.permissions import Permission
from tests.factories.clinical import ENROLLED, AssessmentFactory, PatientFactory, VisitFactory
from tests.factories.people import CentreFactory, MembershipFactory, StudyFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def access_of(user: Any, code: str = "alpha") -> StudyAccess:
    return study_access(user, code, Permission.VIEW_PATIENTS)


@pytest.fixture
def access(world: World) -> StudyAccess:
    return access_of(world.one.people["investigator"])


def listed(access: StudyAccess, **filters: str) -> list[str]:
    rows = selectors.patient_rows(access, PatientFilters(**filters))
    return [patient.pseudonym for patient in rows]


DAYS = [
    ENROLLED - timedelta(days=15),
    ENROLLED - timedelta(days=14),
    ENROLLED + timedelta(days=14),
    ENROLLED + timedelta(days=15),
    ENROLLED + timedelta(days=334),
    ENROLLED + timedelta(days=335),
    ENROLLED + timedelta(days=395),
    ENROLLED + timedelta(days=396),
]


@pytest.mark.parametrize("today", DAYS)
def test_progress_in_sql_is_progress_in_the_schedule(
    world: World, access: StudyAccess, today: date
) -> None:
    """At each border of each window, for every combination of recorded visits."""
    for baseline, year_one in product((True, False), repeat=2):
        patient = PatientFactory(centre=world.one.north)
        for recorded, planned in ((baseline, world.one.baseline), (year_one, world.one.year_one)):
            if recorded:
                VisitFactory(patient=patient, planned=planned)
    rows = selectors.patient_rows(access, PatientFilters(), today=today)
    computed = list(selectors.with_schedule(access, rows, today=today))
    assert len(computed) == 8
    counted = selectors.patient_rows(access, PatientFilters(sort="visits"), today=today)
    for row in selectors.with_schedule(access, counted, today=today):
        assert row.patient.visits_done == row.done
    for state in PROGRESS:
        filtered = selectors.patient_rows(access, PatientFilters(state=state), today=today)
        assert set(filtered) == {row.patient for row in computed if row.progress == state}
    by_state = selectors.patient_rows(access, PatientFilters(sort="state"), today=today)
    order = [row.progress for row in selectors.with_schedule(access, by_state, today=today)]
    assert order == sorted(order, key=list(PROGRESS).index)


def test_serostatus_in_sql_is_serostatus_of_the_formulas(world: World, access: StudyAccess) -> None:
    for rf, acpa in product((None, Decimal(15), Decimal(16)), (None, Decimal("4.5"), Decimal(5))):
        PatientFactory(centre=world.one.north, rf_value=rf, acpa_value=acpa)
    words = {"seropositive": "positive", "seronegative": "negative", "": "unknown"}
    patients = list(selectors.patient_rows(access, PatientFilters()))
    assert {patient.serostatus for patient in patients} == set(words.values())
    for patient in patients:
        assert patient.serostatus == words[activity.serostatus_of(patient).state]


def test_in_a_study_without_a_schedule_everybody_waits(world: World) -> None:
    study = StudyFactory(code="gamma")
    member = MembershipFactory(study=study, role="investigator")
    PatientFactory(centre=CentreFactory(study=study))
    access = access_of(member.user, "gamma")
    assert len(listed(access, state="waiting", sort="state")) == 1
    assert listed(access, state="complete") == []
    rows = selectors.patient_rows(access, PatientFilters())
    assert [row.progress for row in selectors.with_schedule(access, rows)] == ["waiting"]


def test_filters_narrow_and_combine(world: World, access: StudyAccess) -> None:
    man = PatientFactory(centre=world.one.south, sex="M", pseudonym="KB-7Q4M")
    assert listed(access, q="7q4") == ["KB-7Q4M"]
    assert listed(access, sex="M") == ["KB-7Q4M"]
    assert len(listed(access, centre="south")) == 3
    assert listed(access, centre="south", sex="M") == [man.pseudonym]
    assert listed(access, q="%") == []
    assert listed(access, state="overdue") == [man.pseudonym]
    assert len(listed(access, state="complete")) == 4


def test_a_visit_without_assessment_is_found(world: World, access: StudyAccess) -> None:
    patient = PatientFactory(centre=world.one.north)
    visit = VisitFactory(patient=patient, planned=world.one.baseline)
    assert listed(access, state="unassessed") == [patient.pseudonym]
    AssessmentFactory(visit=visit)
    assert listed(access, state="unassessed") == []


def test_voided_patients_are_apart(world: World, access: StudyAccess) -> None:
    from ra_registry.cohort import services

    patient = world.one.patients[0]
    services.void_patient(
        by=world.one.people["coordinator"], patient=patient, reason="enrolled twice"
    )
    assert patient.pseudonym not in listed(access)
    assert listed(access, state="voided") == [patient.pseudonym]


@pytest.mark.parametrize("sort", [f"{sign}{key}" for key in SORTS for sign in ("", "-")])
def test_every_sort_orders_everybody(access: StudyAccess, sort: str) -> None:
    assert sorted(listed(access, sort=sort)) == sorted(listed(access))


def test_sorting_by_state_puts_the_pressing_first(world: World, access: StudyAccess) -> None:
    late = PatientFactory(centre=world.one.north)
    assert listed(access, sort="state")[0] == late.pseudonym
    assert listed(access, sort="-state")[-1] == late.pseudonym
    assert next(iter(PROGRESS)) == "overdue"


def test_an_unknown_sort_falls_back(access: StudyAccess) -> None:
    assert listed(access, sort="voided_by__password") == listed(access)


def test_people_see_their_centres_and_nobody_elses_study(world: World) -> None:
    local = access_of(world.one.local["coordinator"])
    assert listed(local) == sorted(p.pseudonym for p in world.one.patients[:2])
    assert not set(listed(local)) & {p.pseudonym for p in world.two.patients}


def test_counts_follow_the_centre(world: World) -> None:
    PatientFactory(centre=world.one.south)
    whole = selectors.schedule_counts(access_of(world.one.people["coordinator"]))
    local = selectors.schedule_counts(access_of(world.one.local["coordinator"]))
    assert [visit.in_window for visit in whole.visits] == [4, 4]
    assert (whole.overdue, local.overdue) == (2, 0)
    assert [visit.in_window for visit in local.visits] == [2, 2]


@pytest.mark.parametrize("today", DAYS)
def test_the_counts_are_the_sum_of_the_rows(world: World, access: StudyAccess, today: date) -> None:
    late = PatientFactory(centre=world.one.north)
    VisitFactory(
        patient=late, planned=world.one.baseline, took_place_on=ENROLLED + timedelta(days=20)
    )
    PatientFactory(centre=world.one.south)
    counts = selectors.schedule_counts(access, today=today)
    patients = selectors.patient_rows(access, PatientFilters(), today=today)
    states = [
        state.value
        for row in selectors.with_schedule(access, patients, today=today)
        for _, state in row.states
    ]
    assert counts.due == states.count("due")
    assert counts.overdue == states.count("overdue")
    assert counts.out_of_window == states.count("out-of-window") == 1
    assert sum(visit.waiting for visit in counts.visits) == states.count("waiting")
    assert counts.unassessed == 1


def test_rows_come_in_a_fixed_number_of_queries(
    world: World, access: StudyAccess, django_assert_num_queries: Any
) -> None:
    def read() -> int:
        rows = selectors.patient_rows(access, PatientFilters(state="overdue", sort="-state"))
        return len(list(selectors.with_schedule(access, rows)))

    PatientFactory.create_batch(3, centre=world.one.north)
    with django_assert_num_queries(6):  # the sixth: which day it is at each centre
        assert read() == 3
    PatientFactory.create_batch(20, centre=world.one.north)
    with django_assert_num_queries(5):  # read once a request
        assert read() == 23
