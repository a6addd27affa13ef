"""The Celery application: tasks live in each app's ``tasks.py``."""

from __future__ import annotations

import contextlib
import os
from typing import Any

import redis
from celery import Celery, bootsteps
from celery.signals import setup_logging
from celery.worker import WorkController
from django_structlog.celery.steps import DjangoStructLogInitStep

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ra_registry.settings")

app = Celery("ra_registry")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.steps["worker"].add(DjangoStructLogInitStep)
app.autodiscover_tasks()
app.autodiscover_tasks(["analytics.exports"])


@setup_logging.connect
def use_project_logging(**_: object) -> None:
    """Keep Celery from replacing the project's structured logs."""


class Heartbeat(bootsteps.StartStopStep):
    """Reports every few seconds that this worker is alive, for the health page."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, parent: object, **kwargs: object) -> None:
        super().__init__(parent, **kwargs)
        self.timer_entry: Any = None

    def start(self, parent: WorkController) -> None:
        from ra_registry.core import health

        self._beat()
        self.timer_entry = parent.timer.call_repeatedly(health.HEARTBEAT_SECONDS, self._beat)

    def stop(self, parent: WorkController) -> None:
        if self.timer_entry is not None:
            self.timer_entry.cancel()
            self.timer_entry = None

    @staticmethod
    def _beat() -> None:
        from ra_registry.core import health

        # Redis away for a moment must not end the worker: it reconnects by itself.
        with contextlib.suppress(redis.RedisError):
            health.beat()


app.steps["worker"].add(Heartbeat)
