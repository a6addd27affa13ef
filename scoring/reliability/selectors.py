"""A campaign's readings as arrays, in as many queries whatever their number."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
from django.contrib.postgres.aggregates.mixins import OrderableAggMixin
from django.db.models import Aggregate, BinaryField, Min

from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit
from scoring.instruments import Item, get_instrument
from scoring.models import Campaign, Case, Reading, SiteScore
from scoring.models.assignment import AssignmentKind
from scoring.models.reading import ReadingState
from scoring.reliability.compute.reads import NOT_SCORED, Reads


class _Packed(OrderableAggMixin, Aggregate):
    """Half units of all sites in form order, two bytes a site, -1 where a site has a reason.

    Two million scores as rows would take seconds and hundreds of megabytes in Python.
    """

    score = "int2send(coalesce(%(expressions)s, -1::smallint))"  # unseen
    template = f"string_agg({score}, ''::bytea %(order_by)s)"  # unseen
    output_field = BinaryField()


@dataclass(frozen=True, eq=False)
class CampaignReads:
    """What a campaign's reliability is made of: the readings, their visits, and how many cases."""

    reads: Reads
    visits: tuple[PlannedVisit, ...]
    cases: int


def campaign_reads(campaign: Campaign) -> CampaignReads:
    """Return the current submitted readings of the campaign's active cases. Four queries.

    Adjudications are left out: an adjudicator reads what two others disagreed about.
    """
    submitted = (
        Reading.objects.current()
        .active()
        .filter(
            assignment__case__campaign=campaign,
            assignment__kind__in=[AssignmentKind.READ, AssignmentKind.RE_READ],
            state=ReadingState.SUBMITTED,
        )
    )
    rows = list(
        submitted.annotate(first_submitted=Min("assignment__readings__submitted_at"))
        .order_by("assignment__reader", "first_submitted", "pk")
        .values_list("pk", "assignment__case", "assignment__reader", "assignment__kind")
    )
    items = _items(campaign)
    packed = list(
        SiteScore.objects.filter(reading__in=submitted.values("pk"))
        .order_by()
        .values("reading", "time_point__visit__planned")
        .annotate(packed=_Packed("half_units", order_by="item__position"))
        .values_list("reading", "time_point__visit__planned", "packed")
    )
    visits = tuple(PlannedVisit.objects.filter(pk__in={planned for _, planned, _ in packed}))
    ids = np.array([row[0] for row in rows], dtype=np.int64)
    return CampaignReads(
        reads=Reads(
            case=np.array([row[1] for row in rows], dtype=np.int64),
            reader=np.array([row[2] for row in rows], dtype=np.int64),
            again=np.array([row[3] == AssignmentKind.RE_READ for row in rows], dtype=bool),
            place=_places([row[2] for row in rows]),
            scores=_unpacked(packed, ids, [visit.pk for visit in visits], len(items)),
            visits=tuple(visit.code for visit in visits),
            items=items,
        ),
        visits=visits,
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


def _items(campaign: Campaign) -> tuple[Item, ...]:
    """The sites that are read, in form order, as the packed scores are."""
    found = get_instrument(campaign.instrument).items_of(campaign.features)
    return tuple(sorted(found, key=lambda item: item.order))


def _places(readers: Sequence[int]) -> np.ndarray:
    """The place of each reading among its reader's, where rows are in order by reader."""
    values = np.array(readers, dtype=np.int64)
    _, starts, counts = np.unique(values, return_index=True, return_counts=True)
    return np.arange(len(values)) - np.repeat(starts, counts) + 1


def _unpacked(
    packed: Sequence[tuple[int, int, bytes]], ids: np.ndarray, visits: list[int], sites: int
) -> np.ndarray:
    """(readings, visits, sites). The database promises that a submitted reading has every site."""
    scores = np.full((len(ids), len(visits), sites), NOT_SCORED, dtype=np.int16)
    if packed:
        order = np.argsort(ids)
        rows = order[np.searchsorted(ids, [row[0] for row in packed], sorter=order)]
        columns = [visits.index(row[1]) for row in packed]
        flat = np.frombuffer(b"".join(row[2] for row in packed), dtype=">i2")
        scores[rows, columns] = flat.reshape(len(packed), sites)
    return scores
