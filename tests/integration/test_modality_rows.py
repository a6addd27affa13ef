"""Modalities as rows: earlier examinations stay what they were, and the database refuses."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import Error, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from ra_registry.imaging.modalities import (
    MODALITIES,
    UnknownModalityError,
    modality_of,
)
from ra_registry.imaging.models import ImagingExamination, ModalityRow
from ra_registry.imaging.reference_data import store_modalities
from tests.factories.clinical import ExaminationFactory
from tests.factories.world import World

pytestmark = pytest.mark.django_db


def migrate(name: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when a table is altered
    MigrationExecutor(connection).migrate([("imaging", name)])


def test_examinations_of_before_are_what_they_were(world: World) -> None:
    stored = list(ImagingExamination.objects.order_by("pk").values())
    migrate("0003_void_has_its_act")
    assert "imaging_modality" not in connection.introspection.table_names()
    migrate("0004_modalities_as_data")
    store_modalities()
    assert list(ImagingExamination.objects.order_by("pk").values()) == stored
    examination = ImagingExamination.objects.earliest("pk")
    examination.acquired_on = date(2024, 3, 12)
    examination.save()


def test_the_rows_are_the_list() -> None:
    assert {(row.code, row.label, row.dicom, tuple(row.sides)) for row in
            ModalityRow.objects.all()} == {
        (one.code, one.label, one.dicom, one.sides) for one in MODALITIES
    }  # fmt: skip


def test_a_label_that_changes_in_the_list_changes_in_the_rows() -> None:
    ModalityRow.objects.filter(code="US").update(label="Sonography")
    store_modalities()
    assert ModalityRow.objects.get(code="US").label == "Ultrasound"


@pytest.mark.parametrize("side", ["R", "L", "B"])
def test_an_ultrasound_shows_either_side_or_both(world: World, side: str) -> None:
    visit = world.one.visit(world.one.patients[0], world.one.baseline)
    made = ExaminationFactory(visit=visit, modality="US", side=side)
    assert ImagingExamination.objects.get(pk=made.pk).side == side


@pytest.mark.parametrize(
    ("modality", "side"), [("MR", "B"), ("XR", "R"), ("XR", "L"), ("CT", "B"), ("US", "X")]
)
def test_the_database_refuses_what_no_modality_shows(
    world: World, modality: str, side: str
) -> None:
    stored = ImagingExamination.objects.earliest("pk")
    with pytest.raises(Error, match="Examination refused"), transaction.atomic():
        ImagingExamination.objects.filter(pk=stored.pk).update(modality=modality, side=side)


def test_an_unknown_code_names_the_known_ones() -> None:
    with pytest.raises(UnknownModalityError, match="MR, XR, US"):
        modality_of("CT")
