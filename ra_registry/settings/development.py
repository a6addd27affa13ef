"""On one's own machine, and for the demo: no variable needs to be set."""

from __future__ import annotations

from ra_registry.settings import env
from ra_registry.settings.base import *  # noqa: F403
from ra_registry.settings.base import DATA_DIR
from ra_registry.settings.local_secret import read_or_create
from ra_registry.settings.logs import configure

DEBUG = env.boolean("DEBUG", default=False)
SECRET_KEY = read_or_create(DATA_DIR / "secret_key")
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
CSRF_TRUSTED_ORIGINS: list[str] = []
EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"
LOGGING = configure(json=False)
