"""Clients of the API."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from rest_framework.test import APIClient

from ra_registry.accounts.api import Scope
from ra_registry.accounts.models import User
from ra_registry.accounts.services import create_token


@pytest.fixture
def api() -> Callable[..., APIClient]:
    """Return a function that gives a client with a token of a person, with every scope or some."""

    def make(user: User, *, scopes: list[Scope] | None = None) -> APIClient:
        wanted = [str(scope) for scope in (scopes or list(Scope))]
        made = create_token(name="test", scopes=wanted, days=1, by=user)
        client = APIClient()
        client.credentials(HTTP_AUTHORIZATION=f"Bearer {made.secret}")
        return client

    return make
