"""A campaign's readings as arrays, in as many queries whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.db import connection
from django.db.models import Min

from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit
from scoring.instruments import get_instrument
from scoring.models import Campaign, Case, CaseTimePoint, InstrumentItem, Reading
from scoring.models.assignment import AssignmentKind
from scoring.models.reading import ReadingState
from scoring.reliability.compute.reads import NOT_SCORED, HalfUnits, Reads

# Half units of a reading's sites at one time point, two bytes a site, -1 where a site has a reason.
# Two million scores as rows would take seconds and hundreds of megabytes in Python; in the order of
# the index they need no sorting in the database either.
PACKED = """
SELECT reading_id, time_point_id, string_agg(
    int2send(coalesce(half_units, -1::smallint)), ''::bytea ORDER BY item_id
)
FROM scoring_sitescore
WHERE reading_id = ANY(%s)
GROUP BY reading_id, time_point_id
"""


@dataclass(frozen=True, eq=False)
class CampaignReads:
    """What a campaign's reliability is made of: the readings, their visits, and how many cases."""

    reads: Reads
    visits: tuple[PlannedVisit, ...]
    cases: int


def campaign_reads(campaign: Campaign) -> CampaignReads:
    """Return the current submitted readings of the campaign's active cases. Six queries.

    Adjudications are left out: an adjudicator reads what two others disagreed about.
    """
    rows = list(
        Reading.objects.current()
        .active()
        .filter(
            assignment__case__campaign=campaign,
            assignment__kind__in=[AssignmentKind.READ, AssignmentKind.RE_READ],
            state=ReadingState.SUBMITTED,
        )
        .annotate(first_submitted=Min("assignment__readings__submitted_at"))
        .order_by("assignment__reader", "first_submitted", "pk")
        .values_list("pk", "assignment__case", "assignment__reader", "assignment__kind")
    )
    visits = tuple(
        PlannedVisit.objects.filter(
            pk__in=CaseTimePoint.objects.filter(case__campaign=campaign).values("visit__planned")
        )
    )
    return CampaignReads(
        reads=Reads(
            case=np.array([row[1] for row in rows], dtype=np.int64),
            reader=np.array([row[2] for row in rows], dtype=np.int64),
            again=np.array([row[3] == AssignmentKind.RE_READ for row in rows], dtype=bool),
            place=_places([row[2] for row in rows]),
            scores=_scores(campaign, [row[0] for row in rows], [visit.pk for visit in visits]),
            visits=tuple(visit.code for visit in visits),
            items=get_instrument(campaign.instrument).items_of(campaign.features),
        ),
        visits=visits if rows else (),
        cases=Case.objects.active().filter(campaign=campaign).count(),
    )


def names_of(readers: Collection[int]) -> dict[int, str]:
    """Return the names of readers by id; two of one name are told apart by the address. One query.

    Figures of a reader are for people who see each reading under its reader's name anyway.
    """
    people = list(User.objects.filter(pk__in=readers).order_by("full_name", "pk"))
    names = [str(person) for person in people]
    return {
        person.pk: name if names.count(name) == 1 else f"{name} <{person.email}>"
        for person, name in zip(people, names, strict=True)
    }


def cases_by_id(cases: Collection[int]) -> dict[int, Case]:
    """Return cases with their patients by id. One query."""
    return Case.objects.select_related("patient").in_bulk(cases)


def _places(readers: Sequence[int]) -> np.ndarray:
    """The place of each reading among its reader's, where rows are in order by reader."""
    values = np.array(readers, dtype=np.int64)
    _, starts, counts = np.unique(values, return_index=True, return_counts=True)
    return np.arange(len(values)) - np.repeat(starts, counts) + 1


def _scores(campaign: Campaign, readings: list[int], visits: list[int]) -> HalfUnits:
    """(readings, visits, sites in form order). A submitted reading has every site: a promise."""
    stored = list(
        InstrumentItem.objects.filter(instrument=campaign.instrument, feature__in=campaign.features)
        .order_by("pk")
        .values_list("position", flat=True)
    )
    scores = np.full((len(readings), len(visits), len(stored)), NOT_SCORED, dtype=np.int16)
    with connection.cursor() as cursor:
        cursor.execute(PACKED, [readings])
        packed = cursor.fetchall()
    if not packed:
        return scores
    visit_of = dict(
        CaseTimePoint.objects.filter(case__campaign=campaign).values_list("pk", "visit__planned")
    )
    ids = np.array(readings)
    order = np.argsort(ids)
    rows = order[np.searchsorted(ids, [row[0] for row in packed], sorter=order)]
    columns = [visits.index(visit_of[row[1]]) for row in packed]
    flat = np.frombuffer(b"".join(row[2] for row in packed), dtype=">i2")
    scores[rows, columns] = flat.reshape(len(packed), len(stored))[:, np.argsort(stored)]
    return scores
