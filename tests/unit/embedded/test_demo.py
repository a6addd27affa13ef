from __future__ import annotations

import fcntl
import socket

import pytest
import yaml

from ra_registry.embedded import demo
from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.servers import PROJECT


def test_a_taken_port_is_refused_with_the_way_out():
    with socket.socket() as other:
        other.bind((demo.HOST, 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(EmbeddedServerError, match=f"Port {port} .* make demo PORT={port + 1}"):
            demo.require_free_port(port)

    demo.require_free_port(port)


@pytest.fixture
def private_servers(monkeypatch):
    """The suite names its servers in the environment; a newcomer's shell does not."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("REDIS_URL", raising=False)


@pytest.mark.usefixtures("private_servers")
def test_a_second_demo_on_the_same_data_is_refused(tmp_path):
    with (tmp_path / "demo.lock").open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)

        with pytest.raises(EmbeddedServerError, match="already runs"):
            demo.run(tmp_path, port=8000)
        with pytest.raises(EmbeddedServerError, match="already runs"):
            demo.reset(tmp_path)


def test_reset_never_touches_a_server_of_ones_own(tmp_path, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://somebody@db/registry")
    (tmp_path / "uploads").mkdir()

    with pytest.raises(EmbeddedServerError, match="never deletes"):
        demo.reset(tmp_path)

    assert (tmp_path / "uploads").exists()


@pytest.mark.usefixtures("private_servers")
def test_reset_deletes_what_the_demo_made_and_nothing_else(tmp_path):
    for name in ("assets", "exports", "log", "staticfiles", "letters"):
        (tmp_path / name).mkdir()
    (tmp_path / "celerybeat-schedule.dat").write_text("beat's")

    demo.reset(tmp_path)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["demo.lock", "letters"]


@pytest.mark.parametrize(
    ("service", "command"), [("worker", demo.WORKER), ("beat", demo.BEAT), ("web", demo.WEB)]
)
def test_the_demo_runs_the_programs_of_production(service, command):
    """Worker and beat are the same; web has fewer processes, so only its application is."""
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    production = tuple(compose["services"][service]["command"])

    shared = 2 if service == "web" else len(production)
    assert command[:shared] == production[:shared]
