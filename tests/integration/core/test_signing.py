"""Signatures and their proofs: used once, for one thing, and what is signed stays as it was."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import Error, connection, transaction
from django.utils import timezone

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Study
from ra_registry.core.models import AuditEvent, Signature, StepUp
from ra_registry.core.signing.acts import Act, Meaning, label_of, register
from ra_registry.core.signing.errors import AlreadySigned, ProofRefused
from ra_registry.core.signing.printed import printed
from ra_registry.core.signing.services import sign, signatures_of, supersede, use_proof
from ra_registry.core.signing.step_up import VALID_FOR
from tests.factories.people import StudyFactory, UserFactory
from tests.factories.signing import CONTENT, REVIEW, proof_by, signed_by

pytestmark = pytest.mark.django_db

SUPERSEDED = (
    "superseded_at = now(), superseded_by_id = 1, superseded_as = 'A', superseded_because = 'x'"
)
OTHER_ACT = Act(key="tests.other", meaning=Meaning.LOCK, label="Other", statement="Locked")


@pytest.fixture
def person() -> User:
    return UserFactory(full_name="Ann Example")


@pytest.fixture
def subject() -> Study:
    return StudyFactory()


def refused(sql: str, *values: Any) -> bool:
    """Tell whether the database refuses a statement."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql, values)
            transaction.set_rollback(True)
    except Error:
        return True
    return False


def test_a_signature_says_who_what_when_and_why_as_it_was(person: User, subject: Study) -> None:
    signature = signed_by(person, subject)
    assert list(signatures_of(subject)) == [signature]
    assert (signature.subject_type, signature.subject_id) == ("cohort.study", str(subject.pk))
    assert (signature.meaning, signature.method) == ("review", "password")
    assert signature.signed_at == StepUp.objects.get().used_at
    User.objects.filter(pk=person.pk).update(full_name="Ann Married")
    shown = printed(Signature.objects.get())
    assert (shown.name, shown.statement) == ("Ann Example", "I have looked at this")
    assert (shown.content_hash, shown.superseded_at) == (CONTENT, None)
    assert str(signature) == f"Ann Example: tests.review cohort.study {subject.pk}"


def test_a_proof_is_used_once(person: User, subject: Study) -> None:
    proof = proof_by(person)
    sign(subject=subject, content_hash=CONTENT, act=REVIEW, by=person, proof=proof)
    with pytest.raises(ProofRefused, match="used already"):
        sign(subject=StudyFactory(), content_hash=CONTENT, act=REVIEW, by=person, proof=proof)
    assert Signature.objects.count() == 1


def test_an_old_proof_is_refused(person: User, subject: Study) -> None:
    at = timezone.now() - VALID_FOR - timedelta(seconds=1)
    old = StepUp.objects.create(
        user=person, act=REVIEW.key, content_hash=CONTENT, method="password", created_at=at
    )
    with pytest.raises(ProofRefused, match="More than a minute"):
        sign(subject=subject, content_hash=CONTENT, act=REVIEW, by=person, proof=old)
    # The next confirmation clears what no longer counts; a proof that is gone is an old one.
    proof_by(person)
    assert not StepUp.objects.filter(pk=old.pk).exists()
    with pytest.raises(ProofRefused, match="More than a minute"):
        use_proof(proof=old, act=REVIEW, content_hash=CONTENT, by=person)


@pytest.mark.parametrize("other", ["person", "act", "content"])
def test_a_proof_is_of_one_person_act_and_content(person: User, subject: Study, other: str) -> None:
    proof = proof_by(person)
    with pytest.raises(ProofRefused, match="not what is here now"):
        sign(
            subject=subject,
            content_hash="b2" * 32 if other == "content" else CONTENT,
            act=OTHER_ACT if other == "act" else REVIEW,
            by=UserFactory() if other == "person" else person,
            proof=proof,
        )
    assert not Signature.objects.exists()
    assert StepUp.objects.get().used_at is None


def test_what_is_not_signed_leaves_its_proof_unused(person: User, subject: Study) -> None:
    proof = proof_by(person)
    with transaction.atomic():
        sign(subject=subject, content_hash=CONTENT, act=REVIEW, by=person, proof=proof)
        transaction.set_rollback(True)
    assert not Signature.objects.exists()
    sign(subject=subject, content_hash=CONTENT, act=REVIEW, by=person, proof=proof)


def test_an_act_is_signed_once_by_a_person_while_it_is_in_force(
    person: User, subject: Study
) -> None:
    signed_by(person, subject)
    with pytest.raises(AlreadySigned):
        signed_by(person, subject)
    signed_by(UserFactory(), subject)
    assert supersede(subject=subject, by=person, reason="a value was corrected") == 2
    signed_by(person, subject)
    assert signatures_of(subject).in_force().count() == 1
    assert signatures_of(subject).count() == 3


def test_superseding_is_shown_and_recorded_and_happens_once(person: User, subject: Study) -> None:
    signed_by(person, subject)
    manager = UserFactory(full_name="Dana Manager")
    supersede(subject=subject, by=manager, reason="unlocked", study_code=subject.code)
    shown = printed(Signature.objects.get())
    assert (shown.superseded_as, shown.superseded_because) == ("Dana Manager", "unlocked")
    event = AuditEvent.objects.get(kind="signature_superseded")
    assert (event.study_code, event.user_name) == (subject.code, "Dana Manager")
    assert event.data == {"signed_by": ["Ann Example"], "reason": "unlocked"}
    assert supersede(subject=subject, by=manager, reason="again") == 0
    assert AuditEvent.objects.filter(kind="signature_superseded").count() == 1


@pytest.mark.parametrize(
    "change",
    [
        "signed_as = 'Somebody Else'",
        "statement = 'x'",
        "content_hash = repeat('c', 64)",
        "superseded_at = now()",
        "superseded_at = now(), superseded_by_id = 1, superseded_as = 'A'",
        f"{SUPERSEDED}, meaning = 'lock'",
        f"{SUPERSEDED}, signed_at = now()",
    ],
)
def test_raw_sql_changes_no_signature(person: User, subject: Study, change: str) -> None:
    signed_by(person, subject)
    assert refused(f"UPDATE core_signature SET {change}")
    assert refused("DELETE FROM core_signature")


def test_a_superseded_signature_is_never_in_force_again(person: User, subject: Study) -> None:
    signed_by(person, subject)
    supersede(subject=subject, by=person, reason="unlocked")
    assert refused(
        "UPDATE core_signature SET superseded_at = NULL, superseded_by_id = NULL,"
        " superseded_as = '', superseded_because = ''"
    )
    assert refused("UPDATE core_signature SET superseded_because = 'another reason'")


def test_raw_sql_makes_no_signature_without_its_proof(person: User, subject: Study) -> None:
    sql = """
        INSERT INTO core_signature (subject_type, subject_id, act, meaning, statement,
            content_hash, signer_id, signed_as, signed_at, method, superseded_as,
            superseded_because)
        VALUES ('cohort.study', %s, %s, 'review', 'x', %s, %s, 'A', %s, 'password', '', '')
    """
    values = [str(subject.pk), REVIEW.key, CONTENT, person.pk]
    assert refused(sql, *values, timezone.now())
    proof = proof_by(person)
    assert refused(sql, *values, timezone.now())
    at = use_proof(proof=proof, act=REVIEW, content_hash=CONTENT, by=person)
    assert refused(sql, *values, at - timedelta(seconds=1))
    assert not refused(sql, *values, at)


@pytest.mark.parametrize(
    "change",
    ["used_at = NULL", "content_hash = repeat('c', 64)", "created_at = now()", "used_at = now()"],
)
def test_raw_sql_makes_no_second_use_of_a_proof(person: User, change: str) -> None:
    use_proof(proof=proof_by(person), act=REVIEW, content_hash=CONTENT, by=person)
    assert refused(f"UPDATE core_stepup SET {change}")


def test_an_act_has_a_key_of_its_own() -> None:
    assert register(REVIEW) is REVIEW
    assert label_of(REVIEW.key) == "Reviewing"
    with pytest.raises(ValueError, match="another act"):
        register(Act(key=REVIEW.key, meaning=Meaning.LOCK, label="x", statement="y"))
    with pytest.raises(KeyError):
        label_of("tests.unknown")
