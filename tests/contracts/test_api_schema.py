"""The API's description of itself: complete, valid, and changed only on purpose."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from difflib import unified_diff
from pathlib import Path
from typing import Any

import openapi_spec_validator
import pytest
import yaml
from django.core.management import call_command
from rest_framework.test import APIClient

from ra_registry.api_urls import router
from tests.factories.world import World

SNAPSHOT = Path(__file__).with_name("api.txt")
WRITES = {"post", "put", "patch", "delete"}


@pytest.fixture(scope="module")
def schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The schema as the command writes it; the command fails on any warning."""
    target = tmp_path_factory.mktemp("schema") / "schema.yml"
    call_command("spectacular", validate=True, fail_on_warn=True, file=str(target))
    loaded: dict[str, Any] = yaml.safe_load(target.read_text())
    return loaded


def operations(schema: dict[str, Any]) -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in sorted(schema["paths"].items()):
        for method, operation in sorted(methods.items()):
            yield path, method, operation


def test_every_operation_tells_what_it_does_and_how_it_fails(schema: dict[str, Any]) -> None:
    for path, method, operation in operations(schema):
        name = f"{method} {path}"
        assert operation["summary"], name
        assert "Scope of a token" in operation["description"], name
        assert "Needs the right" in operation["description"], name
        assert {"token": []} in operation["security"], name
        failures = {"400", "401", "403", "404"} | (
            {"409", "415", "422"} if method in WRITES else set()
        )
        assert failures <= set(operation["responses"]), name
        for status in failures:
            content = operation["responses"][status]["content"]["application/json"]
            assert content["schema"] == {"$ref": "#/components/schemas/Error"}, name


def test_summaries_are_sentences_of_their_own(schema: dict[str, Any]) -> None:
    summaries = [operation["summary"] for _, _, operation in operations(schema)]
    assert sorted(summaries) == sorted(set(summaries))


def test_the_schema_is_valid_openapi(schema: dict[str, Any]) -> None:
    """The command's own check passes over what this one finds: a word twice in one choice."""
    openapi_spec_validator.validate(schema)


def test_a_client_can_be_generated_and_imported(schema: dict[str, Any], tmp_path: Path) -> None:
    source, package = tmp_path / "schema.json", tmp_path / "registry_client"
    source.write_text(json.dumps(schema, default=str), encoding="utf-8")
    plain = tmp_path / "config.yml"
    # Nothing is formatted, since nobody reads it; an export's file is bytes for the client.
    plain.write_text(
        "post_hooks: []\ncontent_type_overrides:\n  application/zip: application/octet-stream\n"
    )
    said = subprocess.run(
        [
            *(sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none"),
            *("--path", source, "--output-path", package, "--config", plain),
        ],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "WARNING" not in (said.stdout + said.stderr).upper()
    called = {path.stem for path in package.glob("api/*/*.py")} - {"__init__"}
    assert len(called) == sum(1 for _ in operations(schema))
    imports = [
        f"import {'.'.join(p.relative_to(tmp_path).with_suffix('').parts)}"
        for p in (
            package / "client.py",
            *sorted(package.glob("api/*/*.py")),
            *sorted(package.glob("models/*.py")),
        )
    ]
    subprocess.run([sys.executable, "-c", "\n".join(imports)], cwd=tmp_path, check=True)


def test_every_route_is_described(schema: dict[str, Any]) -> None:
    described = {path.replace("{", "<").replace("}", ">") for path in schema["paths"]}
    plain = {"/api/v1/" + "".join(_without_converters(str(route.pattern))) for route in router.urls}
    assert plain == described


def _without_converters(pattern: str) -> Iterator[str]:
    """Yield a pattern's parts, ``<slug:code>`` as ``<code>``; ``pk`` is called ``id`` outside."""
    for part in pattern.split("<"):
        name, closed, rest = part.partition(">")
        if not closed:
            yield part
        else:
            yield f"<{name.split(':')[-1].replace('pk', 'id')}>{rest}"


def test_nothing_of_the_contract_changes_unnoticed(schema: dict[str, Any]) -> None:
    """Where the change is meant, ``api.txt`` takes the lines that the failure shows."""
    stored, found = SNAPSHOT.read_text().splitlines(), contract(schema)
    changes = list(unified_diff(stored, found, "api.txt", "schema", n=0, lineterm=""))
    assert not changes, "\n".join(changes)


def contract(schema: dict[str, Any]) -> list[str]:
    """Return operations with parameters and answers, and components with fields, a line each."""
    lines = []
    for path, method, operation in operations(schema):
        query = [p["name"] for p in operation.get("parameters", []) if p["in"] == "query"]
        good = [status for status in operation["responses"] if status < "400"]
        lines.append(f"{method.upper()} {path} {' '.join(good)}")
        lines += [f"    ?{' '.join(query)}"] if query else []
    lines.append("")
    for name, component in sorted(schema["components"]["schemas"].items()):
        if "properties" in component:
            required = set(component.get("required", []))
            fields = [f if f in required else f"{f}?" for f in component["properties"]]
            lines.append(f"{name}: {' '.join(fields)}")
        elif "enum" in component:
            lines.append(f"{name} = {' '.join(map(repr, component['enum']))}")
    return lines


def test_the_schema_is_served_to_people_with_a_token(world: World) -> None:
    client = APIClient()
    answer = client.get("/api/v1/schema/")
    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"] == "Bearer"
    client.force_login(world.one.people["reader"])
    served = yaml.safe_load(client.get("/api/v1/schema/").content)
    assert served["openapi"].startswith("3.")
    as_json = client.get("/api/v1/schema/", HTTP_ACCEPT="application/json")
    assert as_json.json()["paths"].keys() == served["paths"].keys()
