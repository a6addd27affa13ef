"""Run the production processes on ordinary servers and check that they do their work.

    DATABASE_URL=postgres://... REDIS_URL=redis://... python scripts/production_smoke

Commands, environment and health checks are read from docker-compose.yml, so the two can't drift
apart; only places differ (temporary folders for volumes, secrets and static files, a free port, and
the servers that the two variables name). The database must be empty: it is filled with the
synthetic study. Everything started is stopped at the end.
"""

from __future__ import annotations

import os
import secrets
import socket
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

PROJECT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(PROJECT))

from checks import Smoke  # noqa: E402 - the path comes first
from composition import Composition, SmokeError  # noqa: E402

from ra_registry.embedded.errors import EmbeddedServerError  # noqa: E402
from ra_registry.embedded.supervisor import (  # noqa: E402
    StopRequested,
    Supervisor,
    stop_on_signals,
)

INHERITED = ("HOME", "LANG", "PATH", "TMPDIR")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def postgresql(database_url: str) -> str:
    """Return the address with the scheme that libpq reads."""
    return urlsplit(database_url)._replace(scheme="postgresql").geturl()


def write_secrets(folder: Path, database_url: str) -> None:
    folder.mkdir(mode=0o700)
    (folder / "secret_key").write_text(secrets.token_hex(32))
    (folder / "database_url").write_text(database_url)


def smoke(folder: Path, *, database_url: str, redis_url: str) -> None:
    port = free_port()
    write_secrets(folder / "secrets", database_url)
    composition = Composition.read(
        PROJECT / "docker-compose.yml",
        places={
            "/run/secrets": str(folder / "secrets"),
            "/app/staticfiles": str(folder / "staticfiles"),
            "/app": str(PROJECT),
            "/data": str(folder / "data"),
            "redis://redis:6379/0": redis_url,
        },
    )
    supervisor = Supervisor(
        folder=PROJECT,
        log_dir=folder / "log",
        record=folder / "programs.json",
        environment={
            **composition.environment(),
            "PORT": str(port),
            "HOSTNAME": socket.gethostname(),
        },
    )
    try:
        with psycopg.connect(postgresql(database_url), autocommit=True) as database:
            Smoke(
                composition=composition,
                supervisor=supervisor,
                database=database,
                port=port,
                folder=folder,
            ).run()
    finally:
        supervisor.stop()


def main() -> int:
    try:
        database_url, redis_url = os.environ["DATABASE_URL"], os.environ["REDIS_URL"]
    except KeyError as error:
        print(f"Set {error.args[0]} to an ordinary server with an empty database.")
        return 2
    # A container starts with little more than what the compose file names.
    kept = {name: os.environ[name] for name in INHERITED if name in os.environ}
    kept["PATH"] = f"{Path(sys.executable).parent}:{kept['PATH']}"
    os.environ.clear()
    os.environ.update(kept)
    print("The production processes on ordinary servers:", flush=True)
    try:
        with stop_on_signals(), tempfile.TemporaryDirectory(prefix="ra-smoke-") as folder:
            smoke(Path(folder), database_url=database_url, redis_url=redis_url)
    except (SmokeError, EmbeddedServerError, StopRequested) as error:
        print(f"  FAILED  {error}")
        return 1
    print("The production road works.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
