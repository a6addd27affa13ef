"""``make demo``: servers, database, demo study, worker, beat and web on one machine."""

from __future__ import annotations

import fcntl
import http.client
import os
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ra_registry.embedded import servers
from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.processes import wait_until
from ra_registry.embedded.supervisor import StopRequested, Supervisor, python, stop_on_signals

HOST = "127.0.0.1"
READY_SECONDS = 60
# Worker and beat as in docker-compose.yml. One web process of eight threads takes the saves of
# twenty readers who never pause, at the least cost for each (``make bench`` measures it).
WORKER = ("celery", "--app", "ra_registry", "worker", "--concurrency", "2", "--loglevel", "INFO")
BEAT = ("celery", "--app", "ra_registry", "beat", "--loglevel", "INFO")
WEB = ("gunicorn", "ra_registry.wsgi", "--workers", "1", "--threads", "8")
# What the demo keeps in the data folder besides the private servers.
MADE_BY_THE_DEMO = ("assets", "celerybeat-schedule*", "exports", "log", "staticfiles")


def run(data_dir: Path, *, port: int) -> None:
    """Run the demo until Ctrl-C, SIGTERM or the end of one of its programs."""
    with _only_one(data_dir), stop_on_signals():
        try:
            _run(data_dir, port=port)
        except StopRequested:
            _say("Stopped.")


def reset(data_dir: Path) -> None:
    """Delete what the demo has made, so that the next one starts from nothing."""
    if os.environ.get("DATABASE_URL"):
        raise EmbeddedServerError(
            "DATABASE_URL names a server of your own, whose data this command never deletes. "
            "Unset DATABASE_URL and REDIS_URL to reset the demo on the private servers."
        )
    with _only_one(data_dir):
        servers.delete(data_dir)
        for path in [path for name in MADE_BY_THE_DEMO for path in data_dir.glob(name)]:
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink()


def _run(data_dir: Path, *, port: int) -> None:
    _say("Starting PostgreSQL and Redis ...")
    with servers.available(data_dir) as addresses:
        supervisor = Supervisor(
            folder=servers.PROJECT,
            log_dir=data_dir / "log",
            record=data_dir / "programs.json",
            environment={**addresses.environment(), "DATA_DIR": str(data_dir)},
        )
        supervisor.stop_leftovers()
        require_free_port(port)
        try:
            _start(supervisor, port=port)
            supervisor.wait()
        finally:
            _say("Stopping what was started.")
            supervisor.stop()


def _start(supervisor: Supervisor, *, port: int) -> None:
    """Bring everything up in order and say where it is."""
    manage = python("manage.py")
    with _timed("Preparing database and static files"):
        supervisor.steps(
            {
                "migrate": (*manage, "migrate", "--noinput"),
                "collectstatic": (*manage, "collectstatic", "--noinput"),
            }
        )
        # A demo of older code may hold results that today's rules place elsewhere.
        supervisor.step("evaluate_results", (*manage, "evaluate_results"))
    with _timed("Starting worker, beat and web; building the demo study where there is none"):
        supervisor.start("worker", python("-m", *WORKER))
        supervisor.start("beat", python("-m", *BEAT))
        supervisor.start("web", python("-m", *WEB, "--bind", f"{HOST}:{port}"))
        logins = supervisor.step("demo_data", (*manage, "demo_data", "--wait", "--print-logins"))
        _wait_for_ready(supervisor, port=port)
    _say(f"\nRA Registry: http://{HOST}:{port}\n\n{logins}\nCtrl-C stops everything.")


@contextmanager
def _only_one(data_dir: Path) -> Iterator[None]:
    """Refuse a second demo on the same data folder: two would share one task schedule."""
    data_dir.mkdir(parents=True, exist_ok=True)
    with (data_dir / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise EmbeddedServerError(
                f"The demo of {data_dir} already runs. Stop it first (Ctrl-C in its window)."
            ) from None
        yield


def require_free_port(port: int) -> None:
    """Raise with a sentence that names ``PORT`` when another program listens there."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise EmbeddedServerError(
                f"Port {port} of {HOST} can't be used ({error.strerror}). "
                f"Choose another one: make demo PORT={port + 1}"
            ) from None


def _wait_for_ready(supervisor: Supervisor, *, port: int) -> None:
    answers: list[str] = [""]

    def ready() -> bool:
        supervisor.check()
        status, answers[0] = _get(port, "/health/ready")
        return status == 200

    if not wait_until(ready, seconds=READY_SECONDS):
        raise EmbeddedServerError(
            f"The web page is not ready after {READY_SECONDS} seconds. "
            f"Its health check answers: {answers[0] or 'nothing'}"
        )


def _get(port: int, path: str) -> tuple[int, str]:
    # http.client, not urllib: a proxy in the environment has no business here.
    connection = http.client.HTTPConnection(HOST, port, timeout=10)
    try:
        connection.request("GET", path)
        response = connection.getresponse()
        return response.status, response.read().decode()
    except OSError as error:
        return 0, str(error)
    finally:
        connection.close()


@contextmanager
def _timed(what: str) -> Iterator[None]:
    started = time.monotonic()
    _say(f"{what} ...")
    yield
    _say(f"    {time.monotonic() - started:.1f} s")


def _say(text: str) -> None:
    print(text, flush=True)  # noqa: T201 - a program for a terminal
