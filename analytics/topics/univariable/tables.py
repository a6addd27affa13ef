"""Each variable alone: odds ratios, and groups with and without the outcome."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper.words import opening
from analytics.results.stored_run import StoredRun
from analytics.results.univariable import UnivariableModels, VariableAlone
from analytics.stats.regression.logistic import LogisticResult, ModelQuality
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables import cautions, formats
from analytics.tables.exposures import below_limit, changes_note, common_step, exposures, with_step
from analytics.tables.model_words import FIRTH, chosen, family, fitted, intervals, penalised
from analytics.tables.names import inside
from analytics.tables.replicates import with_mixed
from analytics.tables.table import Column, Table
from analytics.tables.terms import coefficient_name, short_step, term_name


def univariable(stored: StoredRun, outcome: str) -> Table:
    """Odds ratios of each exposure and of the covariate, each alone in its model."""
    found, level = stored.univariable(outcome), {"level": stored.ci}
    adjusted = {test.name: test.adjusted for test in found.family.tests}
    rows = [
        _row(stored, exposure.alone, adjusted.get(exposure.alone.term))
        for exposure in found.exposures
    ]
    rows += [row for covariate in found.covariates for row in _covariate(stored, covariate)]
    return Table(
        f"univariable-{outcome}",
        _("%(outcome)s: each variable alone") % {"outcome": stored.endpoint(outcome).label},
        [
            Column(_("Term"), "text"),
            Column(_("Patients"), "count"),
            Column(_("Events"), "count"),
            Column(
                _("Odds ratio %(step)s (%(level)s)") % {"step": common_step(stored), **level},
                "estimate",
            ),
            Column(_("per SD (%(level)s)") % level, "estimate"),
            Column(_("per IQR (%(level)s)") % level, "estimate"),
            Column(_("P, LR"), "p"),
            Column(_("P, adjusted"), "p"),
            Column(_("Fit"), "text"),
        ],
        rows,
        note=_note(stored, found),
    )


def _row(stored: StoredRun, alone: VariableAlone, adjusted: Estimate | None) -> list[Any]:
    name, fit = with_step(stored, alone.term, term_name(stored, alone.term)), fitted(alone.result)
    if isinstance(fit, NotEstimable):
        counts = (
            (alone.result.sample.n_used, alone.result.n_events)
            if isinstance(alone.result, LogisticResult)
            else (None, None)
        )
        gap = (fit, fit)
        return [name, *counts, gap, gap, gap, fit, adjusted, None]
    result, quality = fit
    (coefficient,) = result.coefficients
    return [
        name,
        result.sample.n_used,
        result.n_events,
        (coefficient.odds_ratio, chosen(stored, coefficient)),
        *((scaled.odds_ratio, chosen(stored, scaled)) for scaled in alone.spreads),
        quality.overall.p,
        adjusted,
        _fit(result),
    ]


def _fit(result: LogisticResult) -> str:
    return _("Firth") if result.method == FIRTH else "ML"


def _covariate(stored: StoredRun, alone: VariableAlone) -> list[list[Any]]:
    """The same for a covariate with its step; quartiles of a yes/no variable say nothing."""
    fit = fitted(alone.result)
    if isinstance(fit, NotEstimable):
        return [_row(stored, alone, None)]
    if len(fit[0].coefficients) > 1:
        return _several(stored, *fit)
    (coefficient,) = fit[0].coefficients
    name, patients, events, ratio, per_sd, _per_iqr, *rest = _row(stored, alone, None)
    named = f"{name} ({short_step(coefficient)})"
    return [[named, patients, events, ratio, per_sd, (None, None), *rest]]


def _several(stored: StoredRun, result: LogisticResult, quality: ModelQuality) -> list[list[Any]]:
    """The test of all coefficients of a covariate, then each odds ratio."""
    (tested,) = result.terms
    words = _("%(term)s (all %(n)d coefficients)") % {
        "term": term_name(stored, tested.term),
        "n": len(result.coefficients),
    }
    nothing: Any = (None, None)
    counts = [result.sample.n_used, result.n_events]
    fit = _fit(result)
    return [
        [words, *counts, nothing, nothing, nothing, quality.overall.p, None, fit],
        *(
            [
                f"{coefficient_name(stored, one)} ({short_step(one)})",
                *counts,
                (one.odds_ratio, chosen(stored, one)),
                nothing,
                nothing,
                None,
                None,
                fit,
            ]
            for one in result.coefficients
        ),
    ]


def _note(stored: StoredRun, found: UnivariableModels) -> str:
    fits = [
        (alone.term, fit[0])
        for alone in found.variables
        if not isinstance(fit := fitted(alone.result), NotEstimable)
    ]
    used = [result.sample.n_used for _term, result in fits]
    left_out = [
        f"{term_name(stored, term)} {result.sample.n_given - result.sample.n_used}"
        for term, result in fits
        if result.sample.n_given > result.sample.n_used
    ]
    policy = below_limit(stored)
    gaps = (
        _("; left out for want of either: %(counts)s") % {"counts": ", ".join(left_out)}
        if left_out
        else ""
    )
    words = [
        _("Each row is a model of its own on %(patients)s%(gaps)s.")
        % {"patients": _range(used), "gaps": gaps},
        _("Values below the limit: %(policy)s.") % {"policy": policy} if policy else "",
        changes_note(stored),
        intervals(stored),
        _tests(stored, found),
        _iqr(stored),
        penalised(stored, [result for _term, result in fits]),
        few_events(stored, found),
    ]
    return " ".join(filter(None, words))


def _tests(stored: StoredRun, found: UnivariableModels) -> str:
    """Which tests are adjusted together; a covariate is none of them."""
    said = {"family": family(found.family)}
    covariates = len(stored.plan.covariates)
    if not covariates:
        return _("P: likelihood-ratio test, adjusted by %(family)s.") % said
    return (
        ngettext(
            "P: likelihood-ratio test, adjusted by %(family)s: the exposures; the covariate is "
            "outside the family.",
            "P: likelihood-ratio test, adjusted by %(family)s: the exposures; the covariates are "
            "outside the family.",
            covariates,
        )
        % said
    )


def _iqr(stored: StoredRun) -> str:
    said = {"type": stored.plan.quantile_type}
    if any(one.scale == "linear" for one in exposures(stored)):
        return _("IQR: quartiles of type %(type)d on the scale of the step.") % said
    return _("IQR: quartiles of type %(type)d on the log scale.") % said


def few_events(stored: StoredRun, found: UnivariableModels) -> str:
    """Return which of the models have few events or non-events a parameter, or nothing."""
    said: dict[str, list[str]] = {}
    for alone in found.variables:
        words = cautions.events(alone.result)
        if words and not isinstance(fitted(alone.result), NotEstimable):
            said.setdefault(words, []).append(inside(term_name(stored, alone.term)))
    return " ".join(f"{opening(', '.join(names))}: {words}" for words, names in said.items())


def _range(counts: list[int]) -> str:
    """How many patients the models were made on: one number, or the fewest and the most."""
    if not counts:
        return _("no patients")
    low, high = min(counts), max(counts)
    if low == high:
        return ngettext("%(n)d patient", "%(n)d patients", high) % {"n": high}
    return _("%(low)d to %(high)d patients") % {"low": low, "high": high}


def groups(stored: StoredRun, outcome: str) -> Table:
    """Values with and without the outcome, compared by ranks."""
    compared = stored.univariable(outcome).exposures
    units = dict.fromkeys(stored.variables[exposure.alone.term].unit for exposure in compared)
    rows = [
        [
            stored.variable(exposure.alone.term)
            if len(units) > 1
            else term_name(stored, exposure.alone.term),
            exposure.with_outcome.n,
            formats.middle(exposure.with_outcome.quartiles),
            exposure.without_outcome.n,
            formats.middle(exposure.without_outcome.quartiles),
            (exposure.comparison.shift, exposure.comparison.shift_interval),
            exposure.comparison.probability,
            exposure.test.p,
        ]
        for exposure in compared
    ]
    variants = dict.fromkeys(
        exposure.test.variant for exposure in compared if not formats.reason(exposure.test.p)
    )
    note = _(
        "Values in %(units)s. Shift: Hodges-Lehmann, with minus without, interval from the "
        "tie-corrected normal distribution of the test. Test: %(tests)s. Every value below an "
        "exposure's highest limit is one tie. P values here are not adjusted; those of the odds "
        "ratios are. Quartiles of type %(type)d."
    ) % {
        "units": ", ".join(filter(None, units)) or _("no unit"),
        "tests": "; ".join(variants) or _("none"),
        "type": stored.plan.quantile_type,
    }
    return Table(
        f"groups-{outcome}",
        _("Values with and without %(outcome)s") % {"outcome": stored.endpoint(outcome).label},
        [
            Column(_("Exposure"), "text"),
            Column(_("With"), "count"),
            Column(_("With: median (quartiles)"), "estimate"),
            Column(_("Without"), "count"),
            Column(_("Without: median (quartiles)"), "estimate"),
            Column(_("Shift (%(level)s)") % {"level": stored.ci}, "estimate"),
            Column(_("P(with > without)"), "fixed"),
            Column(_("P, Mann-Whitney"), "p"),
        ],
        rows,
        note=with_mixed(stored, " ".join(filter(None, [note, changes_note(stored)]))),
    )
