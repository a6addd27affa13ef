"""Importing plates through the API: upload, preview, accept, discard, take back."""

from __future__ import annotations

import hashlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings
from rest_framework.test import APIClient

from ra_registry.assays.models import AssayFile, Batch, KitLot, Measurement, Sample
from ra_registry.core.models import AuditEvent
from tests.factories.small_plates import kit_lot, sample_file
from tests.factories.world import World

FILES = "/api/v1/studies/alpha/assay-files/"


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["coordinator"])


@pytest.fixture
def lot(db: None) -> KitLot:
    return kit_lot()


@pytest.fixture
def content(world: World) -> bytes:
    samples = Sample.objects.filter(study=world.one.study).order_by("code")
    return sample_file(list(samples.values_list("code", flat=True)))


def upload(client: APIClient, content: bytes, name: str = "plate.csv", **more: Any) -> Any:
    file = SimpleUploadedFile(name, content)
    return client.post(FILES, {"file": file, **more}, format="multipart")


WHY = "calibrators stand on another plate"


def staged(client: APIClient, content: bytes) -> str:
    answer = upload(client, content)
    assert answer.status_code == 201, answer.content
    return f"{FILES}{answer.json()['token']}/"


def test_a_plate_goes_from_file_to_measurements(
    client: APIClient, lot: KitLot, content: bytes
) -> None:
    answer = upload(client, content)
    assert answer.status_code == 201
    shown = answer.json()
    assert shown["sha256"] == hashlib.sha256(content).hexdigest()
    assert (shown["state"], shown["lot"]) == ("staged", lot.number)
    preview = shown["preview"]
    assert (preview["blocks"], preview["missing_reasons"]) == ([], ["no_calibrators"])
    assert (preview["n_rows"], preview["n_samples"], len(preview["wells"])) == (4, 4, 4)
    assert preview["role_counts"] == {"sample": 4}
    assert not Measurement.objects.exists()

    url = f"{FILES}{shown['token']}/accept/"
    silent = client.post(url, {"basis": preview["basis"]})
    assert silent.status_code == 400
    assert "no_calibrators" in silent.json()["error"]["details"][0]
    answer = client.post(url, {"basis": preview["basis"], "reasons": {"no_calibrators": WHY}})
    assert answer.status_code == 200
    batch = answer.json()
    assert (batch["rows_in_file"], batch["rows_stored"]) == (4, 4)
    assert client.get(f"{FILES}{shown['token']}/").json()["preview"] is None
    listed = client.get("/api/v1/studies/alpha/measurements/").json()["results"]
    assert {row["batch"] for row in listed} == {batch["token"]}


def test_the_same_file_twice_is_recognised(client: APIClient, lot: KitLot, content: bytes) -> None:
    first, second = upload(client, content), upload(client, content, name="again.csv")
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["token"] == second.json()["token"]
    url = f"{FILES}{first.json()['token']}/accept/"
    accepted = [client.post(url, {"reason": WHY}).json()["token"] for _ in range(2)]
    assert accepted[0] == accepted[1]
    assert Batch.objects.count() == 1
    assert upload(client, content).json()["state"] == "accepted"


def test_what_blocks_is_told_and_cleared_by_a_choice(
    client: APIClient, lot: KitLot, world: World
) -> None:
    known = Sample.objects.filter(study=world.one.study).first()
    url = staged(client, sample_file([known.code, "UNKNOWN-1"]))
    (block,) = client.get(url).json()["preview"]["blocks"]
    assert block["choice"] == "leave_out_unknown"
    assert "UNKNOWN-1" in block["message"]
    refused = client.post(f"{url}accept/", {})
    assert refused.status_code == 400
    assert refused.json()["error"]["code"] == "not_acceptable"
    assert refused.json()["error"]["details"] == [block["message"]]
    assert client.get(f"{url}?leave_out_unknown=true").json()["preview"]["blocks"] == []
    sent = {"leave_out_unknown": True, "reason": WHY}
    assert client.post(f"{url}accept/", sent).status_code == 200


def test_a_lot_is_chosen_by_its_id(client: APIClient, content: bytes) -> None:
    first, second = kit_lot("LOT-1"), kit_lot("LOT-2")
    url = staged(client, content)
    seen = client.get(url).json()
    assert seen["lot"] is None
    lots = client.get("/api/v1/studies/alpha/panels/").json()["results"][0]["lots"]
    assert [lot["id"] for lot in lots] == [first.pk, second.pk]
    assert client.post(f"{url}lot/", {"lot": second.pk}).json()["lot"] == "LOT-2"
    late = client.post(f"{url}accept/", {"basis": seen["preview"]["basis"]})
    assert late.status_code == 409
    for wrong in (0, -1, 10**30, "x", None, [], {}):
        assert client.post(f"{url}lot/", {"lot": wrong}).status_code == 400, wrong
    assert client.post(f"{url}lot/", {}).status_code == 400


def test_a_layout_is_read_or_refused(client: APIClient, lot: KitLot, content: bytes) -> None:
    url = staged(client, content)
    broken = SimpleUploadedFile("layout.csv", b"\x00\x01\x02")
    answer = client.post(f"{url}layout/", {"layout": broken}, format="multipart")
    assert answer.status_code == 400
    assert answer.json()["error"]["code"] == "assay_file_refused"
    assert client.post(f"{url}layout/", {}, format="multipart").status_code == 400
    assert AssayFile.objects.get().layout_name == ""


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.csv", b""),
        ("binary.csv", bytes(range(256))),
        ("half.csv", b"Plate Name,Sample\nPlate_1"),
        ("image.png", b"\x89PNG\r\n\x1a\n" + b"\x00" * 50),
        ("zip.xlsx", b"PK\x03\x04" + b"\x00" * 50),
        ("wide.csv", b"a," * 100_000),
        ("../../etc/passwd", b"root:x:0:0"),
        ("n" * 300 + ".csv", b"a,b"),
    ],
)
def test_what_is_no_plate_is_refused_and_audited(
    client: APIClient, name: str, content: bytes
) -> None:
    answer = upload(client, content, name=name)
    assert answer.status_code == 400, answer.content
    error = answer.json()["error"]
    assert error["code"] == "assay_file_refused"
    assert error["message"]
    assert not AssayFile.objects.exists()
    event = AuditEvent.objects.get(kind="upload_refused")
    assert event.data["sha256"] == hashlib.sha256(content).hexdigest()


@override_settings(MAX_UPLOAD_BYTES=1000)
def test_a_file_that_is_too_large_is_counted_and_not_kept(client: APIClient) -> None:
    content = b"x" * 5000
    answer = upload(client, content)
    assert answer.status_code == 400
    assert "at most" in answer.json()["error"]["message"]
    event = AuditEvent.objects.get(kind="upload_refused")
    assert event.data["size"] == 5000
    assert event.data["sha256"] == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize("body", [{}, {"file": "text"}, {"layout": "text"}])
def test_a_request_without_a_file_names_the_field(client: APIClient, body: dict[str, str]) -> None:
    answer = client.post(FILES, body, format="multipart")
    assert answer.status_code == 400
    assert "file" in answer.json()["error"]["fields"]


@pytest.mark.parametrize(
    "body", [{"accept_repeats": "perhaps"}, {"basis": "x" * 41}, {"confirm_roles": None}, []]
)
def test_choices_are_yes_or_no(client: APIClient, lot: KitLot, content: bytes, body: Any) -> None:
    url = staged(client, content)
    assert client.post(f"{url}accept/", body).status_code == 400
    assert client.get(f"{url}?accept_repeats=perhaps").status_code == 400


def test_a_discarded_file_is_not_accepted(client: APIClient, lot: KitLot, content: bytes) -> None:
    url = staged(client, content)
    states = [client.post(f"{url}discard/").json()["state"] for _ in range(2)]
    assert states == ["discarded", "discarded"]
    answer = client.post(f"{url}accept/", {})
    assert answer.status_code == 409
    assert answer.json()["error"]["code"] == "already_decided"
    assert client.get(f"{FILES}?state=discarded").json()["count"] == 1


def test_a_batch_is_taken_back_once_with_a_reason(
    client: APIClient, lot: KitLot, content: bytes
) -> None:
    batch = client.post(f"{staged(client, content)}accept/", {"reason": WHY}).json()["token"]
    url = f"/api/v1/studies/alpha/batches/{batch}/"
    for reason in ("", "   ", None, "x" * 301, ["a"]):
        assert client.post(f"{url}void/", {"reason": reason}).status_code == 400
    answer = client.post(f"{url}void/", {"reason": "wrong kit lot"})
    assert answer.status_code == 200
    assert answer.json()["void_reason"] == "wrong kit lot"
    assert client.post(f"{url}void/", {"reason": "again"}).status_code == 409
    assert client.get("/api/v1/studies/alpha/measurements/").json()["results"] == []
    counts = [
        client.get(f"/api/v1/studies/alpha/batches/?voided={word}").json()["count"]
        for word in ("true", "false")
    ]
    assert counts == [1, 0]


def test_another_studys_file_is_not_found(world: World, api, lot: KitLot, content: bytes) -> None:
    token = upload(api(world.one.people["coordinator"]), content).json()["token"]
    other = api(world.two.people["coordinator"])
    url = f"/api/v1/studies/beta/assay-files/{token}/"
    assert other.get(url).status_code == 404
    for step, body in (("accept/", {}), ("discard/", {}), ("lot/", {"lot": lot.pk})):
        assert other.post(url + step, body).status_code == 404
    assert AssayFile.objects.get().state == "staged"


def test_a_list_leaves_the_files_themselves_in_the_database(
    world: World, client: APIClient, lot: KitLot, django_assert_num_queries
) -> None:
    codes = list(Sample.objects.filter(study=world.one.study).values_list("code", flat=True))
    for number in range(3):
        url = staged(client, sample_file(codes, barcode=f"2AB0CD000{number}"))
        client.post(f"{url}accept/", {"accept_repeats": True})
    for path in ("assay-files/", "batches/"):
        for page_size in (1, 500):
            with django_assert_num_queries(5) as queries:  # token, study, roles, count, page
                client.get(f"/api/v1/studies/alpha/{path}?page_size={page_size}")
            assert '"content"' not in str(queries.captured_queries)
