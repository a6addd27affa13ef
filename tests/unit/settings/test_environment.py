"""Each way to get the environment wrong ends in one sentence that says how to fix it."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.paths import PROJECT

KEY = "k2-" + "0123456789abcdef" * 4
PRODUCTION = {
    "RA_ENV": "production",
    "SECRET_KEY": KEY,
    "ALLOWED_HOSTS": "registry.example.org",
    "DATABASE_URL": "postgres://ra:secret@127.0.0.1:5432/registry",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
}
SERVERS = {name: PRODUCTION[name] for name in ("DATABASE_URL", "REDIS_URL")}


def start(tmp_path: Path, variables: dict[str, str], *command: str) -> subprocess.CompletedProcess:
    """Run ``manage.py`` with these variables and nothing else of this computer's environment."""
    environment = {
        "PATH": os.environ["PATH"],
        "DATA_DIR": str(tmp_path / "data"),
        "PYTHONDONTWRITEBYTECODE": "1",
        **variables,
    }
    return subprocess.run(
        [sys.executable, "manage.py", *(command or ("diffsettings",))],
        cwd=PROJECT,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def stopped(result: subprocess.CompletedProcess) -> str:
    """Return the one sentence a stopped start leaves."""
    assert result.returncode == 1
    assert result.stdout == ""
    [line] = result.stderr.splitlines()
    return line


def settings_of(result: subprocess.CompletedProcess) -> dict[str, str]:
    """Return settings as printed by ``diffsettings``."""
    assert result.returncode == 0, result.stderr
    lines = [line.split(" = ", 1) for line in result.stdout.splitlines()]
    return {name: value.removesuffix("  ###") for name, value in lines}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"SECRET_KEY": ""}, "SECRET_KEY is not set. Set SECRET_KEY, or SECRET_KEY_FILE"),
        ({"SECRET_KEY": "short"}, "SECRET_KEY is shorter than 50 characters"),
        ({"SECRET_KEY": "ab" * 40}, "or repeats a few. Draw one with"),
        ({"ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS is not set. Set it to the host names"),
        ({"ALLOWED_HOSTS": "*"}, "ALLOWED_HOSTS holds '*'. Write bare host names"),
        ({"ALLOWED_HOSTS": "https://a.org"}, "ALLOWED_HOSTS holds 'https://a.org'"),
        ({"CSRF_TRUSTED_ORIGINS": "a.org"}, "CSRF_TRUSTED_ORIGINS holds 'a.org'. Write each as"),
        ({"HTTPS": "maybe"}, "HTTPS is 'maybe'. Write one of: true, false."),
        ({"TRUSTED_PROXIES": "many"}, "TRUSTED_PROXIES is 'many'. Write a whole number."),
        ({"TRUSTED_PROXIES": "9"}, "TRUSTED_PROXIES is 9. Write a number from 0 to 5."),
        ({"EMAIL_PORT": "0"}, "EMAIL_PORT is 0. Write a number from 1 to 65535."),
        ({"REQUIRE_MFA_FOR_DATA_MANAGERS": "2"}, "Write one of: true, false."),
        ({"DATABASE_URL": ""}, "DATABASE_URL is not set. Set DATABASE_URL and REDIS_URL together"),
        ({"REDIS_URL": ""}, "REDIS_URL is not set. Set DATABASE_URL and REDIS_URL together"),
        ({"DATABASE_URL": "", "REDIS_URL": ""}, "DATABASE_URL is not set. Set DATABASE_URL, or"),
        ({"DATABASE_URL": "mysql://a/b"}, "DATABASE_URL starts with 'mysql'. Write it as postgres"),
        ({"DATABASE_URL": "postgres://a:5432"}, "DATABASE_URL names no database."),
        ({"DATABASE_URL": "postgres://a:x/b"}, "DATABASE_URL has a malformed port."),
        (
            {"DATABASE_URL": "postgres://a/b?ssl_mode=require"},
            "DATABASE_URL has the unknown option 'ssl_mode'. Known are:",
        ),
        ({"REDIS_URL": "http://a"}, "REDIS_URL starts with 'http'. Write it as redis://"),
        ({"REDIS_URL": "redis://a:b/0"}, "REDIS_URL has a malformed port."),
        ({"REDIS_URL": "redis://a/b"}, "REDIS_URL names no server and number."),
        ({"RA_ENV": "prod"}, "RA_ENV is 'prod'. Write one of: development, test, production."),
        ({"SECRET_KEY_FILE": "/nowhere"}, "Both SECRET_KEY and SECRET_KEY_FILE are set."),
        (
            {"SECRET_KEY": "", "SECRET_KEY_FILE": "/nowhere/key"},
            "SECRET_KEY_FILE points to /nowhere/key, which can't be read (No such file",
        ),
    ],
)
def test_production_stops_with_a_sentence(
    tmp_path: Path, changed: dict[str, str], sentence: str
) -> None:
    line = stopped(start(tmp_path, PRODUCTION | changed))
    assert sentence in line
    assert KEY not in line
    assert "secret@" not in line


@pytest.mark.parametrize("environment", ["development", "test"])
def test_one_server_without_the_other_is_refused_everywhere(
    tmp_path: Path, environment: str
) -> None:
    only = {"RA_ENV": environment, "DATABASE_URL": PRODUCTION["DATABASE_URL"]}
    assert "REDIS_URL is not set" in stopped(start(tmp_path, only))


def test_a_malformed_switch_stops_development_too(tmp_path: Path) -> None:
    wrong = {"DEBUG": "please", **SERVERS}
    assert "DEBUG is 'please'. Write one of: true, false." in stopped(start(tmp_path, wrong))


def test_production_starts_with_what_is_required(tmp_path: Path) -> None:
    found = settings_of(start(tmp_path, PRODUCTION))
    assert "DEBUG" not in found, "diffsettings shows what differs from Django's own False"
    assert found["SESSION_COOKIE_SECURE"] == found["CSRF_COOKIE_SECURE"] == "True"
    assert found["SESSION_COOKIE_NAME"] == "'__Secure-sessionid'"
    assert found["SECURE_SSL_REDIRECT"] == "True"
    assert int(found["SECURE_HSTS_SECONDS"]) >= 365 * 24 * 60 * 60
    assert found["REQUIRE_MFA_FOR_DATA_MANAGERS"] == "True"
    assert found["PASSWORD_HASHERS"] == "['django.contrib.auth.hashers.Argon2PasswordHasher']"
    assert "login_failed" in found["ACCOUNT_RATE_LIMITS"]


def test_secrets_come_from_files_as_well(tmp_path: Path) -> None:
    key, database = tmp_path / "key", tmp_path / "database"
    key.write_text(KEY + "\n")
    database.write_text("postgres://ra:p%40ss@db.example.org:6000/registry?sslmode=verify-full\n")
    variables = {name: text for name, text in PRODUCTION.items() if "URL" not in name}
    del variables["SECRET_KEY"]
    variables |= {
        "SECRET_KEY_FILE": str(key),
        "DATABASE_URL_FILE": str(database),
        "REDIS_URL": PRODUCTION["REDIS_URL"],
    }
    found = settings_of(start(tmp_path, variables))
    assert found["SECRET_KEY"] == repr(KEY)
    for part in ("'p@ss'", "'db.example.org'", "'6000'", "'verify-full'"):
        assert part in found["DATABASES"]


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    key = tmp_path / "key"
    key.write_bytes(b"\xff\xfe\x00")
    variables = PRODUCTION | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(key)}
    assert "which can't be read (it is no text)" in stopped(start(tmp_path, variables))


def test_development_draws_its_own_secret_and_keeps_it(tmp_path: Path) -> None:
    first = settings_of(start(tmp_path, SERVERS))
    again = settings_of(start(tmp_path, SERVERS))
    assert first["SECRET_KEY"] == again["SECRET_KEY"]
    stored = tmp_path / "data" / "secret_key"
    assert repr(stored.read_text()) == first["SECRET_KEY"]
    assert stored.stat().st_mode & 0o077 == 0


def test_the_deployment_check_finds_nothing(tmp_path: Path) -> None:
    result = start(tmp_path, PRODUCTION, "check", "--deploy", "--fail-level", "INFO")
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
