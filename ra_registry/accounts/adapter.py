"""Sign-up is closed: accounts are made by administrators and data managers."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from ra_registry.accounts.receivers import sign_in_failed


class ClosedSignUpAdapter(DefaultAccountAdapter):
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse a locked address as the library does, and leave the attempt in the audit trail.

        Django's own signal of a failed sign-in is not sent for it: the password is never looked at.
        """
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError:
            sign_in_failed(credentials=credentials, locked=True)
            raise
