"""How the curves of an outcome compare, two by two and all at once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.results.stored_run import StoredRun
from analytics.stats.results import Estimate, HypothesisTest, IntervalEstimate, NotEstimable
from analytics.stats.roc.compare import CurveComparison
from analytics.stats.roc.paired_bootstrap import BootstrapComparison
from analytics.tables import formats
from analytics.tables.table import Column, Table


def compared(stored: StoredRun, outcome: str, code: str) -> Table:
    """One exposure's curve against every other: its area minus theirs."""
    rows = []
    resampled = _resampled(stored, outcome)
    for pair, adjusted in _pairs(stored, outcome):
        if code not in {pair.first, pair.second}:
            continue
        other = pair.second if pair.first == code else pair.first
        # One's own area, the same in every line, stands in the panel.
        patients, _own, *tested = _tested(pair, adjusted, first=code)
        again = _bootstrap(resampled, pair, first=code)
        rows.append([stored.variables[other].name, patients, *tested, *again])
    patients_column, _own_column, *others = _tested_columns(stored, outcome)
    return Table(
        f"compared-{outcome}-{code}",
        _("%(exposure)s against the other exposures") % {"exposure": stored.variables[code].name},
        [Column(_("Other exposure"), "text"), patients_column, *others],
        rows,
        note=_note(stored, outcome),
    )


def comparisons(stored: StoredRun, outcome: str) -> Table:
    """Every pair of curves."""
    resampled = _resampled(stored, outcome)
    rows = [
        [
            stored.variables[pair.first].name,
            stored.variables[pair.second].name,
            *_tested(pair, adjusted, first=pair.first),
            *_bootstrap(resampled, pair, first=pair.first),
        ]
        for pair, adjusted in _pairs(stored, outcome)
    ]
    return Table(
        f"comparisons-{outcome}",
        _("Every pair of curves"),
        [
            Column(_("First"), "text"),
            Column(_("Second"), "text"),
            *_tested_columns(stored, outcome),
        ],
        rows,
        note=_note(stored, outcome),
    )


def _pairs(stored: StoredRun, outcome: str) -> list[tuple[CurveComparison, Estimate]]:
    """Each pair with its adjusted p value."""
    found = stored.roc(outcome).comparisons
    if found is None:
        return []
    adjusted = {test.name: test.adjusted for test in found.adjusted.tests}
    return [(pair, adjusted[f"{pair.first} / {pair.second}"]) for pair in found.comparisons]


def _resampled(stored: StoredRun, outcome: str) -> dict[tuple[str, str], BootstrapComparison]:
    """Each pair by bootstrap; none where the plan doesn't ask for it."""
    return {(pair.first, pair.second): pair for pair in stored.roc(outcome).resampled}


def _bootstrap(
    resampled: Mapping[tuple[str, str], BootstrapComparison], pair: CurveComparison, *, first: str
) -> list[Any]:
    """The difference with its percentile interval and the P of a pair's resamples."""
    found = resampled.get((pair.first, pair.second))
    if found is None:
        return []
    turned = first != found.first
    return [
        (_turned(found.difference, turned=turned), _turned_interval(found.interval, turned=turned)),
        found.test.p,
    ]


def _tested_columns(stored: StoredRun, outcome: str) -> list[Column]:
    by_bootstrap = [
        Column(_("Difference, bootstrap (%(ci)s)") % {"ci": stored.ci}, "estimate", places=3),
        Column(_("P, bootstrap"), "p"),
    ]
    return [
        Column(_("Patients"), "count"),
        Column("AUC", "ratio"),
        Column(_("AUC, other"), "ratio"),
        Column(_("Difference (%(ci)s)") % {"ci": stored.ci}, "estimate", places=3),
        Column("z", "fixed"),
        Column("P", "p"),
        Column(_("P, adjusted"), "p"),
        *(by_bootstrap if stored.roc(outcome).resampled else []),
    ]


def _tested(pair: CurveComparison, adjusted: Estimate, *, first: str) -> list[Any]:
    """The figures of a pair, seen from one of its two curves."""
    turned = first != pair.first
    areas = [pair.auc_first, pair.auc_second]
    return [
        pair.sample.n_used,
        *(reversed(areas) if turned else areas),
        (
            _turned(pair.difference, turned=turned),
            _turned_interval(pair.interval, turned=turned),
        ),
        _turned(pair.test.statistic, turned=turned),
        pair.test.p,
        adjusted,
    ]


def _turned(value: Estimate, *, turned: bool) -> Estimate:
    return -value if turned and not isinstance(value, NotEstimable) else value


def _turned_interval(interval: IntervalEstimate, *, turned: bool) -> IntervalEstimate:
    if not turned or isinstance(interval, NotEstimable):
        return interval
    return replace(interval, low=-interval.high, high=-interval.low)


def _note(stored: StoredRun, outcome: str) -> str:
    found = stored.roc(outcome).comparisons
    if found is None:
        return _("Comparing curves needs at least two exposures.")
    said = _(
        "Paired DeLong on the patients with both values; adjusted by %(method)s over "
        "%(pairs)s. All areas equal: %(tested)s (%(complete)s)."
    ) % {
        "method": ADJUSTMENT_NAMES[found.adjusted.method],
        "pairs": _counted_pairs(found.adjusted.size),
        "tested": _joint(found.joint),
        "complete": _complete(found.joint_sample.n_used),
    }
    resampled = stored.roc(outcome).resampled
    if not resampled:
        return said
    record = resampled[0].resampling
    return f"{said} " + _(
        "Bootstrap: %(resamples)d stratified resamples of both curves together, seed %(seed)d; "
        "percentile interval, and P of the difference over its SD in the resamples."
    ) % {"resamples": record.resamples, "seed": record.seed}


def _joint(test: HypothesisTest) -> str:
    if isinstance(test.p, NotEstimable):
        return test.p.reason
    return _("chi-square %(statistic)s, %(df)s degrees of freedom, P %(p)s") % {
        "statistic": formats.fixed(test.statistic),
        "df": f"{test.df:g}",
        "p": formats.p_value(test.p),
    }


def _counted_pairs(count: int) -> str:
    return ngettext("%(count)d pair", "%(count)d pairs", count) % {"count": count}


def _complete(count: int) -> str:
    return ngettext(
        "%(count)d patient with every value", "%(count)d patients with every value", count
    ) % {"count": count}
