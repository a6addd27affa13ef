"""Cases that go to a third reader by themselves, and the outcome when that one has read them."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count, Q

from ra_registry.accounts.models import User
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.entries import entries_of, scores_of
from scoring.instruments import get_instrument
from scoring.instruments.adjudication import (
    RULE_VERSION,
    Scores,
    Values,
    decide,
    difference,
    is_referred,
    values_of,
)
from scoring.models import (
    AdjudicationOutcome,
    AdjudicationReferral,
    Assignment,
    Campaign,
    Case,
    Reading,
)
from scoring.models.assignment import AssignmentKind
from scoring.models.protocol import AdjudicatedValue, Adjudication, Comparison
from scoring.selectors.roster import adjudicators_of
from scoring.services.assignments import Task, store_tasks


def settle_cases(campaign: Campaign, cases: Iterable[Case], *, by: User | None) -> None:
    """Compare the current readings of cases; refer, and decide what can be decided.

    Called in the transaction that made a reading current. Repeating it changes nothing.
    """
    if campaign.adjudication == Adjudication.NONE:
        return
    for case in cases:
        _settle(campaign, case, by)


def assign_waiting(campaign: Campaign) -> int:
    """Give referred cases that nobody decides on to adjudicators who may; return how many."""
    waiting = Case.objects.filter(
        pk__in=AdjudicationReferral.objects.filter(case__campaign=campaign).values("case")
    ).exclude(
        pk__in=Assignment.objects.held()
        .filter(case__campaign=campaign, kind=AssignmentKind.ADJUDICATION)
        .values("case")
    )
    return sum(_assign(campaign, case) for case in waiting.prefetch_related("time_points"))


def _settle(campaign: Campaign, case: Case, by: User | None) -> None:
    current = {
        (reading.assignment.kind, reading.assignment.reader_number): reading
        for reading in Reading.objects.filter(
            assignment__case=case,
            is_current=True,
            assignment__ended_at__isnull=True,
            assignment__kind__in=[AssignmentKind.READ, AssignmentKind.ADJUDICATION],
        ).select_related("assignment")
    }
    first = current.get((AssignmentKind.READ, 1))
    second = current.get((AssignmentKind.READ, 2))
    if first is None or second is None:
        return
    referral = _referral(campaign, case, first, second, by)
    third = current.get((AssignmentKind.ADJUDICATION, 1))
    if referral is not None and third is not None:
        _decide(campaign, referral, (first, second, third), by)


def _referral(
    campaign: Campaign, case: Case, first: Reading, second: Reading, by: User | None
) -> AdjudicationReferral | None:
    known = AdjudicationReferral.objects.filter(first=first, second=second).first()
    if known is not None:
        return known
    apart = difference(
        _values(campaign, (first, second)),
        by_change=campaign.adjudication_value == AdjudicatedValue.CHANGE,
    )
    if not is_referred(
        apart,
        Fraction(campaign.adjudication_threshold),
        more_than=campaign.adjudication_comparison == Comparison.MORE_THAN,
    ):
        return None
    referral = AdjudicationReferral.objects.create(
        case=case,
        first=first,
        second=second,
        charter_version=campaign.charter_version,
        measure=campaign.adjudication_measure,
        difference=_decimal(apart or Fraction(0)),
        threshold=campaign.adjudication_threshold,
    )
    assigned = _assign(campaign, case)
    audit.record(
        EventKind.CASE_REFERRED,
        by=by,
        study_code=campaign.study.code,
        target=referral,
        data={
            "campaign": campaign.code,
            "case": case.number,
            "charter_version": campaign.charter_version,
            "assigned": bool(assigned),
        },
    )
    return referral


def _assign(campaign: Campaign, case: Case) -> int:
    """Give a case to the least burdened adjudicator who never had it; 0 where none is left."""
    if case.assignments.held().filter(kind=AssignmentKind.ADJUDICATION).exists():
        return 0
    known = set(case.assignments.values_list("reader", flat=True))
    free = [person for person in adjudicators_of(campaign) if person.pk not in known]
    if not free:
        return 0
    load = dict(
        User.objects.filter(pk__in=[person.pk for person in free])
        .values_list(
            "pk",
        )
        .annotate(
            n=Count(
                "assignments",
                filter=Q(
                    assignments__case__campaign=campaign,
                    assignments__kind=AssignmentKind.ADJUDICATION,
                    assignments__ended_at__isnull=True,
                ),
            )
        )
    )
    person = min(free, key=lambda one: load.get(one.pk, 0))
    return store_tasks(campaign, [Task(case, person, 1, AssignmentKind.ADJUDICATION)])


def _decide(
    campaign: Campaign,
    referral: AdjudicationReferral,
    readings: tuple[Reading, Reading, Reading],
    by: User | None,
) -> None:
    third = readings[2]
    if referral.outcomes.filter(third=third).exists():
        return
    values = _values(campaign, readings)
    outcome = AdjudicationOutcome.objects.create(
        referral=referral,
        third=third,
        assignment=third.assignment,
        policy=campaign.adjudication,
        rule_version=RULE_VERSION,
        values=outcome_values(values, campaign.adjudication),
    )
    audit.record(
        EventKind.CASE_ADJUDICATED,
        by=by,
        study_code=campaign.study.code,
        target=outcome,
        data={
            "campaign": campaign.code,
            "case": referral.case.number,
            "third_score": campaign.adjudication,
            "rule_version": RULE_VERSION,
        },
    )


def outcome_values(values: Values, policy: str) -> dict[str, object]:
    """Return inputs and outcome as JSON: exact fractions as numerator and denominator."""
    return {
        "status": {
            str(position): _entry(found, policy) for position, found in values.status.items()
        },
        "change": _entry(values.change, policy),
    }


def _entry(found: tuple[Fraction | None, ...], policy: str) -> dict[str, object]:
    first, second, third = found
    return {
        "readers": [_pair(one) for one in found],
        "outcome": _pair(decide(first, second, third, policy)),
    }


def _pair(value: Fraction | None) -> list[int] | None:
    return None if value is None else [value.numerator, value.denominator]


def _values(campaign: Campaign, readings: Iterable[Reading]) -> Values:
    return values_of(
        get_instrument(campaign.instrument),
        campaign.adjudication_measure,
        campaign.features,
        [_scores(reading) for reading in readings],
    )


def _scores(reading: Reading) -> Scores:
    return {position: scores_of(entries) for position, entries in entries_of(reading).items()}


def _decimal(value: Fraction) -> Decimal:
    """Return half units as a decimal: differences of sums of half units are exact in it."""
    return Decimal(value.numerator) / Decimal(value.denominator)
