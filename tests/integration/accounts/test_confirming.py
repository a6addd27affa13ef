"""Confirming who is there: by password and authenticator, with few attempts, all of them seen."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from ra_registry.accounts.confirming import ConfirmationRefused, confirm, has_authenticator
from ra_registry.accounts.models import User
from ra_registry.accounts.signing_form import SigningForm
from ra_registry.core.models import AuditEvent, RefusedStepUp, StepUp
from ra_registry.core.signing.refused_step_up import ATTEMPTS, WINDOW
from tests.factories.authenticators import authenticator_of, code_for, recovery_codes_of
from tests.factories.people import PASSWORD, StudyFactory, UserFactory
from tests.factories.signing import CONTENT, REVIEW, proof_by
from tests.own_cache import forget_cached

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> User:
    yield UserFactory()
    forget_cached()  # which codes were used


def attempt(user: User, password: str = "wrong", code: str = "") -> ConfirmationRefused:
    """Return the refusal of an attempt."""
    with pytest.raises(ConfirmationRefused) as refused:
        confirm(user=user, act=REVIEW, content_hash=CONTENT, password=password, code=code)
    return refused.value


def test_the_password_proves_who_is_there(person: User) -> None:
    proof = proof_by(person)
    assert (proof.user, proof.act, proof.content_hash) == (person, REVIEW.key, CONTENT)
    assert (proof.method, proof.used_at) == ("password", None)


def test_a_wrong_password_is_recorded_although_nothing_else_happens(person: User) -> None:
    study = StudyFactory()
    with pytest.raises(ConfirmationRefused, match="not your password") as refused:
        confirm(
            user=person,
            act=REVIEW,
            content_hash=CONTENT,
            password="wrong",
            subject=study,
            study_code=study.code,
        )
    assert refused.value.field_errors == {"password": ["This is not your password."]}
    event = AuditEvent.objects.get(kind="signature_refused")
    assert event.data == {"act": REVIEW.key, "because": "password"}
    assert (event.user_id, event.study_code) == (person.pk, study.code)
    assert (event.target_type, event.target_id) == ("cohort.study", str(study.pk))
    assert "wrong" not in str(event.data).replace("wrong password", "")
    assert not StepUp.objects.exists()


def test_an_account_without_a_password_confirms_nothing(person: User) -> None:
    person.set_unusable_password()
    person.save()
    assert attempt(person, "").field == "password"
    assert attempt(person, person.password).field == "password"


def test_an_authenticator_is_asked_for_its_code(person: User) -> None:
    assert not has_authenticator(person)
    secret = authenticator_of(person)
    assert has_authenticator(person)
    assert attempt(person, PASSWORD).field == "code"
    assert attempt(person, PASSWORD, "000000").field == "code"
    assert attempt(person, "wrong", code_for(secret)).field == "password"
    assert proof_by(person, code=code_for(secret)).method == "totp"


def test_a_code_counts_once(person: User) -> None:
    code = code_for(authenticator_of(person))
    proof_by(person, code=code)
    refusal = attempt(person, PASSWORD, code)
    assert (refusal.field, "used already" in refusal.message) == ("code", True)
    assert AuditEvent.objects.get(kind="signature_refused").data["because"] == "code"


def test_a_code_that_signed_does_not_sign_in_as_well(person: User) -> None:
    code = code_for(authenticator_of(person))
    proof_by(person, code=code)
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    client.post("/accounts/2fa/authenticate/", {"code": code})
    assert client.get("/").status_code == 302


def test_a_recovery_code_counts_once(person: User) -> None:
    authenticator_of(person)
    first, second, *_ = recovery_codes_of(person)
    assert proof_by(person, code=first).method == "recovery_codes"
    assert attempt(person, PASSWORD, first).field == "code"
    assert proof_by(person, code=second).method == "recovery_codes"


def test_after_five_wrong_attempts_not_even_the_right_password_counts(person: User) -> None:
    other = UserFactory()
    for _ in range(ATTEMPTS):
        attempt(person)
    refusal = attempt(person, PASSWORD)
    assert refusal.message == "5 wrong attempts in a short time. Try again in 5 minutes."
    assert AuditEvent.objects.filter(kind="signature_refused").count() == ATTEMPTS + 1
    assert AuditEvent.objects.latest("position").data["because"] == "limit"
    # Nobody else is stopped, and neither is the person's own sign-in.
    proof_by(other)
    client = Client()
    client.post("/accounts/login/", {"login": person.email, "password": PASSWORD})
    assert client.get("/").status_code == 200


def test_attempts_count_for_five_minutes(person: User) -> None:
    earlier = timezone.now() - WINDOW + timedelta(seconds=50)
    for _ in range(ATTEMPTS):
        RefusedStepUp.objects.create(user=person, at=earlier)
    assert "in 1 minute." in attempt(person, PASSWORD).message
    RefusedStepUp.objects.all().delete()
    for _ in range(ATTEMPTS):
        RefusedStepUp.objects.create(user=person, at=timezone.now() - WINDOW)
    proof_by(person)
    assert not RefusedStepUp.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_never_part_of_something_that_is_taken_back() -> None:
    person = UserFactory()
    with transaction.atomic(), pytest.raises(RuntimeError, match="durable"):
        proof_by(person)
    with pytest.raises(ConfirmationRefused):
        confirm(user=person, act=REVIEW, content_hash=CONTENT, password="wrong")
    assert AuditEvent.objects.filter(kind="signature_refused").count() == 1
    assert RefusedStepUp.objects.count() == 1


def form_of(person: User, **sent: str) -> SigningForm:
    return SigningForm({"content_hash": CONTENT, **sent}, signer=person, act=REVIEW)


def test_the_form_asks_for_a_code_where_there_is_an_authenticator(person: User) -> None:
    assert "code" not in form_of(person).fields
    authenticator_of(person)
    form = form_of(person, password=PASSWORD)
    assert form.errors == {"code": ["Type the code that your authenticator shows."]}


def test_the_form_tells_a_refusal_at_its_field_and_keeps_no_password(person: User) -> None:
    form = form_of(person, password="not this one")
    assert form.is_valid()
    assert form.proof() is None
    assert form.errors == {"password": ["This is not your password."]}
    assert "not this one" not in form.as_p()
    right = form_of(person, password=PASSWORD)
    assert right.is_valid()
    assert right.proof().content_hash == CONTENT


@pytest.mark.parametrize("content", ["", "x" * 64, "A1" * 32, "a1" * 31, f"{CONTENT}0"])
def test_the_form_needs_what_was_shown(person: User, content: str) -> None:
    form = form_of(person, password=PASSWORD, content_hash=content)
    assert not form.is_valid()
    assert form.seen == ""
    assert form.errors == {"content_hash": ["This page does not say what it shows. Load it again."]}
