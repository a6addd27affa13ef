"""The programs that are measured from outside: web processes, readers, PostgreSQL."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psutil

CLIENT = Path(__file__).with_name("savers.py")


@contextmanager
def served(web: Sequence[str]) -> Iterator[tuple[int, psutil.Process]]:
    """Run web processes as the demo does; yield their port and the process above them."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", *web, "--bind", f"127.0.0.1:{port}"]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(port, process)
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the port answers; raise when the server ended or takes a minute."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    message = "the web processes don't answer"
    raise RuntimeError(message)


@contextmanager
def client(task: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """Run the readers' program until everybody is signed in; it begins at the next line."""
    command = [sys.executable, str(CLIENT)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "ready\n":
            message = "the readers could not sign in"
            raise RuntimeError(message)
        yield process


def database_server() -> psutil.Process | None:
    """Return the process above PostgreSQL's others; None where the server is on another machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        own = psutil.Process(pid)
        return own.parent() if own.name().startswith("postgres") else None
    except psutil.NoSuchProcess:
        return None


def processor(top: psutil.Process | None) -> float:
    """Return the processor's seconds of a process and all below it, ended ones included."""
    if top is None:
        return 0.0
    spent = 0.0
    for process in [top, *top.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:  # counted with its parent's children from now on
            continue
        spent += times.user + times.system + times.children_user + times.children_system
    return spent
