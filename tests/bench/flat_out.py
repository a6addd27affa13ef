"""Twenty readers who save flat out, at the web processes that the demo starts.

``python -m ra_registry.embedded run -- python -m tests.bench.flat_out`` measures this alone. What
the readers were acknowledged is compared with the database row by row: nothing may be lost, and
nothing written twice.
"""

from __future__ import annotations

import argparse
import json
import shlex
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from tests.bench.alone import alone
from tests.bench.measure import Report
from tests.bench.processes import client, database_server, processor, served

READERS = 20
SECONDS = 60.0
PASSWORD = "readers of the benchmark only"
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


def saving_flat_out(
    report: Report, study: Any, *, seconds: float = SECONDS, commands: Sequence[str] = ()
) -> None:
    """Measure twenty readers of ``study``, each in a case of their own.

    Args:
        commands: other web processes to measure one after the other, in the demo's place.
    """
    from ra_registry.embedded.demo import WEB

    readers = furnished(study)
    for number, web in enumerate([shlex.split(command) for command in commands] or [WEB]):
        if number:
            time.sleep(60)  # no more than 30 people a minute may sign in from one address
        print(shlex.join(web), flush=True)
        add_rows(report, flat_out(readers, web, seconds), f"{READERS} readers for {seconds:g} s")


def add_rows(report: Report, found: Outcome, name: str) -> None:
    """Write down what was measured of one kind of web processes."""
    forms = [1000 * reader["form_seconds"] for reader in found.readers]
    report.add("form of RAMRIS 2016, five features, two films, at a web process",
               bar=150, unit="ms", values=forms)  # fmt: skip
    rate = found.saves / found.seconds
    report.add(
        f"saves a second, {name} flat out", bar=120, at_least=True, unit="1/s", values=[rate]
    )
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


def flat_out(readers: list[dict[str, str]], web: Sequence[str], seconds: float) -> Outcome:
    """Let the readers save at these web processes and return what came of it."""
    from scoring.instruments import get_instrument

    maxima = {item.code: int(item.maximum) for item in get_instrument(FORM[0]).items}
    earlier = {reader["token"]: replaced(reader["token"]) for reader in readers}
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
        compare(outcome, reader, earlier)
    return outcome


def furnished(study: Any) -> list[dict[str, str]]:
    """Make readers and a campaign for them; return each one's address and a case of their own."""
    from ra_registry.accounts.models import User
    from ra_registry.cohort.models import Membership, PlannedVisit
    from scoring import services
    from scoring.models import Assignment
    from scoring.models.protocol import Strategy

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
    services.choose_readers(campaign=campaign, readers=people, strategy=Strategy.POOL, by=manager)
    services.open_campaign(campaign=campaign, by=manager)
    cases = Assignment.objects.filter(case__campaign=campaign, sequence=1).select_related("reader")
    return [{"email": case.reader.email, "token": str(case.token)} for case in cases]


def replaced(token: str) -> int:
    """Return how many scores of an assignment's readings have been replaced or emptied."""
    from scoring.models import Reading, SiteScore

    own = Reading.objects.filter(assignment__token=token)
    return SiteScore.pgh_event_model.objects.filter(reading__in=own).count()


def compare(outcome: Outcome, told: dict[str, Any], earlier: dict[str, int]) -> None:
    """Count cells that don't hold the last acknowledged score, and saves that wrote twice."""
    from scoring.cells import texts_of
    from scoring.entries import entries_of
    from scoring.models import Reading

    token = told["path"].split("/")[2]
    reading = Reading.objects.select_related("assignment").get(assignment__token=token)
    stored = texts_of(reading.assignment.order, entries_of(reading))
    outcome.lost += sum(stored.get(name) != text for name, text in told["acknowledged"].items())
    written = replaced(token) - earlier[token] + len(stored) - told["filled"]
    raised = reading.revision - told["first_revision"]
    outcome.doubled += max(0, written - told["saves"], raised - told["saves"])
    outcome.lost += max(0, told["saves"] - written, told["saves"] - raised)


def main() -> None:
    """Build the demo's study in a database of its own and measure this scenario only."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=SECONDS)
    others = "other web processes than the demo's; given again, one after the other"
    parser.add_argument("--web", action="append", default=[], metavar="COMMAND", help=others)
    options = parser.parse_args()
    alone(partial(saving_flat_out, seconds=options.seconds, commands=options.web))


if __name__ == "__main__":
    main()
