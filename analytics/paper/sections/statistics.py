"""What the methods block says of the statistics: a paragraph a method, with where it comes from.

A study reads only of what its plan has: no comparison, no McNemar; no exposure, no curve.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.options import (
    ADJUSTMENT_NAMES,
    AUC_INTERVALS,
    CRITERIA,
    ODDS_RATIO_INTERVALS,
)
from analytics.paper import words
from analytics.paper.document import Paragraph
from analytics.paper.sections.exposures import assays, below, exposure, is_modelled, steps
from analytics.results.readers import TeamAgreement
from analytics.results.stored_run import StoredRun
from analytics.results.validation import ModelValidation
from analytics.stats.results import NotEstimable
from analytics.tables import covariate_words, formats, laboratory
from analytics.tables.names import inside

ADJUSTED_BY = {"holm": ("holm",), "benjamini-hochberg": ("benjamini",)}
CHOSEN_BY = {"youden": ("youden",), "closest-topleft": ()}


def statistics(stored: StoredRun) -> list[Paragraph]:
    """Return the paragraphs from the exposures to the resamples."""
    plan = stored.plan
    modelled = is_modelled(stored)
    said = [_said(_("Primary exposure"), exposure(stored)), *_values(stored)]
    if modelled:
        said += [_directions(stored), _curves(stored), _cutoffs(stored)]
    if plan.comparisons:
        said.append(_comparisons())
    if modelled:
        said += [_models(stored), _doses(stored)]
    compared = [t for one in stored.results.readers for t in one.teams if len(t.readers) > 1]
    if compared:
        said.append(_reliability(compared))
    if _imputed(stored):
        said.append(_imputation(stored))
    said.append(_intervals(stored))
    return [*said, _resampling(stored)] if modelled else said


def _said(what: str, text: str, *cites: str) -> Paragraph:
    """A paragraph that begins with what it is about."""
    return Paragraph(_("%(what)s: %(text)s") % {"what": what, "text": inside(text)}, cites=cites)


def _values(stored: StoredRun) -> list[Paragraph]:
    """What was made of plates, and of values and dates that are limits or partial."""
    said = [_said(what, text) for what, text in (*assays(stored), *below(stored))]
    limits = " ".join([*laboratory.sentences(stored), laboratory.ranks(stored)]).strip()
    return [*said, _said(_("Laboratory limits and partial dates"), limits)] if limits else said


def _directions(stored: StoredRun) -> Paragraph:
    kinds = {
        "high": _("high values speak for %(outcomes)s"),
        "low": _("low values speak for %(outcomes)s"),
    }
    chosen = {
        kind: [
            inside(stored.endpoint(one.endpoint).label)
            for one in stored.plan.outcomes
            if one.exposure_direction == kind
        ]
        for kind in kinds
    }
    said = [
        kinds[kind] % {"outcomes": words.listed(outcomes)}
        for kind, outcomes in chosen.items()
        if outcomes
    ]
    text = _("%(outcomes)s: planned, never chosen from the data.")
    return _said(_("Direction"), text % {"outcomes": "; ".join(said)})


def _curves(stored: StoredRun) -> Paragraph:
    plan = stored.plan
    text = _(
        "interval of the area: %(interval)s; tied pairs count half. P against 0.5, adjusted over "
        "the exposures by %(method)s."
    ) % {
        "interval": AUC_INTERVALS[plan.auc_interval],
        "method": ADJUSTMENT_NAMES[plan.adjustment],
    }
    return _said(_("ROC"), text, "delong", *ADJUSTED_BY[plan.adjustment])


def _cutoffs(stored: StoredRun) -> Paragraph:
    plan = stored.plan
    text = _(
        "%(criterion)s; positive includes the cut-off; midpoint between observed values. All exact "
        "optima are listed; in a resample the middle one of tied optima counts. %(published)s"
    ) % {"criterion": CRITERIA[plan.cutoff_criterion], "published": _published(stored)}
    return _said(_("Cut-off"), text, *CHOSEN_BY[plan.cutoff_criterion], "simel")


def _published(stored: StoredRun) -> str:
    planned = stored.plan.published_cutoff
    if not planned:
        return _("The plan names no published cut-off.")
    known = planned.analyte in stored.variables
    return _("Published cut-off applied as it is: %(cutoff)s (%(exposure)s).") % {
        "cutoff": formats.number(planned.value),
        "exposure": stored.variable(planned.analyte) if known else planned.analyte,
    }


def _comparisons() -> Paragraph:
    text = _(
        "McNemar's test: mid-p, exact conditional, chi-square without and with continuity "
        "correction, each named; difference with Tango's score interval and Newcombe's."
    )
    return _said(_("Paired comparison"), text, "mcnemar", "fagerland", "tango", "newcombe")


def _models(stored: StoredRun) -> Paragraph:
    text = _(
        "odds ratios with %(limits)s intervals; %(steps)s; %(covariates)s. Separated data are "
        "fitted by Firth's method, which the model then names."
    ) % {
        "limits": ODDS_RATIO_INTERVALS[stored.plan.odds_ratio_interval].lower(),
        "steps": steps(stored),
        "covariates": _covariates(stored),
    }
    if not any(model.is_resampled for model in _validated(stored)):
        return _said(_("Logistic models"), text, "firth", "heinze")
    text += " " + _("Optimism by resampling the patients.")
    return _said(_("Logistic models"), text, "firth", "heinze", "harrell")


def _validated(stored: StoredRun) -> list[ModelValidation]:
    """What is known of the models that could be fitted."""
    results = (found.result for found in stored.results.validation)
    return [result for result in results if not isinstance(result, NotEstimable)]


def _covariates(stored: StoredRun) -> str:
    """Name the covariates with their forms, and the interactions between terms."""
    n = len(stored.plan.covariates)
    said = [
        ngettext("covariate: %(named)s", "covariates: %(named)s", n or 1)
        % {"named": covariate_words.adjusted_for(stored)}
    ]
    pairs = covariate_words.interactions(stored)
    if pairs:
        said.append(_("interactions: %(pairs)s") % {"pairs": words.listed(pairs)})
    # The sentence that follows brings the last of them to its end.
    return ". ".join(["; ".join(said), *(n.rstrip(".") for n in covariate_words.notes(stored))])


def _doses(stored: StoredRun) -> Paragraph:
    text = _(
        "%(groups)d groups by type-%(type)d quantiles, closed on the right; Cochran-Armitage, "
        "Mantel and, on the values, Jonckheere-Terpstra."
    ) % {"groups": stored.plan.dose_groups, "type": stored.plan.quantile_type}
    return _said(_("Dose-response"), text, "armitage", "jonckheere")


def _reliability(teams: Sequence[TeamAgreement]) -> Paragraph:
    """How readers are compared; kappa and the change only where there are such."""
    kappas = any((team.change or team.baseline).kappas for team in teams)
    said = [
        _("ICC, two-way random, absolute agreement, single and average, with F intervals"),
        *([_("Cohen's kappa, unweighted")] if kappas else []),
        _("limits of agreement"),
    ]
    if any(team.change for team in teams):
        said.append(_("smallest detectable change from the residual mean square of change"))
    cohen = ("cohen",) if kappas else ()
    return _said(_("Reliability"), f"{'; '.join(said)}.", "shrout", "mcgraw", *cohen, "bland")


def _imputed(stored: StoredRun) -> bool:
    """Whether any sensitivity analysis filled in what is missing."""
    found = stored.results.sensitivity
    kinds = {row.kind for one in found.outcomes for row in one.rows}
    return "missing" in kinds | {row.kind for one in found.comparisons for row in one.rows}


def _imputation(stored: StoredRun) -> Paragraph:
    text = _(
        "in a sensitivity analysis by %(n)d imputed data sets: chained equations with predictive "
        "mean matching, pooled by Rubin's rules."
    ) % {"n": stored.plan.sensitivity.imputations}
    return _said(_("Missing values"), text, "rubin", "buuren")


def _intervals(stored: StoredRun) -> Paragraph:
    said = [
        _("level %(level)s") % {"level": formats.percent(stored.plan.level, 0)},
        _("shares by Wilson"),
        *([_("likelihood ratios by Simel")] if is_modelled(stored) else []),
        _("quartiles of type %(type)d") % {"type": stored.plan.quantile_type},
    ]
    return _said(_("Intervals"), f"{'; '.join(said)}.", "wilson")


def _resampling(stored: StoredRun) -> Paragraph:
    """How often, and of which results the resamples keep the number of events."""
    text = _(
        "%(resamples)d resamples (fewer above %(full_up_to)d patients, then at least %(fewest)d), "
        "seed %(seed)d, numpy PCG64. Stratified by outcome: intervals of ROC curves, areas and "
        "cut-offs."
    ) % asdict(stored.plan.resampling)
    models = _validated(stored)
    if any(model.is_resampled for model in models):
        text += " " + _("Not stratified: the optimism of the model and the shares of its terms.")
    if any(model.is_crossed for model in models):
        text += " " + _("Cross-validation has stratified folds.")
    return _said(_("Resampling"), text, "efron")
