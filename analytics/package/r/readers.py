"""Agreement of readers: intraclass correlations, detectable changes, limits of agreement, kappa."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.datasets.meta import DataSetMeta, DescribedReadSet
from analytics.design.described import Limit, LimitSide
from analytics.design.limit import signed
from analytics.package.r.columns import Columns
from analytics.package.r.text import (
    Figure,
    check,
    ends,
    not_checked,
    number,
    section,
    vector,
)
from analytics.results.readers import (
    EndpointKappa,
    OccasionAgreement,
    PairLimits,
    TeamAgreement,
)
from analytics.results.stored_run import StoredRun
from analytics.stats.agreement.icc import IccTable
from analytics.stats.results import NotEstimable
from analytics.tables.names import feature_name
from analytics.topics.shared.readers import OCCASIONS

WORDS = {"baseline": "first visit", "follow_up": "last visit", "change": "change"}
SIGNS: dict[LimitSide, str] = {"above": ">", "below": "<", "at-least": ">=", "at-most": "<="}
DETECTABLE = {"sdd": "SDD", "sdc_95": "SDC 95 %", "sdc_80": "SDC 80 %"}


def lines(report: StoredRun, columns: Columns, meta: DataSetMeta) -> list[str]:
    """Return the checks of every team of readers of every feature."""
    found = []
    for agreement in report.results.readers:
        feature = feature_name(agreement.feature, agreement.instrument)
        found.append(section(f"Readers of {agreement.title}: {feature}"))
        own = _Read(columns, meta, meta.read_set(agreement.read_set), agreement.feature)
        for place, team in enumerate(agreement.teams, start=1):
            found += _team(report, own, team, f"{agreement.title}, {feature}, team {place}")
    return found


@dataclass(frozen=True)
class _Read:
    """One feature of a campaign between two visits, as its columns have it."""

    columns: Columns
    meta: DataSetMeta
    read_set: DescribedReadSet
    feature: str

    def rows(self, team: TeamAgreement) -> str:
        """The patients that these persons read and nobody else."""
        readers = self.read_set.readers
        read = (self.columns.read(self.read_set.key, self.feature, one) for one in readers)
        places = vector(str(readers.index(reader) + 1) for reader in team.readers)
        return f"read_by(list({', '.join(read)}), {places})"

    def scores(self, team: TeamAgreement, occasion: str) -> str:
        """The patients' scores, a column a reader."""
        key, feature = self.read_set.key, self.feature
        scored = (self.columns.scored(key, feature, one, occasion) for one in team.readers)
        return f"complete(list({', '.join(scored)}), rows)"


def _team(report: StoredRun, own: _Read, team: TeamAgreement, what: str) -> list[str]:
    found = [f"rows <- {own.rows(team)}"]
    found += check(what, "list(patients = length(rows))", {"patients": team.patients})
    for occasion in OCCASIONS:
        stored = team.occasion(occasion)
        if stored is None:
            continue
        found.append(f"scores <- {own.scores(team, occasion)}")
        found += _occasion(report, own, stored, team, f"{what}, {WORDS[occasion]}")
    return found


def _occasion(
    report: StoredRun, own: _Read, stored: OccasionAgreement, team: TeamAgreement, what: str
) -> list[str]:
    level = number(report.plan.level)
    found = check(what, f"icc(scores, {level})", _icc(stored.icc))
    sizes: dict[str, Figure] = {}
    for field, name in DETECTABLE.items():
        size = getattr(stored, field)
        sizes[name] = None if size is None else size.value
    found += check(what, "detectable(scores)", sizes)
    for pair in stored.bland_altman:
        found += check(
            f"{what}, {_readers(team, pair.readers)}",
            f"bland_altman({', '.join(_columns(team, pair.readers))}, {level})",
            _limits(pair),
        )
    for kappa in stored.kappas:
        found += _kappa(report, own, team, kappa, what)
    return found


def _size(limit: Limit, detectable: float | NotEstimable | None) -> float | None:
    """The one threshold of all patients; None where each has their own, or there is none."""
    if limit.by == "points":
        return float(limit.value or 0)
    return signed(limit, detectable) if isinstance(detectable, float) else None


def _kappa(
    report: StoredRun, own: _Read, team: TeamAgreement, kappa: EndpointKappa, what: str
) -> list[str]:
    of = f"{what}, {kappa.label}, {_readers(team, kappa.readers)}"
    limit = report.score_endpoint(kappa.endpoint).limit
    size = _size(limit, own.meta.detectable_change(kappa.endpoint)) if limit else None
    if limit is None or size is None:
        return [not_checked(of, "each patient has a threshold of their own")]
    one, two = (
        # Nine decimals, as events are decided: the last bits of a quotient mean nothing.
        f"as.numeric(round({column} - {number(size)}, 9) {SIGNS[limit.side]} 0)"
        for column in _columns(team, kappa.readers)
    )
    return check(
        of,
        f"kappa_of({one}, {two}, {number(report.plan.level)})",
        {
            "agreement": kappa.result.observed_agreement,
            "kappa": kappa.result.value,
            **ends("", kappa.result.interval),
        },
    )


def _icc(table: IccTable) -> dict[str, Figure]:
    found: dict[str, Figure] = {"patients": table.patients}
    for form in table.forms:
        found |= {form.form: form.value, **ends(form.form, form.interval)}
    return found


def _limits(pair: PairLimits) -> dict[str, Figure]:
    found = pair.result
    return {
        "mean difference": found.mean_difference,
        **ends("mean difference", found.mean_interval),
        "SD": found.sd,
        "lower limit": found.lower_limit,
        **ends("lower limit", found.lower_interval),
        "upper limit": found.upper_limit,
        **ends("upper limit", found.upper_interval),
    }


def _columns(team: TeamAgreement, readers: tuple[int, int]) -> list[str]:
    return [f"scores[, {team.readers.index(reader) + 1}]" for reader in readers]


def _readers(team: TeamAgreement, readers: tuple[int, int]) -> str:
    first, second = (team.readers.index(reader) + 1 for reader in readers)
    return f"readers {first} and {second}"
