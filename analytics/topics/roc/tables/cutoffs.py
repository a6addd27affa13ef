"""The cut-offs of one exposure: the best, the published, others, and how sure the best is."""

from __future__ import annotations

from itertools import zip_longest
from typing import Any

from django.utils.translation import gettext as _

from analytics.design.options import CRITERIA
from analytics.results.roc import AlternativeCutoff, MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.proportions import Proportion
from analytics.stats.results import NotEstimable
from analytics.stats.roc.accuracy import Accuracy, PredictiveValue
from analytics.stats.roc.diagnostic_odds import DiagnosticOddsRatio
from analytics.tables import formats, limits
from analytics.tables.table import Column, Table


def cutoffs(stored: StoredRun, outcome: str, code: str) -> Table:
    """Every optimal cut-off with its accuracy, and the plan's published one."""
    marker = stored.marker(outcome, code)
    prevalence = stored.plan.prevalence
    rows = [
        [
            _("best here"),
            None if cutoff.midpoint is None else limits.cutoff(marker, cutoff.midpoint),
            limits.positive_when(marker, cutoff.observed),
            *_measures(measured.accuracy, prevalence),
            _odds(odds),
        ]
        for cutoff, measured, odds in zip_longest(marker.optima, marker.accuracy, marker.odds)
    ]
    published = marker.published
    if published is not None:
        sign = formats.SIGNS[marker.auc.direction]
        measures = [*_measures(published.accuracy, prevalence), _odds(marker.published_odds)]
        rows.append([_("published"), published.cutoff, f"{sign} {published.cutoff:g}", *measures])
    elsewhere = _elsewhere(prevalence) if prevalence else []
    return Table(
        f"cutoffs-{outcome}-{code}",
        _("Cut-offs of %(analyte)s") % {"analyte": stored.variable(code)},
        [
            Column(_("Which"), "text"),
            Column(_("Cut-off, %(unit)s") % {"unit": stored.variables[code].unit}),
            Column(_("Positive when"), "text"),
            *_rates(),
            *(Column(label, "share") for label in elsewhere),
            Column("LR+", "estimate"),
            Column("LR−", "estimate"),
            Column("DOR", "estimate"),
        ],
        rows,
        note=_cutoffs_note(stored, prevalence),
    )


def alternatives(stored: StoredRun, outcome: str, code: str) -> Table:
    """The cut-offs of other criteria with their accuracy."""
    marker = stored.marker(outcome, code)
    return Table(
        f"alternatives-{outcome}-{code}",
        _("Other cut-offs of %(analyte)s") % {"analyte": stored.variable(code)},
        [
            Column(_("Criterion"), "text"),
            Column(_("Positive when"), "text"),
            Column(_("Cut-off (midpoint), %(unit)s") % {"unit": stored.variables[code].unit}),
            *_rates(),
            Column(_("Youden index"), "ratio"),
            Column(_("Tied"), "count"),
        ],
        [_alternative(row, marker) for row in marker.alternatives],
        note=_("Of tied cut-offs the first, most suspicious one. Wilson intervals."),
    )


def certainty(stored: StoredRun, outcome: str, code: str) -> Table:
    """How sure the cut-off is: bootstrap intervals and what choosing it flatters."""
    marker = stored.marker(outcome, code)
    found = marker.bootstrap
    optimism = found.youden_optimism
    best = marker.optima[0] if marker.optima else None
    return Table(
        f"certainty-{outcome}-{code}",
        _("How sure the cut-off is"),
        [
            Column(_("Figure"), "text"),
            Column(_("Value (%(ci)s)") % {"ci": stored.ci}, "estimate"),
        ],
        [
            [
                _("Cut-off, midpoint, %(unit)s") % {"unit": stored.variables[code].unit},
                (limits.best(marker), limits.interval(marker, found.midpoint)),
            ],
            [
                _("Sensitivity, cut-off chosen anew, %"),
                _in_per_cent(best.sensitivity if best else marker.best, found.sensitivity),
            ],
            [
                _("Specificity, cut-off chosen anew, %"),
                _in_per_cent(best.specificity if best else marker.best, found.specificity),
            ],
            *_smoothed(stored, marker),
            [_("Youden index, apparent"), (optimism.apparent, None)],
            [_("Youden index, corrected for optimism"), (optimism.corrected, None)],
            [_("Youden index, patients left out of the resample"), (optimism.out_of_bag, None)],
        ],
        note=_resampling(marker),
    )


def _rates() -> list[Column]:
    labels = (_("Sensitivity"), _("Specificity"), _("PPV"), _("NPV"))
    return [Column(label, "share") for label in labels]


def _elsewhere(prevalence: float) -> list[str]:
    """What predictive values at a stated prevalence are called."""
    words = (_("PPV at a prevalence of %(share)s"), _("NPV at a prevalence of %(share)s"))
    return [each % {"share": f"{100 * prevalence:g} %"} for each in words]


def _cutoffs_note(stored: StoredRun, prevalence: float | None) -> str:
    note = _(
        "Best: %(criterion)s, midpoint between observed values. Wilson intervals; likelihood "
        "ratios by Simel's log method; DOR: diagnostic odds ratio by Woolf's, with 0.5 in each "
        "cell where one is empty. PPV and NPV hold at this study's share of events."
    ) % {"criterion": CRITERIA[stored.plan.cutoff_criterion]}
    if not prevalence:
        return note
    return f"{note} " + _("The others hold at a prevalence of %(share)s (Mercaldo).") % {
        "share": f"{100 * prevalence:g} %"
    }


def _measures(accuracy: Accuracy, prevalence: float | None) -> list[Any]:
    """Cells of one cut-off from the sensitivity on."""
    elsewhere = (accuracy.positive_at_prevalence, accuracy.negative_at_prevalence)
    return [
        *_shares(accuracy),
        *(_at_prevalence(found) for found in elsewhere if prevalence),
        (accuracy.lr_positive.value, accuracy.lr_positive.interval),
        (accuracy.lr_negative.value, accuracy.lr_negative.interval),
    ]


def _shares(accuracy: Accuracy) -> list[tuple[Any, Any]]:
    """Sensitivity, specificity and both predictive values with Wilson's intervals."""
    shares: tuple[Proportion, ...] = (
        accuracy.sensitivity,
        accuracy.specificity,
        accuracy.positive_predictive,
        accuracy.negative_predictive,
    )
    return [(share.value, share.wilson) for share in shares]


def _odds(found: DiagnosticOddsRatio | None) -> tuple[Any, Any]:
    return (None, None) if found is None else (found.value, found.interval)


def _at_prevalence(found: PredictiveValue | None) -> tuple[Any, Any]:
    return (None, None) if found is None else (found.value, found.interval)


def _alternative(row: AlternativeCutoff, marker: MarkerRoc) -> list[Any]:
    words, cutoff, accuracy = _criterion(row.criterion), row.cutoff, row.accuracy
    if isinstance(cutoff, NotEstimable) or accuracy is None:
        return [words, None, cutoff, *([(None, None)] * 4), None, row.tied]
    return [
        words,
        limits.positive_when(marker, cutoff.observed),
        None if cutoff.midpoint is None else limits.cutoff(marker, cutoff.midpoint),
        *_shares(accuracy),
        accuracy.youden,
        row.tied,
    ]


def _criterion(key: str) -> str:
    return {
        "youden": _("Largest sensitivity + specificity − 1 (Youden)"),
        "closest-topleft": _("Closest to 100 % sensitivity and 100 % specificity"),
        "weighted-youden": _("Least expected cost (weighted Youden)"),
        "sensitivity": _("Sensitivity of at least 90 %"),
        "specificity": _("Specificity of at least 90 %"),
    }[key]


def _smoothed(stored: StoredRun, marker: MarkerRoc) -> list[list[Any]]:
    """The rows for cut-offs of smoothed distributions."""
    unit = {"unit": stored.variables[marker.analyte].unit}
    words = (_("Cut-off, binormal, %(unit)s"), _("Cut-off, kernel-smoothed, %(unit)s"))
    smooth = marker.smooth
    cells: tuple[tuple[Any, Any], ...] = (
        ((smooth, None), (smooth, None))
        if isinstance(smooth, NotEstimable)
        else tuple((each.cutoff, each.interval) for each in (smooth.binormal, smooth.kernel))
    )
    return [[label % unit, cell] for label, cell in zip(words, cells, strict=True)]


def _in_per_cent(share: Any, interval: Any) -> tuple[Any, Any]:
    """A share at the first optimal cut-off with its interval over the resamples."""
    return formats.in_points(share), formats.in_points(interval)


def _resampling(marker: MarkerRoc) -> str:
    record = marker.bootstrap.resampling
    words = (
        _(
            "%(used)d of %(resamples)d stratified resamples (reduced for a large study), seed "
            "%(seed)d, %(generator)s; the cut-off is chosen anew in each."
        )
        if marker.resamples_reduced
        else _(
            "%(used)d of %(resamples)d stratified resamples, seed %(seed)d, %(generator)s; the "
            "cut-off is chosen anew in each."
        )
    )
    return words % {
        "used": record.used,
        "resamples": record.resamples,
        "seed": record.seed,
        "generator": record.generator,
    }
