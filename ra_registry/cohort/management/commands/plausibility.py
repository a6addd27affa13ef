"""Show a study's limits as JSON, or store its own from a JSON file."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import Membership, Study
from ra_registry.cohort.plausibility.limits import as_data
from ra_registry.cohort.questions.gathering import limits_in_force
from ra_registry.cohort.questions.limits import store_limits
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission


class Command(BaseCommand):
    help = _("Show the limits that a study asks by; with --load, store the study's own.")

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("study", help=_("Code of the study."))
        parser.add_argument("--load", type=Path, help=_("JSON file of the limits that differ."))
        parser.add_argument(
            "--by", default="", help=_("E-mail of the data manager who stores them.")
        )
        parser.add_argument("--reason", default="", help=_("Why; kept beside the version."))

    def handle(
        self, *_args: Any, study: str, load: Path | None, by: str, reason: str, **_options: Any
    ) -> None:
        found = Study.objects.filter(code=study).first()
        if found is None:
            raise CommandError(_("Found no study %(code)s.") % {"code": study})
        if load is not None:
            self._store(found, load, by, reason)
        shown = as_data(limits_in_force(found.pk))
        self.stdout.write(json.dumps(shown, indent=2, ensure_ascii=False))

    def _store(self, study: Study, path: Path, by: str, reason: str) -> None:
        user = User.objects.filter(email__iexact=by).first()
        if user is None or not _manages(user, study):
            raise CommandError(
                _("Found %(by)s, expected the e-mail of a data manager of the study.") % {"by": by}
            )
        try:
            data = json.loads(path.read_text(encoding="utf-8-sig"))
        except (OSError, ValueError) as error:
            raise CommandError(
                _("%(path)s is no readable JSON file: %(error)s") % {"path": path, "error": error}
            ) from error
        try:
            version = store_limits(by=user, study=study, data=data, reason=reason)
        except DomainError as error:
            raise CommandError(error.message) from error
        self.stderr.write(_("Version %(number)d is stored.") % {"number": version.number})


def _manages(user: User, study: Study) -> bool:
    held = Membership.objects.held_by(user, Permission.MANAGE_STUDY)
    return held.filter(study=study, centre__isnull=True).exists()
