"""Making cases from patients who have the needed examinations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from ra_registry.accounts.models import User
from ra_registry.cohort.models import PlannedVisit
from ra_registry.core import audit
from ra_registry.core.events import EventKind
from scoring.errors import CampaignLocked, CasesRefused
from scoring.models import Campaign, Case, CaseTimePoint
from scoring.models.protocol import CampaignState, ReadingMode
from scoring.selectors.candidates import Candidate, case_candidates, visits_of_cases
from scoring.services.assignments import draw_assignments
from scoring.services.drawing import case_numbers, shuffled
from scoring.services.locking import lock_campaign

BATCH = 2000


@dataclass(frozen=True)
class Subset:
    """Which of the possible cases are taken: all of them, so many drawn at random, or a list."""

    sample: int | None = None
    listed: tuple[str, ...] = ()


EVERYBODY = Subset()


@dataclass(frozen=True)
class AddedCases:
    """How many cases were made and assigned, and who was left out and why."""

    added: int
    left_out: tuple[Candidate, ...]
    assignments: int = 0


@transaction.atomic
def add_cases(
    *,
    campaign: Campaign,
    planned_visits: Sequence[PlannedVisit],
    by: User,
    subset: Subset = EVERYBODY,
) -> AddedCases:
    """Make a case of every patient who has the examinations and is no case yet, or of a subset.

    Numbers are drawn at random and rows are written in a drawn order, so that neither a number nor
    a place tells which patient it is. Patients enrolled later are added by calling it again; in an
    open campaign their cases go to the readers at once, behind what those have already.

    Raises:
        CampaignLocked: the campaign is closed.
        CasesRefused: no visit, several visits for single films, other visits than before, a sample
            that is larger than what there is, or a listed patient who can't be a case.
    """
    locked = lock_campaign(campaign)
    if locked.state not in {CampaignState.DRAFT, CampaignState.OPEN}:
        raise CampaignLocked(_("The campaign is closed: no cases can be added."))
    visits = sorted(planned_visits, key=lambda visit: visit.day)
    _check_visits(locked, visits)
    candidates = case_candidates(locked, visits)
    complete = _chosen(locked, candidates, subset)
    _write(locked, complete)
    drawn = draw_assignments(locked) if complete and locked.state == CampaignState.OPEN else 0
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
                "assignments": drawn,
            },
        )
    return AddedCases(added=len(complete), left_out=left_out, assignments=drawn)


@transaction.atomic
def remove_cases(*, campaign: Campaign, numbers: Sequence[str] | None, by: User) -> int:
    """Take cases out of a campaign that is being set up; return how many. None takes all of them.

    Raises:
        CampaignLocked: the campaign was opened; its cases stay.
    """
    locked = lock_campaign(campaign)
    if locked.state != CampaignState.DRAFT:
        raise CampaignLocked(_("The campaign is open: its cases stay as they were drawn."))
    cases = Case.objects.filter(campaign=locked, assignments__isnull=True)
    if numbers is not None:
        cases = cases.filter(number__in=numbers)
    keys = list(cases.values_list("pk", flat=True))
    CaseTimePoint.objects.filter(case__in=keys).delete()
    Case.objects.filter(pk__in=keys).delete()
    if keys:
        audit.record(
            EventKind.CASES_ASSIGNED,
            by=by,
            study_code=locked.study.code,
            target=locked,
            data={"step": _("cases removed"), "campaign": locked.code, "cases": len(keys)},
        )
    return len(keys)


def _chosen(campaign: Campaign, candidates: list[Candidate], subset: Subset) -> list[Candidate]:
    complete = [candidate for candidate in candidates if candidate.complete]
    if subset.listed:
        return _listed(candidates, subset.listed)
    if subset.sample is None:
        return complete
    if not 1 <= subset.sample <= len(complete):
        raise CasesRefused(
            _("Found a sample of %(found)d; expected 1 to %(most)d, as many as can be cases.")
            % {"found": subset.sample, "most": len(complete)}
        )
    purpose = (campaign.code, "sample", campaign.cases.count())
    return shuffled(complete, seed=campaign.seed, purpose=purpose)[: subset.sample]


def _listed(candidates: list[Candidate], listed: tuple[str, ...]) -> list[Candidate]:
    by_code = {candidate.pseudonym: candidate for candidate in candidates}
    problems = []
    for code in dict.fromkeys(listed):
        candidate = by_code.get(code)
        if candidate is None:
            problems.append(_("%(code)s: no patient who can be added") % {"code": code[:40]})
        elif not candidate.complete:
            problems.append(f"{code}: {candidate.problem}")
    if problems:
        raise CasesRefused(
            _("Not every listed patient can be a case; nothing was added."), details=problems
        )
    return [by_code[code] for code in dict.fromkeys(listed)]


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
