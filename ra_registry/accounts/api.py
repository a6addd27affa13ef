"""Token authentication and scopes of the API."""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.utils import timezone
from rest_framework.authentication import BaseAuthentication, get_authorization_header
from rest_framework.exceptions import AuthenticationFailed, PermissionDenied
from rest_framework.permissions import SAFE_METHODS, BasePermission
from rest_framework.request import Request

from ra_registry.accounts.models import ApiToken, User
from ra_registry.accounts.rules import lacks_second_factor

if TYPE_CHECKING:  # the views import this module's classes as their defaults
    from rest_framework.views import APIView

LAST_USED_STEP = timedelta(minutes=5)


class Scope(StrEnum):
    """What a token may be used for, within the rights of the person who made it."""

    READ = "read"
    WRITE_COHORT = "cohort:write"
    WRITE_SCORES = "scores:write"
    WRITE_RECORDS = "records:write"
    WRITE_ASSAYS = "assays:write"
    WRITE_ANALYSES = "analyses:write"
    WRITE_EXPORTS = "exports:write"


class TokenAuthentication(BaseAuthentication):
    """Reads ``Authorization: Bearer rar_...``; one query, and at most one write in five minutes.

    A token opens nothing that its owner could not open: while the site demands a second factor
    that the owner has not set up, the owner's tokens are refused like the owner's pages.
    """

    keyword = b"bearer"

    def authenticate(self, request: Request) -> tuple[User, ApiToken] | None:
        parts = get_authorization_header(request).split()
        if not parts or parts[0].lower() != self.keyword:
            return None
        if len(parts) != 2:
            raise AuthenticationFailed("Write the header as: Authorization: Bearer TOKEN.")
        digest = ApiToken.hash_of(parts[1].decode("latin-1"))
        token = ApiToken.objects.usable().select_related("user").filter(hash=digest).first()
        if token is None:
            raise AuthenticationFailed("The token is unknown, expired or revoked.")
        if lacks_second_factor(token.user):
            raise PermissionDenied("The token's owner must set up a second factor first.")
        now = timezone.now()
        if token.last_used_at is None or now - token.last_used_at > LAST_USED_STEP:
            ApiToken.objects.filter(pk=token.pk).update(last_used_at=now)
        return token.user, token

    def authenticate_header(self, request: Request) -> str:
        return "Bearer"


class HasScope(BasePermission):
    """A signed-in person; with a token, also the scope that the view asks for.

    Views state ``write_scope`` for unsafe methods; a view without one can't be written by token.
    """

    message = "The token lacks the scope for this request."

    def has_permission(self, request: Request, view: APIView) -> bool:
        if not request.user or not request.user.is_authenticated:
            return False
        if not isinstance(request.auth, ApiToken):
            return True
        needed: Any = (
            Scope.READ if request.method in SAFE_METHODS else getattr(view, "write_scope", None)
        )
        return needed is not None and needed in request.auth.scopes
