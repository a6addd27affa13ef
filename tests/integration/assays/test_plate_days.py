"""A plate keeps the day on which it was read, as its file told it when it was accepted."""

from __future__ import annotations

from datetime import date
from importlib import import_module

import pytest
from django.apps import apps
from django.db import connection

from ra_registry.assays.models import Plate
from tests.factories.assays import READ_ON, accepted_batch


def days() -> list[date | None]:
    return list(Plate.objects.order_by("pk").values_list("read_on", flat=True))


@pytest.mark.usefixtures("lot")
def test_the_day_is_stored_with_the_plate(study):
    accepted_batch(study)
    assert days() == [READ_ON]


@pytest.mark.usefixtures("lot")
def test_plates_of_before_get_the_day_that_their_text_tells(study):
    batch = accepted_batch(study)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # nothing may wait when a table is altered
        cursor.execute("ALTER TABLE assays_plate DISABLE TRIGGER USER")
        cursor.execute("UPDATE assays_plate SET read_on = NULL")
        cursor.execute(
            "INSERT INTO assays_plate (batch_id, position, barcode, rows, columns, read_at_text,"
            " instrument, curves) VALUES (%s, 9, 'untold', 8, 12, '', '', '{}')",
            [batch.pk],
        )
        cursor.execute("ALTER TABLE assays_plate ENABLE TRIGGER USER")
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    migration = import_module("ra_registry.assays.migrations.0006_plate_has_its_day")
    with connection.schema_editor() as editor:
        migration.fill(apps, editor)
    assert days() == [READ_ON, None]
