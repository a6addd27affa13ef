"""How the API's schema tells of tokens."""

from __future__ import annotations

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class TokenScheme(OpenApiAuthenticationExtension):
    """``Authorization: Bearer rar_...``."""

    target_class = "ra_registry.accounts.api.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, Any]:
        return {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that its owner made on the page “API tokens”. It has scopes, "
            "ends, and never opens more than its owner may see.",
        }
