"""Making cases from patients who have the needed examinations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction

from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.errors import CampaignLocked, CasesRefused
from scoring.models import Campaign, Case, CaseTimePoint
from scoring.models.campaign import CampaignState, ReadingMode
from scoring.selectors.candidates import Candidate, case_candidates, visits_of_cases
from scoring.services.drawing import case_numbers, shuffled

BATCH = 2000


@dataclass(frozen=True)
class AddedCases:
    """How many cases were made, and who was left out and why."""

    added: int
    left_out: tuple[Candidate, ...]


@transaction.atomic
def add_cases(
    *, campaign: Campaign, planned_visits: Sequence[PlannedVisit], by: User
) -> AddedCases:
    """Make a case of every patient who has the examinations and is no case yet.

    Numbers are drawn at random and rows are written in a drawn order, so that neither a number nor
    a place tells which patient it is. Patients enrolled later are added by calling it again.

    Raises:
        CampaignLocked: the campaign is closed.
        CasesRefused: no visit, several visits for single films, or other visits than before.
    """
    locked = (
        Campaign.objects.select_for_update(of=("self",)).select_related("study").get(pk=campaign.pk)
    )
    if locked.state == CampaignState.CLOSED:
        raise CampaignLocked("The campaign is closed: no cases can be added.")
    visits = sorted(planned_visits, key=lambda visit: visit.day)
    _check_visits(locked, visits)
    candidates = case_candidates(locked, visits)
    complete = [candidate for candidate in candidates if candidate.complete]
    _write(locked, complete)
    left_out = tuple(candidate for candidate in candidates if not candidate.complete)
    if complete:
        audit.record(
            EventKind.CASES_ASSIGNED,
            by=by,
            study_code=locked.study.code,
            target=locked,
            data={
                "step": "cases added",
                "campaign": locked.code,
                "cases": len(complete),
                "left_out": len(left_out),
                "visits": [visit.code for visit in visits],
            },
        )
    return AddedCases(added=len(complete), left_out=left_out)


def _check_visits(campaign: Campaign, visits: list[PlannedVisit]) -> None:
    if not visits:
        raise CasesRefused("Choose the visits whose examinations are read.")
    if campaign.reading_mode == ReadingMode.SINGLE and len(visits) > 1:
        raise CasesRefused(
            "Single films: a case is one examination. Choose one visit, and make another campaign "
            "for another visit."
        )
    earlier = visits_of_cases(campaign)
    if earlier and earlier != visits:
        names = ", ".join(visit.name for visit in earlier)
        raise CasesRefused(f"This campaign's cases are made of: {names}. Choose the same visits.")


def _write(campaign: Campaign, candidates: list[Candidate]) -> None:
    taken = set(Case.objects.filter(campaign=campaign).values_list("number", flat=True))
    drawn = shuffled(candidates, seed=campaign.seed, purpose=(campaign.code, "cases", len(taken)))
    numbers = case_numbers(seed=campaign.seed, campaign=campaign.code, taken=taken, n=len(drawn))
    cases = Case.objects.bulk_create(
        [
            Case(campaign=campaign, patient_id=candidate.patient_id, number=number)
            for candidate, number in zip(drawn, numbers, strict=True)
        ],
        batch_size=BATCH,
    )
    CaseTimePoint.objects.bulk_create(
        [
            CaseTimePoint(
                case=case, visit_id=visit_id, examination_id=examination_id, position=position
            )
            for case, candidate in zip(cases, drawn, strict=True)
            for position, (visit_id, examination_id) in enumerate(candidate.examinations, start=1)
        ],
        batch_size=BATCH,
    )
