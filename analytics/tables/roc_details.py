"""ROC: other cut-offs than the plan's, smoothed ones, and how the curves compare."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from analytics.plans.choices import ADJUSTMENT_NAMES
from analytics.report import Report
from analytics.tables import formats, limits
from analytics.tables.model_words import EARLIER
from analytics.tables.table import Column, Table

CRITERIA: dict[str, Any] = {
    "youden": "Largest sensitivity + specificity − 1 (Youden)",
    "closest-topleft": _("Closest to 100 % sensitivity and 100 % specificity"),
    "weighted-youden": "Least expected cost (weighted Youden)",
    "sensitivity": _("Sensitivity of at least 90 %"),
    "specificity": _("Specificity of at least 90 %"),
}
SMOOTHED: dict[str, Any] = {
    "binormal": _("Cut-off, binormal, %(unit)s"),
    "kernel": _("Cut-off, kernel-smoothed, %(unit)s"),
}


def alternatives(report: Report, outcome: str, code: str) -> Table:
    """The cut-offs of other criteria with their accuracy."""
    marker = report.marker(outcome, code)
    found = marker.get("alternatives")
    note = "Of tied cut-offs the first, most suspicious one. Wilson intervals."
    return Table(
        f"alternatives-{outcome}-{code}",
        f"Other cut-offs of {report.analyte(code)}",
        [
            Column("Criterion", "text"),
            Column("Positive when", "text"),
            Column(_("Cut-off (midpoint), %(unit)s") % report.analytes[code]),
            Column("Sensitivity", "share"),
            Column("Specificity", "share"),
            Column("PPV", "share"),
            Column("NPV", "share"),
            Column("Youden index", "ratio"),
            Column("Tied", "count"),
        ],
        [_alternative(row, marker) for row in found or []],
        note=note if found is not None else earlier("this table"),
    )


def smoothed(report: Report, outcome: str, code: str) -> list[list[Any]]:
    """The rows of the certainty table for cut-offs of smoothed distributions."""
    found = report.marker(outcome, code).get("smooth")
    if found is None:
        return []
    named = {method: str(words) % report.analytes[code] for method, words in SMOOTHED.items()}
    if formats.reason(found):
        return [[words, (found, None)] for words in named.values()]
    return [
        [words, (found[method]["cutoff"], found[method]["interval"])]
        for method, words in named.items()
    ]


def compared(report: Report, outcome: str, code: str) -> Table:
    """One analyte's curve against every other: its area minus theirs."""
    rows = []
    for pair, adjusted in _pairs(report, outcome):
        if code not in {pair["first"], pair["second"]}:
            continue
        other = pair["second"] if pair["first"] == code else pair["first"]
        patients, _, *tested = _tested(pair, adjusted, first=code)
        rows.append([report.analytes[other]["name"], patients, *tested])
    return Table(
        f"compared-{outcome}-{code}",
        f"{report.analytes[code]['name']} against the other analytes",
        # One's own area, the same in every line, stands in the panel.
        [
            Column("Other analyte", "text"),
            *(column for column in _tested_columns(report) if column.label != "AUC"),
        ],
        rows,
        note=_comparison_note(report, outcome),
    )


def comparisons(report: Report, outcome: str) -> Table:
    """Every pair of curves."""
    rows = [
        [
            report.analytes[pair["first"]]["name"],
            report.analytes[pair["second"]]["name"],
            *_tested(pair, adjusted, first=pair["first"]),
        ]
        for pair, adjusted in _pairs(report, outcome)
    ]
    return Table(
        f"comparisons-{outcome}",
        "Every pair of curves",
        [Column("First", "text"), Column("Second", "text"), *_tested_columns(report)],
        rows,
        note=_comparison_note(report, outcome),
    )


def partial_area(marker: dict[str, Any]) -> tuple[Any, Any]:
    """Return a marker's standardised partial area with its interval."""
    found = marker.get("partial")
    if found is None or formats.reason(found):
        return found, None
    return found["standardised"], found["standardised_interval"]


def partial_words(markers: list[dict[str, Any]]) -> str:
    """Return over which range the partial areas of an outcome are."""
    for marker in markers:
        found = marker.get("partial") or {}
        if "low" in found:
            return gettext(
                "Partial AUC: specificity %(low)s to %(high)s, standardised so that chance is 0.5 "
                "and the largest area 1 (McClish 1989), bootstrap interval."
            ) % {end: formats.percent(found[end], 0) for end in ("low", "high")}
    return ""


def earlier(what: str) -> str:
    """Return what stands in place of a figure that an older run doesn't have."""
    return EARLIER.format(what)


def _alternative(row: dict[str, Any], marker: dict[str, Any]) -> list[Any]:
    words, cutoff, accuracy = str(CRITERIA[row["criterion"]]), row["cutoff"], row["accuracy"]
    if accuracy is None:
        return [words, None, cutoff, *([(None, None)] * 4), None, row["tied"]]
    rates = ("sensitivity", "specificity", "positive_predictive", "negative_predictive")
    return [
        words,
        limits.positive_when(marker, cutoff["observed"]),
        limits.cutoff(marker, cutoff["midpoint"]),
        *((accuracy[rate]["value"], accuracy[rate]["wilson"]) for rate in rates),
        accuracy["youden"],
        row["tied"],
    ]


def _pairs(report: Report, outcome: str) -> list[tuple[dict[str, Any], Any]]:
    """Each pair with its adjusted p value."""
    found = report.roc(outcome).get("comparisons") or {}
    if "comparisons" not in found:
        return []
    adjusted = {test["name"]: test["adjusted"] for test in found["adjusted"]["tests"]}
    return [
        (pair, adjusted[f"{pair['first']} / {pair['second']}"]) for pair in found["comparisons"]
    ]


def _tested_columns(report: Report) -> list[Column]:
    return [
        Column("Patients", "count"),
        Column("AUC", "ratio"),
        Column("AUC, other", "ratio"),
        Column(f"Difference ({report.ci})", "estimate", places=3),
        Column("z", "fixed"),
        Column("P", "p"),
        Column("P, adjusted", "p"),
    ]


def _tested(pair: dict[str, Any], adjusted: Any, *, first: str) -> list[Any]:
    """The figures of a pair, seen from one of its two curves."""
    turned = first != pair["first"]
    areas = [pair["auc_first"], pair["auc_second"]]
    return [
        pair["sample"]["n_used"],
        *(reversed(areas) if turned else areas),
        (
            _turned(pair["difference"], turned=turned),
            _turned_interval(pair["interval"], turned=turned),
        ),
        _turned(pair["test"]["statistic"], turned=turned),
        pair["test"]["p"],
        adjusted,
    ]


def _turned(value: Any, *, turned: bool) -> Any:
    return -value if turned and not formats.reason(value) else value


def _turned_interval(interval: Any, *, turned: bool) -> Any:
    if not turned or formats.reason(interval):
        return interval
    return {**interval, "low": -interval["high"], "high": -interval["low"]}


def _comparison_note(report: Report, outcome: str) -> str:
    found = report.roc(outcome).get("comparisons")
    if found is None:
        return earlier("this comparison")
    if formats.reason(found):
        return formats.reason(found)
    family, joint = found["adjusted"], found["joint"]
    tested = (
        formats.reason(joint["p"])
        or f"chi-square {formats.fixed(joint['statistic'])}, {joint['df']:g} degrees of freedom, "
        f"P {formats.p_value(joint['p'])}"
    )
    return gettext(
        "Paired DeLong on the patients with both values; adjusted by %(method)s over "
        "%(pairs)d pairs. All areas equal: %(tested)s (%(complete)s)."
    ) % {
        "method": ADJUSTMENT_NAMES[family["method"]],
        "pairs": family["size"],
        "tested": tested,
        "complete": _complete(found["joint_sample"]["n_used"]),
    }


def _complete(count: int) -> str:
    return ngettext(
        "%(count)d patient with every value", "%(count)d patients with every value", count
    ) % {"count": count}
