"""For a server with patients' data: no default for a secret, secure cookies, HTTPS only."""

from __future__ import annotations

from django.core.exceptions import ImproperlyConfigured

from ra_registry.settings import env
from ra_registry.settings.base import *  # noqa: F403
from ra_registry.settings.logs import configure

DEBUG = False
IS_PRODUCTION = True
for _required in ("DATABASE_URL", "REDIS_URL"):  # never the embedded servers
    env.text(_required)
SECRET_KEY = env.text("SECRET_KEY")
if len(SECRET_KEY) < 50 or len(set(SECRET_KEY)) < 5:
    raise ImproperlyConfigured(
        "SECRET_KEY is shorter than 50 characters or repeats a few. Draw one with: "
        "python -c 'import secrets; print(secrets.token_urlsafe(64))'"
    )
ALLOWED_HOSTS = env.hosts("ALLOWED_HOSTS")
CSRF_TRUSTED_ORIGINS = env.origins("CSRF_TRUSTED_ORIGINS")

HTTPS = env.boolean("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^health/"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = False
# HSTS of subdomains and browsers' preload lists are decisions about a hospital's whole domain.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SESSION_COOKIE_SECURE = HTTPS
CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_NAME = "__Secure-sessionid" if HTTPS else "sessionid"
CSRF_COOKIE_NAME = "__Secure-csrftoken" if HTTPS else "csrftoken"

# Failed sign-ins are counted per address. Behind a proxy the address is what the proxy noted, else
# everybody would share the proxy's own and lock each other out.
ALLAUTH_TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXIES", default=1, minimum=0, maximum=5)
REQUIRE_MFA_FOR_DATA_MANAGERS = env.boolean("REQUIRE_MFA_FOR_DATA_MANAGERS", default=True)

EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", default=25, minimum=1, maximum=65535)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS", default=False)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", f"registry@{ALLOWED_HOSTS[0]}")

LOGGING = configure(json=True)
