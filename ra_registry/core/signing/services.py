"""Using a proof, signing and superseding. Each is part of the act's own transaction."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db import models, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext as _

from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.signing.acts import Act
from ra_registry.core.signing.errors import AlreadySigned, ProofRefused
from ra_registry.core.signing.signature import Signature, SignatureQuerySet
from ra_registry.core.signing.step_up import VALID_FOR, StepUp


@transaction.atomic
def use_proof(*, proof: StepUp, act: Act, content_hash: str, by: Any) -> datetime:
    """Use a proof for what it was made for; return the moment. It counts only if all commits.

    Two uses at the same moment wait for each other, and the second one is refused.

    Raises:
        ProofRefused: used, older than a minute, or of another person, act or content.
    """
    locked = StepUp.objects.select_for_update().filter(pk=proof.pk).annotate(now=Now()).first()
    if locked is None or locked.now - locked.created_at > VALID_FOR:
        raise ProofRefused(
            _("More than a minute went by since you confirmed. Nothing was signed: sign again.")
        )
    if locked.used_at is not None:
        raise ProofRefused(_("This confirmation was used already. Nothing more was signed."))
    if (locked.user_id, locked.act, locked.content_hash) != (by.pk, act.key, content_hash):
        raise ProofRefused(
            _("What you confirmed is not what is here now. Nothing was signed: look at it again.")
        )
    locked.used_at = locked.now
    locked.save(update_fields=["used_at"])
    return locked.now


@transaction.atomic
def sign(
    *, subject: models.Model, content_hash: str, act: Act, by: Any, proof: StepUp
) -> Signature:
    """Store the signature of a saved record's content; the caller's event carries its particulars.

    Args:
        subject: what is signed; locked by the caller, so that it is what ``content_hash`` says.
        content_hash: SHA-256 of the content as it is stored now, as lower case hexadecimals.
        by: the signer, whose name is printed.
        proof: made by ``accounts.confirming.confirm`` for this act, content and person.

    Raises:
        ProofRefused: see `use_proof`.
        AlreadySigned: the person's signature of this act is in force.
    """
    if signatures_of(subject).in_force().filter(act=act.key, signer_id=by.pk).exists():
        raise AlreadySigned(_("You have signed this already."))
    at = use_proof(proof=proof, act=act, content_hash=content_hash, by=by)
    return Signature.objects.create(
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        act=act.key,
        meaning=act.meaning,
        statement=str(act.statement),
        content_hash=content_hash,
        signer_id=by.pk,
        signed_as=str(by),
        signed_at=at,
        method=proof.method,
    )


@transaction.atomic
def supersede(*, subject: models.Model, by: Any, reason: str, study_code: str = "") -> int:
    """Mark the signatures of a record that are in force as superseded; return how many.

    They stay, and say by whom and why. Without any in force nothing is written.
    """
    found = signatures_of(subject).in_force().select_for_update()
    if not (names := [signature.signed_as for signature in found]):
        return 0
    found.update(
        superseded_at=timezone.now(),
        superseded_by_id=by.pk,
        superseded_as=str(by),
        superseded_because=reason,
    )
    audit.record(
        EventKind.SIGNATURE_SUPERSEDED,
        by=by,
        study_code=study_code,
        target=subject,
        data={"signed_by": names, "reason": reason},
    )
    return len(names)


def signatures_of(subject: models.Model) -> SignatureQuerySet:
    """Return every signature of a saved record, superseded ones among them, in order of time."""
    return Signature.objects.of(subject)
