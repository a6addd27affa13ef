"""Values of the same patients at three visits or more: readers' scores and clinical variables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.datasets.clinical import at_visit, composites_of
from analytics.datasets.course_scores import score_courses
from analytics.datasets.course_visits import HeldVisit, enough, held_visits
from analytics.datasets.dataset import course_column, course_key
from analytics.datasets.described_courses import ClinicalCourse, Courses
from analytics.design.plan import Plan

# The clinical variables whose course is described, in the order of a paper.
VARIABLES = ("das28_esr", "das28_crp", "sdai", "cdai", "haq_di", "crp_mg_l", "esr")


def course_columns(study_id: int, plan: Plan, people: pd.DataFrame) -> tuple[pd.DataFrame, Courses]:
    """Return the columns of every course, patients in the order of ``people``.

    One query where no three visits hold values, else one more a visit and a campaign's visit.
    Courses begin at the plan's baseline visit, whose assessments ``people`` holds already.
    """
    campaigns = [endpoint.campaign.id for endpoint in plan.score_endpoints()]
    held = held_visits(study_id, campaigns, plan.baseline_visit)
    scores, read = score_courses(plan, held, people["patient_id"])
    visits = [one for one in held if one.assessed]
    baseline = plan.baseline_visit.id if plan.baseline_visit else None
    found = {
        one.visit.code: people[list(VARIABLES)]
        if one.visit.id == baseline
        else _assessed(study_id, one, people["patient_id"])
        for one in (visits if enough(visits) else [])
    }
    assessed, variables = _clinical_courses(visits, found, people.index)
    return pd.concat([scores, assessed], axis=1), Courses(tuple(read), tuple(variables))


def _assessed(study_id: int, held: HeldVisit, patients: pd.Series) -> pd.DataFrame:
    """Every variable of each patient at a visit, NaN where it isn't known."""
    rows = at_visit(study_id, held.visit.id).reindex(patients)
    values = [composites_of(row) for row in rows.to_dict("records")]
    return pd.DataFrame(values, columns=list(VARIABLES), dtype="float64")


def _clinical_courses(
    visits: Sequence[HeldVisit], found: Mapping[str, pd.DataFrame], index: pd.Index
) -> tuple[pd.DataFrame, list[ClinicalCourse]]:
    """The courses of the variables that are known at three visits; ``found``: by visit code."""
    columns: dict[str, np.ndarray] = {}
    courses: list[ClinicalCourse] = []
    for variable in VARIABLES if found else ():
        known = {code: at[variable].to_numpy(np.float64) for code, at in found.items()}
        kept = [one.described for one in visits if np.isfinite(known[one.visit.code]).any()]
        if not enough(kept):
            continue
        key = course_key(variable)
        courses.append(ClinicalCourse(key, variable, tuple(kept)))
        columns |= {course_column(key, one.code, "value"): known[one.code] for one in kept}
    return pd.DataFrame(columns, index=index), courses
