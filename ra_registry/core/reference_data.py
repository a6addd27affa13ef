"""Rows that come with the code, such as the sites of an instrument.

Apps register a function that adds what is missing; it runs after every migration, as Django does
for its own content types. A data migration would fix the rows of the day it was written: an
instrument shipped later would miss in databases made before.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def provide(app: AppConfig, add_missing: Callable[[], None]) -> None:
    """Call ``add_missing`` after each migration of ``app``; it must be safe to run again."""

    def receive(**_: Any) -> None:
        add_missing()

    post_migrate.connect(receive, sender=app, weak=False, dispatch_uid=f"provide-{app.label}")
