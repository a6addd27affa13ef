"""What the database promises about the cohort, asked by raw SQL."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from tests.factories.assays import make_lot
from tests.factories.clinical import TreatmentFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def refuses(sql: str, *parameters: object) -> str:
    """Run a statement that must fail, and return the database's message."""
    with (
        pytest.raises(Error) as refused,
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(sql, parameters)
    return str(refused.value)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("voided_at = now(), void_reason = 'x'", "cohort_patient_voided_pair"),
        ("voided_by_id = created_by_id", "cohort_patient_voided_pair"),
        ("rf_unit = ''", "cohort_patient_rf_complete"),
        ("rf_uln = NULL", "cohort_patient_rf_complete"),
        ("acpa_uln = 0", "cohort_patient_acpa_complete"),
        ("rf_value = -1", "cohort_patient_rf_complete"),
        ("birth_year = 1800", "cohort_patient_birth_year"),
        ("sex = 'X'", "cohort_patient_sex_known"),
        ("diagnosis = 'gout'", "cohort_patient_diagnosis_known"),
        ("pseudonym = (SELECT min(lower(pseudonym)) FROM cohort_patient)", "pseudonym"),
        ("rf_sign = '='", "cohort_patient_rf_sign"),
        ("rf_sign = '<', rf_value = 0", "cohort_patient_rf_sign"),
        ("acpa_sign = '>', acpa_value = NULL", "cohort_patient_acpa_sign"),
        ("rf_printed = '47'", "cohort_patient_rf_printed"),
        ("rf_printed = '<48'", "cohort_patient_rf_printed"),
        ("rf_printed = 'high'", "cohort_patient_rf_printed"),
        ("acpa_value = NULL, acpa_printed = '3'", "cohort_patient_acpa_printed"),
        ("symptom_onset = '0023-04'", "cohort_patient_onset_date"),
        ("symptom_onset = '1899-12-31'", "cohort_patient_onset_date"),
        ("symptom_onset = '2023-13'", "cohort_patient_onset_date"),
        ("symptom_onset = '2023-02-29'", "cohort_patient_onset_date"),
        ("symptom_onset = 'spring'", "cohort_patient_onset_date"),
        ("diagnosed_on = '0024-03-01'", "cohort_patient_diagnosed_date"),
        ("enrolled_on = '0024-03-01'", "cohort_patient_enrolled_since"),
    ],
)
def test_a_patient_row_that_can_not_be(world: World, change: str, constraint: str) -> None:
    patient = world.one.patients[1]
    patient.created_by = world.one.people["coordinator"]
    patient.save()
    message = refuses(f"UPDATE cohort_patient SET {change} WHERE id = %s", patient.pk)
    assert constraint in message


def test_voiding_needs_its_reason(world: World) -> None:
    message = refuses(
        "UPDATE cohort_patient SET voided_at = now(), voided_by_id = %s WHERE id = %s",
        world.one.people["coordinator"].pk,
        world.one.patients[0].pk,
    )
    assert "cohort_patient_void_reason" in message


def test_a_patients_centre_is_of_the_same_study(world: World) -> None:
    message = refuses(
        "UPDATE cohort_patient SET centre_id = %s WHERE id = %s",
        world.two.north.pk,
        world.one.patients[0].pk,
    )
    assert "centre_id is of another study_id" in message


@pytest.mark.parametrize("column", ["patient_id", "planned_id"])
def test_a_visit_stays_in_one_study(world: World, column: str) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.baseline)
    foreign = {"patient_id": world.two.patients[0].pk, "planned_id": world.two.baseline.pk}
    message = refuses(
        f"UPDATE cohort_visit SET {column} = %s WHERE id = %s", foreign[column], visit.pk
    )
    assert f"{column} is of another study_id" in message


def test_a_planned_visit_is_recorded_once(world: World) -> None:
    message = refuses(
        "UPDATE cohort_visit SET planned_id = %s WHERE patient_id = %s",
        world.one.baseline.pk,
        world.one.patients[0].pk,
    )
    assert "cohort_visit_once" in message


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("tjc28 = 29", "cohort_assessment_tjc28"),
        ("ptga_mm = 101", "cohort_assessment_ptga_mm"),
        ("esr = 201", "cohort_assessment_esr"),
        ("haq_di = 3.125", "cohort_assessment_haq_di"),
        ("crp_unit = ''", "cohort_assessment_crp"),
        ("crp_unit = 'g/L'", "cohort_assessment_crp"),
        ("crp_value = NULL", "cohort_assessment_crp"),
        ("crp_value = -1", "cohort_assessment_crp"),
        ("esr_sign = 'x'", "cohort_assessment_esr_sign"),
        ("esr_printed = '<38'", "cohort_assessment_esr_printed"),
        ("crp_printed = '18,5'", "cohort_assessment_crp_printed"),
        ("crp_sign = '<', crp_printed = '18.4'", "cohort_assessment_crp_printed"),
    ],
)
def test_an_assessment_row_that_can_not_be(world: World, change: str, constraint: str) -> None:
    assert constraint in refuses(f"UPDATE cohort_clinicalassessment SET {change}")


@pytest.mark.parametrize(
    "change",
    [
        "rf_sign = '<', rf_printed = '< 48'",
        "rf_printed = '４８，０'",
        "rf_sign = '>', rf_printed = '＞48.00'",
        "rf_printed = ''",
        "symptom_onset = '2023'",
        "symptom_onset = '2024-02-29'",
        "symptom_onset = NULL",
    ],
)
def test_a_patient_row_that_can_be(world: World, change: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE cohort_patient SET {change}")
        assert cursor.rowcount


@pytest.mark.parametrize(
    ("table", "change", "constraint"),
    [
        ("cohort_visit", "took_place_on = '0021-04-01'", "cohort_visit_since"),
        ("cohort_treatment", "started_on = '0026-04-01'", "cohort_treatment_started_date"),
        ("cohort_treatment", "stopped_on = '2024-13'", "cohort_treatment_stopped_date"),
        (
            "cohort_treatment",
            "started_on = '2024-03', stopped_on = '2024-02-29'",
            "cohort_treatment_order",
        ),
        ("imaging_imagingexamination", "acquired_on = '0022-01-01'", "imaging_examination_since"),
        ("assays_sample", "taken_on = '1899-12-31'", "assays_sample_since"),
        ("assays_kitlot", "expires_on = '0025-01-01'", "assays_lot_since"),
    ],
)
def test_no_clinical_date_loses_digits_of_its_year(
    world: World, table: str, change: str, constraint: str
) -> None:
    TreatmentFactory(patient=world.one.patients[0])
    make_lot(world.one.study, world.one.people["coordinator"])
    assert constraint in refuses(f"UPDATE {table} SET {change}")


def test_a_treatment_may_stop_in_the_period_in_which_it_started(world: World) -> None:
    TreatmentFactory(patient=world.one.patients[0], started_on="2024-03-05", stopped_on="2024-03")
    TreatmentFactory(patient=world.one.patients[1], started_on="2024", stopped_on="2024-01-01")


def test_a_role_ends_with_its_person(world: World) -> None:
    message = refuses(
        "UPDATE cohort_membership SET ended_at = now() WHERE user_id = %s",
        world.one.people["monitor"].pk,
    )
    assert "cohort_membership_ended_pair" in message


def test_a_membership_is_of_a_centre_of_the_study(world: World) -> None:
    message = refuses(
        "UPDATE cohort_membership SET centre_id = %s WHERE user_id = %s",
        world.two.north.pk,
        world.one.people["monitor"].pk,
    )
    assert "centre_id is of another study_id" in message


def test_history_is_append_only(world: World) -> None:
    assert "cohort_patientevent" in refuses("UPDATE cohort_patientevent SET sex = 'M'")
    assert "cohort_patientevent" in refuses("DELETE FROM cohort_patientevent")
