"""The proof that a person was there and meant these contents: used once, within a minute."""

from __future__ import annotations

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from ra_registry.core.constraints import fingerprint, one_of

VALID_FOR = timedelta(seconds=60)


class Method(models.TextChoices):
    """By what a person confirmed who they are."""

    PASSWORD = "password", _("Password")
    TOTP = "totp", _("Password and authenticator code")
    RECOVERY_CODES = "recovery_codes", _("Password and recovery code")


USED_ONCE = """
    IF OLD.used_at IS NOT NULL OR NEW.used_at IS NULL
        OR to_jsonb(NEW) - 'used_at' <> to_jsonb(OLD) - 'used_at' THEN
        RAISE EXCEPTION 'A proof is used once and never changed otherwise'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
"""


class StepUp(models.Model):
    """A person confirmed who they are, for one act on one content.

    Made by ``accounts.confirming.confirm`` alone. Moments are the database's: its clock is the one
    that all web processes share.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    act = models.CharField(max_length=60)
    content_hash = models.CharField(max_length=64)
    method = models.CharField(max_length=20, choices=Method.choices)
    created_at = models.DateTimeField(db_default=Now())
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            one_of("method", Method.choices, name="core_stepup_method_known"),
            fingerprint("content_hash", name="core_stepup_content_hash"),
        ]
        triggers = [
            pgtrigger.Trigger(
                name="used_once",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func=USED_ONCE,
            )
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.content_hash[:12]}"
