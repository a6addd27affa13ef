"""Settings, chosen by ``RA_ENV``: development (default), test or production."""

from __future__ import annotations

from ra_registry.settings import env

_environment = env.choice(
    "RA_ENV", default="development", allowed=("development", "test", "production")
)

if _environment == "production":
    from ra_registry.settings.production import *  # noqa: F403
elif _environment == "test":
    from ra_registry.settings.test import *  # noqa: F403
else:
    from ra_registry.settings.development import *  # noqa: F403
