"""Loading many complete readings at once: earlier records, and the synthetic study."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext, ngettext

from ra_registry.accounts.models import User
from ra_registry.cohort.freshness import mark_study_changed
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from ra_registry.core.planner import refresh_statistics
from scoring.entries import step_of, to_half_units
from scoring.errors import ImportRefused
from scoring.instruments import Entry, Instrument, get_instrument, validate_entries
from scoring.models import (
    Assignment,
    Campaign,
    Case,
    CaseTimePoint,
    InstrumentItem,
    Reading,
    SiteScore,
)
from scoring.models.assignment import AssignmentStatus
from scoring.models.protocol import Adjudication
from scoring.models.reading import SignatureMeaning
from scoring.services.adjudication import settle_cases
from scoring.services.fingerprint import content_hash
from scoring.services.readings import require_open

BATCH = 200
MESSAGES_SHOWN = 20

COPY_SCORES = """
    COPY scoring_sitescore (reading_id, time_point_id, item_id, half_units, reason, entered_at)
    FROM STDIN
"""
SUBMIT = """
    UPDATE scoring_reading reading SET
        state = 'submitted', is_current = true, submitted_at = %s, submitted_by_id = %s,
        signed_as = %s, signature_meaning = %s, content_hash = signed.hash
    FROM unnest(%s::bigint[], %s::text[]) AS signed (id, hash)
    WHERE reading.id = signed.id
"""


@dataclass(frozen=True)
class ImportedReading:
    """A complete reading: ``entries`` is true position -> item code -> entry.

    ``read_at``: when it was made; the moment of the import where that is unknown.
    """

    assignment: Assignment
    entries: Mapping[int, Mapping[str, Entry]]
    read_at: datetime | None = None


@transaction.atomic
def import_readings(
    *, campaign: Campaign, readings: Iterable[ImportedReading], by: User, batch_size: int = BATCH
) -> int:
    """Store complete readings of assignments that have none, all or none; return how many.

    Who imports states to have transcribed them: that name is printed, at the moment of the import;
    the reader stays who started the reading. It is no signature of the reader, and nobody is asked
    for a password, so `core.Signature` has no row of it.

    Each batch goes the way of every reading: draft, scores, submission, through the same checks of
    the database. Memory is bounded by the batch, whatever the length of ``readings``, which may be
    a generator.

    Raises:
        CampaignLocked: the campaign is not open.
        ImportRefused: a case of another campaign, one that has a reading already, or entries that
            the instrument doesn't take; each named by case number, reader and site.
    """
    locked = (
        Campaign.objects.select_for_update(of=("self",)).select_related("study").get(pk=campaign.pk)
    )
    require_open(locked)
    loader = _Loader(locked, by)
    total = sum(loader.load(batch) for batch in _batches(readings, batch_size))
    if total:
        refresh_statistics(Case, CaseTimePoint, Assignment, Reading, SiteScore)
        mark_study_changed(locked.study_id)
        settle_cases(locked, _cases_read(locked), by=by)
        audit.record(
            EventKind.READINGS_IMPORTED,
            by=by,
            study_code=locked.study.code,
            target=locked,
            data={"campaign": locked.code, "readings": total, "scores": loader.n_scores},
        )
    return total


class _Loader:
    """What all batches share: the instrument, its items' keys, and the count of scores."""

    def __init__(self, campaign: Campaign, by: User) -> None:
        self.campaign, self.by = campaign, by
        self.now = timezone.now()
        self.instrument: Instrument = get_instrument(campaign.instrument)
        self.items = dict(
            InstrumentItem.objects.filter(instrument=campaign.instrument).values_list("code", "pk")
        )
        self.n_scores = 0
        self.n_given = 0
        self.given: dict[int, int] = {}

    def load(self, batch: Sequence[ImportedReading]) -> int:
        points = self._points(batch)
        self._refuse_wrong(batch, points)
        drafts = Reading.objects.bulk_create(
            Reading(
                assignment=one.assignment,
                charter_version=self.campaign.charter_version,
                started_at=one.read_at or self.now,
                started_by_id=one.assignment.reader_id,
            )
            for one in batch
        )
        self._copy(batch, drafts, points)
        self._submit(batch, drafts)
        with connection.cursor() as cursor:
            # Foreign keys are checked at the end of a transaction, which would queue a check for
            # every score in the server's memory; here each batch is checked and forgotten.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        return len(batch)

    def _points(self, batch: Sequence[ImportedReading]) -> dict[int, dict[int, int]]:
        """Return case -> true position -> time point. One query."""
        points: dict[int, dict[int, int]] = {one.assignment.case_id: {} for one in batch}
        rows = CaseTimePoint.objects.filter(case__in=points, case__campaign=self.campaign)
        for pk, case, position in rows.values_list("pk", "case", "position"):
            points[case][position] = pk
        return points

    def _refuse_wrong(
        self, batch: Sequence[ImportedReading], points: dict[int, dict[int, int]]
    ) -> None:
        problems = [problem for one in batch for problem in self._problems(one, points)]
        problems += self._given_twice(batch)
        read = Assignment.objects.filter(
            pk__in=[one.assignment.pk for one in batch], readings__isnull=False
        )
        problems += [
            f"Case {number}: its assigned reader has a reading already."
            for number in read.values_list("case__number", flat=True)
        ]
        withdrawn = Case.objects.filter(pk__in=points).exclude(pk__in=Case.objects.active())
        problems += [
            gettext("Case %(number)s: something that it is made of is voided.") % {"number": number}
            for number in withdrawn.order_by("number").values_list("number", flat=True)
        ]
        if problems:
            raise ImportRefused(
                ngettext(
                    "%(n)d problem in the readings; nothing was stored.",
                    "%(n)d problems in the readings; nothing was stored.",
                    len(problems),
                )
                % {"n": len(problems)},
                details=problems[:MESSAGES_SHOWN],
            )

    def _given_twice(self, batch: Sequence[ImportedReading]) -> Iterator[str]:
        """Name readings of one assignment that stand in the list twice, with both places."""
        for one in batch:
            self.n_given += 1
            first = self.given.setdefault(one.assignment.pk, self.n_given)
            if first != self.n_given:
                yield gettext(
                    "Case %(case)s, reader %(reader)d: readings %(first)d and %(second)d of the "
                    "list are both of this assignment."
                ) % {
                    "case": one.assignment.case.number,
                    "reader": one.assignment.reader_number,
                    "first": first,
                    "second": self.n_given,
                }

    def _problems(self, one: ImportedReading, points: dict[int, dict[int, int]]) -> Iterator[str]:
        name = f"Case {one.assignment.case.number}, reader {one.assignment.reader_number}"
        expected = points[one.assignment.case_id]
        if not expected:
            yield f"{name}: not a case of this campaign."
        elif set(one.entries) != set(expected):
            yield (f"{name}: found time points {sorted(one.entries)}, expected {sorted(expected)}.")
        else:
            for position, entries in one.entries.items():
                for problem in validate_entries(
                    self.instrument,
                    entries,
                    features=self.campaign.features,
                    step=step_of(self.campaign),
                ):
                    yield f"{name}, time point {position}: {problem.message}"

    def _copy(
        self,
        batch: Sequence[ImportedReading],
        drafts: Sequence[Reading],
        points: dict[int, dict[int, int]],
    ) -> None:
        with connection.cursor() as cursor, cursor.copy(COPY_SCORES) as copy:
            for one, draft in zip(batch, drafts, strict=True):
                for position, entries in one.entries.items():
                    point = points[one.assignment.case_id][position]
                    for code, entry in entries.items():
                        copy.write_row(
                            (
                                draft.pk,
                                point,
                                self.items[code],
                                to_half_units(entry),
                                entry.reason,
                                draft.started_at,
                            )
                        )
                    self.n_scores += len(entries)

    def _submit(self, batch: Sequence[ImportedReading], drafts: Sequence[Reading]) -> None:
        hashes = [
            content_hash(
                token=str(one.assignment.token),
                number=draft.number,
                instrument=self.campaign.instrument,
                charter_version=draft.charter_version,
                entries=one.entries,
            )
            for one, draft in zip(batch, drafts, strict=True)
        ]
        with connection.cursor() as cursor:
            cursor.execute(
                SUBMIT,
                [
                    self.now,
                    self.by.pk,
                    str(self.by),
                    SignatureMeaning.TRANSCRIPTION,
                    [draft.pk for draft in drafts],
                    hashes,
                ],
            )
        Assignment.objects.filter(pk__in=[one.assignment.pk for one in batch]).update(
            status=AssignmentStatus.SUBMITTED
        )


def _cases_read(campaign: Campaign) -> Iterable[Case]:
    """Return the cases that can be compared: those somebody decides between readings of."""
    if campaign.adjudication == Adjudication.NONE:
        return []
    return Case.objects.active().filter(campaign=campaign).prefetch_related("time_points")


def _batches(readings: Iterable[ImportedReading], size: int) -> Iterator[Sequence[ImportedReading]]:
    """Return the readings in batches, as `itertools.batched` does from Python 3.12 on."""
    batch: list[ImportedReading] = []
    for reading in readings:
        batch.append(reading)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch
