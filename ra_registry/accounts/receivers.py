"""Sign-in events go to the audit trail. Signals, because the events come from a library."""

from __future__ import annotations

from typing import Any

from allauth.account.signals import password_changed, password_reset
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.db import transaction
from django.dispatch import receiver

from ra_registry.core import audit
from ra_registry.core.events import EventKind


@receiver(user_logged_in)
def signed_in(user: Any, **_: Any) -> None:
    with transaction.atomic():
        audit.record(EventKind.SIGNED_IN, by=user)


@receiver(user_logged_out)
def signed_out(user: Any, **_: Any) -> None:
    if user is not None:
        with transaction.atomic():
            audit.record(EventKind.SIGNED_OUT, by=user)


@receiver(user_login_failed)
def sign_in_failed(credentials: dict[str, Any], *, locked: bool = False, **_: Any) -> None:
    """Keep the address that was tried, never the password."""
    tried = str(credentials.get("email") or credentials.get("username") or "")[:200]
    with transaction.atomic():
        audit.record(EventKind.SIGN_IN_FAILED, data={"email": tried, "locked": locked})


@receiver([password_changed, password_reset])
def password_was_changed(user: Any, **_: Any) -> None:
    with transaction.atomic():
        audit.record(EventKind.PASSWORD_CHANGED, by=user)


@receiver(authentication_failed)
def code_failed(user: Any, authenticator: Any, **_: Any) -> None:
    with transaction.atomic():
        audit.record(EventKind.SIGN_IN_FAILED, by=user, data={"second_factor": authenticator.type})


MFA_CHANGES = {
    authenticator_added: "added",
    authenticator_removed: "removed",
    authenticator_reset: "renewed",
}


@receiver(list(MFA_CHANGES))
def second_factor_changed(user: Any, authenticator: Any, signal: Any, **_: Any) -> None:
    with transaction.atomic():
        audit.record(
            EventKind.MFA_CHANGED,
            by=user,
            data={"type": authenticator.type, "change": MFA_CHANGES[signal]},
        )
