"""What an administrator would check after an installation, in the same order."""

from __future__ import annotations

import re
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import psycopg
from browser import Browser
from composition import Composition, SmokeError
from plate import repeat_plate

from ra_registry.embedded.errors import EmbeddedServerError
from ra_registry.embedded.processes import wait_until
from ra_registry.embedded.supervisor import Supervisor

PROGRAMS = ("web", "worker", "beat")
# As "manage.py demo_data --print-logins" prints them.
COORDINATOR = re.compile(r"Coordinator\s+(?P<email>\S+@\S+)")
PASSWORD = re.compile(r"Password of all\s+(?P<password>\S+)")
STUDY = "SELECT id, code FROM cohort_study ORDER BY id LIMIT 1"
SAMPLES = "SELECT code FROM assays_sample WHERE study_id = %s ORDER BY code LIMIT 8"
LOT = "SELECT number FROM assays_kitlot ORDER BY id LIMIT 1"
VERSIONS = """
    SELECT version.number, state.computed_version
    FROM cohort_studyversion version JOIN analytics_analysisstate state USING (study_id)
    WHERE study_id = %s
"""


class Smoke:
    """The checks; each prints a line, the first that fails raises."""

    def __init__(
        self,
        *,
        composition: Composition,
        supervisor: Supervisor,
        database: psycopg.Connection[Any],
        port: int,
        folder: Path,
    ) -> None:
        self._composition = composition
        self._supervisor = supervisor
        self._database = database
        self._browser = Browser(port)
        self._folder = folder

    def run(self) -> None:
        self.prepare()
        self.start()
        self.check_health()
        logins = self.build_study()
        study, code = self._ask(STUDY)
        email = self.sign_in(logins, code)
        self.import_plate(study, code, by=email)
        self._wait_for("recompute", lambda: self._is_computed(study))
        self._manage("verify_audit")

    def prepare(self) -> None:
        self._manage("collectstatic", "--noinput")
        self._step("migrate", self._composition.command("migrate"))
        self._manage("check", "--deploy", "--fail-level", "ERROR")

    def start(self) -> None:
        for name in PROGRAMS:
            self._supervisor.start(name, self._composition.command(name))

    def check_health(self) -> None:
        self._wait_for("live", lambda: self._browser.get("/health/live")[0] == 200)
        self._wait_for("ready", lambda: self._browser.get("/health/ready")[0] == 200)
        for name in PROGRAMS:
            self._wait_for(f"health of {name}", partial(self._is_healthy, name))

    def build_study(self) -> str:
        """Fill the database with the synthetic study, which production refuses to build itself."""
        command = (sys.executable, "manage.py", "demo_data", "--wait", "--print-logins")
        return self._step("demo_data", ["env", "RA_ENV=development", *command])

    def sign_in(self, logins: str, code: str) -> str:
        """Sign in as the demo's coordinator, see the study, and return the address."""
        started = time.monotonic()
        found, password = COORDINATOR.search(logins), PASSWORD.search(logins)
        if found is None or password is None:
            raise SmokeError(f"No coordinator among the demo's sign-ins:\n{logins}")
        self._expect(200, *self._browser.get("/accounts/login/"))
        fields = {"login": found["email"], "password": password["password"]}
        self._expect(302, *self._browser.post("/accounts/login/", fields))
        self._expect(200, *self._browser.get(f"/studies/{code}/"))
        report("sign-in", started)
        return found["email"]

    def import_plate(self, study: int, code: str, *, by: str) -> None:
        """Import a second measurement of some samples, and see that it made the analyses stale."""
        before, computed = self._ask(VERSIONS, study)
        if before != computed:
            raise SmokeError(f"Data have version {before}, analyses {computed}: not computed.")
        samples = [sample for (sample,) in self._database.execute(SAMPLES, [study])]
        plate = self._folder / "repeat.csv"
        plate.write_text(repeat_plate(samples))
        (lot,) = self._ask(LOT)
        options = (
            "--study",
            code,
            "--by",
            by,
            "--lot",
            lot,
            "--accept",
            "--accept-repeats",
            "--reason",
            "a plate of the smoke test",
        )
        self._manage("import_assay", str(plate), *options)
        if self._ask(VERSIONS, study)[0] <= before:
            raise SmokeError("The import did not raise the version of the study's data.")

    def _is_healthy(self, name: str) -> bool:
        try:
            self._supervisor.step(f"health-of-{name}", self._composition.health_check(name))
        except EmbeddedServerError:  # a worker answers only after it has met its neighbours
            return False
        return True

    def _is_computed(self, study: int) -> bool:
        data, computed = self._ask(VERSIONS, study)
        return bool(data == computed)

    def _ask(self, question: str, *values: object) -> tuple[Any, ...]:
        row = self._database.execute(question, values).fetchone()
        if row is None:
            raise SmokeError(f"The database has no answer to: {question.strip()}")
        return row

    def _expect(self, status: int, found: int, page: str) -> None:
        if found != status:
            raise SmokeError(f"Expected a page with status {status}, got {found}:\n{page[:2000]}")

    def _manage(self, command: str, *arguments: str) -> str:
        return self._step(command, [sys.executable, "manage.py", command, *arguments])

    def _step(self, name: str, command: list[str]) -> str:
        started = time.monotonic()
        printed = self._supervisor.step(name, command)
        report(name, started)
        return printed

    def _wait_for(self, name: str, condition: Callable[[], bool], seconds: float = 60) -> None:
        started = time.monotonic()

        def holds() -> bool:
            self._supervisor.check()
            try:
                return condition()
            except OSError:  # not listening yet
                return False

        if not wait_until(holds, seconds=seconds):
            raise SmokeError(f"{name}: not within {seconds:.0f} seconds.")
        report(name, started)


def report(name: str, started: float) -> None:
    """Print one line for a check that held."""
    print(f"  ok  {name} ({time.monotonic() - started:.1f} s)", flush=True)
