"""``manage.py import_assay FILE --study CODE``: review an assay file, and accept it on request."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ra_registry.accounts.models import User
from ra_registry.assays.models import Analyte, AssayFile, KitLot
from ra_registry.assays.reading_fields import ANSWER_CHOICES, ANSWER_HELP, FORMATS
from ra_registry.assays.services.acceptance import accept_file
from ra_registry.assays.services.answers import FileAnswers
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.finding_words import sentence
from ra_registry.assays.services.preview import Preview, build_preview
from ra_registry.assays.services.staging import (
    add_layout,
    answer_questions,
    choose_lot,
    stage_file,
)
from ra_registry.assays.services.uploads import Upload
from ra_registry.assays.verdict import FindingCode, Severity
from ra_registry.cohort.access import study_access
from ra_registry.cohort.models import Membership, Study
from ra_registry.core.errors import DomainError
from ra_registry.core.permissions import Permission


class Command(BaseCommand):
    help = "Read an assay file, print its preview, and with --accept store its results."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--study", required=True, metavar="CODE")
        parser.add_argument(
            "--by", metavar="EMAIL", help="who imports; may be left out where one person could"
        )
        parser.add_argument("--lot", metavar="NUMBER", help="number of the kit lot")
        parser.add_argument("--layout", type=Path, metavar="FILE", help="plate layout")
        for name, choices in ANSWER_CHOICES.items():
            option = f"--{name.replace('_', '-')}"
            keys = [key for key, _ in choices]
            parser.add_argument(option, choices=keys, default="", help=str(ANSWER_HELP[name]))
        parser.add_argument("--accept", action="store_true", help="store what nothing blocks")
        parser.add_argument("--confirm-roles", action="store_true")
        parser.add_argument("--leave-out-unknown", action="store_true")
        parser.add_argument("--accept-repeats", action="store_true")
        parser.add_argument(
            "--reason",
            action="append",
            default=[],
            metavar="[KEY=]TEXT",
            help=_(
                "why the file is accepted although something speaks against it; with the key of a "
                "finding for that one alone. May be repeated."
            ),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            self._import(options)
        except DomainError as error:
            raise CommandError("\n".join([error.message, *error.details])) from error

    def _import(self, options: dict[str, Any]) -> None:
        study = self._study(options["study"])
        by = self._importer(study, options["by"])
        answers = FileAnswers(**{name: options[name] for name in ANSWER_CHOICES})
        upload = _read(options["file"])
        first = answers.without_layout()
        staged = stage_file(study=study, upload=upload, answers=first, by=by)
        file = staged.file
        if not staged.is_new:
            self.stdout.write(f"This file is known: {file.get_state_display().lower()}.")
        if file.state == "staged":
            file = self._prepare(file, options, answers, by)
        choices = Choices(
            confirm_roles=options["confirm_roles"],
            leave_out_unknown=options["leave_out_unknown"],
            accept_repeats=options["accept_repeats"],
            **_reasons(options["reason"]),
        )
        if file.state == "staged":
            self._print(build_preview(file, choices), choices)
        if options["accept"]:
            batch = accept_file(file=file, choices=choices, by=by)
            stored = ngettext(
                "Batch %(batch)d: %(stored)d of %(n)d row stored.",
                "Batch %(batch)d: %(stored)d of %(n)d rows stored.",
                batch.rows_in_file,
            )
            self.stdout.write(
                stored % {"batch": batch.pk, "stored": batch.rows_stored, "n": batch.rows_in_file}
            )

    def _study(self, code: str) -> Study:
        study = Study.objects.filter(code=code).first()
        if study is None:
            known = ", ".join(Study.objects.values_list("code", flat=True)) or "none"
            raise CommandError(f"There is no study {code!r}. Known: {known}.")
        return study

    def _importer(self, study: Study, email: str | None) -> User:
        """Return who imports. The command obeys the same rights as the pages."""
        if email:
            user = User.objects.filter(email__iexact=email, is_active=True).first()
            if user is None:
                raise CommandError(f"There is no active account {email}.")
            try:
                access = study_access(user, study.code, Permission.IMPORT_ASSAYS, whole_study=True)
            except (Http404, PermissionDenied) as error:
                raise CommandError(f"{email} may not import assays in {study.code}.") from error
            return access.user
        holders = Membership.objects.current().filter(
            study=study, centre__isnull=True, role="coordinator", user__is_active=True
        )
        users = list({holder.user_id: holder.user for holder in holders}.values())
        if len(users) != 1:
            text = ngettext(
                "%d coordinator could import. Name one with --by EMAIL.",
                "%d coordinators could import. Name one with --by EMAIL.",
                len(users),
            )
            raise CommandError(text % len(users))
        return users[0]

    def _prepare(
        self, file: AssayFile, options: dict[str, Any], answers: FileAnswers, by: User
    ) -> AssayFile:
        if options["layout"]:
            file = add_layout(file=file, layout=_read(options["layout"]), by=by)
        if answers.given():
            file = answer_questions(file=file, answers=answers, by=by)
        if options["lot"]:
            lots = KitLot.objects.filter(number=options["lot"])
            lots = lots.filter(panel=file.panel) if file.panel else lots
            if len(lots) != 1:
                text = ngettext(
                    "%(n)d kit lot has the number %(number)r.",
                    "%(n)d kit lots have the number %(number)r.",
                    len(lots),
                )
                raise CommandError(text % {"n": len(lots), "number": options["lot"]})
            file = choose_lot(file=file, lot=lots[0], by=by)
        return file

    def _print(self, preview: Preview, choices: Choices) -> None:
        parsed = preview.parsed
        counted = [
            ngettext("%d plate", "%d plates", len(parsed.plates)) % len(parsed.plates),
            ngettext("%d well", "%d wells", len(preview.resolved.wells))
            % len(preview.resolved.wells),
            ngettext("%d row", "%d rows", len(parsed.rows)) % len(parsed.rows),
            ngettext("%d sample of the study", "%d samples of the study", preview.sample_count)
            % preview.sample_count,
        ]
        self.stdout.write(f"{parsed.name}: {FORMATS[parsed.format]}, {', '.join(counted)}")
        for note in preview.notes:
            self.stdout.write(f"note: {note}")
        for block in preview.blocks:
            option = block.choice.replace("_", "-")
            answers = [one.answer for q in preview.questions if q.key == block.choice
                       for one in q.readings]  # fmt: skip
            named = f"{option} {'|'.join(answers)}" if answers else option
            hint = f" (--{named} clears this)" if option else ""
            self.stdout.write(f"blocks: {block.message}{hint}")
        names = dict(Analyte.objects.values_list("code", "name"))
        for finding in preview.findings:
            if finding.severity is Severity.REFUSE:
                continue
            text = sentence(finding, names)
            if finding.severity is Severity.LIST:
                self.stdout.write(f"listed: {text}")
            else:
                reason = choices.reason_for(finding.key)
                given = reason or _("needs --reason “%(key)s=…”") % {"key": finding.key}
                self.stdout.write(f"doubt: {text} ({given})")


def _reasons(given: list[str]) -> dict[str, Any]:
    """Return the reason of all findings and those of single ones, told apart by the key."""
    reason, reasons = "", {}
    for text in given:
        key, equals, rest = text.partition("=")
        if equals and key.split(":")[0] in set(FindingCode):
            reasons[key] = rest
        else:
            reason = text
    return {"reason": reason, "reasons": reasons}


def _read(path: Path) -> Upload:
    try:
        return Upload.read(path)
    except (OSError, ValueError) as error:  # a name with a NUL is a ValueError
        raise CommandError(f"{str(path)!r} can't be read: {error}.") from error
