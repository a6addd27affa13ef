"""Twenty readers who save flat out, at the web processes that the demo starts.

``python -m ra_registry.embedded run -- python -m tests.bench.flat_out`` measures this alone. What
the readers were acknowledged is compared with the database row by row: nothing may be lost, and
nothing written twice.
"""

from __future__ import annotations

import argparse
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from tests.bench.measure import Report, machine

READERS = 20
SECONDS = 60.0
PASSWORD = "readers of the benchmark only"
CLIENT = Path(__file__).with_name("savers.py")
FORM = ("ramris-2016", ("erosion", "bme", "synovitis", "jsn", "tenosynovitis"))


@dataclass
class Outcome:
    """What was acknowledged, what is stored, and the processor's seconds of each program."""

    seconds: float
    readers: list[dict[str, Any]]
    web: float
    database: float
    client: float
    lost: int = 0
    doubled: int = 0
    waits: np.ndarray = field(init=False)

    def __post_init__(self) -> None:
        self.waits = 1000 * np.array([one for reader in self.readers for one in reader["seconds"]])

    @property
    def saves(self) -> int:
        return sum(reader["saves"] for reader in self.readers)

    @property
    def errors(self) -> list[str]:
        return [error for reader in self.readers for error in reader["errors"]]

    def a_save(self, seconds: float) -> list[float]:
        """Return a program's milliseconds for each save, as the one value of a row."""
        return [1000 * seconds / self.saves]


def saving_flat_out(report: Report, study: Any, *, seconds: float = SECONDS) -> None:
    """Measure a minute of twenty readers of ``study``, each in a case of their own."""
    name = f"{READERS} readers flat out for {seconds:g} s"
    found = flat_out(study, seconds=seconds)
    forms = [1000 * reader["form_seconds"] for reader in found.readers]
    report.add("form of RAMRIS 2016, five features, two films, at a web process",
               bar=150, unit="ms", values=forms)  # fmt: skip
    rate = found.saves / found.seconds
    report.add(f"saves a second, {name}", bar=120, at_least=True, unit="1/s", values=[rate])
    report.add("  until a save is acknowledged", bar=None, unit="ms", values=list(found.waits))
    report.add("  until 95 of 100 are", bar=200, unit="ms",
               values=[float(np.percentile(found.waits, 95))])  # fmt: skip
    for program, spent, bar in (
        ("web processes", found.web, 8),
        ("web processes and PostgreSQL", found.web + found.database, 13),
        ("the readers' program", found.client, None),
    ):
        report.add(f"  processor of {program} a save", bar=bar, unit="ms",
                   values=found.a_save(spent))  # fmt: skip
    for what, n in (
        ("lost", found.lost),
        ("doubled", found.doubled),
        ("refused", len(found.errors)),
    ):
        report.add(f"  scores {what}", bar=0, unit="", values=[n])
    for error in sorted(set(found.errors))[:5]:
        print(error, flush=True)


def flat_out(study: Any, *, seconds: float, web: Sequence[str] | None = None) -> Outcome:
    """Let twenty readers save and return what came of it; ``web`` is another command to run."""
    from scoring.instruments import get_instrument

    readers = furnished(study)
    maxima = {item.code: int(item.maximum) for item in get_instrument(FORM[0]).items}
    with served(web) as (port, server):
        task = {"port": port, "password": PASSWORD, "seconds": seconds, "maxima": maxima,
                "readers": readers}  # fmt: skip
        database = database_server()
        with client(task) as process:
            before = processor(server), processor(database)
            answer = json.loads(process.communicate("begin\n")[0])
            after = processor(server), processor(database)
    outcome = Outcome(
        seconds=answer["seconds"],
        readers=answer["readers"],
        web=after[0] - before[0],
        database=after[1] - before[1],
        client=answer["processor"],
    )
    for reader in outcome.readers:
        compare(outcome, reader)
    return outcome


def furnished(study: Any) -> list[dict[str, str]]:
    """Make readers and a campaign for them; return each one's address and a case of their own."""
    from ra_registry.accounts.models import User
    from ra_registry.cohort.models import Membership, PlannedVisit
    from scoring import services
    from scoring.models import Assignment

    instrument, features = FORM
    manager = Membership.objects.current().filter(study=study, role="data_manager").first().user
    people = [
        User.objects.create_user(f"saver{n}@bench.example", PASSWORD, full_name=f"Saver {n}")
        for n in range(READERS)
    ]
    for person in people:
        Membership.objects.create(study=study, user=person, role="reader")
    protocol = services.Protocol(title="Flat out", instrument=instrument, features=list(features))
    campaign = services.create_campaign(study=study, code="flat-out", protocol=protocol, by=manager)
    visits = [PlannedVisit.objects.get(study=study, code=code) for code in ("bl", "m12")]
    services.add_cases(campaign=campaign, planned_visits=visits, by=manager)
    services.assign_readers(
        campaign=campaign, readers=people, strategy=services.Strategy.POOL, by=manager
    )
    services.open_campaign(campaign=campaign, by=manager)
    cases = Assignment.objects.filter(case__campaign=campaign, sequence=1).select_related("reader")
    return [{"email": case.reader.email, "token": str(case.token)} for case in cases]


@contextmanager
def served(web: Sequence[str] | None) -> Iterator[tuple[int, psutil.Process]]:
    """Run the web processes as the demo does; yield their port and the process above them."""
    from ra_registry.embedded.demo import WEB

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, "-m", *(web or WEB), "--bind", f"127.0.0.1:{port}"]
    with (
        tempfile.TemporaryFile() as log,
        subprocess.Popen(command, stdout=log, stderr=log) as process,
    ):
        try:
            wait_for(port, process)
            yield port, psutil.Process(process.pid)
        finally:
            process.terminate()


def wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    """Return when the port answers; raise when the server ended or takes a minute."""
    for _ in range(600):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    message = "the web processes don't answer"
    raise RuntimeError(message)


@contextmanager
def client(task: dict[str, Any]) -> Iterator[subprocess.Popen[str]]:
    """Run the readers' program until everybody is signed in; it begins at the next line."""
    command = [sys.executable, str(CLIENT)]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True) as process:
        process.stdin.write(json.dumps(task) + "\n")
        process.stdin.flush()
        if process.stdout.readline() != "ready\n":
            message = "the readers could not sign in"
            raise RuntimeError(message)
        yield process


def database_server() -> psutil.Process | None:
    """Return the process above PostgreSQL's others; None where the server is on another machine."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        pid = cursor.fetchone()[0]
    try:
        own = psutil.Process(pid)
        return own.parent() if own.name().startswith("postgres") else None
    except psutil.NoSuchProcess:
        return None


def processor(top: psutil.Process | None) -> float:
    """Return the processor's seconds of a process and all below it, ended ones included."""
    if top is None:
        return 0.0
    spent = 0.0
    for process in [top, *top.children(recursive=True)]:
        try:
            times = process.cpu_times()
        except psutil.NoSuchProcess:  # counted with its parent's children from now on
            continue
        spent += times.user + times.system + times.children_user + times.children_system
    return spent


def compare(outcome: Outcome, told: dict[str, Any]) -> None:
    """Count cells that don't hold the last acknowledged score, and saves that wrote twice."""
    from scoring.cells import texts_of
    from scoring.entries import entries_of
    from scoring.models import Reading, SiteScore

    token = told["path"].split("/")[2]
    reading = Reading.objects.select_related("assignment").get(assignment__token=token)
    stored = texts_of(reading.assignment.order, entries_of(reading))
    outcome.lost += sum(stored.get(name) != text for name, text in told["acknowledged"].items())
    replaced = SiteScore.pgh_event_model.objects.filter(reading=reading).count()
    written = replaced + len(stored) - told["filled"]
    extra = {written - told["saves"], reading.revision - told["first_revision"] - told["saves"]}
    outcome.doubled += max(0, *extra)
    outcome.lost += max(0, *(-n for n in extra))


def main() -> None:
    """Build the demo's study in a database of its own and measure this scenario only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    options = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ra_registry.settings")
    from tests.bench.database import own_database

    with own_database():
        import django

        django.setup()
        from django.core.management import call_command

        from ra_registry.cohort.models import Study

        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
        call_command("demo_data")
        report = Report()
        saving_flat_out(report, Study.objects.get(code="early-ra"), seconds=options.seconds)
        print("\n" + machine() + "\n\n" + report.markdown())


if __name__ == "__main__":
    main()
