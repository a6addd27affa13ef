"""Starting and stopping both servers of a data folder, shared between programs."""

from __future__ import annotations

import atexit
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from ra_registry.embedded import postgres_server, redis_server
from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.layout import Layout, layout
from ra_registry.embedded.locks import Lease, exclusive, in_use

PROJECT = Path(__file__).resolve().parent.parent.parent

_leases: dict[Path, Lease] = {}


class Urls(NamedTuple):
    """The addresses a program needs, in the form of ``DATABASE_URL`` and ``REDIS_URL``."""

    database: str
    redis: str

    def environment(self) -> dict[str, str]:
        """Return the variables that bring a child program to these servers."""
        return {"DATABASE_URL": self.database, "REDIS_URL": self.redis}


def data_dir_from_environment() -> Path:
    """Return ``DATA_DIR``, or the folder ``var`` of the project."""
    return Path(os.environ.get("DATA_DIR") or PROJECT / "var").resolve()


def urls(data_dir: Path) -> Urls:
    """Return the addresses of a data folder's servers, whether they run or not."""
    place = layout(data_dir)
    return Urls(database=postgres_server.url(place), redis=redis_server.url(place))


def ensure_running(data_dir: Path, *, durable: bool = True) -> Urls:
    """Start the servers of a data folder where they don't run, and keep them for this program.

    Safe to call again and from several processes at once. The servers stop with the last program
    that uses them: at its end, or when it calls :func:`stop`. ``durable=False`` is for tests: data
    survive a crash of the server, not of the machine.

    Raises :class:`EmbeddedServerError` with a sentence that says what to install or to do.
    """
    place = layout(data_dir)
    place.create()
    with exclusive(_guard(place)):
        postgres_server.start(place, durable=durable)
        redis_server.start(place, durable=durable)
        held = _leases.get(place.locks)
        if held is None or not held.is_ours:
            _leases[place.locks] = Lease(_users(place))
            atexit.register(stop, data_dir)
    return urls(data_dir)


def stop(data_dir: Path) -> bool:
    """Give up this program's share; stop the servers unless another program uses them.

    Returns whether they are stopped. A forked child never stops its parent's servers.
    """
    place = layout(data_dir)
    if not place.locks.exists():
        return True
    with exclusive(_guard(place)):
        lease = _leases.pop(place.locks, None)
        if lease and not lease.is_ours:
            return False
        if lease:
            lease.release()
        if in_use(_users(place)):
            return False
        redis_server.stop(place)
        postgres_server.stop(place)
    return True


@contextmanager
def running(data_dir: Path, *, durable: bool = True) -> Iterator[Urls]:
    """Keep the servers running for a ``with`` block."""
    try:
        yield ensure_running(data_dir, durable=durable)
    finally:
        stop(data_dir)


@contextmanager
def available(data_dir: Path) -> Iterator[Urls]:
    """Yield the servers that the environment names, else the private ones, running."""
    database, redis = os.environ.get("DATABASE_URL"), os.environ.get("REDIS_URL")
    if database and redis:
        yield Urls(database, redis)
    elif database or redis:
        raise EmbeddedServerError(
            "Set DATABASE_URL and REDIS_URL together, or neither to use the private servers."
        )
    else:
        with running(data_dir) as addresses:
            yield addresses


def delete(data_dir: Path) -> None:
    """Stop the servers and delete everything they hold. Refused while a program uses them."""
    place = layout(data_dir)
    if not stop(data_dir):
        raise EmbeddedServerError(
            f"A program still uses the servers of {data_dir}. Stop it first (Ctrl-C in its window)."
        )
    for folder in (place.sockets, place.root, place.locks):
        shutil.rmtree(folder, ignore_errors=True)


def _guard(place: Layout) -> Path:
    return place.locks / "guard.lock"


def _users(place: Layout) -> Path:
    return place.locks / "users.lock"
