"""Whatever is uploaded, the answer is a page that says what and where; nothing of it is stored.

Each file goes through the page and through ``manage.py import_assay``.
"""

from __future__ import annotations

import hashlib
import io
import zipfile
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse

from ra_registry.assays.models import AssayFile, Batch, KitLot, Measurement
from ra_registry.core.events import EventKind
from ra_registry.core.models import AuditEvent
from tests.factories.assay_files import SMALL_TABLE, make_workbook, small_csv
from tests.factories.assays import shipped_panel

LIMIT = 200_000


def workbook_with(part: str, content: bytes) -> bytes:
    """Return a results workbook with one part added or replaced."""
    source = zipfile.ZipFile(io.BytesIO(make_workbook({"Results": SMALL_TABLE})))
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in source.namelist():
            if name != part:
                archive.writestr(name, source.read(name))
        archive.writestr(part, content)
    return output.getvalue()


def formula_workbook() -> bytes:
    rows = [list(row) for row in SMALL_TABLE]
    rows[2][8] = "=700+812"
    return make_workbook({"Results": rows})


BAD = {
    "0 bytes": ("plate.csv", b"", "The file is empty"),
    "an image named csv": ("plate.csv", b"\x89PNG\r\n\x1a\n" + bytes(300), "binary content"),
    "NUL in the text": ("plate.csv", small_csv().replace("IL-6", "IL\x006").encode(), "binary"),
    "larger than the limit": ("plate.csv", b"x" * (LIMIT + 1), "at most 195.3"),
    "a zip bomb": (
        "plate.xlsx",
        workbook_with("xl/worksheets/sheet1.xml", b" " * 30_000_000),
        "implausible size",
    ),
    "external links": (
        "plate.xlsx",
        workbook_with("xl/externalLinks/externalLink1.xml", b"<a/>"),
        "a link to another workbook",
    ),
    "a truncated workbook": (
        "plate.xlsx",
        make_workbook({"Results": SMALL_TABLE})[:-80],
        "damaged",
    ),
    "wrong encoding": ("plate.csv", small_csv().encode("utf-16")[:-1], "be decoded"),
    "half a line": ("plate.csv", small_csv().encode()[:-30], "line 4"),
    "formula cells": ("plate.csv", small_csv().replace("RA-017", "=cmd").encode(), "a formula"),
    "a formula in a workbook": ("plate.xlsx", formula_workbook(), "column I"),
    "a million columns": ("plate.csv", b"," * 100_001 + b"\n", "line 1"),
    "a program": ("plate.exe", small_csv().encode(), "ends in .csv"),
    "no extension": ("plate", small_csv().encode(), "ends in .csv"),
    "another vendor": ("plate.csv", b'"Program","xPONENT"\n"Build","3.1"\n', "xPONENT"),
    "a letter": ("plate.csv", b"Dear colleague,\n\nplease find attached.\n", "not recognised"),
    "a very long name": (f"{'x' * 300}.csv", small_csv().encode(), "304 characters"),
    "a dilution of 0": ("plate.csv", small_csv().replace("1,2,,1512", "1,0,,1512").encode(),
                        "column Dilution"),
    "two samples in a well": (
        "plate.csv",
        (small_csv() + small_csv().splitlines()[2].replace(",1,2,", ",2,2,")
         .replace("RA-017", "RA-999") + "\r\n").encode(),
        "as at line 3",
    ),
}  # fmt: skip
cases = pytest.mark.parametrize(("name", "content", "sentence"), BAD.values(), ids=BAD)


@pytest.fixture(autouse=True)
def _small_limit(settings) -> None:
    settings.MAX_UPLOAD_BYTES = LIMIT


@pytest.fixture
def client(study, lot, sign_in) -> Client:
    return sign_in(study.people["coordinator"])


def send(client: Client, code: str, name: str, content: bytes, **more):
    file = io.BytesIO(content)
    file.name = name  # Django's own test files shorten long names
    return client.post(reverse("assays:upload", args=[code]), {"file": file, **more})


def assert_only_the_refusal_is_stored(name: str, content: bytes) -> None:
    assert not AssayFile.objects.exists()
    assert not Batch.objects.exists()
    assert not Measurement.objects.exists()
    event = AuditEvent.objects.latest("position")
    assert event.kind == EventKind.UPLOAD_REFUSED
    assert event.data["name"] == name[-255:]
    assert event.data["sha256"] == hashlib.sha256(content).hexdigest()
    assert event.data["size"] == len(content)


@cases
def test_the_page_says_what_and_where(study, client, name, content, sentence):
    answer = send(client, study.study.code, name, content)

    assert answer.status_code == 400
    assert sentence in answer.content.decode()
    assert_only_the_refusal_is_stored(name, content)


@cases
def test_the_command_says_what_and_where(*, study, lot, tmp_path, name, content, sentence):
    path = tmp_path / name
    try:
        path.write_bytes(content)
    except OSError:  # no file system keeps so long a name
        with pytest.raises(CommandError, match="can't be read"):
            call_command("import_assay", path, study=study.study.code)
        return

    with pytest.raises(CommandError) as refusal:
        call_command("import_assay", path, study=study.study.code)

    assert sentence in str(refusal.value)
    assert_only_the_refusal_is_stored(name, content)


def test_a_name_with_a_nul_never_reaches_the_disk(study, lot, client):
    with pytest.raises(CommandError, match="can't be read"):
        call_command("import_assay", Path("plate\x00.csv"), study=study.study.code)

    answer = send(client, study.study.code, "plate.csv\x00.exe", small_csv().encode())

    assert answer.status_code == 400
    assert "ends in .csv" in answer.content.decode()
    assert_only_the_refusal_is_stored("plate.csv.exe", small_csv().encode())


def test_a_name_is_never_a_path(study, lot, client):
    answer = send(client, study.study.code, "..\\..\\<b>plate.csv", small_csv().encode())

    assert AssayFile.objects.get().name == "<b>plate.csv"
    assert "&lt;b&gt;plate.csv" in client.get(answer["Location"]).content.decode()


def test_200_megabytes_are_counted_not_kept(study, client, settings):
    settings.MAX_UPLOAD_BYTES = 20 * 1024 * 1024
    content = bytes(200 * 1024 * 1024)

    answer = send(client, study.study.code, "huge.csv", content)

    assert answer.status_code == 400
    assert "huge.csv has 200.0" in answer.content.decode()
    assert_only_the_refusal_is_stored("huge.csv", content)


def test_a_bad_layout_refuses_the_upload(study, client):
    layout = SimpleUploadedFile("layout.xlsx", b"PK\x03\x04" + bytes(50))

    answer = send(client, study.study.code, "plate.csv", small_csv().encode(), layout=layout)

    assert answer.status_code == 400
    assert "layout.xlsx can&#x27;t be read as a plate layout" in answer.content.decode()
    assert not AssayFile.objects.exists()


@pytest.mark.parametrize("data", [{}, {"file": "a text"}])
def test_no_file_at_all(study, client, data):
    answer = client.post(reverse("assays:upload", args=[study.study.code]), data)

    assert answer.status_code == 400
    assert "This field is required" in answer.content.decode()


def test_a_cut_request_is_no_server_error(study, client):
    answer = client.post(
        reverse("assays:upload", args=[study.study.code]),
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\nhalf',
        content_type="multipart/form-data; boundary=x",
    )

    assert answer.status_code == 400
    assert not AssayFile.objects.exists()


@cases
def test_a_certificate_is_refused_as_well(study, client, name, content, sentence):
    file = io.BytesIO(content)
    file.name = name
    answer = client.post(
        reverse("assays:create-lot", args=[study.study.code]),
        {"panel": shipped_panel().pk, "number": "K1", "certificate": file},
    )

    assert answer.status_code == 400
    assert KitLot.objects.count() == 1, "only the one that was there"
    assert_only_the_refusal_is_stored(name, content)
