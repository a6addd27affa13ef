"""One scenario measured alone, in a database of its own with the demo's studies."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import Any

from tests.bench.database import own_database
from tests.bench.measure import Report, machine


def alone(scenario: Callable[[Report, Any], None]) -> None:
    """Build the demo's studies, measure the scenario in the first and print the table."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ra_registry.settings")
    with own_database():
        import django

        django.setup()
        from django.core.management import call_command

        from ra_registry.cohort.models import Study

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("demo_data")
        report = Report()
        scenario(report, Study.objects.get(code="early-ra"))
        print("\n" + machine() + "\n\n" + report.markdown())
