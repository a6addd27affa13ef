"""Nothing clinical is ever removed: not by raw SQL, not along with something else."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import Error, connection, models, transaction

from ra_registry.core.models import ClinicalModel
from tests.factories.clinical import TreatmentFactory
from tests.factories.world import World

CLINICAL = [model for model in apps.get_models() if issubclass(model, ClinicalModel)]


def test_the_clinical_tables_are_known() -> None:
    assert {model._meta.label for model in CLINICAL} >= {
        "cohort.Patient",
        "cohort.Visit",
        "cohort.ClinicalAssessment",
        "cohort.Treatment",
        "imaging.ImagingExamination",
        "assays.Sample",
    }


@pytest.mark.django_db
@pytest.mark.parametrize("model", CLINICAL, ids=lambda model: model._meta.label)
def test_the_database_refuses_to_delete(model: type[models.Model], world: World) -> None:
    TreatmentFactory(patient=world.one.patients[0])
    before = model._default_manager.count()
    assert before
    table = connection.ops.quote_name(model._meta.db_table)
    with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {table}")
    assert model._default_manager.count() == before


@pytest.mark.parametrize("model", CLINICAL, ids=lambda model: model._meta.label)
def test_nothing_drags_a_clinical_row_along(model: type[models.Model]) -> None:
    for field in model._meta.concrete_fields:
        if isinstance(field, models.ForeignKey):
            assert field.remote_field.on_delete is models.PROTECT, field.name
