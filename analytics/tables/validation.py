"""How sure a model is: strength of its terms, performance, calibration and use."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _

from analytics.report import Report
from analytics.tables import cautions, formats
from analytics.tables.model_words import EARLIER, FIRTH, sample
from analytics.tables.models import term_name
from analytics.tables.table import Column, Table

APPARENT, LEFT_OUT = "apparent", "left_out"
PREDICTIONS = {LEFT_OUT: "Cross-validated", APPARENT: "Apparent"}


def reason(report: Report, outcome: str) -> str:
    """Return why there is nothing on an outcome's model: too little data, or an earlier run."""
    found = report.validation(outcome)
    return EARLIER.format("validation") if found is None else formats.reason(found)


def resampled(found: dict[str, Any], report: Report) -> str:
    """Return how resamples were drawn and how many could be used."""
    record = found["resampling"]
    words = f"{record['used']} of {record['resamples']} resamples of the patients used"
    if record["resamples"] < report.plan["resampling"]["resamples"]:
        words += ", fewer than planned because the study is large"
    return f"{words}; seed {record['seed']}, not stratified."


def strength(report: Report, outcome: str) -> Table:
    """Each term's strength by three measures, the strongest first."""
    level = report.ci
    columns = [
        Column("Term", "text"),
        Column("LR chi-square"),
        Column("Share", "percent"),
        Column("P, LR", "p"),
        Column("Odds ratio per SD"),
        Column(f"AUC lost without it ({level})", "estimate", places=3),
    ]
    name = f"strength-{outcome}"
    title = f"Strength of the terms for {report.endpoint(outcome)['label']}"
    found = report.validation(outcome)
    why = reason(report, outcome) or formats.reason((found or {}).get("dominance"))
    if found is None or why:
        return Table(name, title, columns, [_unknown(why, columns)], note=why)
    result = found["dominance"]
    rows = [
        [
            term_name(report, term["term"]),
            term["test"]["statistic"],
            term["share"],
            term["test"]["p"],
            term["odds_ratio_per_sd"],
            (term["auc_lost"], term["auc_lost_interval"]),
        ]
        for term in result["terms"]
    ]
    note = " ".join(
        filter(
            None,
            [
                _(
                    "The first term stayed the strongest by chi-square in {share} of the resamples."
                ).format(share=formats.percent(result["first_held"])),
                resampled(result, report),
                cautions.unfitted({"optimism": result}),
                _("Intervals: bootstrap percentile; DeLong's test doesn't hold for nested models."),
            ],
        )
    )
    return Table(name, title, columns, rows, note=note)


def performance(report: Report, outcome: str) -> Table:
    """Discrimination and calibration: as they appear, corrected, and for patients left out."""
    level = report.ci
    columns = [
        Column("Measure", "text"),
        Column(f"Apparent ({level})", "estimate", places=3),
        Column("Optimism", "ratio"),
        Column("Corrected by bootstrap", "ratio"),
        Column(f"Cross-validated ({level})", "estimate", places=3),
        Column("Ideal", "text"),
    ]
    name = f"performance-{outcome}"
    title = f"Validation of the model of {report.endpoint(outcome)['label']}"
    found, why = report.validation(outcome), reason(report, outcome)
    if found is None or why:
        return Table(name, title, columns, [_unknown(why, columns)], note=why)
    apparent, unseen = (found["calibration"][key] for key in (APPARENT, LEFT_OUT))
    gains, crossed = found["optimism"], found["cross_validation"]
    rows = [
        _measured("AUC (cross-validated: pooled)", gains["auc"], crossed["pooled"], "1"),
        _measured("AUC (cross-validated: mean of folds)", None, crossed["mean_of_folds"], "1"),
        _measured("Brier score", gains["brier"], _part(unseen, "brier"), "0"),
        _plain("Scaled Brier score", apparent, unseen, "scaled_brier", "1"),
        [
            "Calibration slope",
            _with_limits(_part(apparent, "slope")),
            gains["slope"]["optimism"],
            gains["slope"]["corrected"],
            _with_limits(_part(unseen, "slope")),
            "1",
        ],
        _limits("Calibration intercept", apparent, unseen, "intercept"),
        _limits("Calibration in the large", apparent, unseen, "in_the_large"),
        _plain("Observed over expected events", apparent, unseen, "observed_to_expected", "1"),
        _tested("P, Spiegelhalter", apparent, unseen, "spiegelhalter"),
        _tested("P, Hosmer-Lemeshow", apparent, unseen, "hosmer_lemeshow"),
    ]
    return Table(name, title, columns, rows, note=_note(report, found))


def _note(report: Report, found: dict[str, Any]) -> str:
    crossed = found["cross_validation"]
    apparent = (
        _(
            "Apparent: on the patients that made the model, where a penalised model has no slope "
            "of 1."
        )
        if found["method"] == FIRTH
        else _(
            "Apparent: on the patients that made the model, where slope and intercept are 1 and 0 "
            "by construction."
        )
    )
    crossing = _(
        "Cross-validation: {folds} stratified folds, {repeats} times, seed {seed}; a patient's "
        "prediction is the mean over repeats."
    ).format(folds=crossed["folds"], repeats=crossed["repeats"], seed=crossed["seed"])
    words = [
        sample(report, found["sample"]),
        _("Model by {method}.").format(method=found["method"]),
        apparent,
        _("Bootstrap: {resamples}").format(resamples=resampled(found["optimism"], report)),
        crossing,
        cautions.unfitted(found),
        _("Intervals: Wald."),
    ]
    return " ".join(filter(None, words))


def calibration_groups(report: Report, outcome: str) -> Table:
    """Groups of similar predicted risk: the mean prediction against the share observed."""
    level = report.ci
    columns = [
        Column("Predictions", "text"),
        Column("Patients", "count"),
        Column("Mean predicted", "percent"),
        Column("Events", "count"),
        Column(_("Observed ({interval})").format(interval=level), "share"),
    ]
    name = f"calibration-{outcome}"
    title = f"Calibration by predicted risk of {report.endpoint(outcome)['label']}"
    found, why = report.validation(outcome), reason(report, outcome)
    if found is None or why:
        return Table(name, title, columns, [_unknown(why, columns)], note=why)
    rows = [
        [
            words,
            group["observed"]["n"],
            group["mean_predicted"],
            group["observed"]["successes"],
            (group["observed"]["value"], group["observed"]["wilson"]),
        ]
        for key, words in PREDICTIONS.items()
        for group in found["calibration"][key].get("groups", [])
    ]
    note = "Groups by quantiles of the prediction (type 7), equal limits merged; Wilson intervals."
    return Table(name, title, columns, rows, note=note)


def decision(report: Report, outcome: str) -> Table:
    """Net benefit of acting on the model, on everybody and on nobody, by threshold."""
    columns = [
        Column("Threshold", "percent"),
        Column("Model, cross-validated", "ratio"),
        Column("Model, apparent", "ratio"),
        Column("Treat all", "ratio"),
        Column("Treat none", "ratio"),
    ]
    name = f"decision-{outcome}"
    title = f"Net benefit of acting on the risk of {report.endpoint(outcome)['label']}"
    found, why = report.validation(outcome), reason(report, outcome)
    curves = {} if found is None or why else found["decision"]
    why = why or formats.reason(curves[APPARENT])
    if why:
        return Table(name, title, columns, [_unknown(why, columns)], note=why)
    unseen = {point["threshold"]: point["model"] for point in curves[LEFT_OUT].get("points", [])}
    missing = curves[LEFT_OUT] if not unseen else None
    rows = [
        [
            point["threshold"],
            unseen.get(point["threshold"], missing),
            point["model"],
            point["treat_all"],
            0.0,
        ]
        for point in curves[APPARENT]["points"]
    ]
    share = formats.percent(curves[APPARENT]["prevalence"])
    note = (
        "Net benefit per patient (Vickers & Elkin): true positives less false positives weighted "
        f"by the threshold's odds, at this sample's share of events ({share}). Apparent "
        "predictions flatter the curve; cross-validated ones are of patients left out."
    )
    return Table(name, title, columns, rows, note=note)


def _unknown(why: str, columns: list[Column]) -> list[Any]:
    """One row that says why there is no figure."""
    nothing = {"not_estimable": why}
    fill = {
        "text": formats.NOT_ESTIMABLE.capitalize(),
        **dict.fromkeys(("estimate", "share"), (nothing, nothing)),
    }
    return [fill.get(column.kind, nothing) for column in columns]


def _part(result: dict[str, Any], key: str) -> Any:
    """One figure of a calibration, or why there is no calibration."""
    return result if formats.reason(result) else result[key]


def _with_limits(result: Any) -> tuple[Any, Any]:
    return (result, result) if formats.reason(result) else (result["value"], result["interval"])


def _measured(label: str, gain: dict[str, Any] | None, unseen: Any, ideal: str) -> list[Any]:
    if gain is None:
        return [label, (None, None), None, None, (unseen, None), ideal]
    return [
        label, (gain["apparent"], None), gain["optimism"], gain["corrected"], (unseen, None), ideal,
    ]  # fmt: skip


def _plain(
    label: str, apparent: dict[str, Any], unseen: dict[str, Any], key: str, ideal: str
) -> list[Any]:
    pair = ((_part(result, key), None) for result in (apparent, unseen))
    first, second = pair
    return [label, first, None, None, second, ideal]


def _limits(label: str, apparent: dict[str, Any], unseen: dict[str, Any], key: str) -> list[Any]:
    first, second = (_with_limits(_part(result, key)) for result in (apparent, unseen))
    return [label, first, None, None, second, "0"]


def _tested(label: str, apparent: dict[str, Any], unseen: dict[str, Any], key: str) -> list[Any]:
    first, second = (
        (result if formats.reason(result) else result[key]["p"], None)
        for result in (apparent, unseen)
    )
    return [label, first, None, None, second, "not small"]
