"""Choose the servers before Django reads its settings: those of the environment, or the embedded.

Loaded as a pytest plugin (``-p tests.road``), because pytest-django reads the settings before any
conftest.
"""

from __future__ import annotations

import os
from pathlib import Path

from ra_registry import embedded

DATA = Path(__file__).resolve().parent.parent / "var" / "embedded-test"

os.environ["RA_ENV"] = "test"
os.environ.setdefault("DATA_DIR", str(DATA.parent / "test"))
# Playwright keeps an event loop in the thread that tests run in.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"

# Workers of pytest-xdist inherit what the first process set.
if not os.environ.get("DATABASE_URL") and not os.environ.get("REDIS_URL"):
    os.environ.update(embedded.ensure_running(DATA, durable=False).environment())
