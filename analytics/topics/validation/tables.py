"""How sure a model is: strength of its terms, and performance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.stored_run import StoredRun
from analytics.results.validation import ModelValidation, Predictions
from analytics.stats.prediction.calibration import Calibrated, Calibration
from analytics.stats.prediction.internal_validation import Corrected
from analytics.stats.regression.dominance import Dominance
from analytics.stats.results import Estimate, HypothesisTest, NotEstimable, Resampling
from analytics.tables import cautions, formats
from analytics.tables.model_words import FIRTH, sample
from analytics.tables.table import Column, Table
from analytics.tables.terms import term_name


def resampled(record: Resampling, stored: StoredRun) -> str:
    """Return how resamples were drawn and how many could be used."""
    facts = {"used": record.used, "all": record.resamples, "seed": record.seed}
    if record.resamples < stored.plan.resampling.resamples:
        return (
            _(
                "%(used)d of %(all)d resamples of the patients used, fewer than planned because "
                "the study is large; seed %(seed)d, not stratified."
            )
            % facts
        )
    return (
        _("%(used)d of %(all)d resamples of the patients used; seed %(seed)d, not stratified.")
        % facts
    )


def strength(stored: StoredRun, outcome: str) -> Table:
    """Each term's strength by three measures, the strongest first."""
    columns = [
        Column(_("Term"), "text"),
        Column(_("LR chi-square")),
        Column(_("Share"), "percent"),
        Column(_("P, LR"), "p"),
        Column(_("Odds ratio per SD")),
        Column(_("AUC lost without it (%(level)s)") % {"level": stored.ci}, "estimate", places=3),
    ]
    name = f"strength-{outcome}"
    title = _("Strength of the terms for %(outcome)s") % {"outcome": stored.endpoint(outcome).label}
    result = stored.validation(outcome).result
    found = result if isinstance(result, NotEstimable) else result.dominance
    if isinstance(found, NotEstimable):
        return unknown(name, title, columns, found)
    rows = [
        [
            term_name(stored, term.term),
            term.test.statistic,
            term.share,
            term.test.p,
            term.odds_ratio_per_sd,
            (term.auc_lost, term.auc_lost_interval),
        ]
        for term in found.terms
    ]
    return Table(name, title, columns, rows, note=_order(stored, found))


def _order(stored: StoredRun, found: Dominance) -> str:
    words = [
        _("The first term stayed the strongest by chi-square in {share} of the resamples.").format(
            share=formats.percent(found.first_held)
        ),
        resampled(found.resampling, stored),
        cautions.unfitted(found.resampling),
        _("Intervals: bootstrap percentile; DeLong's test doesn't hold for nested models."),
    ]
    return " ".join(filter(None, words))


def performance(stored: StoredRun, outcome: str) -> Table:
    """Discrimination and calibration: as they appear, corrected, and for patients left out."""
    level = {"level": stored.ci}
    columns = [
        Column(_("Measure"), "text"),
        Column(_("Apparent (%(level)s)") % level, "estimate", places=3),
        Column(_("Optimism"), "ratio"),
        Column(_("Corrected by bootstrap"), "ratio"),
        Column(_("Cross-validated (%(level)s)") % level, "estimate", places=3),
        Column(_("Ideal"), "text"),
    ]
    name = f"performance-{outcome}"
    title = _("Validation of the model of %(outcome)s") % {
        "outcome": stored.endpoint(outcome).label
    }
    found = stored.validation(outcome).result
    if isinstance(found, NotEstimable):
        return unknown(name, title, columns, found)
    return Table(name, title, columns, _measures(found), note=_note(stored, found))


def _measures(found: ModelValidation) -> list[list[Any]]:
    gains, crossed = found.optimism, found.cross_validation
    small = _("not small")
    return [
        _gained(
            _("AUC (cross-validated: pooled)"),
            gains.auc,
            (gains.auc.apparent, None),
            (crossed.pooled, None),
            "1",
        ),
        [
            _("AUC (cross-validated: mean of folds)"),
            (None, None),
            None,
            None,
            (crossed.mean_of_folds, None),
            "1",
        ],
        _gained(
            _("Brier score"),
            gains.brier,
            (gains.brier.apparent, None),
            _plain(found.left_out, lambda one: one.brier),
            "0",
        ),
        _both(_("Scaled Brier score"), found, _figure(lambda one: one.scaled_brier), "1"),
        _gained(
            _("Calibration slope"),
            gains.slope,
            _with_limits(found.apparent, lambda one: one.slope),
            _with_limits(found.left_out, lambda one: one.slope),
            "1",
        ),
        _both(_("Calibration intercept"), found, _limited(lambda one: one.intercept), "0"),
        _both(_("Calibration in the large"), found, _limited(lambda one: one.in_the_large), "0"),
        _both(
            _("Observed over expected events"),
            found,
            _figure(lambda one: one.observed_to_expected),
            "1",
        ),
        _both(_("P, Spiegelhalter"), found, _tested(lambda one: one.spiegelhalter), small),
        _both(_("P, Hosmer-Lemeshow"), found, _tested(lambda one: one.hosmer_lemeshow), small),
    ]


# A cell: a value with its interval, either of which may be missing.
Cell = tuple[Any, Any]
Read = Callable[[Predictions], Cell]


def _gained(label: str, gain: Corrected, apparent: Cell, unseen: Cell, ideal: str) -> list[Any]:
    """A measure that resampling corrects."""
    return [label, apparent, gain.optimism, gain.corrected, unseen, ideal]


def _both(label: str, found: ModelValidation, read: Read, ideal: str) -> list[Any]:
    """A measure of calibration, of apparent predictions and of those left out."""
    return [label, read(found.apparent), None, None, read(found.left_out), ideal]


def _plain(predictions: Predictions, read: Callable[[Calibration], Estimate]) -> Cell:
    found = predictions.calibration
    return (found if isinstance(found, NotEstimable) else read(found), None)


def _with_limits(predictions: Predictions, read: Callable[[Calibration], Calibrated]) -> Cell:
    found = predictions.calibration
    if isinstance(found, NotEstimable):
        return found, found
    calibrated = read(found)
    return calibrated.value, calibrated.interval


def _figure(read: Callable[[Calibration], Estimate]) -> Read:
    return lambda predictions: _plain(predictions, read)


def _limited(read: Callable[[Calibration], Calibrated]) -> Read:
    return lambda predictions: _with_limits(predictions, read)


def _tested(read: Callable[[Calibration], HypothesisTest]) -> Read:
    return lambda predictions: _plain(predictions, lambda found: read(found).p)


def _note(stored: StoredRun, found: ModelValidation) -> str:
    crossed = found.cross_validation
    apparent = (
        _(
            "Apparent: on the patients that made the model, where a penalised model has no slope "
            "of 1."
        )
        if found.method == FIRTH
        else _(
            "Apparent: on the patients that made the model, where slope and intercept are 1 and 0 "
            "by construction."
        )
    )
    drawn, crossing = "", ""
    if found.is_resampled:
        resamples = resampled(found.optimism.resampling, stored)
        drawn = _("Bootstrap: {resamples}").format(resamples=resamples)
    if found.is_crossed:
        crossing = _(
            "Cross-validation: {folds} stratified folds, {repeats} times, seed {seed}; a patient's "
            "prediction is the mean over repeats."
        ).format(folds=crossed.folds, repeats=crossed.repeats, seed=crossed.seed)
    words = [
        sample(found.sample),
        _("Model by {method}.").format(method=found.method),
        apparent,
        drawn,
        crossing,
        not_converged(found),
        _("Intervals: Wald."),
    ]
    return " ".join(filter(None, words))


def not_converged(found: ModelValidation) -> str:
    """Say how many resamples and training sets did not converge, or nothing."""
    said = (
        cautions.unfitted(found.optimism.resampling),
        cautions.unusable(found.cross_validation),
    )
    return " ".join(filter(None, said))


def unknown(name: str, title: str, columns: Sequence[Column], why: NotEstimable) -> Table:
    """A table of one row that says why there is no figure."""
    fill: dict[str, Any] = {
        "text": formats.NOT_ESTIMABLE.capitalize(),
        **dict.fromkeys(("estimate", "share"), (why, why)),
    }
    row = [fill.get(column.kind, why) for column in columns]
    return Table(name, title, columns, [row], note=why.reason)
