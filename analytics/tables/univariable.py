"""Each exposure alone: odds ratios, and groups with and without the outcome."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.plans.choices import MODEL_POLICIES
from analytics.report import Report
from analytics.tables import cautions
from analytics.tables.model_words import (
    EARLIER,
    FIRTH,
    chosen,
    family,
    intervals,
    penalised,
    why_not,
)
from analytics.tables.models import term_name
from analytics.tables.replicates import with_mixed
from analytics.tables.table import Column, Table

EXPOSURE = "exposure"


def univariable(report: Report, outcome: str) -> Table:
    """Odds ratios of each exposure and of the covariate, each alone in its model."""
    found = report.univariable(outcome)
    level = report.ci
    columns = [
        Column("Term", "text"),
        Column("Patients", "count"),
        Column("Events", "count"),
        Column(f"Odds ratio per doubling ({level})", "estimate"),
        Column(f"per SD ({level})", "estimate"),
        Column(f"per IQR ({level})", "estimate"),
        Column("P, LR", "p"),
        Column("P, adjusted", "p"),
        Column("Fit", "text"),
    ]
    name = f"univariable-{outcome}"
    title = f"{report.endpoint(outcome)['label']}: each variable alone"
    if found is None:
        return Table(name, title, columns, [], note=EARLIER.format("this table"))
    adjusted = {test["name"]: test["adjusted"] for test in found["family"]["tests"]}
    rows = [_row(report, row, adjusted.get(row["term"])) for row in found["rows"]]
    return Table(name, title, columns, rows, note=_note(report, found))


def _row(report: Report, row: dict[str, Any], adjusted: Any) -> list[Any]:
    result, name = row["result"], term_name(report, row["term"])
    why = why_not(result)
    if why:
        nothing = {"not_estimable": why}
        used = result.get("sample", {}).get("n_used")
        gap = (nothing, nothing)
        return [name, used, result.get("n_events"), gap, gap, gap, nothing, adjusted, None]
    (coefficient,), (spreads,) = result["coefficients"], row["odds"]
    ratios = [(scaled["odds_ratio"], chosen(report, scaled)) for scaled in spreads["spreads"]]
    if row["kind"] != EXPOSURE:
        # Quartiles of a yes/no variable are 0 or 1 and say nothing.
        name = f"{name} ({coefficient['step']})"
        ratios[1] = (None, None)
    return [
        name,
        result["sample"]["n_used"],
        result["n_events"],
        (coefficient["odds_ratio"], chosen(report, coefficient)),
        *ratios,
        result["quality"]["overall"]["p"],
        adjusted,
        "Firth" if result["method"] == FIRTH else "ML",
    ]


def _note(report: Report, found: dict[str, Any]) -> str:
    fits = [(row["term"], row["result"]) for row in found["rows"]]
    used = [result["sample"]["n_used"] for _, result in fits if "sample" in result]
    left_out = [
        f"{term_name(report, term)} {result['sample']['n_given'] - result['sample']['n_used']}"
        for term, result in fits
        if "sample" in result and result["sample"]["n_given"] > result["sample"]["n_used"]
    ]
    gaps = f"; left out for want of either: {', '.join(left_out)}" if left_out else ""
    tests = "the analytes of the panel; the covariate is outside the family"
    words = [
        _("Each row is a model of its own on %(patients)s%(gaps)s.")
        % {"patients": _range(used), "gaps": gaps},
        f"Values below the limit: {MODEL_POLICIES[found['policy']]}.",
        intervals(report),
        f"P: likelihood-ratio test, adjusted by {family(found['family'])}: {tests}.",
        f"IQR: quartiles of type {report.plan['quantile_type']} on the log scale.",
        penalised(report, [result for _, result in fits]),
        few_events(report, found),
    ]
    return " ".join(filter(None, words))


def few_events(report: Report, found: dict[str, Any]) -> str:
    """Return which of the models have few events or non-events a parameter, or nothing."""
    said: dict[str, list[str]] = {}
    for row in found["rows"]:
        words = cautions.events(row["result"])
        if words:
            said.setdefault(words, []).append(term_name(report, row["term"]))
    return " ".join(f"{', '.join(names)}: {words}" for words, names in said.items())


def _range(counts: list[int]) -> str:
    """How many patients the models were made on: one number, or the fewest and the most."""
    if not counts:
        return _("no patients")
    low, high = min(counts), max(counts)
    if low == high:
        return ngettext("%(n)d patient", "%(n)d patients", high) % {"n": high}
    return _("%(low)d to %(high)d patients") % {"low": low, "high": high}


def groups(report: Report, outcome: str) -> Table:
    """Concentrations with and without the outcome, compared by ranks."""
    found = report.univariable(outcome)
    level = report.ci
    columns = [
        Column("Analyte", "text"),
        Column("With", "count"),
        Column("With: median (quartiles)", "estimate"),
        Column("Without", "count"),
        Column("Without: median (quartiles)", "estimate"),
        Column(f"Shift ({level})", "estimate"),
        Column("P(with > without)", "fixed"),
        Column("P, Mann-Whitney", "p"),
    ]
    name = f"groups-{outcome}"
    title = f"Concentrations with and without {report.endpoint(outcome)['label']}"
    if found is None:
        return Table(name, title, columns, [], note=EARLIER.format("this table"))
    exposures = [row for row in found["rows"] if row["kind"] == EXPOSURE]
    units = dict.fromkeys(report.analytes[row["term"]]["unit"] for row in exposures)
    rows = [
        [
            report.analyte(row["term"]) if len(units) > 1 else term_name(report, row["term"]),
            row["groups"]["with"]["n"],
            _median(row["groups"]["with"]["quartiles"]),
            row["groups"]["without"]["n"],
            _median(row["groups"]["without"]["quartiles"]),
            (row["comparison"]["shift"], row["comparison"]["shift_interval"]),
            row["comparison"]["probability"],
            row["test"]["p"],
        ]
        for row in exposures
    ]
    variants = dict.fromkeys(row["test"]["variant"] for row in exposures)
    note = (
        f"Concentrations in {', '.join(units) or 'no unit'}. Shift: Hodges-Lehmann, with "
        "minus without, interval from the tie-corrected normal "
        f"distribution of the test. Test: {'; '.join(variants) or 'none'}. Every value below an "
        "analyte's highest limit is one tie. P values here are not adjusted; those of the odds "
        f"ratios are. Quartiles of type {report.plan['quantile_type']}."
    )
    return Table(name, title, columns, rows, note=with_mixed(report, note))


def _median(quartiles: dict[str, Any]) -> tuple[Any, Any]:
    if "median" not in quartiles:
        return quartiles, quartiles
    return quartiles["median"], {"low": quartiles["lower"], "high": quartiles["upper"]}
