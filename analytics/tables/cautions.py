"""What a reader must know before believing a figure, said wherever the figure stands.

Worded from stored numbers alone: a curve that points against its declared direction, few events or
non-events for each parameter, and fits that did not converge.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.report import Report
from analytics.tables import formats

# A curve below chance is remarkable only where chance doesn't explain it.
REMARKABLE = 0.05
# The old rules of thumb for events or non-events, whichever are fewer, per parameter of a model.
FEW, SCARCE = 10, 5


def against(marker: dict[str, Any]) -> bool:
    """Tell whether a curve points against its declared direction: AUC < 0.5 with P < 0.05."""
    area, p = marker["auc"]["value"], marker["auc"]["p"]
    if formats.reason(area) or formats.reason(p):
        return False
    return bool(area < 0.5 and p < REMARKABLE)


def direction(report: Report, marker: dict[str, Any]) -> str:
    """Say that one curve points against its declared direction, or nothing."""
    if not against(marker):
        return ""
    declared = marker["auc"]["direction"]
    words = (
        _("{analyte}: high values were declared to speak for the outcome, but here low ones do")
        if declared == "high"
        else _(
            "{analyte}: low values were declared to speak for the outcome, but here high ones do"
        )
    )
    said = words.format(analyte=report.analytes[marker["analyte"]]["name"])
    return _(
        "{words} (AUC {area}, P {p}). Check the plan's direction before using this curve."
    ).format(
        words=said,
        area=formats.fixed(marker["auc"]["value"], 2),
        p=formats.p_value(marker["auc"]["p"]),
    )


def directions(report: Report, outcome: str) -> str:
    """Say which of an outcome's curves point against the declared direction, or nothing."""
    return " ".join(filter(None, (direction(report, m) for m in report.roc(outcome)["markers"])))


def events(result: dict[str, Any]) -> str:
    """Say that a model has few events or non-events a parameter, or nothing."""
    ratio = result.get("events_per_parameter")
    if not isinstance(ratio, int | float) or ratio >= FEW:
        return ""
    few, others = result["n_events"], result["n_non_events"]
    rule = SCARCE if ratio < SCARCE else FEW
    parameters = ngettext("{count} parameter", "{count} parameters", result["parameters"]).format(
        count=result["parameters"]
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


def unfitted(found: dict[str, Any]) -> str:
    """Say how many resamples and training sets of a validation did not converge, or nothing."""
    said = []
    optimism = found.get("optimism", {}).get("resampling", {})
    lost = optimism.get("not_converged", 0)
    if lost:
        said.append(
            ngettext(
                "In {count} of {all} resamples the model did not converge; it is left out of "
                "every mean.",
                "In {count} of {all} resamples the model did not converge; they are left out of "
                "every mean.",
                lost,
            ).format(count=lost, all=optimism["resamples"])
        )
    crossed = found.get("cross_validation", {})
    unusable = crossed.get("unusable_fits", 0)
    if unusable:
        said.append(
            ngettext(
                "{count} of {all} training sets of the cross-validation did not converge and is "
                "left out.",
                "{count} of {all} training sets of the cross-validation did not converge and are "
                "left out.",
                unusable,
            ).format(count=unusable, all=crossed["folds"] * crossed["repeats"])
        )
    return " ".join(said)
