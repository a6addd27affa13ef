"""``manage.py evaluate_results``: bring stored results to today's rules, as new versions.

Runs after an upgrade. Safe to run again: what is up to date is left alone.
"""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.assays.services.results import evaluate_study
from ra_registry.cohort.models import Study


class Command(BaseCommand):
    help = _(
        "Classify stored measurements by today's rules; results that change get a new version."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--study", metavar="CODE", help=_("one study; without it every study"))

    def handle(self, *args: Any, **options: Any) -> None:
        studies = Study.objects.filter(batches__isnull=False).distinct().order_by("code")
        code = options["study"]
        if code:
            studies = Study.objects.filter(code=code)
            if not studies.exists():
                raise CommandError(_("There is no study “%(code)s”.") % {"code": code})
        for study in studies:
            changes = evaluate_study(study=study)
            results = ngettext("%d result", "%d results", changes.results) % changes.results
            statuses = ngettext("%d status", "%d statuses", changes.statuses) % changes.statuses
            self.stdout.write(
                _("%(study)s: new versions of %(results)s and %(statuses)s.")
                % {"study": study.code, "results": results, "statuses": statuses}
            )
