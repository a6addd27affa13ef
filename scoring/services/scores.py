"""Saving scores of a draft, as fast as a reader types."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import ngettext

from ra_registry.accounts.models import User
from ra_registry.core.errors import ValidationFailed
from scoring.entries import EntriesByPosition, entry_of, step_of, to_half_units
from scoring.errors import ReadingChanged, ReadingLocked, ScoresRefused, SiteProblem
from scoring.instruments import Entry, Item, get_instrument, validate_entries
from scoring.models import Campaign, CaseTimePoint, InstrumentItem, Reading, SiteScore
from scoring.models.reading import ReadingState
from scoring.selectors.gaps import completeness
from scoring.services.readings import lock_reading, require_author, require_readable

NORMAL = Entry(value=0)


@dataclass(frozen=True)
class Mark:
    """What to store in one cell: ``entry`` None empties it. ``position`` is the true one."""

    position: int
    item: str
    entry: Entry | None


Cell = tuple[int, str]


@dataclass(frozen=True)
class Part:
    """A part of the form: a feature, a region, a group under its heading; None leaves it open."""

    feature: str | None = None
    region: str | None = None
    group: str | None = None

    def holds(self, item: Item) -> bool:
        return (
            self.feature in {None, item.feature}
            and self.region in {None, item.region}
            and self.group in {None, item.group}
        )


WHOLE_FORM = Part()


@transaction.atomic
def save_scores(*, reading: Reading, marks: Sequence[Mark], revision: int, by: User) -> int:
    """Store marks of a draft, all or none, and return the draft's new revision.

    A request that is repeated because its answer was lost changes nothing and gets the revision.

    Args:
        reading: a draft.
        marks: one per cell; the last one counts where a cell is named twice.
        revision: of the draft that the sender has seen.
        by: its reader.

    Raises:
        NotAllowed, CampaignLocked, CaseWithdrawn
        ReadingLocked: submitted meanwhile.
        ValidationFailed: a time point that the case doesn't have.
        ScoresRefused: sites, ranges or steps that the instrument doesn't have, each named.
        ReadingChanged: another tab saved since ``revision``, and not the same.
    """
    locked = _draft(reading, by)
    campaign = locked.assignment.case.campaign
    wanted = {(mark.position, mark.item): mark.entry for mark in marks}
    _check(campaign, wanted, positions=locked.assignment.order)
    stored = _stored(locked, wanted)
    changed = {
        cell: entry
        for cell, entry in wanted.items()
        if entry != (stored[cell].entry if cell in stored else None)
    }
    if not changed:
        return locked.revision
    if locked.revision != revision:
        raise ReadingChanged(
            "Another tab or device has saved scores of this case since this page was loaded."
        )
    _write(locked, changed, stored)
    return _raise_revision(locked)


def save_score(*, reading: Reading, mark: Mark, revision: int, by: User) -> int:
    """Store one mark; see `save_scores`."""
    return save_scores(reading=reading, marks=[mark], revision=revision, by=by)


def clear_score(*, reading: Reading, position: int, item: str, revision: int, by: User) -> int:
    """Empty one cell; see `save_scores`."""
    mark = Mark(position=position, item=item, entry=None)
    return save_scores(reading=reading, marks=[mark], revision=revision, by=by)


@transaction.atomic
def mark_rest_normal(
    *, reading: Reading, revision: int, by: User, part: Part = WHOLE_FORM
) -> tuple[int, list[Cell]]:
    """Score every empty site 0, on the reader's explicit word; return the revision and the cells.

    Args:
        part: limit it to a part of the form.

    Raises: as `save_scores`.
    """
    locked = _draft(reading, by)
    if locked.revision != revision:
        raise ReadingChanged(
            "Another tab or device has saved scores of this case since this page was loaded."
        )
    instrument = get_instrument(locked.assignment.case.campaign.instrument)
    cells = [
        (position, code)
        for position, code in completeness(locked).missing
        if part.holds(instrument.item(code))
    ]
    if not cells:
        return locked.revision, []
    _write(locked, dict.fromkeys(cells, NORMAL), {})
    return _raise_revision(locked), cells


@dataclass(frozen=True)
class _Stored:
    pk: int
    entry: Entry


def _draft(reading: Reading, by: User) -> Reading:
    locked = lock_reading(reading)
    require_author(locked, by)
    if locked.state != ReadingState.DRAFT:
        raise ReadingLocked("This reading is submitted. Open a correction to change it.")
    require_readable(locked.assignment.case)
    return locked


def _check(campaign: Campaign, wanted: dict[Cell, Entry | None], positions: list[int]) -> None:
    """Raise with every problem. A cell to be emptied must exist as well."""
    unknown = {position for position, _ in wanted} - set(positions)
    if unknown:
        n = len(positions)
        text = ngettext(
            "This case has %(n)d time point, no other one.",
            "This case has %(n)d time points, no other ones.",
            n,
        )
        raise ValidationFailed(text % {"n": n})
    instrument = get_instrument(campaign.instrument)
    by_position: EntriesByPosition = {}
    for (position, code), entry in wanted.items():
        by_position.setdefault(position, {})[code] = NORMAL if entry is None else entry
    problems = [
        SiteProblem(position, problem)
        for position in positions
        for problem in validate_entries(
            instrument,
            by_position.get(position, {}),
            features=campaign.features,
            step=step_of(campaign),
            complete=False,
        )
    ]
    if problems:
        raise ScoresRefused(problems)


def _stored(reading: Reading, wanted: dict[Cell, Entry | None]) -> dict[Cell, _Stored]:
    rows = SiteScore.objects.filter(
        reading=reading, item__code__in={code for _, code in wanted}
    ).values_list("pk", "time_point__position", "item__code", "half_units", "reason")
    return {
        (position, code): _Stored(pk, entry_of(half_units, reason))
        for pk, position, code, half_units, reason in rows
    }


def _write(
    reading: Reading, changed: dict[Cell, Entry | None], stored: dict[Cell, _Stored]
) -> None:
    emptied = [stored[cell].pk for cell, entry in changed.items() if entry is None]
    if emptied:
        SiteScore.objects.filter(pk__in=emptied).delete()
    kept = {cell: entry for cell, entry in changed.items() if entry is not None}
    if not kept:
        return
    points = dict(
        CaseTimePoint.objects.filter(case=reading.assignment.case).values_list("position", "pk")
    )
    items = dict(
        InstrumentItem.objects.filter(
            instrument=reading.assignment.case.campaign.instrument,
            code__in={code for _, code in kept},
        ).values_list("code", "pk")
    )
    now = timezone.now()
    SiteScore.objects.bulk_create(
        [
            SiteScore(
                reading=reading,
                time_point_id=points[position],
                item_id=items[code],
                half_units=to_half_units(entry),
                reason=entry.reason.value if entry.reason else None,
                entered_at=now,
            )
            for (position, code), entry in kept.items()
        ],
        update_conflicts=True,
        unique_fields=["reading", "time_point", "item"],
        update_fields=["half_units", "reason", "entered_at"],
    )


def _raise_revision(reading: Reading) -> int:
    Reading.objects.filter(pk=reading.pk).update(revision=F("revision") + 1)
    return reading.revision + 1
