"""Accounts and API tokens: every write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import transaction
from django.utils import timezone

from ra_registry.accounts.api import Scope
from ra_registry.accounts.models import ApiToken, User
from ra_registry.core import audit
from ra_registry.core.errors import Conflict, ValidationFailed
from ra_registry.core.events import EventKind

LONGEST_TOKEN_DAYS = 365


@transaction.atomic
def create_user(
    *,
    email: str,
    full_name: str,
    password: str | None = None,
    is_administrator: bool = False,
    by: User | None,
) -> User:
    """Create an account. Without a password it can't sign in until one is set by link.

    Raises:
        ValidationFailed: the address is malformed or the name is empty.
        Conflict: an account with the address exists.
    """
    try:
        validate_email(email)
    except ValidationError as error:
        raise ValidationFailed(
            f"{email!r} is not an e-mail address.", field_errors={"email": list(error.messages)}
        ) from error
    if not full_name.strip():
        raise ValidationFailed(
            "A name is needed.", field_errors={"full_name": ["A name is needed."]}
        )
    if User.objects.filter(email__iexact=email).exists():
        raise Conflict(f"An account with the address {email} exists already.")
    user = User.objects.create_user(
        email=email,
        password=password,
        full_name=full_name.strip(),
        is_administrator=is_administrator,
    )
    # Whoever makes an account vouches for its address; a second factor needs a verified one.
    EmailAddress.objects.create(user=user, email=user.email, primary=True, verified=True)
    audit.record(
        EventKind.USER_CREATED,
        by=by,
        target=user,
        data={"email": user.email, "is_administrator": is_administrator},
    )
    return user


@dataclass(frozen=True)
class NewToken:
    """A stored token and its secret, which is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def create_token(*, name: str, scopes: list[str], days: int, by: User) -> NewToken:
    """Make an API token for the person who asks.

    Raises:
        ValidationFailed: no name, no or an unknown scope, or an end beyond a year.
    """
    name = name.strip()
    if not name:
        raise ValidationFailed(
            "Name the token.", field_errors={"name": ["Say what the token is for."]}
        )
    unknown = sorted(set(scopes) - set(Scope))
    if unknown or not scopes:
        problem = (
            f"Unknown scope: {', '.join(unknown)}." if unknown else "Choose at least one scope."
        )
        raise ValidationFailed(problem, field_errors={"scopes": [problem]})
    if not 1 <= days <= LONGEST_TOKEN_DAYS:
        problem = f"A token lasts from 1 to {LONGEST_TOKEN_DAYS} days, found {days}."
        raise ValidationFailed(problem, field_errors={"days": [problem]})
    secret = ApiToken.draw()
    token = ApiToken.objects.create(
        user=by,
        name=name,
        prefix=secret[:8],
        hash=ApiToken.hash_of(secret),
        scopes=sorted(set(scopes)),
        expires_at=timezone.now() + timedelta(days=days),
    )
    audit.record(
        EventKind.TOKEN_CREATED, by=by, target=token, data={"name": name, "scopes": token.scopes}
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(*, token_id: int, by: User) -> ApiToken:
    """End one of the person's own tokens at once; a second time changes nothing.

    Raises:
        ApiToken.DoesNotExist: the person has no such token.
    """
    token = ApiToken.objects.select_for_update().get(pk=token_id, user=by)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
        audit.record(EventKind.TOKEN_REVOKED, by=by, target=token, data={"name": token.name})
    return token
