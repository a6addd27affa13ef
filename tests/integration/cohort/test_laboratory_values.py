"""Laboratory limits and partial dates: stored, shown, corrected and counted as entered."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from importlib import import_module
from itertools import product
from typing import Any

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rest_framework.test import APIClient

from ra_registry.accounts.models import User
from ra_registry.cohort import activity, services
from ra_registry.cohort.errors import AlreadyRecorded
from ra_registry.cohort.formulas import antibody_level, is_positive
from ra_registry.cohort.history import changes
from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment
from ra_registry.cohort.models.laboratory import stored_value
from ra_registry.cohort.selectors.laboratory_sql import positive_sql, seropositive_sql, serostatus
from ra_registry.core.entry.numbers import CensoredNumber, read_censored
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.core.errors import ValidationFailed
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import ENROLLED, AssessmentFactory, PatientFactory, VisitFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db
SEROLOGY = {"rf_unit": "IU/mL", "rf_uln": Decimal(20), "acpa_unit": "U/mL", "acpa_uln": Decimal(10)}
within_one_test = settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40
)


@pytest.fixture
def coordinator(world: World) -> User:
    return world.one.people["coordinator"]


def enrol(world: World, **changed: Any) -> Patient:
    values = {
        "study": world.one.study,
        "centre": world.one.north,
        "sex": "F",
        "birth_year": 1961,
        "diagnosis": "ra-2010",
        "enrolled_on": ENROLLED,
    }
    return services.enrol_patient(by=world.one.people["coordinator"], **(values | changed))


def assess(world: World, **changed: Any) -> ClinicalAssessment:
    patient = PatientFactory(centre=world.one.north)
    visit = VisitFactory(patient=patient, planned=world.one.baseline)
    return services.record_assessment(
        by=world.one.people["coordinator"], visit=visit, tjc28=0, sjc28=0, ptga_mm=10, **changed
    )


# Printed as laboratories do: an optional sign and blank, a point or a comma, any digits.
printed = st.builds(
    lambda sign, blank, whole, mark, part: f"{sign}{blank}{whole}{mark}{part}".rstrip(".,"),
    st.sampled_from(["", "<", ">", "＜", "＞"]),
    st.sampled_from(["", " "]),
    st.integers(1, 999),
    st.sampled_from([".", ","]),
    st.sampled_from(["", "5", "04", "30"]),
)


@given(text=printed)
@within_one_test
def test_what_was_printed_is_what_is_stored_shown_and_in_the_history(
    world: World, text: str
) -> None:
    value = read_censored(text)
    stored = Patient.objects.get(pk=enrol(world, rf_value=value, **SEROLOGY).pk)
    assert (stored.rf_value, stored.rf_sign, stored.rf_printed) == (
        value.number,
        value.sign,
        value.printed,
    )
    assert stored_value(stored, "rf_value") == value
    shown = activity.antibodies(stored)[0].measured
    assert read_censored(shown.removesuffix(" IU/mL")).number == value.number
    assert shown.startswith(value.sign)
    first = changes(Patient, [stored])[0]
    assert {one.label: one.new for one in first.fields}["RF value"] == value.printed
    assert not any("printed" in one.label or "sign" in one.label for one in first.fields)


def test_a_patients_page_and_api_show_limits(world: World, coordinator: User, client: Any) -> None:
    patient = enrol(
        world,
        rf_value=read_censored("<15"),
        acpa_value=read_censored(">340"),
        symptom_onset=PartialDate(2023),
        diagnosed_on=PartialDate(2024, 2),
        **SEROLOGY,
    )
    client.force_login(coordinator)
    page = client.get(patient.get_absolute_url()).content.decode()
    for text in ("&lt;15 IU/mL, negative", "&gt;340 U/mL, high positive", "Feb 2024"):
        assert text in page
    api = APIClient()
    api.force_authenticate(coordinator)
    answer = api.get(f"/api/v1/studies/alpha/patients/{patient.pseudonym}/").json()
    assert (answer["rf_value"], answer["rf_sign"], answer["rf_printed"], answer["rf_unit"]) == (
        "15.00", "<", "<15", "IU/mL",
    )  # fmt: skip
    assert (answer["symptom_onset"], answer["diagnosed_on"]) == ("2023", "2024-02")
    assert answer["serostatus"] == "seropositive"


def test_an_assessment_with_limits_is_computed_with_them_and_says_so(
    world: World, coordinator: User, client: Any
) -> None:
    assessment = assess(
        world,
        phga_mm=10,
        esr=read_censored("<2"),
        crp_value=read_censored("<0.3"),
        crp_unit="mg/dL",
    )
    shown = {one.name: one for one in activity.results(activity.components(assessment))}
    assert shown["DAS28-ESR"].note == "ESR <2 mm/h: computed with 2"
    assert shown["SDAI"].note == "CRP <3 mg/L: computed with 3"
    assert (str(shown["SDAI"].value), shown["SDAI"].state) == ("2.30", "remission")
    assert shown["Boolean remission 1.0"].state == "remission"
    client.force_login(coordinator)
    page = client.get(assessment.visit.patient.get_absolute_url()).content.decode()
    assert "&lt;2 mm/h" in page
    assert "&lt;0.3 mg/dL" in page
    assert "ESR &lt;2 mm/h: computed with 2" in page
    assert "by a limit" in client.get("/studies/alpha/patients/").content.decode()
    api = APIClient()
    api.force_authenticate(coordinator)
    answer = api.get(f"/api/v1/studies/alpha/assessments/{assessment.pk}/").json()
    assert (answer["esr"], answer["esr_sign"], answer["esr_printed"], answer["esr_unit"]) == (
        2, "<", "<2", "mm/h",
    )  # fmt: skip
    das28 = next(one for one in answer["composites"] if one["formula"] == "das28-esr/1")
    assert das28["limits"] == [{"component": "esr", "sign": "<", "value": "2"}]


def test_a_state_that_a_limit_leaves_open_is_said_so(world: World) -> None:
    assessment = assess(world, phga_mm=10, crp_value=read_censored("<30"), crp_unit="mg/L")
    shown = {one.name: one for one in activity.results(activity.components(assessment))}
    assert shown["Boolean remission 1.0"].problem == "left open by CRP <30 mg/L"
    assert shown["SDAI"].state == "remission or low"
    assert shown["SDAI"].note == "CRP <30 mg/L: computed with 30; the state is left open"


def test_a_corrected_limit_is_one_line_of_audit_and_history(
    world: World, coordinator: User
) -> None:
    patient = enrol(world, rf_value=Decimal(48), **SEROLOGY)
    assert patient.rf_printed == "48"
    change = {"by": coordinator, "patient": patient, "reason": "the slip says below"}
    services.change_patient(**change, revision=1, rf_value=read_censored("<15"))
    assert AuditEvent.objects.latest("position").data["changed"] == {"rf_value": ["48", "<15"]}
    line = changes(Patient, [patient])[0]
    assert [(one.label, one.old, one.new) for one in line.fields] == [("RF value", "48", "<15")]
    services.change_patient(**change, revision=2, rf_value=read_censored("<15"))
    services.change_patient(**change, revision=2, rf_value=None)
    patient.refresh_from_db()
    assert (patient.rf_value, patient.rf_sign, patient.rf_printed) == (None, "", "")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"esr": CensoredNumber("12.5", Decimal("12.5"))}, "esr"),
        ({"esr": Decimal("1.5")}, "esr"),
        ({"esr": CensoredNumber(">201", Decimal(201), ">")}, "esr"),
        (
            {"crp_value": CensoredNumber("0.1234", Decimal("0.1234")), "crp_unit": "mg/L"},
            "crp_value",
        ),
    ],
)
def test_a_value_that_the_column_would_change_is_refused(
    world: World, values: dict[str, Any], field: str
) -> None:
    with pytest.raises(ValidationFailed) as refused:
        assess(world, **values)
    assert field in refused.value.field_errors
    assert not ClinicalAssessment.objects.filter(visit__patient__pseudonym__startswith="PT").filter(
        esr=12
    )


def test_sql_decides_serostatus_as_the_formulas_do(world: World) -> None:
    """Every sign and every place beside the limit of normal, for both antibodies."""
    cases = [(None, ""), *product((10, 20, 30), ("", "<", ">"))]
    expected = {}
    for (rf, rf_sign), (acpa, acpa_sign) in product(cases, cases):
        patient = PatientFactory(
            centre=world.one.north, rf_value=rf, rf_sign=rf_sign, acpa_value=acpa,
            acpa_sign=acpa_sign, rf_uln=20, acpa_uln=20,
        )  # fmt: skip
        levels = [
            antibody_level(value if value is None else Decimal(value), Decimal(20), field="rf",
                           sign=sign)
            for value, sign in ((rf, rf_sign), (acpa, acpa_sign))
        ]  # fmt: skip
        state = activity.serostatus_of(patient).state
        expected[patient.pk] = (
            {"seropositive": True, "seronegative": False, "": None}[state],
            is_positive(levels[0]),
        )
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT id, {seropositive_sql('p')}, {positive_sql('p', 'rf')} FROM cohort_patient p "
            "WHERE id = ANY(%s)",
            [list(expected)],
        )
        found = {row[0]: row[1:] for row in cursor.fetchall()}
    assert found == expected
    words = {True: "positive", False: "negative", None: "unknown"}
    listed = Patient.objects.filter(pk__in=expected).annotate(status=serostatus())
    assert {one.pk: one.status for one in listed} == {
        key: words[both[0]] for key, both in expected.items()
    }


partial = st.builds(
    lambda day, parts: PartialDate(*(day.year, day.month, day.day)[:parts]),
    st.dates(date(1990, 1, 1), date(2023, 12, 31)),
    st.integers(1, 3),
)


@given(started=partial, stopped=partial)
@within_one_test
def test_a_treatment_is_refused_only_where_its_order_is_certainly_wrong(
    world: World, started: PartialDate, stopped: PartialDate
) -> None:
    patient = PatientFactory(centre=world.one.north, birth_year=1950)
    values = {
        "by": world.one.people["coordinator"], "patient": patient, "kind": "csdmard",
        "drug": "methotrexate", "started_on": started, "stopped_on": stopped,
    }  # fmt: skip
    if stopped.latest < started.earliest:
        with pytest.raises(ValidationFailed, match="stopped_on"):
            services.add_treatment(**values)
        return
    stored = Treatment.objects.get(pk=services.add_treatment(**values).pk)
    assert (stored.started_on, stored.stopped_on) == (started, stopped)


def test_a_drug_is_recorded_once_from_one_date_as_far_as_it_is_known(
    world: World, coordinator: User
) -> None:
    patient = PatientFactory(centre=world.one.north)
    values = {"by": coordinator, "patient": patient, "kind": "csdmard", "drug": "methotrexate"}
    services.add_treatment(**values, started_on=PartialDate(2023))
    with pytest.raises(AlreadyRecorded, match="from 2023 is recorded already"):
        services.add_treatment(**values, started_on=PartialDate(2023))
    services.add_treatment(**values, started_on=PartialDate(2023, 5))
    assert [str(one.started_on) for one in patient.treatments.all()] == ["2023", "May 2023"]


@pytest.mark.parametrize(
    ("onset", "diagnosed", "problem"),
    [
        (PartialDate(2024), None, ""),
        (PartialDate(2024, 4), None, "symptom_onset"),
        (PartialDate(2025), None, "symptom_onset"),
        (PartialDate(2023, 6), PartialDate(2023), ""),
        (PartialDate(2023, 6), PartialDate(2023, 5), "diagnosed_on"),
        (PartialDate(1960), None, "symptom_onset"),
    ],
)
def test_only_a_certain_contradiction_of_dates_is_refused(
    world: World, onset: PartialDate, diagnosed: PartialDate | None, problem: str
) -> None:
    if not problem:
        assert enrol(world, symptom_onset=onset, diagnosed_on=diagnosed).symptom_onset == onset
        return
    with pytest.raises(ValidationFailed) as refused:
        enrol(world, symptom_onset=onset, diagnosed_on=diagnosed)
    assert problem in refused.value.field_errors


def test_values_stored_before_limits_get_the_text_that_shows_them(world: World) -> None:
    patient = PatientFactory(centre=world.one.north, rf_value=Decimal("48.50"))
    assessment = AssessmentFactory(
        visit=VisitFactory(patient=patient, planned=world.one.baseline), esr=38
    )
    migration = import_module("ra_registry.cohort.migrations.0003_printed_laboratory_values")
    with connection.cursor() as cursor:
        for operation in migration.Migration.operations:
            cursor.execute(operation.sql)
    patient.refresh_from_db()
    assessment.refresh_from_db()
    assert (patient.rf_printed, patient.rf_sign, patient.acpa_printed) == ("48.5", "", "120")
    assert (assessment.esr_printed, assessment.crp_printed) == ("38", "18.4")
