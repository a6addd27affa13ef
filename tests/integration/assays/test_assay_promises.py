"""What the database itself promises about results, raw SQL included."""

from __future__ import annotations

import pytest
from django.db import Error, connection, transaction

from ra_registry.assays.models import AssayFile, Batch, Measurement, Plate, Sample, Well
from ra_registry.assays.services.acceptance import void_batch
from tests.factories.assays import accepted_batch, codes_of, export_of, staged_file


@pytest.fixture
def batch(study) -> Batch:
    return accepted_batch(study)


def refused(sql: str, *parameters: object, match: str = "Cannot (update|delete)") -> None:
    with pytest.raises(Error, match=match), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, parameters)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE assays_measurement SET concentration = 1",
        "UPDATE assays_measurement SET signal_text = ''",
        "UPDATE assays_well SET role = 'ignored', sample_id = NULL",
        "UPDATE assays_plate SET barcode = 'other'",
        "DELETE FROM assays_measurement",
        "DELETE FROM assays_well",
        "DELETE FROM assays_plate",
        "DELETE FROM assays_batch",
        "DELETE FROM assays_assayfile",
        "DELETE FROM assays_sample",
        "DELETE FROM assays_kitlot",
        "DELETE FROM assays_kitlotlimit",
    ],
)
def test_results_are_never_changed_or_removed(batch, change):
    before = Measurement.objects.count(), Well.objects.count(), Plate.objects.count()

    refused(change)

    assert (Measurement.objects.count(), Well.objects.count(), Plate.objects.count()) == before


def test_a_batch_changes_only_by_being_voided_once(batch, coordinator):
    refused("UPDATE assays_batch SET rows_stored = 1", match="only voided once")
    refused("UPDATE assays_batch SET voided_at = now(), void_reason = 'x'", match="voided_pair")
    refused(
        "UPDATE assays_batch SET voided_at = now(), voided_by_id = %s",
        coordinator.pk,
        match="void_reason",
    )
    void_batch(batch=batch, reason="wrong plates", by=coordinator)
    refused("UPDATE assays_batch SET void_reason = 'other'", match="only voided once")
    refused(
        "UPDATE assays_batch SET voided_at = NULL, voided_by_id = NULL, void_reason = ''",
        match="only voided once",
    )


@pytest.mark.parametrize("column", ["content", "sha256", "size", "name", "study_id"])
def test_the_content_of_a_file_is_final(study, lot, column):
    staged_file(study, export_of(codes_of(study.study)))

    refused(f"UPDATE assays_assayfile SET {column} = {column}")


@pytest.mark.parametrize(
    "change",
    [
        "layout_content = 'x'::bytea",
        "layout_name = 'x'",
        "lot_id = NULL",
        "decided_at = now() + interval '1 day'",
        "state = 'staged'",
        "state = 'discarded'",
    ],
)
def test_a_decided_file_stays_as_decided(batch, change):
    refused(f"UPDATE assays_assayfile SET {change}", match="decided file is never changed")

    assert AssayFile.objects.get().state == "accepted"


WELL = "INSERT INTO assays_well (plate_id, name, role, label, sample_id, dilution) VALUES"


def test_a_well_has_a_sample_exactly_when_it_holds_one(batch, study):
    plate = batch.plates.get().pk
    sample = Sample.objects.filter(study=study.study).first().pk

    refused(f"{WELL} (%s, 'P01', 'sample', '', NULL, 1)", plate, match="assays_well_sample")
    refused(f"{WELL} (%s, 'P01', 'blank', '', %s, 1)", plate, sample, match="assays_well_sample")
    refused(f"{WELL} (%s, 'P01', 'guess', '', NULL, 1)", plate, match="role_known")
    refused(f"{WELL} (%s, 'P01', 'blank', '', NULL, 0)", plate, match="dilution")
    refused(f"{WELL} (%s, 'A01', 'blank', '', NULL, 1)", plate, match="well_name")


def test_a_well_holds_no_sample_of_another_study(batch, world):
    plate = batch.plates.get().pk
    foreign = Sample.objects.filter(study=world.two.study).first().pk

    refused(f"{WELL} (%s, 'P01', 'sample', '', %s, 1)", plate, foreign, match="of another study")


def test_a_measurement_names_its_source_and_its_place(batch):
    one = Measurement.objects.first()
    columns = "well_id, analyte_id, spot, signal_text, vendor_text, vendor_range_text, excluded"
    row = f"INSERT INTO assays_measurement ({columns}, source, censor, concentration) VALUES"
    free = Well.objects.create(plate=batch.plates.get(), name="P01", role="blank").pk

    def insert(well: int, ending: str, match: str) -> None:
        refused(f"{row} (%s, %s, 1, '', '', '', false, {ending})", well, one.analyte_id,
                match=match)  # fmt: skip

    insert(one.well_id, "'none', 'unknown', NULL", "measurement_once")
    insert(free, "'none', 'unknown', 5", "source_number")
    insert(free, "'own', 'in_range', NULL", "source_number")
    insert(free, "'guess', 'in_range', 5", "source_known")
    insert(free, "'own', 'guess', 5", "censor_known")


def test_a_code_names_one_current_sample_of_a_study(study, world):
    sample = Sample.objects.filter(study=study.study).first()
    row = (
        "INSERT INTO assays_sample (study_id, visit_id, code, material, taken_on, created_at, "
        "revision, void_reason) VALUES (%s, %s, %s, 'plasma', '2024-03-11', now(), 1, '')"
    )

    refused(row, sample.study_id, sample.visit_id, sample.code.lower(), match="assays_sample_code")
    refused(row, world.two.study.pk, sample.visit_id, "NEW-1", match="of another study_id")


def test_one_live_file_of_the_same_content(study, lot):
    file = staged_file(study, export_of(codes_of(study.study)))
    columns = (
        "study_id, name, sha256, size, content, layout_name, format, state, uploaded_at, "
        "uploaded_by_id, panel_id, lot_id, layout_content, answers, decided_at, decided_by_id"
    )

    refused(
        f"INSERT INTO assays_assayfile (token, {columns}) "
        f"SELECT gen_random_uuid(), {columns} FROM assays_assayfile WHERE id = %s",
        file.pk,
        match="assays_file_once",
    )
