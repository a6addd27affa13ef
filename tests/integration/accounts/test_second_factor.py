"""The second factor: possible for everybody, and where demanded no way leads around it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.conf import settings as django_settings
from django.test import Client

from ra_registry.accounts.models import User
from ra_registry.accounts.services import create_token, create_user
from ra_registry.core.models import AuditEvent
from tests.factories.authenticators import code_for
from tests.factories.people import PASSWORD
from tests.factories.world import World

pytestmark = pytest.mark.django_db

ACTIVATE = "/accounts/2fa/totp/activate/"


@pytest.fixture
def demanded(settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_DATA_MANAGERS = True


def sign_in(client: Client, user: User) -> Any:
    data = {"login": user.email, "password": PASSWORD}
    return client.post("/accounts/login/", data)


def set_up(client: Client) -> str:
    """Confirm the password, set a second factor up through the page and return its secret."""
    asked = client.get(ACTIVATE).headers["Location"]
    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == ACTIVATE
    page = client.get(ACTIVATE).content.decode()
    [secret] = set(re.findall(r"\b[A-Z2-7]{32}\b", page))
    client.post(ACTIVATE, {"code": code_for(secret)})
    return secret


def test_an_account_made_by_others_sets_it_up_through_the_page(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    user = create_user(email="new@example.org", full_name="New", password=PASSWORD, by=None)
    sign_in(client, user)
    with django_capture_on_commit_callbacks(execute=True):
        set_up(client)
    kinds = set(Authenticator.objects.filter(user=user).values_list("type", flat=True))
    assert kinds == {"totp", "recovery_codes"}
    changes = AuditEvent.objects.filter(kind="mfa_changed", user_id=user.pk)
    assert {event.data["type"] for event in changes} == kinds
    assert {event.data["change"] for event in changes} == {"added"}


def test_the_password_alone_no_longer_signs_in(client: Client) -> None:
    user = create_user(email="new@example.org", full_name="New", password=PASSWORD, by=None)
    sign_in(client, user)
    secret = set_up(client)
    other = Client()
    assert sign_in(other, user).headers["Location"].startswith("/accounts/2fa/authenticate/")
    assert other.get("/").headers["Location"].startswith("/accounts/login/")
    wrong = other.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert wrong.status_code == 200
    assert other.get("/").status_code == 302
    failed = AuditEvent.objects.filter(kind="sign_in_failed").latest("position")
    assert (failed.user_id, failed.data) == (user.pk, {"second_factor": "totp"})
    right = other.post("/accounts/2fa/authenticate/", {"code": code_for(secret)})
    assert right.headers["Location"] == "/"
    assert other.get("/").status_code == 200


def test_changing_it_needs_the_password_again(client: Client) -> None:
    """A computer left open in the reading room must not be enough."""
    user = create_user(email="new@example.org", full_name="New", password=PASSWORD, by=None)
    client.force_login(user)
    answer = client.get(ACTIVATE)
    assert answer.headers["Location"].startswith("/accounts/reauthenticate/")


PAGES = [
    "/",
    "/account/tokens/",
    "/studies/alpha/",
    "/studies/alpha/patients/",
    "/studies/alpha/exports/",
    "/reading/",
    "/nowhere/",
]


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("path", PAGES)
def test_a_data_manager_without_it_is_led_to_set_it_up(
    world: World, client: Client, path: str
) -> None:
    client.force_login(world.one.people["data_manager"])
    for method in (client.get, client.post):
        assert method(path).headers["Location"] == ACTIVATE


@pytest.mark.usefixtures("demanded")
def test_a_part_of_a_page_sends_the_whole_page_there(world: World, client: Client) -> None:
    client.force_login(world.one.people["data_manager"])
    answer = client.get("/studies/alpha/patients/", headers={"HX-Request": "true"})
    assert answer.headers["HX-Redirect"] == ACTIVATE
    assert answer.content == b""


@pytest.mark.usefixtures("demanded")
def test_neither_session_nor_token_opens_the_api_without_it(world: World, client: Client) -> None:
    manager = world.one.people["data_manager"]
    client.force_login(manager)
    by_session = client.get("/api/v1/studies/")
    assert by_session.status_code == 403
    assert by_session.json()["error"]["code"] == "second_factor_needed"
    token = create_token(name="script", scopes=["read"], days=1, by=manager)
    header = {"Authorization": f"Bearer {token.secret}"}
    by_token = Client().get("/api/v1/studies/", headers=header)
    assert by_token.status_code == 403
    assert "second factor" in by_token.json()["error"]["message"]


@pytest.mark.usefixtures("demanded")
def test_with_it_everything_opens_again(world: World, client: Client) -> None:
    manager = world.one.people["data_manager"]
    sign_in(client, manager)
    set_up(client)
    assert client.get("/studies/alpha/").status_code == 200
    assert client.get("/api/v1/studies/").status_code == 200
    token = create_token(name="script", scopes=["read"], days=1, by=manager)
    header = {"Authorization": f"Bearer {token.secret}"}
    assert Client().get("/api/v1/studies/", headers=header).status_code == 200


@pytest.mark.usefixtures("demanded")
def test_it_is_demanded_of_managers_of_one_centre_and_administrators_too(
    world: World, client: Client
) -> None:
    for person in (world.one.local["data_manager"], world.administrator):
        client.force_login(person)
        assert client.get("/").headers["Location"] == ACTIVATE


@pytest.mark.usefixtures("demanded")
@pytest.mark.parametrize("role", ["reader", "coordinator", "investigator", "monitor"])
def test_it_is_not_demanded_of_others(world: World, client: Client, role: str) -> None:
    client.force_login(world.one.people[role])
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_it_is_demanded_no_longer_when_the_role_ends(world: World, client: Client) -> None:
    manager = world.one.people["data_manager"]
    client.force_login(manager)
    membership = manager.memberships.get()
    membership.ended_at, membership.ended_by = membership.granted_at, world.administrator
    membership.save()
    assert client.get("/").status_code == 200


@pytest.mark.usefixtures("demanded")
def test_it_can_be_set_up_and_left_by_sign_out_while_it_is_missing(
    world: World, client: Client
) -> None:
    sign_in(client, world.one.people["data_manager"])
    assert client.get("/accounts/reauthenticate/").status_code == 200
    assert client.post("/accounts/logout/").headers["Location"] == "/accounts/login/"


def test_it_is_not_demanded_where_the_site_does_not(world: World, client: Client) -> None:
    assert django_settings.REQUIRE_MFA_FOR_DATA_MANAGERS is False
    client.force_login(world.one.people["data_manager"])
    assert client.get("/").status_code == 200
