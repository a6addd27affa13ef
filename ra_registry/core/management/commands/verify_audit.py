"""``manage.py verify_audit``: prove that the audit trail is complete and unchanged."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from ra_registry.core import audit


class Command(BaseCommand):
    help = "Recompute the hash chain of the audit trail and report the first broken link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect-head",
            metavar="HASH",
            help="a head hash noted earlier, outside this database; it must still be in the chain",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        found = audit.verify()
        if not found.intact:
            raise CommandError(
                f"The audit trail is broken at event {found.broken_at}: {found.reason}."
            )
        expected = options["expect_head"]
        if expected and not audit.contains(expected):
            raise CommandError(f"The audit trail holds no event with the hash {expected}.")
        self.stdout.write(f"The audit trail is intact: {found.events} events.")
        self.stdout.write(f"Head: {found.head or 'none yet'}")
