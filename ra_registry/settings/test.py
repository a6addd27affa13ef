"""For the test suite: quick password hashing, no throttling, mails kept in memory."""

from __future__ import annotations

from ra_registry.settings.base import *  # noqa: F403
from ra_registry.settings.base import REST_FRAMEWORK
from ra_registry.settings.logs import configure

DEBUG = False
SECRET_KEY = "only-for-tests"  # noqa: S105 - no data is behind it
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "testserver"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
ACCOUNT_RATE_LIMITS = False
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
REST_FRAMEWORK = {**REST_FRAMEWORK, "TEST_REQUEST_DEFAULT_FORMAT": "json"}
LOGGING = configure(json=True, level="ERROR")
