"""Handlers for a sandbox: what files could make a program do."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any


def handle(item: dict[str, Any]) -> Any:
    """Do what the item says."""
    return DEEDS[item["do"]](item)


def _double(item: dict[str, Any]) -> Any:
    return {"doubled": 2 * item["n"], "process": os.getpid()}


def _chatter(item: dict[str, Any]) -> str:
    print('{"answer": "not this one"}')  # noqa: T201
    sys.stdout.flush()
    return "said"


def _raise(item: dict[str, Any]) -> None:
    raise ValueError(item["secret"])


def _hoard(item: dict[str, Any]) -> int:
    return len(bytearray(4 * 1024**3))


def _sleep(item: dict[str, Any]) -> None:
    time.sleep(60)


def _linger(item: dict[str, Any]) -> None:
    """Start a process that outlives its parent, unless somebody ends it."""
    child = subprocess.Popen(["/bin/sleep", "60"])
    Path(item["path"]).write_text(str(child.pid), encoding="ascii")
    time.sleep(60)


def _leave(item: dict[str, Any]) -> None:
    os._exit(0)


def _crash(item: dict[str, Any]) -> None:
    ctypes.string_at(0)


def _kill(item: dict[str, Any]) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _flood(item: dict[str, Any]) -> str:
    return "x" * (5 * 1024 * 1024)


def _fill(item: dict[str, Any]) -> None:
    with Path(item["path"]).open("wb") as file:
        while True:
            file.write(bytes(1024**2))


def _lie(item: dict[str, Any]) -> None:
    os.write(3, b"not json\n")
    time.sleep(60)


def _environment(item: dict[str, Any]) -> list[str]:
    return sorted(os.environ)


DEEDS = {
    name.removeprefix("_"): deed
    for name, deed in list(globals().items())
    if name.startswith("_") and not name.startswith("__")
}
