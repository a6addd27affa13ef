"""Giving cases to readers, in orders that are drawn once and stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from uuid import uuid4

from django.db import connection
from django.db.models import Max
from django.utils import timezone

from ra_registry.accounts.models import User
from scoring.models import Assignment, Campaign, Case
from scoring.models.assignment import AssignmentKind, AssignmentStatus
from scoring.models.protocol import ReadingMode, Strategy
from scoring.selectors.roster import readers_of
from scoring.services.drawing import balanced_teams, case_numbers, chosen, shuffled, stream

# Twenty thousand rows of an opening, which Django would write as one statement's parameters.
COPY_TASKS = """
    COPY scoring_assignment (token, case_id, reader_id, kind, reader_number, number, sequence,
        "order", status, release_days, created_at)
    FROM STDIN
"""


@dataclass(frozen=True)
class Task:
    """A case that a reader is going to read: as which reader of it, and whether once more."""

    case: Case
    reader: User
    reader_number: int
    kind: AssignmentKind = AssignmentKind.READ

    @property
    def purpose(self) -> tuple[object, ...]:
        """What its draws are named after; a re-read has draws of its own."""
        own = (self.case.number, self.reader.pk)
        return own if self.kind == AssignmentKind.READ else (*own, self.kind.value)


def draw_assignments(campaign: Campaign) -> int:
    """Give every active case without readers its readers and re-reads; return how many there are.

    Drawn from the campaign's seed and stored: teams of a pool, the order of each reader's worklist,
    the number by which a reader knows a case, the order of its time points where the protocol hides
    it, which cases are read again and where in the worklist. What was drawn before stays.
    """
    unread = Case.objects.active().filter(campaign=campaign, assignments__isnull=True)
    cases = list(unread.prefetch_related("time_points").order_by("number"))
    return store_tasks(campaign, _first_readings(campaign, cases))


def store_tasks(campaign: Campaign, tasks: Sequence[Task]) -> int:
    """Store an assignment for each task, behind what its reader has already; return how many."""
    by_reader: dict[User, list[Task]] = defaultdict(list)
    for task in tasks:
        by_reader[task.reader].append(task)
    last = dict(
        Assignment.objects.filter(case__campaign=campaign)
        .values_list("reader")
        .annotate(last=Max("sequence"))
    )
    ordered = [
        (last.get(reader.pk, 0) + place, task)
        for reader, own in by_reader.items()
        for place, task in enumerate(_in_order(campaign, own, last.get(reader.pk, 0)), start=1)
    ]
    numbers = case_numbers(
        seed=campaign.seed,
        campaign=campaign.code,
        taken=_taken_numbers(campaign, by_reader),
        n=len(ordered),
    )
    # All rows first: to make one may ask the database, which can't answer while it is copied to.
    rows = [
        _row(campaign, task, place, number)
        for (place, task), number in zip(ordered, numbers, strict=True)
    ]
    with (
        connection.wrap_database_errors,
        connection.cursor() as cursor,
        cursor.copy(COPY_TASKS) as copy,
    ):
        for row in rows:
            copy.write_row(row)
    return len(ordered)


def _row(campaign: Campaign, task: Task, place: int, number: str) -> tuple[object, ...]:
    """Return what is stored of a task, in the order of ``COPY_TASKS``."""
    again = task.kind == AssignmentKind.RE_READ
    return (
        uuid4(),
        task.case.pk,
        task.reader.pk,
        task.kind.value,
        task.reader_number,
        number,
        place,
        time_point_order(campaign, task),
        AssignmentStatus.ASSIGNED.value,
        campaign.re_read_days if again else 0,
        timezone.now(),
    )


def _first_readings(campaign: Campaign, cases: list[Case]) -> list[Task]:
    people = readers_of(campaign)
    if campaign.strategy == Strategy.POOL:
        teams = balanced_teams(
            people,
            size=campaign.readers_per_case,
            n=len(cases),
            seed=campaign.seed,
            campaign=campaign.code,
            after=campaign.cases.count() - len(cases),
        )
    else:
        teams = [people] * len(cases)
    return [
        Task(case, reader, number)
        for case, team in zip(cases, teams, strict=True)
        for number, reader in enumerate(team, start=1)
    ]


def _in_order(campaign: Campaign, tasks: list[Task], after: int) -> list[Task]:
    """Return one reader's tasks as they are read, each hidden re-read somewhere behind its first.

    A re-read's place is drawn evenly from those behind the first reading, so that neither the end
    of a worklist nor a rhythm tells which cases come again.
    """
    own = (campaign.code, "worklist", tasks[0].reader.pk, after)
    first = shuffled(tasks, seed=campaign.seed, purpose=own)
    fresh = [(place, task) for place, task in enumerate(first) if task.kind == AssignmentKind.READ]
    again = chosen(
        fresh,
        percent=campaign.re_read_percent,
        least=0 if after else 1,
        seed=campaign.seed,
        purpose=(*own, "re-reads"),
    )
    source = stream(campaign.seed, *own, "places of re-reads")  # unseen
    placed = [(float(place), task) for place, task in enumerate(first)]
    placed += [
        (
            source.uniform(place, len(first)),
            Task(task.case, task.reader, task.reader_number, AssignmentKind.RE_READ),
        )
        for place, task in again
    ]
    return [task for _, task in sorted(placed, key=lambda pair: pair[0])]


def _taken_numbers(campaign: Campaign, readers: dict[User, list[Task]]) -> set[str]:
    """Return every number that would be known to one of the readers, or in the campaign."""
    of_readers = Assignment.objects.filter(reader__in=list(readers)).values_list(
        "number", flat=True
    )
    of_campaign = Assignment.objects.filter(case__campaign=campaign).values_list(
        "number", flat=True
    )
    cases = Case.objects.filter(campaign=campaign).values_list("number", flat=True)
    return set(chain(of_readers, of_campaign, cases))


def time_point_order(campaign: Campaign, task: Task) -> list[int]:
    """Return true positions in the order the reader sees them: drawn, unless chronological."""
    positions = sorted(point.position for point in task.case.time_points.all())
    if campaign.reading_mode == ReadingMode.CHRONOLOGICAL:
        return positions
    return shuffled(
        positions, seed=campaign.seed, purpose=(campaign.code, "time points", *task.purpose)
    )
