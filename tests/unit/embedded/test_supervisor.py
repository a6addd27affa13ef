from __future__ import annotations

import json
import os
import signal
import subprocess
import sys

import psutil
import pytest

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.processes import wait_until
from ra_registry.embedded.supervisor import (
    StopRequested,
    Supervisor,
    python,
    stop_on_signals,
)

SLEEP = python("-c", "import time; print('up', flush=True); time.sleep(600)")
DEAF = python(
    "-c",
    "import signal, time; signal.signal(signal.SIGTERM, signal.SIG_IGN); "
    "print('up', flush=True); time.sleep(600)",
)


@pytest.fixture
def supervisor(tmp_path):
    supervisor = new_supervisor(tmp_path)
    yield supervisor
    supervisor.stop()


def new_supervisor(folder):
    return Supervisor(
        folder=folder,
        log_dir=folder / "log",
        record=folder / "programs.json",
        environment={"GREETING": "good morning"},
    )


def started_pids(folder):
    return [pid for pid, _ in json.loads((folder / "programs.json").read_text())]


def wait_for_log(folder, name, text):
    assert wait_until(lambda: text in (folder / "log" / f"{name}.log").read_text(), seconds=10)


def test_a_step_returns_what_it_printed_and_knows_the_environment(supervisor):
    command = python("-c", "import os; print(os.environ['GREETING'])")

    assert supervisor.step("greet", command) == "good morning\n"


def test_steps_run_at_the_same_time(supervisor):
    """Each waits for the other's mark, so that one after the other would never end."""
    meet = (
        "import pathlib, sys, time; pathlib.Path(sys.argv[1]).touch();\n"
        "while not pathlib.Path(sys.argv[2]).exists(): time.sleep(0.01)\n"
        "print('met')"
    )

    printed = supervisor.steps(
        {"left": python("-c", meet, "a", "b"), "right": python("-c", meet, "b", "a")}
    )

    assert printed == ["met\n", "met\n"]


def test_a_failing_step_shows_the_end_of_its_log(supervisor):
    program = "import sys; print('no such table', file=sys.stderr); sys.exit(3)"

    with pytest.raises(EmbeddedServerError, match=r"(?s)migrate failed.*exit code 3.*no such"):
        supervisor.step("migrate", python("-c", program))


def test_stop_ends_a_step_that_still_runs(supervisor):
    """The other step has failed, or somebody pressed Ctrl-C."""
    others = psutil.Process().children()
    with pytest.raises(EmbeddedServerError, match="migrate failed"):
        supervisor.steps({"migrate": python("-c", "raise SystemExit(1)"), "collectstatic": SLEEP})
    (still_running,) = set(psutil.Process().children()) - set(others)

    supervisor.stop()

    assert not still_running.is_running()


def test_children_that_run_are_left_alone(supervisor, tmp_path):
    supervisor.start("web", SLEEP)
    wait_for_log(tmp_path, "web", "up")

    supervisor.check()


@pytest.mark.parametrize(
    ("program", "how"),
    [
        ("import sys; sys.exit('no broker')", "exit code 1"),
        ("import os; print('no broker', flush=True); os.kill(os.getpid(), 9)", "killed by SIGKILL"),
    ],
)
def test_a_child_that_ends_is_named_with_its_last_words(supervisor, program, how):
    supervisor.start("worker", python("-c", program))

    with pytest.raises(EmbeddedServerError, match=rf"(?s)worker ended by itself.*{how}.*no broker"):
        supervisor.wait()


def test_stop_ends_every_child(supervisor, tmp_path):
    supervisor.start("web", SLEEP)
    supervisor.start("worker", SLEEP)
    pids = started_pids(tmp_path)
    assert all(psutil.pid_exists(pid) for pid in pids)

    supervisor.stop()

    assert not any(psutil.pid_exists(pid) for pid in pids)
    assert not (tmp_path / "programs.json").exists()


def test_a_child_that_does_not_listen_is_killed(supervisor, tmp_path, monkeypatch):
    monkeypatch.setattr("ra_registry.embedded.supervisor.STOP_SECONDS", 0.5)
    supervisor.start("worker", DEAF)
    wait_for_log(tmp_path, "worker", "up")
    (pid,) = started_pids(tmp_path)

    supervisor.stop()

    assert not psutil.pid_exists(pid)


@pytest.mark.parametrize("command", [SLEEP, DEAF], ids=["polite", "deaf"])
def test_children_of_a_killed_supervisor_are_ended_by_the_next(tmp_path, monkeypatch, command):
    monkeypatch.setattr("ra_registry.embedded.supervisor.STOP_SECONDS", 0.5)
    killed = new_supervisor(tmp_path)
    killed.start("web", command)
    wait_for_log(tmp_path, "web", "up")
    (pid,) = started_pids(tmp_path)

    new_supervisor(tmp_path).stop_leftovers()

    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE
    assert not (tmp_path / "programs.json").exists()
    killed.stop()


def test_a_stranger_with_the_number_of_a_dead_child_is_spared(tmp_path):
    with subprocess.Popen(SLEEP, stdout=subprocess.DEVNULL) as stranger:
        (tmp_path / "programs.json").write_text(json.dumps([(stranger.pid, 0.0), (999999999, 0.0)]))

        new_supervisor(tmp_path).stop_leftovers()

        assert stranger.poll() is None
        stranger.kill()


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_stop_signals_become_one_request_and_are_ignored_afterwards(number):
    before = signal.getsignal(number)

    def stop_twice():
        try:
            os.kill(os.getpid(), number)
        finally:
            os.kill(os.getpid(), number)  # an impatient second Ctrl-C must not break the stopping

    with pytest.raises(StopRequested), stop_on_signals():
        stop_twice()

    assert signal.getsignal(number) == before


def test_python_names_this_interpreter():
    assert python("-V") == (sys.executable, "-V")
