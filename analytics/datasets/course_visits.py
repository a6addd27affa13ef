"""Which planned visits of a study hold values that a course is made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from analytics.datasets import sql
from analytics.datasets.described_courses import CourseVisit
from analytics.datasets.in_force import CASE_IN_FORCE
from analytics.design.described import Visit

# Two visits are a change, which has a topic of its own.
FEWEST_VISITS = 3
VISITS = f"""
SELECT planned.id, planned.code, planned.name, planned.day,
    EXISTS (
        SELECT 1 FROM cohort_visit visit
        JOIN cohort_patient patient ON patient.id = visit.patient_id AND patient.voided_at IS NULL
        JOIN cohort_clinicalassessment assessment
            ON assessment.visit_id = visit.id AND assessment.voided_at IS NULL
        WHERE visit.planned_id = planned.id AND visit.voided_at IS NULL
    ) AS assessed,
    ARRAY(
        SELECT DISTINCT kase.campaign_id FROM cohort_visit visit
        JOIN scoring_casetimepoint point ON point.visit_id = visit.id
        JOIN scoring_case kase ON kase.id = point.case_id
        JOIN cohort_patient patient ON patient.id = kase.patient_id AND patient.voided_at IS NULL
        WHERE visit.planned_id = planned.id AND kase.campaign_id = ANY (%(campaigns)s)
            AND {CASE_IN_FORCE}
    ) AS campaigns
FROM cohort_plannedvisit planned
WHERE planned.study_id = %(study)s
ORDER BY planned.day, planned.code
"""  # noqa: S608 - built from a constant


@dataclass(frozen=True)
class HeldVisit:
    """A planned visit, whether it was assessed, and the campaigns, by id, that read it."""

    visit: Visit
    day: int
    assessed: bool
    campaigns: frozenset[int]

    @property
    def described(self) -> CourseVisit:
        """The visit as a data set describes it."""
        return CourseVisit(self.visit.code, self.visit.name, self.day)


def held_visits(study_id: int, campaigns: Iterable[int], baseline: Visit | None) -> list[HeldVisit]:
    """Return the planned visits from the plan's baseline on, in their order: one query."""
    found = sql.frame(VISITS, {"study": study_id, "campaigns": sorted(set(campaigns))})
    held = [
        HeldVisit(
            Visit(int(row["id"]), row["code"], row["name"]),
            int(row["day"]),
            bool(row["assessed"]),
            frozenset(row["campaigns"]),
        )
        for row in found.to_dict("records")
    ]
    ids = [one.visit.id for one in held]
    # What was measured before, as at screening, is no baseline of a course.
    start = ids.index(baseline.id) if baseline is not None and baseline.id in ids else 0
    return held[start:]


def enough(visits: Sequence[object]) -> bool:
    """Tell whether these visits are a course."""
    return len(visits) >= FEWEST_VISITS
