"""``manage.py demo_data``: build the synthetic studies, or one scaled for measuring."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from analytics.models import AnalysisState
from ra_registry.cohort.freshness import data_version
from ra_registry.cohort.models import Study
from ra_registry.core.entry.arguments import argument
from ra_registry.core.entry.fields import WholeNumberField
from ra_registry.core.roles import ROLES
from ra_registry.demo.building.reading_room import build_room, room_is_there
from ra_registry.demo.building.study import build, is_there, scaled
from ra_registry.demo.cast import ADMINISTRATOR, EARLY_RA, PASSWORD, ROOM, STUDIES, DemoStudy

LONGEST_WAIT = 300


class Command(BaseCommand):
    help = "Build the synthetic studies; does nothing where they are built already."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--patients",
            type=argument(WholeNumberField(low=1)),
            metavar="N",
            help="build one study of N patients instead",
        )
        parser.add_argument("--study", metavar="CODE", help="its code, by default synthetic-N")
        parser.add_argument(
            "--wait", action="store_true", help="wait until a worker has computed the analyses"
        )
        parser.add_argument(
            "--print-logins", action="store_true", help="print one sign-in per role and no more"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.IS_PRODUCTION:
            raise CommandError(
                "Synthetic studies come with accounts whose password is public. "
                "They are not built on a production server."
            )
        wanted = self._wanted(options)
        for demo in wanted:
            self._build(demo, there=is_there, by=build)
        if options["patients"] is None:
            self._build(ROOM, there=room_is_there, by=build_room)
        if options["wait"]:
            for demo in wanted:
                self._wait(Study.objects.get(code=demo.code))
        if options["print_logins"]:
            self._print_logins()

    def _wanted(self, options: dict[str, Any]) -> tuple[DemoStudy, ...]:
        patients = options["patients"]
        if patients is None:
            return STUDIES
        if patients < 1:
            raise CommandError(f"--patients is {patients}. Write a number from 1.")
        code = options["study"] or f"synthetic-{patients}"
        return (scaled(EARLY_RA, code=code, patients=patients),)

    def _build(
        self, demo: DemoStudy, *, there: Callable[[DemoStudy], bool], by: Callable[..., Study]
    ) -> None:
        if there(demo):
            self.stderr.write(f"{demo.code}: built already")
            return
        if Study.objects.filter(code=demo.code).exists():
            raise CommandError(
                f"The study {demo.code} was left half built. Start anew: make demo-reset."
            )
        started = time.monotonic()
        by(demo, say=self.stderr.write)
        self.stderr.write(f"{demo.code}: built in {time.monotonic() - started:.1f} s")

    def _wait(self, study: Study) -> None:
        """Wait for the worker's run of the newest data."""
        for _ in range(LONGEST_WAIT * 4):
            state = AnalysisState.objects.filter(study=study).first()
            if state and state.computed_version == data_version(study.pk):
                return
            if state and state.last_error:
                raise CommandError(f"{study.code}: the analyses failed. {state.last_error}")
            time.sleep(0.25)
        raise CommandError(f"{study.code}: no worker has computed the analyses. Is one running?")

    def _print_logins(self) -> None:
        people = [(role.name, EARLY_RA.people(role.key)[0]) for role in ROLES.values()]
        people.append(("Administrator", ADMINISTRATOR))
        other = next(person for person in STUDIES[1].team if person.role == "investigator")
        people.append(("Investigator of the second study", other))
        width = max(len(label) for label, _ in people)
        for label, person in people:
            self.stdout.write(f"  {label:<{width}}  {person.email}")
        self.stdout.write(f"  {'Password of all':<{width}}  {PASSWORD}")
