"""Two connections at the same moment: one proof, one signature; five attempts, not one more."""

from __future__ import annotations

import pytest

from ra_registry.accounts.confirming import ConfirmationRefused, confirm
from ra_registry.accounts.models import User
from ra_registry.cohort.models import Study
from ra_registry.core.models import AuditEvent, RefusedStepUp, Signature, StepUp
from ra_registry.core.signing.errors import ProofRefused
from ra_registry.core.signing.refused_step_up import ATTEMPTS
from ra_registry.core.signing.services import sign
from tests.factories.at_once import at_once
from tests.factories.authenticators import authenticator_of, code_for
from tests.factories.people import StudyFactory, UserFactory
from tests.factories.signing import CONTENT, REVIEW, proof_by

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def person() -> User:
    return UserFactory()


def signing(subject: Study, person: User, proof: StepUp) -> Signature:
    return sign(subject=subject, content_hash=CONTENT, act=REVIEW, by=person, proof=proof)


@pytest.mark.parametrize("attempt", range(3))
def test_of_two_uses_of_one_proof_one_signs(person: User, attempt: int) -> None:
    proof, first, second = proof_by(person), StudyFactory(), StudyFactory()
    results = at_once(lambda: signing(first, person, proof), lambda: signing(second, person, proof))
    assert sum(isinstance(result, Signature) for result in results) == 1
    assert sum(isinstance(result, ProofRefused) for result in results) == 1
    assert Signature.objects.count() == 1


def test_of_two_confirmations_with_one_code_one_counts(person: User) -> None:
    code = code_for(authenticator_of(person))
    results = at_once(lambda: proof_by(person, code=code), lambda: proof_by(person, code=code))
    assert sum(isinstance(result, StepUp) for result in results) == 1
    assert sum(isinstance(result, ConfirmationRefused) for result in results) == 1


def test_guessing_at_once_gets_no_more_guesses(person: User) -> None:
    def guess() -> StepUp:
        return confirm(user=person, act=REVIEW, content_hash=CONTENT, password="wrong")

    results = at_once(*[guess] * (ATTEMPTS + 3))
    assert all(isinstance(result, ConfirmationRefused) for result in results)
    assert RefusedStepUp.objects.count() == ATTEMPTS
    refusals = AuditEvent.objects.filter(kind="signature_refused")
    assert refusals.filter(data__because="limit").count() == 3
