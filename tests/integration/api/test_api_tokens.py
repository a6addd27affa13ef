"""What a token opens: no more than its scopes, its time and its owner."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone
from rest_framework.test import APIClient

from ra_registry.accounts.api import Scope
from ra_registry.accounts.models import ApiToken
from ra_registry.accounts.services import revoke_token
from ra_registry.cohort.models import Membership
from tests.factories.scoring import first_assignment, open_for_reading
from tests.factories.world import World

STUDIES = "/api/v1/studies/"
UNUSABLE = "The token is unknown, expired or revoked."


def refused(client: APIClient, message: str) -> None:
    answer = client.get(STUDIES)
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    assert answer.json()["error"]["message"] == message


def test_a_revoked_token_opens_nothing(world: World, api) -> None:
    person = world.one.people["monitor"]
    client = api(person)
    assert client.get(STUDIES).status_code == 200
    revoke_token(token_id=ApiToken.objects.get(user=person).pk, by=person)
    refused(client, UNUSABLE)


def test_an_expired_token_opens_nothing(world: World, api) -> None:
    client = api(world.one.people["monitor"])
    ApiToken.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    refused(client, UNUSABLE)


def test_the_token_of_a_closed_account_opens_nothing(world: World, api) -> None:
    person = world.one.people["monitor"]
    client = api(person)
    person.is_active = False
    person.save()
    refused(client, UNUSABLE)


@pytest.mark.parametrize(
    ("header", "message"),
    [
        ("Bearer rar_invented", UNUSABLE),
        ("Bearer", "Write the header as: Authorization: Bearer TOKEN."),
        ("Bearer two words", "Write the header as: Authorization: Bearer TOKEN."),
        ("Bearer \xe9\xff", UNUSABLE),
        ("Basic dXNlcjpwYXNz", "Authentication credentials were not provided."),
    ],
)
def test_a_malformed_header_is_explained(db: None, header: str, message: str) -> None:
    client = APIClient()
    client.credentials(HTTP_AUTHORIZATION=header)
    refused(client, message)


def test_a_token_stops_with_its_owners_role(world: World, api) -> None:
    person = world.one.people["monitor"]
    client = api(person)
    patients = f"{STUDIES}alpha/patients/"
    assert client.get(patients).status_code == 200
    Membership.objects.filter(user=person).update(ended_at=timezone.now(), ended_by=person)
    assert client.get(patients).status_code == 404


def test_a_token_reads_only_with_the_scope_to_read(world: World, api) -> None:
    client = api(world.one.people["data_manager"], scopes=[Scope.WRITE_EXPORTS])
    answer = client.get(f"{STUDIES}alpha/patients/")
    assert answer.status_code == 403
    assert answer.json()["error"]["message"] == "The token lacks the scope for this request."


@pytest.mark.parametrize(
    ("path", "scope"),
    [
        ("exports/", Scope.WRITE_EXPORTS),
        ("analyses/recompute/", Scope.WRITE_ANALYSES),
        ("assay-files/", Scope.WRITE_ASSAYS),
    ],
)
def test_each_kind_of_write_has_its_scope(world: World, api, path: str, scope: Scope) -> None:
    person = world.one.people["data_manager"]
    url = f"{STUDIES}alpha/{path}"
    others = api(person, scopes=[other for other in Scope if other != scope])
    body = {"purpose": ""} if path != "assay-files/" else {}
    kind = "multipart" if path == "assay-files/" else "json"
    assert others.post(url, body, format=kind).status_code == 403
    assert api(person, scopes=[scope]).post(url, body, format=kind).status_code in {202, 400}


def test_scoring_needs_its_scope(world: World, api) -> None:
    reader = world.one.people["reader"]
    case = first_assignment(open_for_reading(world.one), reader)
    url = f"/api/v1/reading/cases/{case.token}/start/"
    assert api(reader, scopes=[Scope.READ]).post(url).status_code == 403
    assert api(reader, scopes=[Scope.WRITE_SCORES]).post(url).status_code == 200


def test_what_can_only_be_read_is_written_by_no_token(world: World, api) -> None:
    client = api(world.one.people["data_manager"])
    assert client.post(f"{STUDIES}alpha/patients/", {}).status_code == 403
    assert client.delete(f"{STUDIES}alpha/patients/PT-0001/").status_code == 403


def test_a_session_works_as_well_and_writes_with_its_csrf_token(world: World) -> None:
    client = APIClient(enforce_csrf_checks=True)
    client.force_login(world.one.people["data_manager"])
    assert client.get(f"{STUDIES}alpha/patients/").status_code == 200
    url = f"{STUDIES}alpha/exports/"
    answer = client.post(url, {"purpose": "Report"})
    assert answer.status_code == 403
    assert "CSRF" in answer.json()["error"]["message"]
    client.cookies["csrftoken"] = "a" * 32
    answer = client.post(url, {"purpose": "Report"}, HTTP_X_CSRFTOKEN="a" * 32)
    assert answer.status_code == 202


def test_use_is_noted_at_most_every_five_minutes(
    world: World, api, django_assert_num_queries
) -> None:
    client = api(world.one.people["monitor"])
    client.get(STUDIES)
    first = ApiToken.objects.get().last_used_at
    assert first is not None
    with django_assert_num_queries(3):  # token with its owner, the count, the page
        client.get(STUDIES)
    assert ApiToken.objects.get().last_used_at == first
