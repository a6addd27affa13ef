"""Which cases went to a third reader, what came of them, and how readers fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import mean, stdev

from django.db.models import Count, Prefetch, Q

from scoring.instruments.adjudication import nearer
from scoring.models import AdjudicationOutcome, AdjudicationReferral, Assignment, Campaign, Case
from scoring.models.assignment import AssignmentKind, AssignmentStatus
from scoring.models.protocol import AdjudicatedValue

# At this share of adjudicated cases regulators look twice (Navarro-Compán, EULAR 2012).
WARNING_SHARE = Fraction(1, 5)
# Readers are flagged once so much of what they are to read is in, and only among so many.
FLAGGED_FROM_SHARE = Fraction(1, 10)
FLAGGED_FROM_READERS = 3


@dataclass(frozen=True)
class AdjudicatedCase:
    """A referral whose two readings are current; ``outcome`` once the third reader has read."""

    case: Case
    referral: AdjudicationReferral
    adjudicator: str
    status: str
    outcome: AdjudicationOutcome | None

    @property
    def counts_as(self) -> Fraction | None:
        """The outcome of the change; None without one."""
        return None if self.outcome is None else fraction(self.outcome.values["change"]["outcome"])


@dataclass(frozen=True)
class Disagreement:
    """One reader's disagreement index: adjudicated cases in which the adjudicator's score was
    nearer to the other reader's, over cases read."""

    name: str
    n_read: int
    n_adjudicated: int
    n_overruled: int
    flagged: bool = False

    @property
    def index(self) -> Fraction | None:
        """The index; None for a reader who has read nothing."""
        return Fraction(self.n_overruled, self.n_read) if self.n_read else None


@dataclass(frozen=True)
class AdjudicationState:
    """How adjudication goes in a campaign."""

    n_compared: int
    cases: tuple[AdjudicatedCase, ...]
    readers: tuple[Disagreement, ...]

    @property
    def rate(self) -> Fraction | None:
        """Share of the compared cases that were referred; None before any was compared."""
        return Fraction(len(self.cases), self.n_compared) if self.n_compared else None

    @property
    def too_many(self) -> bool:
        """Whether the share is one that regulators take for a warning sign."""
        return self.rate is not None and self.rate >= WARNING_SHARE

    @property
    def waiting(self) -> list[AdjudicatedCase]:
        """Cases that no adjudicator is left for."""
        return [one for one in self.cases if not one.status]


def adjudication_state(campaign: Campaign) -> AdjudicationState:
    """Return referrals, outcomes, rate and readers' indices, of current readings. Six queries."""
    cases = _cases(campaign)
    return AdjudicationState(
        n_compared=_n_compared(campaign), cases=cases, readers=_readers(campaign, cases)
    )


def fraction(pair: list[int] | None) -> Fraction | None:
    """Return a stored exact value."""
    return None if pair is None else Fraction(*pair)


def _n_compared(campaign: Campaign) -> int:
    """Cases of which both first readings are in."""
    first = Q(assignments__kind=AssignmentKind.READ, assignments__ended_at__isnull=True)
    submitted = first & Q(assignments__status=AssignmentStatus.SUBMITTED)
    return (
        Case.objects.active()
        .filter(campaign=campaign)
        .annotate(n_submitted=Count("assignments", filter=submitted))
        .filter(n_submitted__gte=2)
        .count()
    )


def _cases(campaign: Campaign) -> tuple[AdjudicatedCase, ...]:
    adjudications = (
        Assignment.objects.held().filter(kind=AssignmentKind.ADJUDICATION).select_related("reader")
    )
    referrals = (
        AdjudicationReferral.objects.filter(
            case__in=Case.objects.active().filter(campaign=campaign),
            first__is_current=True,
            second__is_current=True,
        )
        .select_related("case__patient", "first__assignment__reader", "second__assignment__reader")
        .prefetch_related(
            Prefetch("case__assignments", queryset=adjudications, to_attr="adjudications"),
            Prefetch(
                "outcomes",
                queryset=AdjudicationOutcome.objects.filter(third__is_current=True),
                to_attr="current_outcomes",
            ),
        )
        .order_by("case__number")
    )
    return tuple(_row(referral) for referral in referrals)


def _row(referral: AdjudicationReferral) -> AdjudicatedCase:
    given = next(iter(referral.case.adjudications), None)
    return AdjudicatedCase(
        case=referral.case,
        referral=referral,
        adjudicator=str(given.reader) if given else "",
        status=given.status if given else "",
        outcome=next(iter(referral.current_outcomes), None),
    )


def _readers(campaign: Campaign, cases: Sequence[AdjudicatedCase]) -> tuple[Disagreement, ...]:
    read = (
        Assignment.objects.active()
        .filter(case__campaign=campaign, kind=AssignmentKind.READ)
        .values("reader", "reader__full_name")
        .annotate(n=Count("pk"), submitted=Count("pk", filter=Q(status=AssignmentStatus.SUBMITTED)))
        .order_by("reader__full_name", "reader")
    )
    adjudicated: Counter[int] = Counter()
    overruled: Counter[int] = Counter()
    for one in cases:
        if one.outcome is None:
            continue
        people = [one.referral.first.assignment.reader_id, one.referral.second.assignment.reader_id]
        adjudicated.update(people)
        side = _nearer(campaign, one.outcome)
        if side is not None:
            overruled[people[2 - side]] += 1
    found = [
        (
            Disagreement(
                name=row["reader__full_name"],
                n_read=row["submitted"],
                n_adjudicated=adjudicated[row["reader"]],
                n_overruled=overruled[row["reader"]],
            ),
            row["submitted"] >= FLAGGED_FROM_SHARE * row["n"],
        )
        for row in read
    ]
    return _flagged(found)


def _flagged(found: list[tuple[Disagreement, bool]]) -> tuple[Disagreement, ...]:
    """Flag indices above mean + 1 SD, where there are enough readers with enough cases."""
    indices = [float(one.index) for one, enough in found if enough and one.index is not None]
    if len(indices) < FLAGGED_FROM_READERS:
        return tuple(one for one, _ in found)
    limit = mean(indices) + stdev(indices)
    return tuple(
        Disagreement(
            one.name,
            one.n_read,
            one.n_adjudicated,
            one.n_overruled,
            flagged=enough and one.index is not None and float(one.index) > limit,
        )
        for one, enough in found
    )


def _nearer(campaign: Campaign, outcome: AdjudicationOutcome) -> int | None:
    """Return whose value the adjudicator's is nearer to: by what the two were compared by."""
    values = outcome.values
    compared = (
        [values["change"]["readers"]]
        if campaign.adjudication_value == AdjudicatedValue.CHANGE
        else [found["readers"] for found in values["status"].values()]
    )
    known = [
        (first, second, third)
        for first, second, third in ([fraction(one) for one in row] for row in compared)
        if first is not None and second is not None and third is not None
    ]
    if not known:
        return None
    return nearer(*max(known, key=lambda row: abs(row[0] - row[1])))
