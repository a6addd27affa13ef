"""The cache of this process of the suite: the others share the server and must keep theirs."""

from __future__ import annotations

import os

from django.conf import settings
from django.core.cache import cache


def use_own_keys() -> None:
    """Put the name of the process before each key. To be called before the cache is used."""
    settings.CACHES["default"]["KEY_PREFIX"] = os.environ.get("PYTEST_XDIST_WORKER", "only")


def forget_cached() -> None:
    """Delete what this process has cached; ``cache.clear`` would delete what others have too."""
    redis = cache._cache.get_client(None, write=True)  # type: ignore[attr-defined]
    for key in redis.scan_iter(match=cache.make_key("*", version="*")):
        redis.delete(key)
