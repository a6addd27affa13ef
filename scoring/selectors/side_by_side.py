"""All readings of one case beside each other, what differs most first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.db.models import QuerySet

from scoring.cells import text_of
from scoring.entries import EntriesByPosition, entries_of
from scoring.instruments import Entry, Item, get_instrument
from scoring.models import Campaign, Case, CaseTimePoint, Reading
from scoring.models.assignment import AssignmentKind
from scoring.selectors.totals import changes_of, totals_of


@dataclass(frozen=True)
class SiteRow:
    """One site: per time point the text of every reading, and how far they lie apart.

    ``apart`` is None where fewer than two readings scored the site at a time point.
    """

    item: Item
    texts: tuple[tuple[str, ...], ...]
    apart: tuple[Decimal | None, ...]

    @property
    def by_point(self) -> list[tuple[tuple[str, ...], Decimal | None]]:
        """Texts and difference of each time point."""
        return list(zip(self.texts, self.apart, strict=True))

    @property
    def most(self) -> Decimal:
        """The largest difference at any time point; a reason beside a score counts as none."""
        return max((found for found in self.apart if found is not None), default=Decimal(0))

    @property
    def differs(self) -> bool:
        """Whether the readings say something else of this site, a reason included."""
        return any(len(set(texts)) > 1 for texts in self.texts)


@dataclass(frozen=True)
class TotalLine:
    """One total: per reading its sum at each time point, and its change."""

    label: str
    sums: tuple[tuple[Decimal | None, ...], ...]
    changes: tuple[Fraction | None, ...]


@dataclass(frozen=True)
class SideBySide:
    """The page: readings in the order of their numbers, adjudication last."""

    case: Case
    points: tuple[CaseTimePoint, ...]
    readings: tuple[Reading, ...]
    rows: tuple[SiteRow, ...]
    totals: tuple[TotalLine, ...]
    previous: str
    next: str

    @property
    def n_differing(self) -> int:
        return sum(row.differs for row in self.rows)


def side_by_side(
    campaign: Campaign,
    case: Case,
    readings: Sequence[Reading],
    *,
    cases: QuerySet[Case],
    in_form_order: bool = False,
) -> SideBySide:
    """Lay readings of a case out beside each other, in true order of the time points.

    Args:
        campaign, case: what is looked at.
        cases: of the campaign, those that the person may see; they lead to the next one.
        readings: submitted, of this case; those that the person may see.
        in_form_order: sites as the form lists them, else those that differ most first.
    """
    shown = sorted(readings, key=_place)
    entries = [entries_of(reading) for reading in shown]
    points = tuple(case.time_points.select_related("visit__planned").order_by("position"))
    items = get_instrument(campaign.instrument).items_of(campaign.features)
    rows = [_row(item, points, entries) for item in items]
    if not in_form_order:
        rows.sort(key=lambda row: (-row.most, not row.differs, row.item.order))
    previous, following = neighbours(cases, case)
    return SideBySide(
        case=case,
        points=points,
        readings=tuple(shown),
        rows=tuple(rows),
        totals=_totals(campaign, points, entries),
        previous=previous,
        next=following,
    )


def _place(reading: Reading) -> tuple[bool, int]:
    assignment = reading.assignment
    return assignment.kind == AssignmentKind.ADJUDICATION, assignment.reader_number


def _row(
    item: Item, points: Sequence[CaseTimePoint], entries: Sequence[EntriesByPosition]
) -> SiteRow:
    by_point = [[one.get(point.position, {}).get(item.code) for one in entries] for point in points]
    return SiteRow(
        item=item,
        texts=tuple(tuple(text_of(entry) for entry in found) for found in by_point),
        apart=tuple(_apart(found) for found in by_point),
    )


def _apart(found: Sequence[Entry | None]) -> Decimal | None:
    values = [Decimal(str(one.value)) for one in found if one is not None and one.value is not None]
    return max(values) - min(values) if len(values) > 1 else None


def _totals(
    campaign: Campaign, points: Sequence[CaseTimePoint], entries: Sequence[EntriesByPosition]
) -> tuple[TotalLine, ...]:
    order = [point.position for point in points]
    by_reading = [totals_of(campaign, one, order=order) for one in entries]
    changes = [changes_of(campaign, one) for one in entries]
    if not by_reading:
        return ()
    return tuple(
        TotalLine(
            label=rows[0].label,
            sums=tuple(
                tuple(row.totals[place].observed_sum for row in rows) for place in range(len(order))
            ),
            changes=tuple(
                found[rows[0].key].value if rows[0].key in found else None for found in changes
            ),
        )
        for rows in zip(*by_reading, strict=True)
    )


def neighbours(cases: QuerySet[Case], case: Case) -> tuple[str, str]:
    """Return the numbers of the case before and after, empty at the ends. Two queries.

    ``cases``: those of the campaign that the person may see.
    """
    before = cases.filter(number__lt=case.number).order_by("-number")
    after = cases.filter(number__gt=case.number).order_by("number")
    return (
        before.values_list("number", flat=True).first() or "",
        after.values_list("number", flat=True).first() or "",
    )
