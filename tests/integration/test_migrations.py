"""Migrations are complete, and no two of the project's apps need each other's."""

from __future__ import annotations

from itertools import combinations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.migrations.loader import MigrationLoader

PROJECT = sorted(
    config.label
    for config in apps.get_app_configs()
    if config.name.split(".")[0] in {"ra_registry", "scoring", "analytics"}
)


def needs() -> dict[str, set[str]]:
    """Which apps the migrations of each app depend on."""
    found: dict[str, set[str]] = {label: set() for label in PROJECT}
    for (label, _), migration in MigrationLoader(None).disk_migrations.items():
        if label in found:
            found[label] |= {other for other, _ in migration.dependencies} & set(PROJECT)
            found[label].discard(label)
    return found


def test_every_app_is_looked_at() -> None:
    assert {"accounts", "analytics", "assays", "cohort", "core", "imaging", "scoring"} <= set(
        PROJECT
    )


@pytest.mark.parametrize(("one", "other"), list(combinations(PROJECT, 2)))
def test_no_two_apps_need_each_other(one: str, other: str) -> None:
    """A cycle could never be taken apart again, and squashing migrations would fail."""
    found = needs()
    assert not (other in found[one] and one in found[other])


@pytest.mark.django_db
def test_models_and_migrations_agree() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)
