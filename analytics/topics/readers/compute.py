"""How well readers agree, on status and on change, for each team of persons.

Two-way coefficients need the same persons in the same columns. Where a campaign draws its readers
from a pool, each team of persons is a table of its own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np

from analytics.datasets.dataset import DataSet
from analytics.datasets.meta import DescribedReadSet
from analytics.design.plan import Plan
from analytics.results.readers import (
    EndpointKappa,
    OccasionAgreement,
    PairLimits,
    ReaderAgreement,
    TeamAgreement,
)
from analytics.stats.agreement.detectable_interval import detectable_with_interval
from analytics.stats.agreement.icc import icc
from analytics.stats.agreement.kappa import kappa
from analytics.stats.agreement.measurement_error import (
    bland_altman,
    smallest_detectable_change,
    smallest_detectable_difference,
)
from analytics.stats.results import FloatArray
from analytics.topics.shared.markers import events, limits
from analytics.topics.shared.readers import scores, teams


def reliability(data: DataSet, plan: Plan) -> tuple[ReaderAgreement, ...]:
    """Return agreement for each read set and feature, largest team first.

    A feature that an endpoint asks for is there even where nobody has read it yet.
    """
    return tuple(
        ReaderAgreement(
            read_set=read_set.key,
            title=read_set.title,
            modality=read_set.modality,
            instrument=read_set.instrument,
            feature=feature,
            teams=tuple(
                _team(_Read(data, plan, read_set, feature, team, rows))
                for team, rows in teams(data, read_set, feature)
            ),
        )
        for read_set in data.meta.read_sets
        for feature in sorted({*read_set.features, *_asked_for(plan, read_set)})
    )


@dataclass(frozen=True, eq=False)
class _Read:
    """What one team read: the patients' rows of one feature of a read set."""

    data: DataSet
    plan: Plan
    read_set: DescribedReadSet
    feature: str
    team: tuple[int, ...]
    rows: np.ndarray

    def scores(self, occasion: str) -> FloatArray:
        """Return (patients, readers) scores in points."""
        found = scores(self.data, self.read_set.key, self.feature, self.team, occasion)
        read: FloatArray = found[self.rows]
        return read


def _asked_for(plan: Plan, read_set: DescribedReadSet) -> set[str]:
    return {e.measure for e in plan.score_endpoints() if e.read_set == read_set.key}


def _team(read: _Read) -> TeamAgreement:
    once = read.read_set.follow_up is None
    return TeamAgreement(
        readers=read.team,
        patients=len(read.rows),
        baseline=_status(read, "baseline", cut=once),
        follow_up=None if once else _status(read, "follow_up", cut=False),
        change=None if once else _change(read),
    )


def _status(read: _Read, occasion: str, *, cut: bool) -> OccasionAgreement:
    """``cut``: whether endpoints classify patients by this status."""
    found, complete, rows = _occasion(read, occasion)
    return replace(
        found,
        sdd=smallest_detectable_difference(complete, level=0.95),
        sdd_two=detectable_with_interval(
            complete, measure="SDD", readers_averaged=2, confidence=read.plan.level
        ),
        kappas=_kappas(complete, rows, read) if cut else (),
    )


def _change(read: _Read) -> OccasionAgreement:
    found, complete, rows = _occasion(read, "change")
    return replace(
        found,
        sdc_95=smallest_detectable_change(complete, level=0.95),
        sdc_80=smallest_detectable_change(complete, level=0.80),
        sdc_one=detectable_with_interval(complete, measure="SDC", confidence=read.plan.level),
        kappas=_kappas(complete, rows, read),
    )


def _occasion(read: _Read, occasion: str) -> tuple[OccasionAgreement, FloatArray, np.ndarray]:
    """What a status and a change have in common, the complete scores, and whose they are."""
    team, level = read.team, read.plan.level
    table = read.scores(occasion)
    known = np.isfinite(table).all(axis=1)
    complete = table[known]
    pairs = tuple(
        PairLimits(
            (team[i], team[j]),
            replace(bland_altman(complete[:, i], complete[:, j], level=level), points=()),
        )
        for i, j in combinations(range(len(team)), 2)
    )
    found = OccasionAgreement(
        n=len(complete),
        left_out=len(table) - len(complete),
        icc=icc(complete, level=level),
        bland_altman=pairs,
        sdd=None,
        sdd_two=None,
        sdc_95=None,
        sdc_80=None,
        sdc_one=None,
        kappas=(),
    )
    return found, complete, read.rows[known]


def _kappas(table: FloatArray, rows: np.ndarray, read: _Read) -> tuple[EndpointKappa, ...]:
    """Agreement of single readers on each endpoint of this score; ``rows``: whose scores."""
    team = read.team
    cut = [
        (endpoint, limits(read.data, endpoint)[rows])
        for endpoint in read.plan.score_endpoints()
        if endpoint.read_set == read.read_set.key
        and endpoint.measure == read.feature
        and endpoint.limit is not None
    ]
    return tuple(
        EndpointKappa(
            endpoint=endpoint.key,
            label=endpoint.label,
            readers=(team[i], team[j]),
            result=kappa(
                events(table[:, i], endpoint, limit),
                events(table[:, j], endpoint, limit),
                categories=[0, 1],
                level=read.plan.level,
            ),
        )
        for endpoint, limit in cut
        for i, j in combinations(range(len(team)), 2)
    )
