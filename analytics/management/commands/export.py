"""``manage.py export CODE --output FILE --purpose TEXT``: a study's tables as one zip file."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from analytics.exports.build import build
from analytics.exports.scores import scores_for
from analytics.exports.services import bring_up_to_date
from ra_registry.cohort.models import Study
from ra_registry.core import audit
from ra_registry.core.events import EventKind


class Command(BaseCommand):
    help = "Write a study's tidy tables, codebook and manifest into one zip file."
    # The checks load every page, and with them 200 MB of statistics libraries.
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("study", metavar="CODE")
        parser.add_argument("--output", type=Path, required=True, metavar="FILE")
        parser.add_argument("--purpose", required=True, help="logged in the audit trail")
        parser.add_argument(
            "--byte-order-mark",
            action="store_true",
            help=_("begin each CSV file with a byte order mark, for spreadsheet programs"),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        study = Study.objects.filter(code=options["study"]).first()
        if study is None:
            known = ", ".join(Study.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no study {options['study']!r}. Known: {known}.")
        target: Path = options["output"]
        if target.exists():
            raise CommandError(f"{target} exists already. Choose another name.")
        self.stderr.write(_("Computing the analysis set"))
        bring_up_to_date(study.pk)
        # Nobody is known here: what isn't open to everybody who may view readings stays out.
        scores = scores_for(study.pk, None)
        built = build(
            study=study,
            target=target,
            purpose=options["purpose"],
            at=timezone.now(),
            scores=scores,
            bom=options["byte_order_mark"],
            progress=lambda percent, text: self.stderr.write(f"{percent:3d} % {text}"),
        )
        with transaction.atomic():
            audit.record(
                EventKind.EXPORT_DOWNLOADED,
                study_code=study.code,
                data={"purpose": options["purpose"], "sha256": built.sha256, "by": "command line"},
            )
        for sentence in scores.sentences():
            self.stderr.write(sentence)
        left_out = built.manifest["analysis_set"].get("left_out")
        if left_out:
            self.stderr.write(left_out)
        self.stdout.write(f"{built.path}: {built.size:,} bytes, SHA-256 {built.sha256}")
