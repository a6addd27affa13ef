"""What a person does by signing: parts of the registry register their acts here."""

from __future__ import annotations

from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class Meaning(models.TextChoices):
    """What a signature means, in the words of 21 CFR 11.50."""

    AUTHORSHIP = "authorship", _("Authorship")
    TRANSCRIPTION = "transcription", _("Transcription")
    REVIEW = "review", _("Review")
    APPROVAL = "approval", _("Approval")
    LOCK = "lock", _("Lock")


@dataclass(frozen=True)
class Act:
    """Something that is signed.

    ``key`` is stored and never changes; ``label`` says what the person did, in the audit trail;
    ``statement`` is what the person reads before signing, and is kept with the signature.
    """

    key: str
    meaning: Meaning
    label: str | Promise
    statement: str | Promise


_known: dict[str, Act] = {}


def register(act: Act) -> Act:
    """Make an act known by its key; return it.

    Raises:
        ValueError: another act has the key.
    """
    if _known.setdefault(act.key, act) != act:
        raise ValueError(f"The key {act.key} is of another act.")
    return act


def label_of(key: str) -> str:
    """Return what an act is called; `KeyError` for one that nothing is known of any more."""
    return str(_known[key].label)
