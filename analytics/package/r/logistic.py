"""Logistic models of one variable, and of the primary exposure with the covariates."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.package.r.columns import Columns, event
from analytics.package.r.covariates import column
from analytics.package.r.text import Figure, check, ends, listed, number, section
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.logistic import Coefficient, LogisticResult
from analytics.stats.regression.products import TIMES
from analytics.stats.results import Interval, IntervalEstimate, NotEstimable

# Nearly separated data can have a limit that no double can be searched for in small steps.
FARTHEST = 1e20
FITS = {"maximum likelihood": "logistic", "Firth penalised likelihood": "firth"}


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of every variable alone and of the model, for each outcome."""
    found = []
    for outcome in report.results.univariable:
        found.append(section(f"Logistic models of one variable for {outcome.label}"))
        for variable in outcome.variables:
            what = f"{_named(report, variable.term)} alone, {outcome.label}"
            found += _model(report, columns, what, outcome.endpoint, variable.result)
    if report.results.models:
        found.append(section("Logistic models with the covariates"))
    for model in report.results.models:
        found += _model(report, columns, f"Model, {model.label}", model.endpoint, model.result)
    return found


def _model(
    report: StoredRun,
    columns: Columns,
    what: str,
    endpoint: str,
    result: LogisticResult | NotEstimable,
) -> list[str]:
    if isinstance(result, NotEstimable):
        return check(what, "list()", {"odds ratio": result})
    if result.method is None or isinstance(result.quality, NotEstimable):
        return check(what, "list()", {"odds ratio": _why(result)})
    terms = {
        _named(report, one.name): column(report, columns, one.name) for one in result.coefficients
    }
    data = f"data.frame({listed(terms)}, check.names = FALSE)"
    fit = f"{FITS[result.method]}({event(endpoint)}, {data}, {number(report.plan.level)})"
    overall = result.quality.overall
    stored: dict[str, Figure] = {
        "events": result.n_events,
        "non-events": result.n_non_events,
        "likelihood ratio": overall.statistic,
        "likelihood ratio, P": overall.p,
    }
    return check(what, fit, stored | _odds(report, result.coefficients))


def searched(profile: IntervalEstimate) -> IntervalEstimate:
    """Return an interval of the profile that R's search reaches, or that it doesn't."""
    far = isinstance(profile, Interval) and (profile.low < 1 / FARTHEST or profile.high > FARTHEST)
    return NotEstimable("The limit is too far out for R's search.") if far else profile


def _why(result: LogisticResult) -> NotEstimable:
    if isinstance(result.quality, NotEstimable):
        return result.quality
    return NotEstimable("The model was not fitted.")


def _odds(report: StoredRun, coefficients: Sequence[Coefficient]) -> dict[str, Figure]:
    found: dict[str, Figure] = {}
    for one in coefficients:
        name = _named(report, one.name)
        found |= {
            f"{name}, log odds": one.log_odds,
            f"{name}, standard error": one.standard_error,
            f"{name}, odds ratio": one.odds_ratio,
            **ends(f"{name}, Wald", one.wald),
            **ends(f"{name}, profile", searched(one.profile)),
            f"{name}, P by Wald": one.p_wald,
        }
    return found


def _named(report: StoredRun, column_name: str) -> str:
    """A column as R names it: an exposure by its name, the rest as it is stored."""
    factors = column_name.split(TIMES)
    named = (report.variables[one].name if one in report.variables else one for one in factors)
    return " x ".join(named)
