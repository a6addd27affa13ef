"""ROC curves: the area with DeLong's interval, and the best cut-offs, of every exposure."""

from __future__ import annotations

from analytics.package.r.columns import Columns, event, marker
from analytics.package.r.text import Figure, check, ends, logical, number, section, text
from analytics.results.roc import MarkerRoc, OutcomeRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.results import Interval, NotEstimable
from analytics.stats.roc.curve import Auc


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of each exposure's curve for each outcome."""
    found = []
    for outcome in report.results.roc:
        found.append(section(f"ROC curves for {outcome.label}"))
        for curve in outcome.markers:
            found += _curve(report, outcome, curve)
    return found


def _curve(report: StoredRun, outcome: OutcomeRoc, curve: MarkerRoc) -> list[str]:
    plan = report.plan
    what = f"{report.variable(curve.analyte)}, {outcome.label}"
    high = logical(value=outcome.direction == "high")
    given = f"{event(outcome.endpoint)}, for_ranks({marker(curve.analyte)}), {high}"
    level = number(plan.level)
    logit = logical(value=plan.auc_interval == "delong-logit")
    return [
        *check(what, f"area({given}, {level}, {logit})", _area(curve.auc)),
        *_by_proc(what, f"{given}, {level}", curve.auc),
        *check(what, f"cut_offs({given}, {text(plan.cutoff_criterion)})", _cut_offs(curve)),
    ]


def _area(auc: Auc) -> dict[str, Figure]:
    return {
        "events": auc.n_events,
        "non-events": auc.n_non_events,
        "area": auc.value,
        "standard error": auc.standard_error,
        **ends("", auc.interval),
        "P": auc.p,
    }


def _by_proc(what: str, given: str, auc: Auc) -> list[str]:
    """The same area by a package of others, which has DeLong's interval on one scale only."""
    if isinstance(auc.value, NotEstimable):
        return []
    stored: dict[str, Figure] = {"area": auc.value}
    if isinstance(auc.interval, Interval) and auc.interval.method == "DeLong":
        stored |= ends("", auc.interval)
    asked = check(f"{what}, by pROC", f"area_by_proc({given})", stored)
    return [
        f"if (has_proc) {line} else not_checked({text(what)}, {text('pROC is not installed')})"
        for line in asked
    ]


def _cut_offs(curve: MarkerRoc) -> dict[str, Figure]:
    if isinstance(curve.best, NotEstimable):
        return {"best cut-off": curve.best}
    found: dict[str, Figure] = {"number of best cut-offs": len(curve.optima)}
    for place, cutoff in enumerate(curve.optima, start=1):
        start = f"cut-off {place}"
        found |= {
            f"{start}, observed": cutoff.observed,
            f"{start}, midpoint": cutoff.midpoint,
            f"{start}, sensitivity": cutoff.sensitivity,
            f"{start}, specificity": cutoff.specificity,
        }
    return found
