"""ROC: the panel, the cut-offs of one analyte, its coordinates and its values."""

from __future__ import annotations

from typing import Any

import pandas as pd
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.dataset import ANALYTE_PARTS, analyte_column, endpoint_column
from analytics.datasets.placed import placed
from analytics.plans.choices import ADJUSTMENT_NAMES, AUC_INTERVALS, CRITERIA
from analytics.report import Report
from analytics.runs.compute.roc import curve_of
from analytics.stats.roc import roc_points
from analytics.tables import cautions, formats, limits, roc_details
from analytics.tables.names import place_name
from analytics.tables.replicates import with_mixed
from analytics.tables.table import Column, Table


def panel(report: Report, outcome: str) -> Table:
    """Every exposure with its area, adjusted p and cut-off."""
    found = report.roc(outcome)
    size = found["family"]["size"]
    analytes = ngettext("%(n)d analyte", "%(n)d analytes", size) % {"n": size}
    adjusted = {test["name"]: test["adjusted"] for test in found["family"]["tests"]}
    rows = []
    for marker in found["markers"]:
        code, area = marker["analyte"], marker["auc"]
        optima = marker["youden"].get("optima", [])
        rows.append(
            [
                report.analyte(code),
                area["sample"]["n_used"],
                (area["value"], area["interval"]),
                roc_details.partial_area(marker),
                area["p"],
                adjusted[code],
                limits.best(marker),
                len(optima),
                marker["values"]["below"],
            ]
        )
    note = _(
        "Positive class: %(outcome)s; %(direction)s values speak for it, stated in the plan and "
        "never chosen from the data. Intervals: %(interval)s; P against AUC = 0.5, adjusted by "
        "%(method)s over %(analytes)s. Cut-off: %(criterion)s, midpoint between observed values. "
        "%(partial)s"
    ) % {
        "outcome": found["label"],
        "direction": _("high") if found["direction"] == "high" else _("low"),
        "interval": AUC_INTERVALS[report.plan["auc_interval"]],
        "method": ADJUSTMENT_NAMES[found["family"]["method"]],
        "analytes": analytes,
        "criterion": CRITERIA[report.plan["cutoff_criterion"]],
        "partial": roc_details.partial_words(found["markers"]),
    }
    return Table(
        f"roc-{outcome}",
        f"ROC of every analyte for {found['label']}",
        [
            Column("Analyte", "text"),
            Column("Patients", "count"),
            Column(f"AUC ({report.ci})", "estimate", places=3),
            Column("Partial AUC", "estimate", places=2),
            Column("P", "p"),
            Column("P, adjusted", "p"),
            Column("Cut-off"),
            Column("Tied optima", "count"),
            Column("Below limit", "count"),
        ],
        rows,
        note=with_mixed(
            report,
            " ".join(filter(None, [note.strip(), cautions.directions(report, outcome)])),
        ),
    )


def cutoffs(report: Report, outcome: str, code: str) -> Table:
    """Every optimal cut-off with its accuracy, and the plan's published one."""
    marker = report.marker(outcome, code)
    sign = formats.SIGNS[marker["auc"]["direction"]]
    prevalence = report.plan.get("prevalence")
    rows = [
        [
            "best here",
            limits.cutoff(marker, cutoff["midpoint"]),
            limits.positive_when(marker, cutoff["observed"]),
            *_accuracy(measured["accuracy"], prevalence),
        ]
        for cutoff, measured in zip(
            marker["youden"].get("optima", []), marker["accuracy"], strict=True
        )
    ]
    published = marker.get("published")
    if published:
        value = published["cutoff"]
        measured = _accuracy(published["accuracy"], prevalence)
        rows.append(["published", value, f"{sign} {value:g}", *measured])
    elsewhere = _elsewhere(prevalence) if prevalence else []
    return Table(
        f"cutoffs-{outcome}-{code}",
        f"Cut-offs of {report.analyte(code)}",
        [
            Column("Which", "text"),
            Column(_("Cut-off, %(unit)s") % report.analytes[code]),
            Column("Positive when", "text"),
            Column("Sensitivity", "share"),
            Column("Specificity", "share"),
            Column("PPV", "share"),
            Column("NPV", "share"),
            *(Column(label, "share") for label in elsewhere),
            Column("LR+", "estimate"),
            Column("LR−", "estimate"),
        ],
        rows,
        note=_cutoffs_note(report, prevalence),
    )


def _elsewhere(prevalence: float) -> list[str]:
    """What predictive values at a stated prevalence are called."""
    words = (_("PPV at a prevalence of %(share)s"), _("NPV at a prevalence of %(share)s"))
    return [each % {"share": f"{100 * prevalence:g} %"} for each in words]


def _cutoffs_note(report: Report, prevalence: float | None) -> str:
    note = _(
        "Best: %(criterion)s, midpoint between observed values. Wilson intervals; likelihood "
        "ratios by Simel's log method. PPV and NPV hold at this study's share of events."
    ) % {"criterion": CRITERIA[report.plan["cutoff_criterion"]]}
    if not prevalence:
        return note
    return f"{note} " + _("The others hold at a prevalence of %(share)s (Mercaldo).") % {
        "share": f"{100 * prevalence:g} %"
    }


def _accuracy(accuracy: dict[str, Any], prevalence: float | None) -> list[Any]:
    """Cells of one cut-off from the sensitivity on."""
    kinds = ("positive_at_prevalence", "negative_at_prevalence") if prevalence else ()
    elsewhere = [accuracy.get(kind) or {"value": None, "interval": None} for kind in kinds]
    return [
        _rate(accuracy["sensitivity"]),
        _rate(accuracy["specificity"]),
        _rate(accuracy["positive_predictive"]),
        _rate(accuracy["negative_predictive"]),
        *((found["value"], found["interval"]) for found in elsewhere),
        (accuracy["lr_positive"]["value"], accuracy["lr_positive"]["interval"]),
        (accuracy["lr_negative"]["value"], accuracy["lr_negative"]["interval"]),
    ]


def certainty(report: Report, outcome: str, code: str) -> Table:
    """How sure the cut-off is: bootstrap intervals and what choosing it flatters."""
    marker = report.marker(outcome, code)
    found = marker["bootstrap"]
    optimism = found["youden_optimism"]
    return Table(
        f"certainty-{outcome}-{code}",
        "How sure the cut-off is",
        [Column("Figure", "text"), Column(f"Value ({report.ci})", "estimate")],
        [
            [
                _("Cut-off, midpoint, %(unit)s") % report.analytes[code],
                (limits.best(marker), limits.interval(marker, found["midpoint"])),
            ],
            [
                _("Sensitivity, cut-off chosen anew, %"),
                _in_per_cent(marker, "sensitivity"),
            ],
            [
                _("Specificity, cut-off chosen anew, %"),
                _in_per_cent(marker, "specificity"),
            ],
            *roc_details.smoothed(report, outcome, code),
            ["Youden index, apparent", (optimism["apparent"], None)],
            ["Youden index, corrected for optimism", (optimism["corrected"], None)],
            ["Youden index, patients left out of the resample", (optimism["out_of_bag"], None)],
        ],
        note=_resampling(marker),
    )


def coordinates(report: Report, outcome: str, code: str) -> Table:
    """Every point of the curve."""
    curve = curve_of(report.data(needed(outcome, code)), report.plan, outcome, code)
    points = roc_points(curve, corners_only=False)
    marker = report.marker(outcome, code)
    rows = [
        [
            limits.cutoff(marker, midpoint),
            None if observed is None else limits.positive_when(marker, observed),
            float(sensitivity),
            float(specificity),
            float(sensitivity + specificity - 1),
        ]
        for midpoint, observed, sensitivity, specificity in zip(
            points.midpoint, points.observed, points.sensitivity, points.specificity, strict=True
        )
    ]
    return Table(
        f"coordinates-{outcome}-{code}",
        f"Coordinates of the curve of {report.analyte(code)}",
        [
            Column(_("Cut-off (midpoint), %(unit)s") % report.analytes[code]),
            Column("Positive when", "text"),
            Column("Sensitivity", "percent"),
            Column("Specificity", "percent"),
            Column("Youden index", "ratio"),
        ],
        rows,
    )


def values(report: Report, outcome: str, code: str) -> Table:
    """What was measured in each patient, beside the outcome."""
    data = report.data(["pseudonym", *needed(outcome, code)])
    event = data.frame[endpoint_column(outcome, "event")]
    found = placed(data.frame, code)
    parts = ("value", "censor", "replicates", "llod", "lloq", "batches")
    columns = [data.frame[analyte_column(code, part)] for part in parts]
    rows = []
    for row, (pseudonym, outcome_value, *cells) in enumerate(
        zip(data.frame["pseudonym"], event, *columns, strict=True)
    ):
        value, censor, *rest = map(_plain, cells)
        shown = value if found.unplaced[row] else limits.measured(found, row)
        answer = {1.0: "yes", 0.0: "no"}.get(outcome_value)
        rows.append([pseudonym, answer, shown, place_name(censor), *rest])
    unit = {"unit": report.analytes[code]["unit"]}
    return Table(
        f"values-{outcome}-{code}",
        f"{report.analyte(code)} by {report.endpoint(outcome)['label']}",
        [
            Column("Patient", "text"),
            Column("Outcome", "text"),
            Column(_("Concentration, %(unit)s") % unit),
            Column(_("Where it lies"), "text"),
            Column("Replicates", "count"),
            Column(_("LLOD, %(unit)s") % unit),
            Column(_("LLOQ, %(unit)s") % unit),
            Column("Batches", "count"),
        ],
        rows,
    )


def needed(outcome: str, code: str) -> list[str]:
    """Return the data set's columns that a curve is made of."""
    return [
        endpoint_column(outcome, "event"),
        *(analyte_column(code, part) for part in ANALYTE_PARTS),
    ]


def _at_optimum(marker: dict[str, Any], field: str) -> Any:
    """A figure at the first optimal cut-off, or why there is none."""
    optima = marker["youden"].get("optima")
    return optima[0][field] if optima else marker["youden"]


def _in_per_cent(marker: dict[str, Any], field: str) -> tuple[Any, Any]:
    """A share at the first optimal cut-off with its interval over the resamples."""
    found = (_at_optimum(marker, field), marker["bootstrap"][field])
    return formats.in_points(found[0]), formats.in_points(found[1])


def _resampling(marker: dict[str, Any]) -> str:
    used = marker["bootstrap"]["resampling"]
    reduced = " (reduced for a large study)" if marker["resamples_reduced"] else ""
    return (
        f"{used['used']} of {used['resamples']} stratified resamples{reduced}, seed "
        f"{used['seed']}, {used['generator']}; the cut-off is chosen anew in each."
    )


def _rate(share: dict[str, Any]) -> tuple[Any, Any]:
    return share["value"], share["wilson"]


def _plain(value: Any) -> Any:
    """NaN and None are both missing; whole floats are whole numbers."""
    if pd.isna(value):
        return None
    return int(value) if isinstance(value, float) and value.is_integer() else value
