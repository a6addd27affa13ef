"""How a reader agrees with the expert of a calibration: per feature, on status and on change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

import numpy as np

from analytics.stats.agreement.icc import icc
from analytics.stats.results import Estimate, NotEstimable
from ra_registry.accounts.models import User
from scoring.entries import entries_of, scores_of
from scoring.instruments import Instrument, get_instrument
from scoring.instruments.adjudication import Scores, values_of
from scoring.models import Campaign, Reading
from scoring.models.assignment import AssignmentKind
from scoring.models.roster import RosterRole

AGREEMENT_SINGLE = "ICC(2,1)"  # unseen: the Shrout-Fleiss name of ICC(A,1), two-way random

Pair = tuple[Scores, Scores]


@dataclass(frozen=True)
class FeatureAgreement:
    """One feature's total: ICC(A,1) of status over all time points, and of change.

    A coefficient that the cases don't determine says why; it earns nothing.
    """

    key: str
    label: str
    status: Estimate
    change: Estimate

    def as_plain(self) -> dict[str, object]:
        """Return the coefficients as JSON holds them; None for one that isn't determined."""
        return {
            "feature": self.key,
            "status": None if isinstance(self.status, NotEstimable) else round(self.status, 4),
            "change": None if isinstance(self.change, NotEstimable) else round(self.change, 4),
        }

    def passes(self, status_above: Decimal, change_above: Decimal, *, has_change: bool) -> bool:
        """Tell whether both coefficients lie above their thresholds."""
        return _above(self.status, status_above) and (
            not has_change or _above(self.change, change_above)
        )


@dataclass(frozen=True)
class Calibration:
    """A reader beside the expert: over ``n_cases`` that both have submitted, of ``n_all``."""

    n_cases: int
    n_all: int
    has_change: bool
    features: tuple[FeatureAgreement, ...]

    def passed(self, campaign: Campaign) -> bool:
        """Tell whether the reader has earned the certificate of this calibration."""
        return self.n_cases >= campaign.certificate_cases and all(
            feature.passes(
                campaign.certificate_status_icc,
                campaign.certificate_change_icc,
                has_change=self.has_change,
            )
            for feature in self.features
        )


def calibration_of(campaign: Campaign, reader: User) -> Calibration:
    """Compare a reader's submitted readings with the expert's. Two queries, and one a reading."""
    pairs = list(_pairs(campaign, reader).values())
    points = max((len(own) for own, _ in pairs), default=0)
    instrument = get_instrument(campaign.instrument)
    return Calibration(
        n_cases=len(pairs),
        n_all=campaign.cases.active().count(),
        has_change=points > 1,
        features=tuple(
            _feature(instrument, key, campaign.features, pairs) for key in campaign.features
        ),
    )


def expert_of(campaign: Campaign) -> User | None:
    """Return whose readings are the reference. One query."""
    entry = campaign.roster.current().filter(role=RosterRole.EXPERT).select_related("user").first()
    return entry.user if entry else None


def _pairs(campaign: Campaign, reader: User) -> dict[int, Pair]:
    expert = expert_of(campaign)
    if expert is None or expert == reader:
        return {}
    readings = Reading.objects.active().filter(
        assignment__case__campaign=campaign,
        assignment__kind=AssignmentKind.READ,
        assignment__reader__in=[reader, expert],
        is_current=True,
    )
    by_case: dict[int, dict[int, Reading]] = {}
    for reading in readings.select_related("assignment"):
        by_case.setdefault(reading.assignment.case_id, {})[reading.assignment.reader_id] = reading
    return {
        case: (_scores(found[reader.pk]), _scores(found[expert.pk]))
        for case, found in by_case.items()
        if len(found) == len((reader, expert))
    }


def _scores(reading: Reading) -> Scores:
    return {position: scores_of(entries) for position, entries in entries_of(reading).items()}


def _feature(
    instrument: Instrument, key: str, features: Sequence[str], pairs: Sequence[Pair]
) -> FeatureAgreement:
    totals = [total for total in instrument.totals_of(features) if total.features == (key,)]
    measure = max(totals, key=lambda total: total.n_sites).key
    compared = [values_of(instrument, measure, features, pair) for pair in pairs]
    return FeatureAgreement(
        key=key,
        label=instrument.feature(key).label,
        status=_coefficient([row for values in compared for row in values.status.values()]),
        change=_coefficient([values.change for values in compared]),
    )


def _coefficient(rows: Sequence[Sequence[Fraction | None]]) -> Estimate:
    complete = [[float(value) for value in row if value is not None] for row in rows]
    table = np.array([row for row in complete if len(row) > 1], dtype=float).reshape(-1, 2)
    return next(form.value for form in icc(table).forms if form.shrout_fleiss == AGREEMENT_SINGLE)


def _above(value: Estimate, threshold: Decimal) -> bool:
    return not isinstance(value, NotEstimable) and value > float(threshold)
