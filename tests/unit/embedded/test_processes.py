from __future__ import annotations

import os

import psutil
import pytest

from ra_registry.embedded.processes import last_lines, running_pid, wait_until


def test_a_running_program_is_found_by_its_pid_file(tmp_path):
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(f"{os.getpid()}\nmore lines follow in PostgreSQL's\n")

    assert running_pid(pid_file, psutil.Process().name()) == os.getpid()


@pytest.mark.parametrize("content", ["", "no number\n", "999999999\n"])
def test_a_pid_file_that_names_nobody(tmp_path, content):
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(content)

    assert running_pid(pid_file, "redis-server") is None
    assert running_pid(tmp_path / "absent.pid", "redis-server") is None


def test_a_pid_that_went_to_another_program_is_not_ours(tmp_path):
    """After a restart of the machine the number in a forgotten file belongs to somebody else."""
    pid_file = tmp_path / "server.pid"
    pid_file.write_text(f"{os.getpid()}\n")

    assert running_pid(pid_file, "redis-server") is None


def test_wait_until_says_whether_it_happened():
    answers = iter([False, False, True])

    assert wait_until(lambda: next(answers), seconds=5)
    assert not wait_until(lambda: False, seconds=0.1)


def test_last_lines_shows_the_end_of_a_log_whatever_its_bytes(tmp_path):
    log = tmp_path / "log"
    log.write_bytes(b"first\n" + b"middle\n" * 20 + b"last \xff\n")

    shown = last_lines(log, count=3)

    assert shown.splitlines() == ["    middle", "    middle", "    last \ufffd"]
    assert last_lines(tmp_path / "absent") == ""
