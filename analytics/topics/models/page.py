"""The multivariable model and those that ask in another way, on the page of models."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.logistic import LogisticResult, TermTest
from analytics.stats.results import NotEstimable
from analytics.tables import cautions, formats
from analytics.tables.exposures import main_step
from analytics.tables.model_words import FIRTH, chosen, fitted, penalised, sample
from analytics.tables.terms import step, term_name
from analytics.topics.models import other_tables, tables
from analytics.topics.models.interactions import interaction_sentences, is_interaction
from analytics.topics.shared.pages import for_outcome
from analytics.topics.topic import Options


def together(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the multivariable model of one outcome: what it says, and its tables."""

    def shown(outcome: str) -> dict[str, Any]:
        result = stored.model(outcome).result
        return {
            "sentence": multivariable(stored, outcome),
            "interactions": _interactions(stored, result),
            "cautions": [_separated(stored, result), cautions.events(result)],
            "table": tables.model(stored, outcome),
            "steps": tables.odds_by_step(stored, outcome),
            "quality": tables.quality(stored, outcome),
        }

    return for_outcome(stored, options, shown)


def _interactions(stored: StoredRun, result: LogisticResult | NotEstimable) -> list[str]:
    return [] if isinstance(result, NotEstimable) else interaction_sentences(stored, result)


def _separated(stored: StoredRun, result: LogisticResult | NotEstimable) -> str:
    if isinstance(result, NotEstimable) or result.method != FIRTH:
        return ""
    return penalised(stored, [result])


def others(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return what other models say of one outcome, and their table."""
    return for_outcome(
        stored,
        options,
        lambda outcome: {
            "sentence": other_models(stored, outcome),
            "table": other_tables.other_models(stored, outcome),
        },
    )


def multivariable(stored: StoredRun, outcome: str) -> str:
    """Say each term's odds ratio with the others held fixed, and what it rests on."""
    fit = fitted(stored.model(outcome).result)
    if isinstance(fit, NotEstimable):
        return fit.reason
    result, _quality = fit
    terms = [_term(stored, result, one) for one in result.terms if not is_interaction(one.term)]
    facts = {
        "sample": sample(result.sample),
        "n": result.n_events,
        "terms": "; ".join(terms),
        "method": result.method,
        "level": stored.ci,
        "intervals": _methods(stored, result),
        "test": result.terms[0].test.variant,
    }
    if result.method == FIRTH:
        return (
            _(
                "%(sample)s %(n)d of them had the outcome. %(terms)s. Fitted by %(method)s "
                "(penalised, since the data are separated); %(level)s by %(intervals)s; P by "
                "%(test)s."
            )
            % facts
        )
    return (
        _(
            "%(sample)s %(n)d of them had the outcome. %(terms)s. Fitted by %(method)s (not "
            "penalised); %(level)s by %(intervals)s; P by %(test)s."
        )
        % facts
    )


def _term(stored: StoredRun, result: LogisticResult, tested: TermTest) -> str:
    """A term's odds ratio; of several coefficients none alone answers, so their joint test."""
    own = [one for one in result.coefficients if one.term == tested.term]
    said: dict[str, Any] = {"term": term_name(stored, tested.term), "p": words.p(tested.test.p)}
    if len(own) > 1:
        words_of_all = ngettext(
            "%(term)s: %(p)s for its %(n)d coefficient",
            "%(term)s: %(p)s for its %(n)d coefficients together",
            len(own),
        )
        return words_of_all % {**said, "n": len(own)}
    said["ratio"] = formats.estimate(own[0].odds_ratio, chosen(stored, own[0]))
    said["step"] = step(stored, own[0].step, tested.term)
    return _("%(term)s: odds ratio %(ratio)s %(step)s, %(p)s") % said


def _methods(stored: StoredRun, result: LogisticResult) -> str:
    found = (chosen(stored, coefficient) for coefficient in result.coefficients)
    methods = dict.fromkeys(one.method for one in found if not isinstance(one, NotEstimable))
    return words.listed(list(methods)) or _("no method")


def other_models(stored: StoredRun, outcome: str) -> str:
    """Say whether a curve, no logarithm, or unequal slopes would say something else."""
    model = stored.model(outcome).model
    if isinstance(model, NotEstimable):
        return model.reason
    fit, plain = fitted(model.result), fitted(model.others.untransformed)
    if isinstance(fit, NotEstimable):
        return fit.reason
    line, slopes = model.others.linearity, model.others.equal_slopes
    aic = [
        _("AIC of the model %(step)s: %(aic)s")
        % {"step": main_step(stored), "aic": formats.number(fit[1].aic)}
    ]
    if not isinstance(plain, NotEstimable):
        aic.append(_("without the logarithm %(aic)s") % {"aic": formats.number(plain[1].aic)})
    if isinstance(line, NotEstimable):
        spline = _("No spline: %(reason)s") % {"reason": line.reason.rstrip(".")}
    else:
        aic.append(_("with a spline %(aic)s") % {"aic": formats.number(line.aic_spline)})
        spline = _("Spline against line: %(p)s (%(test)s)") % {
            "p": words.p(line.test.p),
            "test": line.test.variant,
        }
    if isinstance(slopes, NotEstimable):
        equal = _("No test of proportional odds: %(reason)s") % {
            "reason": slopes.reason.rstrip(".")
        }
    else:
        equal = _("Proportional odds of the change: %(p)s (%(test)s)") % {
            "p": words.p(slopes.overall.p),
            "test": slopes.overall.variant,
        }
    return f"{'; '.join(aic)}. {spline}. {equal}."
