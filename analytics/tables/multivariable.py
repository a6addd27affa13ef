"""The multivariable model in full: steps of all sizes, fit, and models that ask in another way."""

from __future__ import annotations

from typing import Any

from analytics.report import Report
from analytics.tables import cautions
from analytics.tables.model_words import (
    EARLIER,
    chosen,
    intervals,
    penalised,
    sample,
    why_not,
)
from analytics.tables.models import step, term_name
from analytics.tables.table import Column, Table

RULE = "the old rule asks for 10; it is disputed, so read it with the shrinkage"


def model(report: Report, outcome: str) -> Table:
    """Odds ratios per step and per standard deviation, with the test of each term."""
    found = report.model(outcome)
    result = found["result"]
    tests = {term["term"]: term for term in result.get("terms", [])}
    rows = [
        [
            term_name(report, coefficient["term"]),
            step(report, coefficient["step"], coefficient["term"]),
            (coefficient["odds_ratio"], coefficient["profile"]),
            (coefficient["odds_ratio"], coefficient["wald"]),
            coefficient["p_wald"],
            coefficient["odds_ratio_per_sd"],
            tests[coefficient["term"]]["test"]["statistic"],
            tests[coefficient["term"]]["test"]["p"],
            tests[coefficient["term"]]["share"],
        ]
        for coefficient in result.get("coefficients", [])
    ]
    level = report.ci
    why = why_not(result)
    return Table(
        f"model-{outcome}",
        f"Logistic model of {found['label']}",
        [
            Column("Term", "text"),
            Column("Step", "text"),
            Column(f"Odds ratio (profile {level})", "estimate"),
            Column(f"Odds ratio (Wald {level})", "estimate"),
            Column("P, Wald", "p"),
            Column("Odds ratio per SD"),
            Column("LR chi-square"),
            Column("P, LR", "p"),
            Column("Share of LR", "percent"),
        ],
        rows,
        note=why
        or " ".join(
            filter(
                None,
                [
                    sample(report, result["sample"]),
                    f"{result['n_events']} with the outcome.",
                    f"P, LR: {result['terms'][0]['test']['variant']} test of leaving the term out.",
                    penalised(report, [result]),
                    cautions.events(result),
                ],
            )
        ),
    )


def odds_by_step(report: Report, outcome: str) -> Table:
    """Each term's odds ratio per step of the model, per SD and per interquartile range."""
    found = report.model(outcome)
    level = report.ci
    columns = [
        Column("Term", "text"),
        Column("Step", "text"),
        Column(f"Odds ratio (profile {level})", "estimate"),
        Column(f"Odds ratio (Wald {level})", "estimate"),
    ]
    name, title = f"odds-by-step-{outcome}", f"Odds ratios for {found['label']} by size of step"
    if "odds" not in found and not why_not(found["result"]):
        return Table(name, title, columns, [], note=EARLIER.format("this table"))
    rows = []
    by_name = {row["name"]: row for row in found.get("odds", [])}
    for coefficient in found["result"].get("coefficients", []):
        rows.append(_ratio(report, coefficient, coefficient["step"], coefficient))
        rows += [
            _ratio(report, coefficient, words, scaled)
            for scaled in by_name[coefficient["name"]]["spreads"]
            if (words := _spread(coefficient["step"], scaled))
        ]
    plain = found.get("others", {}).get("untransformed", {})
    rows += [
        _ratio(
            report, coefficient, f"{coefficient['step']} (another model: no logarithm)", coefficient
        )
        for coefficient in plain.get("coefficients", [])[:1]
    ]
    note = why_not(found["result"]) or " ".join(
        [
            sample(report, found["result"]["sample"]),
            penalised(report, [found["result"]]),
            (
                f"SD (divisor n − 1) and quartiles (type {report.plan['quantile_type']}) of the "
                "patients used, on the scale of the model."
            ),
        ]
    )
    return Table(name, title, columns, rows, note=note)


def _ratio(
    report: Report, coefficient: dict[str, Any], words: str, estimate: dict[str, Any]
) -> list[Any]:
    term = coefficient["term"]
    return [
        term_name(report, term),
        step(report, words, term),
        (estimate["odds_ratio"], estimate["profile"]),
        (estimate["odds_ratio"], estimate["wald"]),
    ]


def _spread(model_step: str, scaled: dict[str, Any]) -> str:
    """What an SD or an IQR is in the model's own steps; nothing where it means nothing."""
    doubling = model_step.startswith("per doubling")
    if scaled["scale"] == "sd":
        unit = " doublings" if doubling else ""
        return f"per SD ({scaled['size']:.3g}{unit})"
    if not (doubling or model_step.startswith("per unit")):
        return ""
    low, high = (2 ** scaled[end] if doubling else scaled[end] for end in ("low", "high"))
    return f"from the lower to the upper quartile ({low:.3g} to {high:.3g})"


def quality(report: Report, outcome: str) -> Table:
    """How well the model fits, and whether the data carry as many terms."""
    found = report.model(outcome)
    result = found["result"]
    why = why_not(result)
    rows: list[list[Any]] = []
    if not why:
        fit = result["quality"]
        overall = fit["overall"]
        fewer = min(result["n_events"], result["n_non_events"])
        rows = [
            ["Events per parameter", result["events_per_parameter"],
             f"{fewer} of the rarer outcome over {result['parameters']} coefficients; {RULE}"],
            ["Shrinkage (van Houwelingen)", fit["shrinkage"],
             "what remains of log odds ratios in new patients; at 0 or below no more than chance"],
            ["LR chi-square of the model", overall["statistic"],
             f"{overall['variant']}, {overall['df']:g} df, against no term"],
            ["Nagelkerke R²", fit["nagelkerke"], "share of what could be explained"],
            ["McFadden R²", fit["mcfadden"], "share of the log-likelihood"],
            ["AIC", fit["aic"], "lower is better, on the same patients"],
            ["BIC", fit["bic"], "as AIC, with a larger price for each term"],
        ]  # fmt: skip
        rows += [
            [
                f"Variance inflation of {term_name(report, term['term'])}",
                term["gvif"],
                f"GVIF of the fitted model, {term['df']} df; 1 is no overlap with the other terms",
            ]
            for term in found.get("inflation", {}).get("terms", [])
        ]
    return Table(
        f"model-quality-{outcome}",
        f"Fit of the model of {found['label']}",
        [Column("Measure", "text"), Column("Value"), Column("What it means", "text")],
        rows,
        note=why or sample(report, result["sample"]),
    )


def other_models(report: Report, outcome: str) -> Table:
    """The same question asked by other models, beside the main one."""
    found = report.model(outcome)
    others = found.get("others")
    columns = [
        Column("Model", "text"),
        Column("Term", "text"),
        Column("Measure", "text"),
        Column(f"Estimate ({report.ci})", "estimate"),
        Column("P", "p"),
        Column("AIC"),
        Column("Patients", "count"),
    ]
    name, title = f"other-models-{outcome}", f"Other models of {found['label']} and of the change"
    why = why_not(found["result"])
    if others is None:
        return Table(name, title, columns, [], note=why or EARLIER.format("this table"))
    rows = [
        *_logistic(report, "Logistic, per doubling (main model)", found["result"]),
        *_logistic(report, "Logistic, no logarithm", others["untransformed"]),
        _line(others["linearity"]),
        *_ordinal(report, others["ordinal"]),
        _slopes(others["equal_slopes"]),
        *_linear(report, others["linear"]),
    ]
    note = (
        f"{intervals(report)} P of logistic terms: likelihood ratio; of the others: Wald, t. The "
        "spline is a restricted cubic one at Harrell's quantiles, tested against the straight line "
        "on the log scale. Proportional odds and linear regression take the change itself as "
        "outcome; equal slopes are tested between its quarters (Brant). HC3 intervals allow "
        "unequal spread."
    )
    return Table(name, title, columns, rows, note=note)


def _logistic(report: Report, label: str, result: dict[str, Any]) -> list[list[Any]]:
    why = why_not(result)
    if why:
        return [_nothing(label, why)]
    tests = {term["term"]: term["test"]["p"] for term in result["terms"]}
    return [
        [
            label,
            term_name(report, coefficient["term"]),
            f"Odds ratio {step(report, coefficient['step'], coefficient['term'])}",
            (coefficient["odds_ratio"], chosen(report, coefficient)),
            tests[coefficient["term"]],
            result["quality"]["aic"],
            result["sample"]["n_used"],
        ]
        for coefficient in result["coefficients"]
    ]


def _line(result: dict[str, Any]) -> list[Any]:
    label = "Logistic, spline against line"
    if "test" not in result:
        return _nothing(label, result["not_estimable"])
    test = result["test"]
    words = f"LR chi-square, {test['df']:g} df, {result['knots']} knots"
    return [
        label, "Curve", words, (test["statistic"], None), test["p"],
        result["aic_spline"], result["sample"]["n_used"],
    ]  # fmt: skip


def _ordinal(report: Report, result: dict[str, Any]) -> list[list[Any]]:
    label = "Proportional odds of the change"
    if "coefficients" not in result:
        return [_nothing(label, result["not_estimable"])]
    return [
        [
            label,
            term_name(report, row["term"]),
            f"Odds ratio of more change {step(report, row['step'], row['term'])}",
            (row["odds_ratio"], row["interval"]),
            row["test"]["p"],
            None,
            result["sample"]["n_used"],
        ]
        for row in result["coefficients"]
    ]


def _slopes(result: dict[str, Any]) -> list[Any]:
    label = "Proportional odds: equal slopes"
    if "overall" not in result:
        return _nothing(label, result["not_estimable"])
    test = result["overall"]
    return [
        label, "All terms", f"Wald chi-square, {test['df']:g} df (Brant)",
        (test["statistic"], None), test["p"], None, result["sample"]["n_used"],
    ]  # fmt: skip


def _linear(report: Report, result: dict[str, Any]) -> list[list[Any]]:
    label = "Linear, change in points"
    if not result["slopes"]:
        return [_nothing(label, result["residual_sd"]["not_estimable"])]
    rows = []
    for row in result["slopes"]:
        words = f"Points {step(report, row['step'], row['term'])}"
        name, used = term_name(report, row["term"]), result["sample"]["n_used"]
        usual, robust = (row["slope"], row["interval"]), (row["slope"], row["robust"])
        rows.append([label, name, words, usual, row["p"], None, used])
        rows.append([f"{label}, HC3", name, words, robust, None, None, used])
    return rows


def _nothing(label: str, why: str) -> list[Any]:
    nothing = {"not_estimable": why}
    return [label, None, None, (nothing, nothing), nothing, None, None]
