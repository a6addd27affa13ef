"""Signing in and out: audited, limited, and never a way to elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from ra_registry.accounts.models import User
from ra_registry.core.models import AuditEvent
from ra_registry.settings import base
from tests.factories.people import PASSWORD, UserFactory
from tests.own_cache import forget_cached

pytestmark = pytest.mark.django_db

SIGN_IN = "/accounts/login/"


@pytest.fixture
def person() -> User:
    return UserFactory(email="rosa@example.org", full_name="Rosa Berg")


@pytest.fixture
def limits(settings: Any) -> Iterator[None]:
    """The limits that development and production have; the suite is free of them otherwise."""
    settings.ACCOUNT_RATE_LIMITS = base.ACCOUNT_RATE_LIMITS
    forget_cached()
    yield
    forget_cached()


def sign_in(client: Client, *, password: str = PASSWORD, email: str = "rosa@example.org") -> Any:
    return client.post(SIGN_IN, {"login": email, "password": password})


def kinds() -> list[str]:
    return list(AuditEvent.objects.order_by("position").values_list("kind", flat=True))


def test_in_and_out_are_audited(client: Client, person: User) -> None:
    assert sign_in(client).headers["Location"] == reverse("home")
    client.post("/accounts/logout/")
    assert kinds() == ["signed_in", "signed_out"]
    assert set(AuditEvent.objects.values_list("user_id", flat=True)) == {person.pk}
    assert client.get("/").headers["Location"].startswith(SIGN_IN)


def test_the_address_is_found_however_it_is_typed(client: Client, person: User) -> None:
    assert sign_in(client, email="  Rosa@Example.ORG ").status_code == 302


def test_a_failed_attempt_is_audited_without_the_password(client: Client, person: User) -> None:
    answer = sign_in(client, password="not the password of Rosa")
    assert answer.status_code == 200
    event = AuditEvent.objects.get()
    assert event.kind == "sign_in_failed"
    assert event.data == {"email": "rosa@example.org", "locked": False}


def test_a_known_and_an_unknown_address_fail_alike(client: Client, person: User) -> None:
    known = sign_in(client, password="wrong").content.decode()
    unknown = sign_in(client, password="wrong", email="nobody@example.org").content.decode()
    assert "incorrect" in known.lower() or "not correct" in known.lower()
    assert ("nobody@example.org" in unknown) == ("rosa@example.org" in known)
    reset = [
        client.post("/accounts/password/reset/", {"email": email})
        for email in ("rosa@example.org", "nobody@example.org")
    ]
    assert {answer.headers["Location"] for answer in reset} == {"/accounts/password/reset/done/"}


def test_a_closed_account_cannot_sign_in(client: Client, person: User) -> None:
    person.is_active = False
    person.save()
    sign_in(client)
    assert client.get("/").status_code == 302
    assert "signed_in" not in kinds()


def test_a_session_ends_with_the_account(client: Client, person: User) -> None:
    client.force_login(person)
    assert client.get("/").status_code == 200
    person.is_active = False
    person.save()
    assert client.get("/").headers["Location"].startswith(SIGN_IN)


@pytest.mark.usefixtures("limits")
def test_five_failures_lock_the_address_even_for_the_right_password(
    client: Client, person: User
) -> None:
    for _ in range(5):
        sign_in(client, password="wrong")
    locked = sign_in(client)
    assert locked.status_code == 200
    assert "Too many failed" in locked.content.decode()
    assert client.get("/").status_code == 302
    assert kinds() == ["sign_in_failed"] * 6
    assert AuditEvent.objects.latest("position").data["locked"] is True


@pytest.mark.usefixtures("limits")
def test_a_lock_is_of_one_address(client: Client, person: User) -> None:
    for _ in range(5):
        sign_in(client, password="wrong", email="other@example.org")
    assert sign_in(client).status_code == 302


@pytest.mark.usefixtures("limits")
def test_one_computer_cannot_try_many_addresses(client: Client, person: User) -> None:
    for number in range(10):
        sign_in(client, password="wrong", email=f"guess{number}@example.org")
    assert "Too many failed" in sign_in(client).content.decode()
    elsewhere = client.post(
        SIGN_IN, {"login": person.email, "password": PASSWORD}, REMOTE_ADDR="198.51.100.7"
    )
    assert elsewhere.status_code == 302


@pytest.mark.usefixtures("limits")
def test_behind_a_proxy_each_client_counts_for_itself(
    client: Client, person: User, settings: Any
) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(10):
        # What the client claims itself stands before what the proxy adds.
        noted = f"203.0.113.{number}, 198.51.100.7"
        data = {"login": f"guess{number}@example.org", "password": "wrong"}
        client.post(SIGN_IN, data, headers={"x-forwarded-for": noted})
    right = {"login": person.email, "password": PASSWORD}
    same = client.post(SIGN_IN, right, headers={"x-forwarded-for": "192.0.2.1, 198.51.100.7"})
    assert "Too many failed" in same.content.decode()
    other = client.post(SIGN_IN, right, headers={"x-forwarded-for": "198.51.100.8"})
    assert other.status_code == 302


@pytest.mark.parametrize(
    "target",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
        "http:///elsewhere.example/",
    ],
)
def test_signing_in_leads_nowhere_else(client: Client, person: User, target: str) -> None:
    page = client.get(SIGN_IN, {"next": target})
    assert page.status_code == 200
    data = {"login": person.email, "password": PASSWORD, "next": target}
    assert client.post(SIGN_IN, data).headers["Location"] == reverse("home")


def test_signing_in_leads_back_to_the_page_that_was_asked_for(client: Client, person: User) -> None:
    asked = client.get("/account/tokens/")
    assert asked.headers["Location"] == f"{SIGN_IN}?next=/account/tokens/"
    data = {"login": person.email, "password": PASSWORD, "next": "/account/tokens/"}
    assert client.post(SIGN_IN, data).headers["Location"] == "/account/tokens/"


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_makes_an_account_for_themselves(client: Client, method: str) -> None:
    data = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    answer = getattr(client, method)("/accounts/signup/", data)
    assert answer.status_code == 200
    assert "new@example.org" not in answer.content.decode()
    assert not User.objects.exists()


def test_there_is_one_address_an_account_and_no_page_adds_another(
    client: Client, person: User
) -> None:
    client.force_login(person)
    data = {"email": "second@example.org", "action_add": ""}
    assert client.post("/accounts/email/", data).headers["Location"] == reverse("home")
    assert not person.emailaddress_set.exists()


def test_a_session_that_has_ended_is_told_from_a_part_of_a_page(client: Client) -> None:
    """The script tells the two by the sign-in page's address, and says so instead of showing it."""
    part = client.get("/account/tokens/", headers={"HX-Request": "true"}, follow=True)
    assert part.redirect_chain[-1][0].startswith(SIGN_IN)
    body = client.get(SIGN_IN).content.decode()
    assert f'data-sign-in="{SIGN_IN}"' in body


def test_a_password_is_set_by_a_link_that_works_once(client: Client, person: User) -> None:
    client.post("/accounts/password/reset/", {"email": person.email})
    [message] = mail.outbox
    [link] = [word for word in message.body.split() if "/password/reset/key/" in word]
    path = link.replace("http://testserver", "")
    form = client.get(path, follow=True)
    new = "an entirely new pass phrase"
    action = form.redirect_chain[-1][0]
    assert path != action, "the key leaves the address bar at once"
    client.post(action, {"password1": new, "password2": new})
    assert kinds()[-1] == "password_changed"
    assert sign_in(Client()).status_code == 200
    assert sign_in(Client(), password=new).status_code == 302
    again = Client().get(path, follow=True)
    assert b"password1" not in again.content


@pytest.mark.parametrize("password", ["short", "12345678901234", "password12345", "rosabergrosa"])
def test_weak_passwords_are_refused(client: Client, person: User, password: str) -> None:
    client.force_login(person)
    data = {"oldpassword": PASSWORD, "password1": password, "password2": password}
    client.post("/accounts/password/change/", data)
    person.refresh_from_db()
    assert person.check_password(PASSWORD)
