"""The signature of a submitted reading, as pages show it."""

from __future__ import annotations

from django.utils.translation import gettext as _

from ra_registry.core.signing.printed import Printed
from ra_registry.core.signing.services import signatures_of
from scoring.models import Reading
from scoring.models.reading import ReadingState, SignatureMeaning


def signer_of(reading: Reading) -> str:
    """Return whose name stands below a submitted reading, and whether that person transcribed it.

    Readings imported before importers signed by their own name bear the reader's.
    """
    transcribed = reading.signature_meaning == SignatureMeaning.TRANSCRIPTION
    if transcribed and reading.submitted_by_id != reading.started_by_id:
        return _("Transcribed by %(name)s") % {"name": reading.signed_as}
    return reading.signed_as


def printed_signature(reading: Reading) -> Printed:
    """Return the signature of a submitted reading. At most one query.

    Read from the reading's own columns: every submitted reading has them, imported ones and those
    from before `core.Signature` as well.
    """
    later = None
    if not reading.is_current:
        later = Reading.objects.filter(supersedes=reading, state=ReadingState.SUBMITTED).first()
    return Printed(
        name=signer_of(reading),
        at=reading.submitted_at,
        statement=reading.get_signature_meaning_display(),
        content_hash=reading.content_hash,
        superseded_at=later and later.submitted_at,
        superseded_as=later.signed_as if later else "",
        superseded_because=(later.reason or later.get_asked_for_display()) if later else "",
    )


def signature_agrees(reading: Reading) -> bool:
    """Tell whether the stored signature, if there is one, says what the reading's columns say."""
    stored = signatures_of(reading).values_list("content_hash", "signed_as", "signed_at")
    return all(
        row == (reading.content_hash, reading.signed_as, reading.submitted_at) for row in stored
    )
