"""PostgreSQL and Redis without any installation: private servers of one data folder.

For the demo, for development and for the tests. Both listen on Unix sockets only, in a folder that
no other account can enter, and stop when the last program that uses them ends. Production names
its own servers in ``DATABASE_URL`` and ``REDIS_URL`` and never comes here.
"""

from __future__ import annotations

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.servers import (
    Urls,
    available,
    data_dir_from_environment,
    delete,
    ensure_running,
    running,
    stop,
    urls,
)

__all__ = [
    "EmbeddedServerError",
    "Urls",
    "available",
    "data_dir_from_environment",
    "delete",
    "ensure_running",
    "running",
    "stop",
    "urls",
]
