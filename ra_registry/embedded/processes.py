"""Small questions about processes and their logs."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil


def running_pid(pid_file: Path, *names: str) -> int | None:
    """Return the process of a pid file if it still runs and is one of the programs ``names``.

    After a crash or a restart of the machine the number may belong to somebody else's program.
    """
    try:
        pid = int(pid_file.read_text().split()[0])
        process = psutil.Process(pid)
        alive = process.status() != psutil.STATUS_ZOMBIE and process.name().startswith(names)
    except (FileNotFoundError, IndexError, ValueError, psutil.Error):
        return None
    return pid if alive else None


def wait_until(condition: Callable[[], bool], *, seconds: float) -> bool:
    """Ask until ``condition`` holds or the time is over; return whether it held."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True


def last_lines(path: Path, count: int = 15) -> str:
    """Return the end of a log, indented, for a message; empty when there is none."""
    if not path.exists():
        return ""
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-count:]
    return "\n".join(f"    {line}" for line in lines)
