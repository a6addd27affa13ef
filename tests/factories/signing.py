"""An act of nobody in particular, to sign with."""

from __future__ import annotations

from django.db.models import Model

from ra_registry.accounts.confirming import confirm
from ra_registry.accounts.models import User
from ra_registry.core.models import Signature, StepUp
from ra_registry.core.signing.acts import Act, Meaning, register
from ra_registry.core.signing.services import sign
from tests.factories.people import PASSWORD

REVIEW = register(
    Act(
        key="tests.review",
        meaning=Meaning.REVIEW,
        label="Reviewing",
        statement="I have looked at this",
    )
)
CONTENT = "a1" * 32


def proof_by(user: User, *, act: Act = REVIEW, content: str = CONTENT, code: str = "") -> StepUp:
    """Return the proof that a person of the tests is there."""
    return confirm(user=user, act=act, content_hash=content, password=PASSWORD, code=code)


def signed_by(user: User, subject: Model) -> Signature:
    """Return a person's signature of a record."""
    proof = proof_by(user)
    return sign(subject=subject, content_hash=CONTENT, act=REVIEW, by=user, proof=proof)
