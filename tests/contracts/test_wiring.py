"""Names that one place writes and another must know: tasks, rights, addresses, modules."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
from celery import Task
from django.conf import settings

from ra_registry.celery import app
from ra_registry.cohort.providers import registry
from ra_registry.core.permissions import Permission
from ra_registry.core.roles import ROLES, roles_with
from scripts.wording.__main__ import refused
from tests.contracts.route_table import all_routes, every_route
from tests.paths import PROJECT

SOURCES = ("ra_registry", "scoring", "analytics")
TEMPLATES = sorted((PROJECT / "templates").rglob("*.html"))
URL_TAG = re.compile(r"{%-?\s*url\s+([\"'])(?P<name>[^\"']+)\1(?P<arguments>[^%]*)%}")
TASK_NAME = re.compile(r"[\"'](?P<name>(?:analytics|core|scoring|assays)\.[a-z_]+)[\"']")


LIST_TASKS = (
    "from ra_registry.celery import app; app.loader.import_default_modules();"
    "print(*(name for name in app.tasks if not name.startswith('celery.')))"
)


@pytest.fixture(scope="module")
def known() -> set[str]:
    """The tasks that a worker finds when it starts, asked of a process of its own."""
    names = subprocess.run(
        [sys.executable, "-c", LIST_TASKS], cwd=PROJECT, capture_output=True, text=True, check=True
    ).stdout.split()
    return set(names)


def own_tasks() -> dict[str, Task]:
    """Return the project's tasks by name."""
    for path in python_files():
        if path.name == "tasks.py":
            import_module(".".join(path.relative_to(PROJECT).with_suffix("").parts))
    return {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}


def test_a_worker_knows_every_task(known: set[str]) -> None:
    assert known == own_tasks().keys()


def test_every_scheduled_task_is_one_that_a_worker_knows(known: set[str]) -> None:
    scheduled = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert scheduled
    assert scheduled <= known


def test_every_task_that_is_sent_by_name_is_one_that_a_worker_knows(known: set[str]) -> None:
    """A name that is only a string would fail in the worker, long after the tests."""
    sent = set()
    for path in python_files():
        text = path.read_text(encoding="utf-8")
        if "send_task" in text:
            sent |= {match["name"] for match in TASK_NAME.finditer(text)}
    assert sent
    assert sent <= known


def test_every_task_ends_in_time_and_survives_its_worker() -> None:
    for name, task in own_tasks().items():
        soft = task.soft_time_limit or app.conf.task_soft_time_limit
        hard = task.time_limit or app.conf.task_time_limit
        assert soft is not None, name
        assert soft < hard, name
        visibility = app.conf.broker_transport_options["visibility_timeout"]
        assert hard < visibility, f"{name} would be handed out a second time while it runs"
        assert task.acks_late, name
        assert task.reject_on_worker_lost, name


def test_tasks_take_plain_values() -> None:
    assert app.conf.task_serializer == "json"
    assert app.conf.accept_content == ["json"]


def test_every_right_belongs_to_a_role_and_the_other_way_round() -> None:
    for permission in Permission:
        assert roles_with(permission), f"nobody can hold {permission}"
    for role in ROLES.values():
        assert role.permissions <= set(Permission)


def test_every_right_is_asked_for_somewhere() -> None:
    """A right that no view asks for is a promise that nobody keeps."""
    roles = PROJECT / "ra_registry" / "core" / "roles.py"
    text = "\n".join(path.read_text(encoding="utf-8") for path in python_files() if path != roles)
    unused = [one.name for one in Permission if f"Permission.{one.name}" not in text]
    assert unused == []


def test_tabs_lead_to_pages_and_ask_for_their_rights() -> None:
    routes = all_routes()
    for tab in registry.tabs:
        assert routes[tab.url_name].parameters == {"code"}, tab
    assert len({tab.order for tab in registry.tabs}) == len(registry.tabs)


def url_tags() -> Iterator[tuple[Path, str, int]]:
    """Yield template, name of the address, and the number of arguments."""
    for template in TEMPLATES:
        for match in URL_TAG.finditer(template.read_text(encoding="utf-8")):
            arguments = match["arguments"].split(" as ")[0].split()
            yield template.relative_to(PROJECT), match["name"], len(arguments)


def test_every_address_that_a_template_names_exists_and_takes_its_arguments() -> None:
    patterns = _possibilities()
    wrong = [
        f"{template}: {name} with {count} arguments"
        for template, name, count in url_tags()
        if count not in patterns.get(name, set())
    ]
    assert wrong == []


def test_the_search_finds_the_addresses_of_templates() -> None:
    assert len(list(url_tags())) > 50


def _possibilities() -> dict[str, set[int]]:
    """Return how many arguments each named address takes."""
    found: dict[str, set[int]] = {}
    for route in all_routes().values():
        found.setdefault(route.name, set()).add(len(route.parameters))
    return found


def test_names_of_addresses_are_unique() -> None:
    """Else a link goes to whichever was written last."""
    names = [route.name for route in every_route()]
    twice = {name for name in names if names.count(name) > 1}
    assert twice == {"account_email"}, "the project's own page stands before the library's"


def test_what_people_type_is_always_escaped() -> None:
    """Help texts are the one exception: forms write them, Django's as a list of HTML."""
    for template in TEMPLATES:
        text = template.read_text(encoding="utf-8")
        unescaped = set(re.findall(r"[\w.]+\|safe\b", text))
        assert unescaped <= {"field.help_text|safe"}, template
        assert "autoescape off" not in text, template
    for path in python_files():
        assert "mark_safe" not in path.read_text(encoding="utf-8"), path


def python_files() -> Iterator[Path]:
    for package in SOURCES:
        for path in sorted((PROJECT / package).rglob("*.py")):
            if "migrations" not in path.parts:
                yield path


def test_every_new_or_changed_visible_string_can_be_translated() -> None:
    """``python -m scripts.wording`` says how to mend what stands here."""
    assert [str(found) for found in refused()] == []
