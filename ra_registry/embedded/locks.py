"""Who uses the servers: advisory file locks, which the kernel drops even after ``kill -9``."""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def exclusive(path: Path) -> Iterator[None]:
    """Let one process at a time start or stop the servers; the others wait."""
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


class Lease:
    """A process's share in the running servers, held until released or until the process dies."""

    def __init__(self, path: Path) -> None:
        self._file = path.open("a")
        self._owner = os.getpid()
        fcntl.flock(self._file, fcntl.LOCK_SH)

    @property
    def is_ours(self) -> bool:
        """Whether this process took the lease, rather than inherited it by a fork."""
        return self._owner == os.getpid()

    def release(self) -> None:
        # Closing, not unlocking: a forked child that still works keeps its share.
        self._file.close()


def in_use(path: Path) -> bool:
    """Whether any process, this one included, holds a lease."""
    with path.open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return True
        return False
