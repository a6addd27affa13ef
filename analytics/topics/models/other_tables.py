"""Models that ask the main one's question in another way, beside it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.results.models import OtherModels
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.linear import LinearResult
from analytics.stats.regression.linearity import Linearity
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.regression.ordinal import OrdinalResult
from analytics.stats.regression.proportional_odds import ProportionalOddsTest
from analytics.stats.results import NotEstimable
from analytics.tables.exposures import main_scale, main_step
from analytics.tables.model_words import chosen, fitted, intervals
from analytics.tables.table import Column, Table
from analytics.tables.terms import coefficient_name, step


def other_models(stored: StoredRun, outcome: str) -> Table:
    """The same question asked by other models, beside the main one."""
    found = stored.model(outcome)
    return Table(
        f"other-models-{outcome}",
        _("Other models of %(outcome)s and of the change") % {"outcome": found.label},
        [
            Column(_("Model"), "text"),
            Column(_("Term"), "text"),
            Column(_("Measure"), "text"),
            Column(_("Estimate (%(level)s)") % {"level": stored.ci}, "estimate"),
            Column(_("P"), "p"),
            Column("AIC"),
            Column(_("Patients"), "count"),
        ],
        []
        if isinstance(found.model, NotEstimable)
        else _rows(stored, found.model.result, found.model.others),
        note=found.model.reason if isinstance(found.model, NotEstimable) else _note(stored),
    )


def _note(stored: StoredRun) -> str:
    logarithm = main_scale(stored) == "log2"
    return _(
        "%(intervals)s P of logistic terms: likelihood ratio; of the others: Wald, t. The spline "
        "is a restricted cubic one at Harrell's quantiles, tested against the straight "
        "line%(scale)s. Proportional odds and linear regression take the change itself as outcome; "
        "equal slopes are tested between its quarters (Brant). HC3 intervals allow unequal spread."
    ) % {"intervals": intervals(stored), "scale": _(" on the log scale") if logarithm else ""}


def _rows(stored: StoredRun, result: LogisticResult, others: OtherModels) -> list[list[Any]]:
    return [
        *_logistic(
            stored, _("Logistic, %(step)s (main model)") % {"step": main_step(stored)}, result
        ),
        *_logistic(stored, _("Logistic, no logarithm"), others.untransformed),
        _line(others.linearity),
        *_ordinal(stored, others.ordinal),
        _slopes(others.equal_slopes),
        *_linear(stored, others.linear),
    ]


def _logistic(
    stored: StoredRun, label: str, found: LogisticResult | NotEstimable
) -> list[list[Any]]:
    fit = fitted(found)
    if isinstance(fit, NotEstimable):
        return [_nothing(label, fit)]
    result, quality = fit
    tests = {term.term: term.test.p for term in result.terms}
    return [
        [
            label,
            coefficient_name(stored, coefficient),
            _("Odds ratio %(step)s") % {"step": step(stored, coefficient.step, coefficient.term)},
            (coefficient.odds_ratio, chosen(stored, coefficient)),
            tests[coefficient.term],
            quality.aic,
            result.sample.n_used,
        ]
        for coefficient in result.coefficients
    ]


def _line(found: Linearity | NotEstimable) -> list[Any]:
    label = _("Logistic, spline against line")
    if isinstance(found, NotEstimable):
        return _nothing(label, found)
    words = _("LR chi-square, %(df)s df, %(knots)d knots") % {
        "df": f"{found.test.df:g}",
        "knots": found.knots,
    }
    return [
        label,
        _("Curve"),
        words,
        (found.test.statistic, None),
        found.test.p,
        found.aic_spline,
        found.sample.n_used,
    ]


def _ordinal(stored: StoredRun, found: OrdinalResult | NotEstimable) -> list[list[Any]]:
    label = _("Proportional odds of the change")
    if isinstance(found, NotEstimable):
        return [_nothing(label, found)]
    return [
        [
            label,
            coefficient_name(stored, row),
            _("Odds ratio of more change %(step)s") % {"step": step(stored, row.step, row.term)},
            (row.odds_ratio, row.interval),
            row.test.p,
            None,
            found.sample.n_used,
        ]
        for row in found.coefficients
    ]


def _slopes(found: ProportionalOddsTest | NotEstimable) -> list[Any]:
    label = _("Proportional odds: equal slopes")
    if isinstance(found, NotEstimable):
        return _nothing(label, found)
    words = _("Wald chi-square, %(df)s df (Brant)") % {"df": f"{found.overall.df:g}"}
    return [
        label,
        _("All terms"),
        words,
        (found.overall.statistic, None),
        found.overall.p,
        None,
        found.sample.n_used,
    ]


def _linear(stored: StoredRun, found: LinearResult) -> list[list[Any]]:
    label = _("Linear, change in points")
    if isinstance(found.residual_sd, NotEstimable):
        return [_nothing(label, found.residual_sd)]
    rows = []
    for row in found.slopes:
        name, used = coefficient_name(stored, row), found.sample.n_used
        words = _("Points %(step)s") % {"step": step(stored, row.step, row.term)}
        robust = _("%(model)s, HC3") % {"model": label}
        rows.append([label, name, words, (row.slope, row.interval), row.p, None, used])
        rows.append([robust, name, words, (row.slope, row.robust), None, None, used])
    return rows


def _nothing(label: str, why: NotEstimable) -> list[Any]:
    return [label, None, None, (why, why), why, None, None]
