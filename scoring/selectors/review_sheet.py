"""What a reader looks over before signing a case."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.cells import column_letter
from scoring.entries import EntriesByPosition
from scoring.instruments import UnscorableReason, get_instrument
from scoring.models import Assignment
from scoring.selectors.own_case import hints_of


@dataclass(frozen=True)
class NotScorable:
    """Sites without a score for one reason, each as ``A: Erosion, distal radius``."""

    reason: str
    sites: tuple[str, ...]


@dataclass(frozen=True)
class ReviewSheet:
    """A case in numbers: all its sites, how many have a score, and what is unusual about it."""

    n_sites: int
    n_scored: int
    not_scorable: tuple[NotScorable, ...]
    missing: tuple[str, ...]
    hints: tuple[str, ...]

    @property
    def n_entered(self) -> int:
        return self.n_sites - len(self.missing)

    @property
    def n_not_scorable(self) -> int:
        return self.n_entered - self.n_scored

    @property
    def complete(self) -> bool:
        return not self.missing


def review_sheet(assignment: Assignment, entries: EntriesByPosition) -> ReviewSheet:
    """Return what the entries of a case amount to, in the reader's columns and the form's order.

    Reads nothing: ``entries`` is true position -> item code -> entry.
    """
    campaign = assignment.case.campaign
    items = get_instrument(campaign.instrument).items_of(campaign.features)
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
        not_scorable=tuple(
            NotScorable(reason.label, tuple(sites)) for reason, sites in by_reason.items() if sites
        ),
        missing=tuple(missing),
        hints=tuple(hint["message"] for hint in hints_of(assignment, entries)),
    )
