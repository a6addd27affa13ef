"""What a reader must know before believing a figure, said wherever the figure stands.

Worded from stored numbers alone: few events or non-events for each parameter, and fits that did not
converge.
"""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.stats.prediction.cross_validation import CrossValidatedAuc
from analytics.stats.regression.logistic import LogisticResult
from analytics.stats.results import NotEstimable, Resampling
from analytics.tables import formats

# The old rules of thumb for events or non-events, whichever are fewer, per parameter of a model.
FEW, SCARCE = 10, 5


def events(result: LogisticResult | NotEstimable) -> str:
    """Say that a model has few events or non-events a parameter, or nothing."""
    if isinstance(result, NotEstimable):
        return ""
    ratio = result.events_per_parameter
    if isinstance(ratio, NotEstimable) or ratio >= FEW:
        return ""
    few, others = result.n_events, result.n_non_events
    if not min(few, others):
        return ""  # there is no model then, and its reason says so
    rule = SCARCE if ratio < SCARCE else FEW
    parameters = ngettext("{count} parameter", "{count} parameters", result.parameters).format(
        count=result.parameters
    )
    words = (
        ngettext(
            "Only {count} patient with the outcome for {parameters}: {ratio} each, fewer than "
            "{rule}",
            "Only {count} patients with the outcome for {parameters}: {ratio} each, fewer than "
            "{rule}",
            few,
        )
        if few <= others
        else ngettext(
            "Only {count} patient without the outcome for {parameters}: {ratio} each, fewer than "
            "{rule}",
            "Only {count} patients without the outcome for {parameters}: {ratio} each, fewer than "
            "{rule}",
            others,
        )
    )
    said = words.format(
        count=min(few, others), parameters=parameters, ratio=formats.number(ratio, 2), rule=rule
    )
    consequence = (
        _("odds ratios and their intervals are unreliable.")
        if rule == SCARCE
        else _("odds ratios may be too far from 1.")
    )
    return f"{said}; {consequence}"


def unfitted(record: Resampling) -> str:
    """Say in how many resamples a model did not converge, or nothing."""
    lost = record.not_converged
    if not lost:
        return ""
    return ngettext(
        "In {count} of {all} resamples the model did not converge; it is left out of every mean.",
        "In {count} of {all} resamples the model did not converge; they are left out of "
        "every mean.",
        lost,
    ).format(count=lost, all=record.resamples)


def unusable(crossed: CrossValidatedAuc) -> str:
    """Say in how many training sets of a cross-validation no model converged, or nothing."""
    lost = crossed.unusable_fits
    if not lost:
        return ""
    return ngettext(
        "{count} of {all} training sets of the cross-validation did not converge and is left out.",
        "{count} of {all} training sets of the cross-validation did not converge and are left out.",
        lost,
    ).format(count=lost, all=crossed.folds * crossed.repeats)
