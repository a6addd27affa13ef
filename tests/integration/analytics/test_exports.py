"""Exports: complete, consistent, harmless to open, and every download is logged."""

from __future__ import annotations

import contextlib
import csv
import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Collection, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from python_calamine import CalamineWorkbook

from analytics.exports import archive as archive_module
from analytics.exports import build as build_module
from analytics.exports import rows, services
from analytics.exports.table import ExportTable
from analytics.exports.tables import TABLES
from analytics.models import Export
from ra_registry.cohort.models import Patient, PlannedVisit
from ra_registry.core.errors import Conflict, ValidationFailed
from ra_registry.core.models import AuditEvent
from tests.factories.clinical import (
    AssessmentFactory,
    PatientFactory,
    TreatmentFactory,
    VisitFactory,
)
from tests.factories.people import PlannedVisitFactory
from tests.factories.world import World, build_world

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _inside_the_tests_transaction(
    request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A test's own transaction can't change its isolation; one test below does without it."""
    if "transactional_db" not in request.fixturenames:
        monkeypatch.setattr(build_module, "consistent_snapshot", contextlib.nullcontext)


@pytest.fixture
def sent(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Collect the exports handed to a worker instead of handing them over."""
    ids: list[int] = []
    monkeypatch.setattr(services, "send", ids.append)
    return ids


def make(world: World, purpose: str = "test") -> zipfile.ZipFile:
    export = services.request_export(
        study=world.one.study, purpose=purpose, by=world.one.people["investigator"]
    )
    services.make_export(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == "ready", export.error
    return zipfile.ZipFile(services.path_of(export))


def table(archive: zipfile.ZipFile, name: str) -> list[dict[str, str]]:
    text = archive.read(f"csv/{name}.csv").decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


@pytest.mark.usefixtures("sent")
def test_every_grain_is_in_the_archive_and_only_of_this_study(world: World) -> None:
    archive = make(world)
    names = set(archive.namelist())
    assert {f"csv/{one.name}.csv" for one in TABLES} <= names
    assert {"tables.xlsx", "codebook.csv", "manifest.json", "README.txt"} <= names
    patients = [row["patient"] for row in table(archive, "patients")]
    assert patients == sorted(p.pseudonym for p in world.one.patients)
    assert len(table(archive, "visits")) == 8
    assert len(table(archive, "samples")) == 4


@pytest.mark.usefixtures("sent")
def test_manifest_hashes_and_counts_are_those_of_the_files(world: World) -> None:
    archive = make(world)
    manifest = json.loads(archive.read("manifest.json"))
    for file in manifest["files"]:
        content = archive.read(file["name"])
        assert hashlib.sha256(content).hexdigest() == file["sha256"]
        assert len(content) == file["size"]
    counts = {file["name"]: file["rows"] for file in manifest["files"]}
    assert counts["csv/patients.csv"] == 4


@pytest.mark.usefixtures("sent")
def test_the_workbook_holds_the_same_rows_as_the_csv(world: World) -> None:
    archive = make(world)
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("tables.xlsx")))
    for one in TABLES:
        rows = book.get_sheet_by_name(one.name).to_python()
        assert len(rows) - 1 == len(table(archive, one.name))
        assert rows[0] == one.header


@pytest.mark.usefixtures("sent")
def test_the_first_sheet_says_where_each_table_is(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A table with more rows than a sheet can hold is CSV only."""
    for module in (archive_module, build_module):
        monkeypatch.setattr(module, "SHEET_ROWS", 5)
    archive = make(world)
    book = CalamineWorkbook.from_filelike(io.BytesIO(archive.read("tables.xlsx")))
    assert book.sheet_names[0] == "contents"
    contents = {row[0]: row for row in book.get_sheet_by_name("contents").to_python()[1:]}
    assert list(contents) == [one.name for one in TABLES]
    assert contents["patients"][2:] == [4, "csv/patients.csv", "patients"]
    said = "More rows than a sheet can hold: CSV only."
    assert contents["visits"][2:] == [8, "csv/visits.csv", said]
    assert "visits" not in book.sheet_names
    assert len(table(archive, "visits")) == 8
    files = {file["name"]: file for file in json.loads(archive.read("manifest.json"))["files"]}
    assert files["csv/visits.csv"]["note"] == said


@pytest.mark.usefixtures("sent")
def test_the_codebook_describes_every_column(world: World) -> None:
    archive = make(world)
    described = {
        (row["table"], row["column"])
        for row in csv.DictReader(io.StringIO(archive.read("codebook.csv").decode(), newline=""))
    }
    for one in TABLES:
        assert {(one.name, column) for column in one.header} <= described


@pytest.mark.usefixtures("sent")
def test_composites_are_computed_by_the_versioned_formulas(world: World) -> None:
    row = table(make(world), "assessments")[0]
    # 0.56 sqrt(8) + 0.28 sqrt(6) + 0.70 ln(38) + 0.014 * 55
    assert row["das28_esr_score"] == "5.59"
    assert row["das28_esr_state"] == "high"
    # 8 + 6 + 5.5 + 5.0 + 1.84 mg/dL
    assert row["sdai_score"] == "26.34"


@pytest.mark.usefixtures("sent")
def test_a_missing_component_leaves_an_empty_cell_never_a_zero(world: World) -> None:
    study = world.one
    planned = PlannedVisitFactory(study=study.study, code="m6", name="Half a year", day=180)
    AssessmentFactory(visit=VisitFactory(patient=study.patients[0], planned=planned), ptga_mm=None)
    rows = [row for row in table(make(world), "assessments") if row["visit"] == "m6"]
    assert rows[0]["das28_esr_score"] == ""
    assert rows[0]["ptga_mm"] == ""


@pytest.mark.usefixtures("sent")
def test_formulas_in_text_are_neutralised_in_csv_and_workbook(world: World) -> None:
    evil = '=HYPERLINK("http://x")'
    TreatmentFactory(patient=world.one.patients[0], drug=evil)
    archive = make(world)
    assert table(archive, "treatments")[0]["drug"] == f"'{evil}"
    book = zipfile.ZipFile(io.BytesIO(archive.read("tables.xlsx")))
    sheets = [book.read(name) for name in book.namelist() if "worksheets/" in name]
    assert sheets
    assert not any(b"<f>" in sheet for sheet in sheets)


@pytest.mark.usefixtures("sent")
def test_voided_records_stay_out(world: World) -> None:
    patient = world.one.patients[0]
    patient.voided_at, patient.voided_by = timezone.now(), world.one.people["data_manager"]
    patient.void_reason = "consent withdrawn"
    patient.save()
    archive = make(world)
    assert patient.pseudonym not in archive.read("csv/patients.csv").decode()
    assert patient.pseudonym not in archive.read("csv/visits.csv").decode()
    assert patient.pseudonym not in archive.read("csv/samples.csv").decode()


def test_a_double_click_asks_once(
    world: World, sent: list[int], django_capture_on_commit_callbacks: Callable
) -> None:
    who = world.one.people["investigator"]
    with django_capture_on_commit_callbacks(execute=True):
        first = services.request_export(study=world.one.study, purpose="a", by=who)
        second = services.request_export(study=world.one.study, purpose="a", by=who)
    assert first == second
    assert sent == [first.pk]


def test_an_export_needs_a_purpose(world: World) -> None:
    with pytest.raises(ValidationFailed):
        services.request_export(
            study=world.one.study, purpose="  ", by=world.one.people["investigator"]
        )


def test_a_lost_export_is_sent_again_and_made_once(world: World, sent: list[int]) -> None:
    who = world.one.people["investigator"]
    export = services.request_export(study=world.one.study, purpose="a", by=who)
    long_ago = timezone.now() - timedelta(hours=1)
    Export.objects.filter(pk=export.pk).update(
        state="running", claimed_at=long_ago, requested_at=long_ago
    )
    assert services.resume_exports() == 1
    assert sent == [export.pk]
    services.make_export(export_id=export.pk)
    made = services.path_of(export).stat().st_mtime_ns
    services.make_export(export_id=export.pk)
    assert services.path_of(export).stat().st_mtime_ns == made


@pytest.mark.usefixtures("sent")
def test_a_failure_is_said_and_leaves_no_half_file(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(**_: object) -> None:
        message = "disk full"
        raise OSError(message)

    monkeypatch.setattr(services, "build", broken)
    who = world.one.people["investigator"]
    export = services.request_export(study=world.one.study, purpose="a", by=who)
    with pytest.raises(OSError, match="disk full"):
        services.make_export(export_id=export.pk)
    export.refresh_from_db()
    assert export.state == "failed"
    assert not list(services.path_of(export).parent.iterdir())
    with pytest.raises(Conflict):
        services.open_download(export=export, by=who)


@pytest.mark.usefixtures("sent")
def test_old_files_are_removed_and_their_rows_stay(world: World) -> None:
    make(world)
    export = Export.objects.get()
    Export.objects.update(finished_at=timezone.now() - timedelta(days=15))
    assert services.delete_old_exports() == 1
    export.refresh_from_db()
    assert export.state == "deleted"
    assert export.sha256
    assert not services.path_of(export).exists()


@pytest.mark.usefixtures("sent")
def test_pages_ask_show_and_send_the_file(world: World, sign_in: Callable) -> None:
    client = sign_in(world.one.people["investigator"])
    url = f"/studies/{world.one.study.code}/exports/"
    assert b"No exports yet" in client.get(url).content
    assert client.post(url, {"purpose": ""}).status_code == 400
    assert client.post(url, {"purpose": "for the paper"}).status_code == 302
    export = Export.objects.get()
    assert client.get(f"{url}{export.token}/download").status_code == 409
    services.make_export(export_id=export.pk)
    page = client.get(url)
    assert b"for the paper" in page.content
    answer = client.get(f"{url}{export.token}/download")
    content = b"".join(answer.streaming_content)
    assert hashlib.sha256(content).hexdigest() == Export.objects.get().sha256
    event = AuditEvent.objects.get(kind="export_downloaded")
    assert event.data["purpose"] == "for the paper"
    assert event.study_code == world.one.study.code


@pytest.mark.parametrize("role", ["reader", "coordinator", "monitor"])
def test_roles_without_the_right_are_refused(world: World, sign_in: Callable, role: str) -> None:
    client = sign_in(world.one.people[role])
    assert client.get(f"/studies/{world.one.study.code}/exports/").status_code == 403


def test_one_centre_or_another_study_opens_no_export(world: World, sign_in: Callable) -> None:
    url = f"/studies/{world.one.study.code}/exports/"
    assert sign_in(world.one.local["investigator"]).get(url).status_code == 403
    assert sign_in(world.two.people["investigator"]).get(url).status_code == 404


def test_the_command_writes_a_file_and_never_over_another(world: World, tmp_path: Path) -> None:
    target = tmp_path / "out.zip"
    call_command(
        "export",
        world.one.study.code,
        output=target,
        purpose="backup",
        stdout=io.StringIO(),
        stderr=io.StringIO(),
    )
    assert "csv/patients.csv" in zipfile.ZipFile(target).namelist()
    with pytest.raises(CommandError, match="exists already"):
        call_command("export", world.one.study.code, output=target, purpose="backup")
    with pytest.raises(CommandError, match="no study 'nowhere'"):
        call_command("export", "nowhere", output=tmp_path / "x.zip", purpose="backup")


@pytest.mark.usefixtures("sent")
def test_a_write_during_the_export_does_not_mix_into_it(
    transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build_world()
    late = world.one.patients[0]
    fetch = rows.fetch

    def fetch_and_disturb(
        table: ExportTable, *, study_id: int, campaigns: Collection[int]
    ) -> Iterator[Sequence[object]]:
        """Enrol somebody over another connection once the first table is read."""
        yield from fetch(table, study_id=study_id, campaigns=campaigns)
        if table.name == "patients":
            with ThreadPoolExecutor(1) as pool:
                pool.submit(enrol_elsewhere, late).result()

    monkeypatch.setattr(rows, "fetch", fetch_and_disturb)
    archive = make(world)
    assert Patient.objects.filter(study=world.one.study).count() == 5
    visited = {row["patient"] for row in table(archive, "visits")}
    assert visited == {row["patient"] for row in table(archive, "patients")}
    assert len(visited) == 4


def enrol_elsewhere(like: Patient) -> None:
    try:
        patient = PatientFactory(centre=like.centre)
        VisitFactory(patient=patient, planned=PlannedVisit.objects.get(study=like.study, code="bl"))
    finally:
        connection.close()
