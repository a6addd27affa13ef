"""The multivariable model in full: steps of all sizes, fit, and every model's odds ratios."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.models import ExposureModel, MultivariableModel
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.logistic import Coefficient, LogisticResult, ModelQuality
from analytics.stats.regression.odds_scales import ScaledOdds
from analytics.stats.results import NotEstimable
from analytics.tables import cautions, covariate_words, formats
from analytics.tables.model_words import fitted, penalised, sample
from analytics.tables.table import Column, Table
from analytics.tables.terms import coefficient_name, means_something, step, term_name
from analytics.topics.models.interactions import is_interaction


def model(stored: StoredRun, outcome: str) -> Table:
    """Odds ratios per step and per standard deviation, with the test of each term."""
    found, level = stored.model(outcome), {"level": stored.ci}
    fit = fitted(found.result)
    return Table(
        f"model-{outcome}",
        _("Logistic model of %(outcome)s") % {"outcome": found.label},
        [
            Column(_("Term"), "text"),
            Column(_("Step"), "text"),
            Column(_("Odds ratio (profile %(level)s)") % level, "estimate"),
            Column(_("Odds ratio (Wald %(level)s)") % level, "estimate"),
            Column(_("P, Wald"), "p"),
            Column(_("Odds ratio per SD")),
            Column(_("LR chi-square")),
            Column(_("P, LR"), "p"),
            Column(_("Share of LR"), "percent"),
        ],
        [] if isinstance(fit, NotEstimable) else _rows(stored, fit[0]),
        note=fit.reason if isinstance(fit, NotEstimable) else _note(stored, fit[0]),
    )


def _rows(stored: StoredRun, result: LogisticResult) -> list[list[Any]]:
    """A row a coefficient; one before those of a term of several has the test of them all."""
    rows = []
    for tested in result.terms:
        own = [one for one in result.coefficients if one.term == tested.term]
        test: list[Any] = [tested.test.statistic, tested.test.p, tested.share]
        if len(own) > 1:
            words = _("all %(n)d coefficients") % {"n": len(own)}
            name = term_name(stored, tested.term)
            rows.append([name, words, (None, None), (None, None), None, None, *test])
            test = [None, None, None]
        alone = len(own) == 1 and not is_interaction(tested.term)
        rows += [[*_coefficient(stored, one, alone=alone), *test] for one in own]
    return rows


def _coefficient(stored: StoredRun, coefficient: Coefficient, *, alone: bool) -> list[Any]:
    """``alone``: the term's only coefficient; a spread of one part of a term means nothing."""
    return [
        coefficient_name(stored, coefficient),
        step(stored, coefficient.step, coefficient.term),
        (coefficient.odds_ratio, coefficient.profile),
        (coefficient.odds_ratio, coefficient.wald),
        coefficient.p_wald,
        coefficient.odds_ratio_per_sd if alone else None,
    ]


def _note(stored: StoredRun, result: LogisticResult) -> str:
    words = [
        sample(result.sample),
        _("%(n)d with the outcome.") % {"n": result.n_events},
        _("P, LR: %(variant)s test of leaving the term out.")
        % {"variant": result.terms[0].test.variant},
        # Every coefficient is above; with this one a reader can compute a patient's risk.
        _("Intercept, log odds: %(value)s.") % {"value": formats.number(result.intercept)},
        *covariate_words.notes(stored),
        penalised(stored, [result]),
        cautions.events(result),
    ]
    return " ".join(filter(None, words))


def odds_by_step(stored: StoredRun, outcome: str) -> Table:
    """Each term's odds ratio per step of the model, per SD and per interquartile range."""
    found, level = stored.model(outcome), {"level": stored.ci}
    rows, note = _by_step(stored, found)
    return Table(
        f"odds-by-step-{outcome}",
        _("Odds ratios for %(outcome)s by size of step") % {"outcome": found.label},
        [
            Column(_("Term"), "text"),
            Column(_("Step"), "text"),
            Column(_("Odds ratio (profile %(level)s)") % level, "estimate"),
            Column(_("Odds ratio (Wald %(level)s)") % level, "estimate"),
        ],
        rows,
        note=note,
    )


def _by_step(stored: StoredRun, found: MultivariableModel) -> tuple[list[list[Any]], str]:
    """The rows, and what they rest on or why there are none."""
    if isinstance(found.model, NotEstimable):
        return [], found.model.reason
    model, fit = found.model, fitted(found.model.result)
    rows = _spreads(stored, model)
    plain = model.others.untransformed
    rows += [
        _ratio(
            stored,
            coefficient,
            _("%(step)s (another model: no logarithm)") % {"step": coefficient.step},
            coefficient,
        )
        for coefficient in (() if isinstance(plain, NotEstimable) else plain.coefficients[:1])
    ]
    if isinstance(fit, NotEstimable):
        return rows, fit.reason
    spread = _(
        "SD (divisor n − 1) and quartiles (type %(type)d) of the patients used, on the scale of "
        "the model."
    ) % {"type": stored.plan.quantile_type}
    words = [sample(model.result.sample), penalised(stored, [model.result]), spread]
    return rows, " ".join(words)


def _spreads(stored: StoredRun, model: ExposureModel) -> list[list[Any]]:
    """Each coefficient per step of the model, then per SD and per interquartile range."""
    by_name = {found.name: found.spreads for found in model.odds}
    terms = Counter(found.term for found in model.odds)
    rows = []
    for coefficient in filter(means_something, model.result.coefficients):
        rows.append(_ratio(stored, coefficient, coefficient.step, coefficient))
        if terms[coefficient.term] > 1 or is_interaction(coefficient.term):
            continue  # a spread of one part of a term means nothing
        rows += [
            _ratio(stored, coefficient, words, scaled)
            for scaled in by_name[coefficient.name]
            if (words := _spread(coefficient.step, scaled))
        ]
    return rows


def _ratio(
    stored: StoredRun, coefficient: Coefficient, words: str, estimate: Coefficient | ScaledOdds
) -> list[Any]:
    return [
        coefficient_name(stored, coefficient),
        step(stored, words, coefficient.term),
        (estimate.odds_ratio, estimate.profile),
        (estimate.odds_ratio, estimate.wald),
    ]


def _spread(model_step: str, scaled: ScaledOdds) -> str:
    """What an SD or an IQR is in the model's own steps; nothing where it means nothing."""
    doubling = model_step.startswith("per doubling")  # unseen
    size = {"size": f"{scaled.size:.3g}"}
    if scaled.scale == "sd":
        return (_("per SD (%(size)s doublings)") if doubling else _("per SD (%(size)s)")) % size
    if scaled.low is None or scaled.high is None:
        return ""
    if not (doubling or model_step.startswith("per unit")):  # unseen
        return ""
    low, high = (2**end if doubling else end for end in (scaled.low, scaled.high))
    return _("from the lower to the upper quartile (%(low)s to %(high)s)") % {
        "low": f"{low:.3g}",
        "high": f"{high:.3g}",
    }


def quality(stored: StoredRun, outcome: str) -> Table:
    """How well the model fits, and whether the data carry as many terms."""
    found = stored.model(outcome)
    fit = fitted(found.result)
    rows: list[list[Any]] = []
    if not isinstance(fit, NotEstimable):
        rows = [*_fit(*fit), *_inflation(stored, found)]
    return Table(
        f"model-quality-{outcome}",
        _("Fit of the model of %(outcome)s") % {"outcome": found.label},
        [
            Column(_("Measure"), "text"),
            Column(_("Value")),
            Column(_("What it means"), "text"),
        ],
        rows,
        note=fit.reason if isinstance(fit, NotEstimable) else sample(fit[0].sample),
    )


def _fit(result: LogisticResult, fit: ModelQuality) -> list[list[Any]]:
    events = _(
        "%(fewer)d of the rarer outcome over %(parameters)d coefficients; the old rule asks for "
        "10; it is disputed, so read it with the shrinkage"
    ) % {
        "fewer": min(result.n_events, result.n_non_events),
        "parameters": result.parameters,
    }
    shrinkage = _(
        "what remains of log odds ratios in new patients; at 0 or below no more than chance"
    )
    against = _("%(variant)s, %(df)s df, against no term") % {
        "variant": fit.overall.variant,
        "df": f"{fit.overall.df:g}",
    }
    return [
        [_("Events per parameter"), result.events_per_parameter, events],
        [_("Shrinkage (van Houwelingen)"), fit.shrinkage, shrinkage],
        [_("LR chi-square of the model"), fit.overall.statistic, against],
        [_("Nagelkerke R²"), fit.nagelkerke, _("share of what could be explained")],
        [_("McFadden R²"), fit.mcfadden, _("share of the log-likelihood")],
        ["AIC", fit.aic, _("lower is better, on the same patients")],
        ["BIC", fit.bic, _("as AIC, with a larger price for each term")],
    ]


def _inflation(stored: StoredRun, found: MultivariableModel) -> list[list[Any]]:
    if isinstance(found.model, NotEstimable) or isinstance(found.model.inflation, NotEstimable):
        return []
    return [
        [
            _("Variance inflation of %(term)s") % {"term": term_name(stored, term.term)},
            term.gvif,
            _("GVIF of the fitted model, %(df)d df; 1 is no overlap with the other terms")
            % {"df": term.df},
        ]
        for term in found.model.inflation
    ]


def odds_ratios(stored: StoredRun) -> Table:
    """The odds ratios of every outcome's model, as the forest plot draws them."""
    built = [(found.label, model(stored, found.endpoint)) for found in stored.results.models]
    columns = built[0][1].columns if built else [Column(_("Term"), "text")]
    return Table(
        "odds-ratios",
        _("Odds ratios of every model"),
        [Column(_("Outcome"), "text"), *columns],
        [[label, *row] for label, table in built for row in table.rows],
    )
