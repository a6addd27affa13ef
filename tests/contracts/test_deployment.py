"""What the files for building and deploying say about the code is true."""

from __future__ import annotations

import re
import tomllib

import pytest
import yaml

from tests.paths import PROJECT

PIN = re.compile(r"^(?P<name>[a-z0-9][a-z0-9._-]*)(\[.*\])?==(?P<version>\S+)", re.MULTILINE)


def pins(lock):
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text()
    return {(found["name"], found["version"]) for found in PIN.finditer(text)}


@pytest.fixture(scope="module")
def application_services():
    compose = yaml.safe_load((PROJECT / "docker-compose.yml").read_text())
    return {name: body for name, body in compose["services"].items() if "build" in body}


def test_compose_sets_only_variables_that_the_settings_read(application_services):
    """A misspelt variable would be ignored in silence."""
    settings = "\n".join(
        path.read_text() for path in (PROJECT / "ra_registry" / "settings").glob("*.py")
    )
    read_by_gunicorn = {"PORT"}
    for service in application_services.values():
        for name in set(service["environment"]) - read_by_gunicorn:
            assert f'"{name.removesuffix("_FILE")}"' in settings


def test_compose_runs_production_without_rights(application_services):
    assert set(application_services) == {"migrate", "web", "worker", "beat"}
    for service in application_services.values():
        assert service["environment"]["RA_ENV"] == "production"
        assert service["cap_drop"] == ["ALL"]
        assert service["read_only"] is True


def test_no_secret_has_a_value_in_the_compose_file(application_services):
    for service in application_services.values():
        for name, value in service["environment"].items():
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
            assert name not in {"SECRET_KEY", "DATABASE_URL", "EMAIL_HOST_PASSWORD"}


def test_the_image_holds_every_package_and_runs_as_nobody_special():
    dockerfile = (PROJECT / "Dockerfile").read_text()
    project = tomllib.loads((PROJECT / "pyproject.toml").read_text())
    packages = project["tool"]["importlinter"]["root_packages"]
    let_through = (PROJECT / ".dockerignore").read_text().splitlines()

    for folder in (*packages, "templates", "static"):
        assert f"COPY {folder} {folder}\n" in dockerfile
        assert f"!{folder}" in let_through
    assert re.findall(r"^USER (.*)$", dockerfile, re.MULTILINE) == ["registry"]


def test_the_demo_installs_the_versions_that_were_tested():
    assert pins("base") <= pins("dev")


@pytest.mark.parametrize("lock", ["base", "dev"])
def test_locks_name_no_index_and_hash_every_package(lock):
    text = (PROJECT / "requirements" / f"{lock}.txt").read_text()

    assert "://" not in text
    assert not re.search(r"^-", text, re.MULTILINE)
    for block in re.split(r"\n(?=[a-z0-9])", text):
        assert "--hash=sha256:" in block
