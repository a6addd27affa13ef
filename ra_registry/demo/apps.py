from __future__ import annotations

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "ra_registry.demo"
    label = "demo"
    verbose_name = "Synthetic study"
