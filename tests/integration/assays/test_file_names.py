"""Whatever a file is called, nobody gets an error page: the name is cleaned, or refused."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import reverse
from rest_framework.test import APIClient

from ra_registry.assays.models import AssayFile
from ra_registry.assays.services.uploads import Upload
from tests.factories.assay_files import small_csv
from tests.factories.assays import certificate_csv, shipped_panel

NAMES = {
    "NUL": b'filename="pla\x00te.csv"',
    "NUL in percents": b"filename*=UTF-8''pla%00te.csv",
    "line end in percents": b"filename*=UTF-8''pla%0D%0Ate.csv",
    "escape": b'filename="pla\x1bte.csv"',
    "delete": b'filename="pla\x7fte.csv"',
    "C1": b"filename*=UTF-8''pla%C2%85te.csv",
    "right to left": 'filename="pla\u202ete.csv"'.encode(),
    "line separator": 'filename="pla\u2028te.csv"'.encode(),
    "zero width": 'filename="pla\u200bte.csv"'.encode(),
    "surrogate in percents": b"filename*=UTF-8''pla%ED%A0%80te.csv",
    "no UTF-8": b'filename="pla\xffte.csv"',
    "nothing but blanks": b'filename="   "',
    "a folder": b'filename="../../pla\x00te.csv"',
}
names = pytest.mark.parametrize("name", NAMES.values(), ids=NAMES)
BOUNDARY = "b0undary"


def multipart(parts: dict[str, tuple[bytes, bytes]], fields: dict[str, str]) -> bytes:
    """Return a request's body; ``parts`` are the rest of the disposition and the content."""
    body = b""
    for field, (name, content) in parts.items():
        disposition = b'Content-Disposition: form-data; name="%b"; %b' % (field.encode(), name)
        body += b"--%b\r\n%b\r\nContent-Type: text/csv\r\n\r\n%b\r\n" % (
            BOUNDARY.encode(), disposition, content,
        )  # fmt: skip
    for field, value in fields.items():
        body += f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{field}"\r\n\r\n'.encode()
        body += f"{value}\r\n".encode()
    return body + f"--{BOUNDARY}--\r\n".encode()


def send(client: Client, address: str, parts, **fields):
    content_type = f"multipart/form-data; boundary={BOUNDARY}"
    return client.generic("POST", address, multipart(parts, fields), content_type)


@pytest.fixture
def page(coordinator) -> Client:
    client = Client()
    client.force_login(coordinator)
    return client


@pytest.fixture
def api(coordinator) -> APIClient:
    client = APIClient()
    client.force_authenticate(coordinator)
    return client


def clean(name: str) -> bool:
    return bool(name) and name.isprintable() and "/" not in name


@names
def test_a_plate_file_and_its_layout_on_the_page(study, lot, page, name):
    content = small_csv().encode()
    address = reverse("assays:upload", args=[study.study.code])
    answer = send(page, address, {"file": (name, content), "layout": (name, b",1,2\nA,x,y\n")})

    assert answer.status_code in {302, 400}, answer.content
    assert all(clean(one.name) for one in AssayFile.objects.all())


@names
def test_a_plate_file_by_the_api(study, lot, api, name):
    content = small_csv().encode()
    address = f"/api/v1/studies/{study.study.code}/assay-files/"
    answer = send(api, address, {"file": (name, content), "layout": (name, b",1,2\nA,x,y\n")})

    assert answer.status_code in {201, 400, 422}, answer.content
    assert all(clean(one.name) for one in AssayFile.objects.all())


@names
def test_a_certificate_on_the_page(study, page, name):
    address = reverse("assays:create-lot", args=[study.study.code])
    parts = {"certificate": (name, certificate_csv())}
    answer = send(page, address, parts, panel=str(shipped_panel().pk), number="K1")

    assert answer.status_code in {302, 400}, answer.content


@pytest.mark.parametrize("sign", ["\x7f", "\u202e", "\udcff"])
def test_the_command_cleans_a_name(study, lot, coordinator, tmp_path, sign):
    import_named(f"pla{sign}te.csv", study, coordinator, tmp_path)
    assert AssayFile.objects.get().name == "plate.csv"


@pytest.mark.parametrize("sign", ["\x1b", "\n"])
def test_the_command_refuses_a_name_that_could_steer_a_terminal(
    study, lot, coordinator, tmp_path, sign
):
    with pytest.raises(CommandError, match="control character"):
        import_named(f"pla{sign}te.csv", study, coordinator, tmp_path)


def import_named(name: str, study, coordinator, folder: Path) -> None:
    path = folder / name
    path.write_bytes(small_csv().encode())
    call_command("import_assay", path, study=study.study.code, by=coordinator.email)


def test_a_name_keeps_what_can_be_read():
    assert Upload("C:\\ECL\\pl\u202eate\x00.csv", b"").safe_name == "plate.csv"
    assert Upload("\x00\x1b", b"").safe_name == "unnamed"
