"""Wrong passwords and codes, counted where a restart doesn't forget them."""

from __future__ import annotations

from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

ATTEMPTS = 5
WINDOW = timedelta(minutes=5)


class RefusedStepUp(models.Model):
    """A confirmation that failed. It limits the person's further ones, and nobody's sign-in."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=Now())

    class Meta:
        indexes = [models.Index(fields=["user", "at"], name="refused_step_up_of_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.at}"
