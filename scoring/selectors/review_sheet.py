"""What a reader looks over before signing a case."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from django.db.models import Sum

from scoring.cells import column_letter
from scoring.entries import EntriesByPosition
from scoring.instruments import Instrument, UnscorableReason, get_instrument
from scoring.models import Assignment, Reading, RestNormalAct, TimeOnTask
from scoring.parts import part_label, part_of_scope
from scoring.selectors.own_case import hints_of


@dataclass(frozen=True)
class NotScorable:
    """Sites without a score for one reason, each as ``A: Erosion, distal radius``."""

    reason: str
    sites: tuple[str, ...]


@dataclass(frozen=True)
class AtOnce:
    """Sites of a part of the form that one act scored 0, and that have this score still."""

    part: str
    n_sites: int


@dataclass(frozen=True)
class ReviewSheet:
    """A case in numbers: all its sites, how many have a score, and what is unusual about it.

    ``active_minutes`` is the time the reader was at work, rounded down; None when none was told.
    """

    n_sites: int
    n_scored: int
    at_once: tuple[AtOnce, ...]
    active_minutes: int | None
    not_scorable: tuple[NotScorable, ...]
    missing: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def n_entered(self) -> int:
        return self.n_sites - len(self.missing)

    @property
    def n_at_once(self) -> int:
        return sum(one.n_sites for one in self.at_once)

    @property
    def n_not_scorable(self) -> int:
        return self.n_entered - self.n_scored

    @property
    def complete(self) -> bool:
        return not self.missing


def review_sheet(
    assignment: Assignment, reading: Reading, entries: EntriesByPosition
) -> ReviewSheet:
    """Return what the entries of a case amount to, in the reader's columns and the form's order.

    Args:
        assignment: fetched with its campaign.
        reading: the version that is signed.
        entries: its scores, true position -> item code -> entry.
    """
    campaign = assignment.case.campaign
    instrument = get_instrument(campaign.instrument)
    items = instrument.items_of(campaign.features)
    by_reason: dict[UnscorableReason, list[str]] = {reason: [] for reason in UnscorableReason}
    missing = []
    for column, position in enumerate(assignment.order, start=1):
        for item in items:
            site = f"{column_letter(column)}: {item.full_label}"
            entry = entries.get(position, {}).get(item.code)
            if entry is None:
                missing.append(site)
            elif entry.reason is not None:
                by_reason[UnscorableReason(entry.reason)].append(site)
    n_sites = len(items) * len(assignment.order)
    n_reasons = sum(map(len, by_reason.values()))
    return ReviewSheet(
        n_sites=n_sites,
        n_scored=n_sites - len(missing) - n_reasons,
        at_once=_at_once(assignment, instrument, entries),
        active_minutes=_active_minutes(reading),
        not_scorable=tuple(
            NotScorable(reason.label, tuple(sites)) for reason, sites in by_reason.items() if sites
        ),
        missing=tuple(missing),
        hints=tuple(hint["message"] for hint in hints_of(assignment, entries)),
    )


def _at_once(
    assignment: Assignment, instrument: Instrument, entries: EntriesByPosition
) -> tuple[AtOnce, ...]:
    """Count each cell once, with the last act that filled it.

    A correction begins with the scores of the version before, so acts of that count as well.
    """
    filled: dict[str, str] = {}
    acts = RestNormalAct.objects.filter(reading__assignment=assignment).order_by("pk")
    for scope, cells in acts.values_list("scope", "cells"):
        part = part_label(part_of_scope(scope), instrument)
        filled |= {cell: part for cell in cells if _is_normal(cell, entries)}
    parts = Counter(filled.values())
    return tuple(AtOnce(part, n) for part, n in parts.items())


def _is_normal(cell: str, entries: EntriesByPosition) -> bool:
    position, _, code = cell.partition(":")
    entry = entries.get(int(position), {}).get(code)
    return entry is not None and entry.value == 0


def _active_minutes(reading: Reading) -> int | None:
    seconds = TimeOnTask.objects.filter(reading=reading).aggregate(total=Sum("seconds"))["total"]
    return None if seconds is None else seconds // 60
