"""Uploading keeps a file for review and nothing else."""

from __future__ import annotations

import pytest

from ra_registry.assays.errors import AlreadyDecided, AssayFileRefused
from ra_registry.assays.models import AssayFile, Batch
from ra_registry.assays.models.batch import FileState
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.preview import build_preview
from ra_registry.assays.services.staging import add_layout, choose_lot, discard_file, stage_file
from ra_registry.assays.services.uploads import Upload
from ra_registry.cohort.freshness import data_version
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.assays import (
    codes_of,
    export_of,
    layout_of,
    make_lot,
    raw_text_of,
    shipped_panel,
    staged_file,
)


def last_event() -> AuditEvent:
    return AuditEvent.objects.latest("position")


def test_an_upload_stores_nothing_but_the_file(study, lot):
    version = data_version(study.study.pk)
    upload = export_of(codes_of(study.study))

    file = staged_file(study, upload)

    assert bytes(file.content) == upload.content
    assert (file.state, file.sha256, file.size) == ("staged", upload.sha256, upload.size)
    assert not Batch.objects.exists()
    assert data_version(study.study.pk) == version
    assert last_event().kind == EventKind.ASSAY_UPLOADED
    assert last_event().data["sha256"] == upload.sha256


def test_panel_and_lot_are_proposed_where_nothing_is_in_doubt(study, lot, coordinator):
    first = staged_file(study, export_of(codes_of(study.study)))
    make_lot(study.study, coordinator, number="K0090000")
    second = staged_file(study, export_of(codes_of(study.study), series="Z"))

    assert (first.panel, first.lot) == (shipped_panel(), lot)
    assert (second.panel, second.lot) == (shipped_panel(), None)


def test_the_same_file_again_is_the_same_file(study, lot, coordinator, world):
    upload = export_of(codes_of(study.study))
    first = staged_file(study, upload)
    renamed = Upload("copy of plate.csv", upload.content)

    again = stage_file(study=study.study, upload=renamed, by=coordinator)
    elsewhere = staged_file(world.two, upload)

    assert (again.file, again.is_new) == (first, False)
    assert elsewhere != first
    accept_file(file=first, choices=Choices(), by=coordinator)
    assert not stage_file(study=study.study, upload=upload, by=coordinator).is_new


def test_a_discarded_file_can_come_again(study, lot, coordinator):
    upload = export_of(codes_of(study.study))
    file = staged_file(study, upload)

    assert discard_file(file=file, by=coordinator).state == FileState.DISCARDED
    assert discard_file(file=file, by=coordinator).state == FileState.DISCARDED
    assert AuditEvent.objects.filter(kind=EventKind.ASSAY_DISCARDED).count() == 1
    assert stage_file(study=study.study, upload=upload, by=coordinator).is_new


def test_an_accepted_file_is_not_discarded(study, lot, coordinator):
    file = staged_file(study, export_of(codes_of(study.study)))
    accept_file(file=file, choices=Choices(), by=coordinator)

    with pytest.raises(AlreadyDecided, match="Take its batch back"):
        discard_file(file=file, by=coordinator)


def test_a_refused_layout_is_named_and_audited_itself(study, lot, coordinator):
    layout = Upload("layout.csv", b"a,b\n1,2\n")

    with pytest.raises(AssayFileRefused, match=r"layout\.csv can't be read as a plate layout"):
        stage_file(
            study=study.study,
            upload=raw_text_of(codes_of(study.study)),
            layout=layout,
            by=coordinator,
        )

    assert not AssayFile.objects.exists()
    assert last_event().kind == EventKind.UPLOAD_REFUSED
    assert (last_event().data["name"], last_event().data["sha256"]) == ("layout.csv", layout.sha256)


def test_a_layout_added_later_is_refused_without_a_trace_on_the_file(study, lot, coordinator):
    file = staged_file(study, raw_text_of(codes_of(study.study)))

    with pytest.raises(AssayFileRefused):
        add_layout(file=file, layout=Upload("layout.csv", b""), by=coordinator)

    file.refresh_from_db()
    assert (file.layout_name, file.layout_content) == ("", None)
    assert last_event().kind == EventKind.UPLOAD_REFUSED


def test_a_layout_that_no_well_can_have_is_refused(study, lot, coordinator):
    file = staged_file(study, raw_text_of(codes_of(study.study)))

    with pytest.raises(AssayFileRefused) as refusal:
        add_layout(
            file=file, layout=layout_of(codes_of(study.study), dilution=" 1:0"), by=coordinator
        )

    assert "No well is diluted like this" in refusal.value.details[0]


def test_choosing_a_lot_brings_its_panel(study, lot, coordinator):
    file = staged_file(study, raw_text_of(codes_of(study.study)))
    AssayFile.objects.filter(pk=file.pk).update(panel=None, lot=None)

    chosen = choose_lot(file=file, lot=lot, by=coordinator)

    assert (chosen.lot, chosen.panel) == (lot, lot.panel)


def test_a_decided_file_keeps_its_lot_and_layout(study, lot, coordinator):
    file = staged_file(study, export_of(codes_of(study.study)))
    discard_file(file=file, by=coordinator)

    with pytest.raises(AlreadyDecided):
        choose_lot(file=file, lot=lot, by=coordinator)
    with pytest.raises(AlreadyDecided):
        add_layout(file=file, layout=layout_of(codes_of(study.study)), by=coordinator)


def test_a_stored_file_that_todays_readers_refuse_is_told(study, lot):
    file = staged_file(study, export_of(codes_of(study.study)))
    file.content = b"nothing that is read today"

    with pytest.raises(AssayFileRefused, match="can't be read as an assay file"):
        build_preview(file)
