"""Voiding and restoring in the database: acts are only added, rows follow the act in force."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from ra_registry.assays.models import Measurement, Sample, Well
from ra_registry.cohort.models import ClinicalAssessment, Patient, Treatment, Visit
from ra_registry.core.models import ClinicalModel, VoidingAct, in_force
from ra_registry.imaging.models import ImagingExamination
from tests.factories.clinical import TreatmentFactory
from tests.factories.voiding import act
from tests.factories.world import World

CLINICAL: list[Any] = [model for model in apps.get_models() if issubclass(model, ClinicalModel)]
ABOVE = {
    Patient: [],
    Visit: ["patient"],
    Treatment: ["patient"],
    ClinicalAssessment: ["visit", "visit.patient"],
    ImagingExamination: ["visit", "visit.patient"],
    Sample: ["visit", "visit.patient"],
}

pytestmark = pytest.mark.django_db


@pytest.fixture
def row(world: World, request: pytest.FixtureRequest) -> Any:
    """Return a row of the parametrised model that counts."""
    TreatmentFactory(patient=world.one.patients[0])
    return request.param.objects.active().earliest("pk")


def void_by_sql(row: models.Model, by: Any, reason: str = "entered twice") -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {row._meta.db_table} SET voided_at = now(), voided_by_id = %s, "
            "void_reason = %s WHERE id = %s",
            [by.pk, reason, row.pk],
        )


def acted(row: Any, kind: str, by: Any) -> VoidingAct:
    with transaction.atomic():
        return act(row, kind, by=by)


def test_every_clinical_model_is_known_here() -> None:
    assert set(CLINICAL) == set(ABOVE)


@pytest.mark.parametrize("model", CLINICAL, ids=lambda model: model._meta.label)
def test_what_a_row_hangs_on_is_declared_and_followed(model: Any) -> None:
    path, above = model, []
    while path.hangs_on:
        above.append(path.hangs_on)
        path = path._meta.get_field(path.hangs_on).remote_field.model
    assert [".".join(above[: n + 1]) for n in range(len(above))] == ABOVE[model]


@pytest.mark.parametrize(
    ("row", "above"),
    [(model, name) for model, names in ABOVE.items() for name in names],
    indirect=["row"],
    ids=lambda value: getattr(getattr(value, "_meta", None), "label", value),
)
def test_a_row_below_a_voided_one_is_not_active_and_comes_back(
    row: Any, above: str, world: World
) -> None:
    parent = row
    for name in above.split("."):
        parent = getattr(parent, name)
    rows = type(row).objects
    assert rows.active().filter(pk=row.pk).exists()
    acted(parent, "void", by=world.administrator)
    assert not rows.active().filter(pk=row.pk).exists()
    assert rows.get(pk=row.pk).voided_at is None
    assert rows.get(pk=row.pk).voided_above() == parent
    acted(parent, "restore", by=world.administrator)
    assert rows.active().filter(pk=row.pk).exists()


def test_what_was_voided_by_itself_stays_voided_when_the_patient_comes_back(world: World) -> None:
    visit = Visit.objects.active().earliest("pk")
    acted(visit, "void", by=world.administrator)
    acted(visit.patient, "void", by=world.administrator)
    acted(visit.patient, "restore", by=world.administrator)
    assert not Visit.objects.active().filter(pk=visit.pk).exists()
    assert Visit.objects.active().filter(patient=visit.patient).exists()


@pytest.mark.parametrize("row", CLINICAL, indirect=True, ids=lambda model: model._meta.label)
def test_the_row_follows_its_acts_and_history_keeps_both(row: Any, world: World) -> None:
    revision = row.revision
    first = acted(row, "void", by=world.administrator)
    row.refresh_from_db()
    assert (row.voided_at, row.voided_by, row.void_reason) == (first.at, first.by, first.reason)
    acted(row, "restore", by=world.administrator)
    row.refresh_from_db()
    assert (row.voided_at, row.voided_by, row.void_reason) == (None, None, "")
    assert row.revision == revision + 2


@pytest.mark.parametrize("row", CLINICAL, indirect=True, ids=lambda model: model._meta.label)
def test_a_void_by_raw_sql_writes_its_act_and_is_not_undone_by_raw_sql(
    row: Any, world: World
) -> None:
    void_by_sql(row, world.administrator)
    stored = VoidingAct.objects.get(record_table=row._meta.db_table, record_id=row.pk)
    assert (stored.kind, stored.by, stored.reason) == ("void", world.administrator, "entered twice")
    table = row._meta.db_table
    for change in (
        "voided_at = NULL, voided_by_id = NULL, void_reason = ''",
        "void_reason = 'another'",
        "voided_at = now() - interval '1 day'",
    ):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE {table} SET {change} WHERE id = %s", [row.pk])


def test_acts_alternate_and_are_about_a_row(world: World) -> None:
    patient = world.one.patients[0]
    with pytest.raises(Error, match="Only a voided row"):
        acted(patient, "restore", by=world.administrator)
    acted(patient, "void", by=world.administrator)
    with pytest.raises(Error, match="Only a voided row"):
        acted(patient, "void", by=world.administrator)
    with pytest.raises(Error, match="needs the row"):
        acted(Patient(pk=987_654_321), "void", by=world.administrator)


def test_a_row_is_not_restored_beside_another_of_its_key(world: World) -> None:
    first = Treatment.objects.get(pk=TreatmentFactory(patient=world.one.patients[0]).pk)
    acted(first, "void", by=world.administrator)
    TreatmentFactory(patient=first.patient, drug=first.drug, started_on=first.started_on)
    with pytest.raises(Error, match="cohort_treatment_once"):
        acted(first, "restore", by=world.administrator)


def test_the_condition_reaches_through_other_tables(world: World) -> None:
    assert {key for key, _ in in_force(Sample, "well__sample").children} == {
        "well__sample__voided_at__isnull",
        "well__sample__visit__voided_at__isnull",
        "well__sample__visit__patient__voided_at__isnull",
    }
    assert Measurement.objects.filter(in_force(Sample, "well__sample")).count() == 0
    assert Well.objects.filter(in_force(Sample, "sample")).count() == 0


@pytest.mark.parametrize("app", ["cohort", "imaging", "assays"])
def test_rows_that_were_voided_before_acts_were_kept_get_theirs(app: str, world: World) -> None:
    TreatmentFactory(patient=world.one.patients[0])
    folder = Path(apps.get_app_config(app).path) / "migrations"
    [name] = [path.stem for path in folder.glob("*_void_has_its_act.py")]
    migration = import_module(f"ra_registry.{app}.migrations.{name}")
    assert set(migration.TABLES) == {
        model._meta.db_table for model in CLINICAL if model._meta.app_label == app
    }
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in migration.TABLES:
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                f"UPDATE {table} SET voided_at = now(), voided_by_id = %s, void_reason = 'early' "
                f"WHERE id = (SELECT min(id) FROM {table})",
                [world.administrator.pk],
            )
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")
            cursor.execute(migration.ACTS_OF_VOIDED_ROWS.format(table))
    acts = VoidingAct.objects.filter(reason="early", kind="void")
    assert {one.record_table for one in acts} == set(migration.TABLES)
