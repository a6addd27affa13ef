"""Each reader's scores of a measure over the visits of a campaign, and their changes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from analytics.datasets.course_visits import HeldVisit, enough
from analytics.datasets.dataset import course_column, course_key
from analytics.datasets.described_courses import ScoreCourse, SiteRule
from analytics.datasets.own_values import readers_values
from analytics.datasets.read_sets import read_sets
from analytics.datasets.scores import reader_scores
from analytics.design.described import CampaignRef, ScoreEndpoint, Visit
from analytics.design.plan import Plan

SITE_RULES: dict[str, SiteRule] = {"strict": "strict", "prorated": "prorated"}
# What a status is made of, taken from the later of two visits.
LATER = {f"follow_up_{part}": f"baseline_{part}" for part in ("half", "sites", "most")}


def score_courses(
    plan: Plan, held: Sequence[HeldVisit], patients: pd.Series
) -> tuple[pd.DataFrame, list[ScoreCourse]]:
    """Return the columns of each course of scores, patients in the order of the data set.

    One query a campaign and later visit. A score is of every first reading, whatever the rule for
    readers of the endpoint that asks for the measure; its rule for sites decides, where it has one
    of a single visit. A measure with scores at fewer than three visits is no course.
    """
    columns: dict[str, np.ndarray] = {}
    courses: list[ScoreCourse] = []
    for campaign, asked in _campaigns(plan).items():
        visits = [one for one in held if campaign.id in one.campaigns]
        if not enough(visits):
            continue
        first, *later = visits
        pairs = {one.visit: _pair(plan, asked, first.visit, one.visit) for one in later}
        for rule, endpoint in asked.items():
            read = _read(pairs, endpoint, first.visit)
            course = _described(course_key(campaign.code, *rule), endpoint, visits, read)
            if course is not None:
                courses.append(course)
                columns |= _columns(course, read, patients)
    return pd.DataFrame(columns, index=patients.index), courses


@dataclass(frozen=True, eq=False)
class _Read:
    """One row a patient and reader, by visit code: the ``score``, and the ``change`` to it."""

    score: dict[str, pd.DataFrame]
    change: dict[str, pd.DataFrame]


def _campaigns(plan: Plan) -> dict[CampaignRef, dict[tuple[str, SiteRule], ScoreEndpoint]]:
    """Of each campaign the first endpoint of each measure and rule for sites."""
    found: dict[CampaignRef, dict[tuple[str, SiteRule], ScoreEndpoint]] = {}
    for endpoint in plan.score_endpoints():
        asked = found.setdefault(endpoint.campaign, {})
        asked.setdefault((endpoint.measure, _sites_rule(endpoint)), endpoint)
    return found


def _sites_rule(endpoint: ScoreEndpoint) -> SiteRule:
    return SITE_RULES.get(endpoint.missing_rule, "observed")


def _pair(
    plan: Plan,
    asked: dict[tuple[str, SiteRule], ScoreEndpoint],
    first: Visit,
    later: Visit,
) -> pd.DataFrame:
    """Every reader's totals at both visits and the change between them, by measure."""
    between = tuple(
        replace(endpoint, baseline=first, follow_up=later) for endpoint in asked.values()
    )
    return reader_scores(read_sets(replace(plan, endpoints=between))[0])


def _read(pairs: dict[Visit, pd.DataFrame], endpoint: ScoreEndpoint, first: Visit) -> _Read:
    """Each reader's status at every visit, and change from the first to each later one."""
    rule = _sites_rule(endpoint)
    everyone = replace(endpoint, baseline=first, reader_rule="mean")
    status = replace(everyone, follow_up=None, missing_rule=rule)
    moved = replace(everyone, missing_rule="pairwise" if rule == "observed" else rule)
    score = {first.code: readers_values(next(iter(pairs.values())), status)}
    change = {}
    for visit, pair in pairs.items():
        later = pair.drop(columns=list(LATER.values())).rename(columns=LATER)
        score[visit.code] = readers_values(later, replace(status, baseline=visit))
        change[visit.code] = readers_values(pair, replace(moved, follow_up=visit))
    return _Read(score, change)


def _described(
    key: str, endpoint: ScoreEndpoint, visits: Sequence[HeldVisit], read: _Read
) -> ScoreCourse | None:
    """The course of the visits with a score; None where they are too few or lack the first."""
    kept = [one for one in visits if read.score[one.visit.code]["own"].notna().any()]
    if not enough(kept) or kept[0] is not visits[0]:
        return None
    return ScoreCourse(
        key=key,
        endpoint=endpoint.key,
        readers_per_case=endpoint.campaign.readers_per_case,
        sites_rule=_sites_rule(endpoint),
        visits=tuple(one.described for one in kept),
        readers=tuple(sorted({int(r) for one in read.score.values() for r in one["reader_id"]})),
    )


def _columns(course: ScoreCourse, read: _Read, patients: pd.Series) -> dict[str, np.ndarray]:
    """One column a visit, reader and part, patients in the order of the data set."""
    columns = {}
    for part, found in (("score", read.score), ("change", read.change)):
        for visit in (one.code for one in course.visits if one.code in found):
            table = found[visit].pivot(index="patient_id", columns="reader_id", values="own")
            table = table.reindex(index=patients, columns=course.readers).astype("float64")
            for reader in course.readers:
                column = course_column(course.key, visit, part, reader)
                columns[column] = table[reader].to_numpy()
    return columns
