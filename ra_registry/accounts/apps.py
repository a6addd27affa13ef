from __future__ import annotations

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "ra_registry.accounts"
    label = "accounts"
    verbose_name = "Accounts"

    def ready(self) -> None:
        from ra_registry.accounts import receivers  # noqa: F401 - connects the sign-in events
