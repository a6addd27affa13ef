"""``make demo`` from nothing, with one of its programs killed, and again."""

from __future__ import annotations

import http.client
import json
import os
import re
import signal
import socket
import subprocess
import sys
from contextlib import contextmanager

import psutil
import pytest

from ra_registry import embedded
from ra_registry.embedded.layout import layout


@pytest.fixture
def data_dir(tmp_path):
    yield tmp_path / "var"
    embedded.delete(tmp_path / "var")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextmanager
def running_demo(data_dir, port):
    """Run the demo as a newcomer does, without a variable that names servers, until it is up."""
    ours = {"DATABASE_URL", "REDIS_URL", "RA_ENV", "DJANGO_SETTINGS_MODULE"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    with subprocess.Popen(
        [sys.executable, "-m", "ra_registry.embedded", "demo", "--port", str(port)],
        env=environment | {"DATA_DIR": str(data_dir)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    ) as process:
        try:
            yield process, read_until(process, "Ctrl-C stops everything.")
        finally:
            process.kill()


def read_until(process, text):
    printed = ""
    for line in process.stdout:
        printed += line
        if text in line:
            return printed
    pytest.fail(f"The demo ended before it was up:\n{printed}")


def get(port, path):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", path)
        return connection.getresponse().status
    finally:
        connection.close()


def started_programs(data_dir):
    """Return worker, beat and web, in the order in which they were started."""
    return [pid for pid, _ in json.loads((data_dir / "programs.json").read_text())]


def assert_nothing_runs(data_dir, pids, port):
    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert not list(layout(data_dir).sockets.glob("*.sock"))
    with pytest.raises(ConnectionRefusedError):
        get(port, "/health/live")


def test_the_demo_starts_stops_when_a_program_dies_and_resumes(data_dir):
    port = free_port()

    with running_demo(data_dir, port) as (demo, printed):
        assert f"http://127.0.0.1:{port}" in printed
        assert re.search(r"Reader\s+\S+@\S+", printed), "a sign-in per role"
        assert get(port, "/health/ready") == 200
        assert get(port, "/accounts/login/") == 200
        programs = started_programs(data_dir)
        os.kill(programs[0], signal.SIGKILL)
        said, _ = demo.communicate(timeout=60)
    assert demo.returncode == 1
    assert "worker ended by itself (killed by SIGKILL)" in said
    assert_nothing_runs(data_dir, programs, port)

    with running_demo(data_dir, port) as (demo, printed):
        assert get(port, "/health/ready") == 200
        programs = started_programs(data_dir)
        demo.send_signal(signal.SIGINT)
        said, _ = demo.communicate(timeout=60)
    assert demo.returncode == 0
    assert said.endswith("Stopped.\n")
    assert_nothing_runs(data_dir, programs, port)
