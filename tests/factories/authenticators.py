"""An authenticator app of a person, and what it shows."""

from __future__ import annotations

from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import (
    TOTP,
    format_hotp_value,
    generate_totp_secret,
    hotp_value,
    yield_hotp_counters_from_time,
)

from ra_registry.accounts.confirming import has_authenticator
from ra_registry.accounts.models import User


def authenticator_of(user: User) -> str:
    """Set an authenticator up and return its secret."""
    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def recovery_codes_of(user: User) -> list[str]:
    """Return recovery codes that the person has not used."""
    return RecoveryCodes.activate(user).get_unused_codes()


def code_of(user: User) -> str:
    """Return a code that counts, of a person who has an authenticator; "" of another."""
    return recovery_codes_of(user)[0] if has_authenticator(user) else ""


def code_for(secret: str) -> str:
    """Return what an authenticator app shows now."""
    counter = next(iter(yield_hotp_counters_from_time()))
    return format_hotp_value(hotp_value(secret, counter))
