"""Every error has one shape, and no request brings the server down."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import override_settings
from rest_framework.test import APIClient

from ra_registry.cohort.errors import VoidedUnderKey
from ra_registry.core.api import exception_handler
from tests.factories.world import World

ALPHA = "/api/v1/studies/alpha/"
ROOM_CASE = "/api/v1/reading/cases/00000000-0000-4000-8000-000000000000/"


@pytest.fixture
def client(world: World, api) -> APIClient:
    return api(world.one.people["data_manager"])


def error_of(answer: Any, status: int) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    assert answer["Content-Type"] == "application/json"
    body = answer.json()
    assert set(body) == {"error"}
    assert set(body["error"]) == {"code", "message", "details", "fields"}
    assert body["error"]["message"]
    return body["error"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("patients/?centre=nowhere", "centre"),
        ("patients/?sex=X", "sex"),
        ("patients/?pseudonym=" + "A" * 21, "pseudonym"),
        ("patients/?pseudonym=%00", "pseudonym"),
        ("patients/?centre=%00", "centre"),
        ("patients/?centr=north", "centr"),
        ("visits/?patient=PT-9999", "patient"),
        ("visits/?since=03/04/2024", "since"),
        ("visits/?since=2024-02-30", "since"),
        ("visits/?visit=never", "visit"),
        ("treatments/?kind=vaccine", "kind"),
        ("examinations/?modality=CT", "modality"),
        ("campaigns/?state=ajar", "state"),
        ("readings/?current=maybe", "current"),
        ("readings/?campaign=none", "campaign"),
        ("site-scores/?feature=mood", "feature"),
        ("site-scores/?reading=1e9", "reading"),
        ("site-scores/?reading=one", "reading"),
        ("samples/?material=tears", "material"),
        ("measurements/?analyte=il-99", "analyte"),
        ("measurements/?sample=none", "sample"),
        ("measurements/?excluded=1", "excluded"),
        ("batches/?voided=perhaps", "voided"),
        ("assay-files/?state=lost", "state"),
    ],
)
def test_an_unknown_filter_or_value_is_refused(client: APIClient, query: str, field: str) -> None:
    error = error_of(client.get(ALPHA + query), 400)
    assert error["code"] == "validation_failed"
    assert list(error["fields"]) == [field]


@pytest.mark.parametrize(
    "path",
    [
        "patients/?cursor=nonsense",
        "patients/?cursor=W2ZhbHNlLFsiOTk5OTk5OTk5OTk5OTk5OTk5OTkiXV0=",  # [false, ["999…"]]
        "site-scores/?cursor=nonsense",
        "site-scores/?cursor=cD1hYmM=",  # p=abc
        "site-scores/?cursor=cD3CsA==",  # p=°
        "site-scores/?cursor=bz0tMQ==",  # o=-1
        "patients/NOBODY/",
        "patients/PT-0000%00/",
        "visits/99999999999999999999999/",
        "site-scores/-1/",
        "samples/no/such/code/",
        "samples/%00/",
        "exports/not-a-token/",
        "exports/00000000-0000-4000-8000-000000000000/",
        "patients",
        "../../etc/passwd",
        "no-such-list/",
    ],
)
def test_what_is_not_there_is_not_found(client: APIClient, path: str) -> None:
    assert error_of(client.get(ALPHA + path), 404)["code"] == "not_found"


def test_an_address_without_its_slash_is_told_so_before_anything_is_lost(
    client: APIClient,
) -> None:
    error = error_of(client.post(f"{ALPHA}exports", {"purpose": "Report"}), 404)
    assert "slash" in error["message"]


@pytest.mark.parametrize(
    "query", ["page_size=0", "page_size=-5", "page_size=many", "page_size=100000"]
)
def test_an_odd_page_size_falls_back_to_a_sensible_one(client: APIClient, query: str) -> None:
    answer = client.get(f"{ALPHA}patients/?{query}")
    assert answer.status_code == 200
    assert len(answer.json()["results"]) == 4


@pytest.mark.parametrize(
    "body",
    [
        b"{",
        b"",
        b"[1, 2]",
        b'"text"',
        b"null",
        b'{"purpose": NaN}',
        b'{"purpose": null}',
        b'{"purpose": "  "}',
        b'{"purpose": ["a"]}',
        b'{"purpose": "\\u0000"}',
        b'{"purpose": "\\ud800"}',
        b'{"purpose": "' + b"x" * 201 + b'"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_a_body_that_is_no_request_is_refused(client: APIClient, body: bytes) -> None:
    answer = client.post(f"{ALPHA}exports/", body, content_type="application/json")
    assert error_of(answer, 400)["code"] in {"parse_error", "validation_failed"}


@override_settings(DATA_UPLOAD_MAX_MEMORY_SIZE=1000)
def test_a_body_that_is_too_large_is_not_read(client: APIClient) -> None:
    answer = client.post(f"{ALPHA}exports/", {"purpose": "x" * 2000})
    assert error_of(answer, 413)["code"] == "too_large"


def test_another_type_of_body_is_refused(client: APIClient) -> None:
    answer = client.post(f"{ALPHA}exports/", "<a/>", content_type="text/xml")
    assert error_of(answer, 415)["code"] == "unsupported_media_type"
    answer = client.post(f"{ALPHA}assay-files/", {"file": "text"})
    assert error_of(answer, 415)["code"] == "unsupported_media_type"


def test_only_json_is_spoken(client: APIClient) -> None:
    error_of(client.get(f"{ALPHA}patients/", HTTP_ACCEPT="text/html"), 406)


def test_a_session_learns_which_methods_there_are(world: World) -> None:
    client = APIClient()
    client.force_login(world.one.people["data_manager"])
    for method in ("put", "patch", "delete", "post", "options"):
        answer = getattr(client, method)(f"{ALPHA}patients/")
        assert error_of(answer, 405)["code"] == "method_not_allowed"


def test_more_files_than_a_form_has_are_refused(client: APIClient) -> None:
    part = '--limit\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\nx\r\n'
    answer = client.post(
        f"{ALPHA}assay-files/",
        (part * 200 + "--limit--\r\n").encode(),
        content_type="multipart/form-data; boundary=limit",
    )
    error_of(answer, 400)


def test_a_multipart_body_without_parts_is_refused(client: APIClient) -> None:
    for kind in ("multipart/form-data", "multipart/form-data; boundary=x"):
        answer = client.post(f"{ALPHA}assay-files/", b"nothing", content_type=kind)
        error_of(answer, 400)


def test_a_hint_says_what_a_program_can_do(world: World) -> None:
    """An error of the domain that knows a way out names it in words that programs compare."""
    patient = world.one.patients[0]
    error = VoidedUnderKey("Restore it.", record=patient, kind="patient", key="KB-1", anew=False)
    answer = exception_handler(error, {})
    assert answer is not None
    assert answer.status_code == 409
    assert answer.data["error"]["code"] == "voided_under_key"
    assert answer.data["error"]["hint"] == {
        "action": "restore",
        "kind": "patient",
        "key": "KB-1",
        "anew": "no",
    }
