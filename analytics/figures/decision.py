"""Decision curve: net benefit of acting on the model, on everybody, on nobody."""

from __future__ import annotations

from analytics.figures.spec import Figure, Link, Spec, empty, figure, layer, nominal, quantitative
from analytics.report import Report
from analytics.tables import formats
from analytics.tables.validation import APPARENT, LEFT_OUT, reason

# Each line has its own colour and its own dashes.
LINES = {
    "Model, cross-validated": [1, 0],
    "Model, apparent": [8, 4],
    "Treat all": [2, 2],
    "Treat none": [10, 3, 2, 3],
}


def decision_figure(report: Report, link: Link, outcome: str) -> Figure:
    """Net benefit by threshold probability; below the lowest shown a line leaves the figure."""
    name = f"decision-{outcome}"
    title = f"Decision curve of the model of {report.endpoint(outcome)['label']}"
    found, why = report.validation(outcome), reason(report, outcome)
    curves = {} if found is None or why else found["decision"]
    why = why or formats.reason(curves[APPARENT])
    if why:
        return empty(name, title, why)
    model = {key: curves[key].get("points", []) for key in (LEFT_OUT, APPARENT)}
    points = model[APPARENT]
    series = {
        "Model, cross-validated": [(p["threshold"], p["model"]) for p in model[LEFT_OUT]],
        "Model, apparent": [(p["threshold"], p["model"]) for p in points],
        "Treat all": [(p["threshold"], p["treat_all"]) for p in points],
        "Treat none": [(points[0]["threshold"], 0.0), (points[-1]["threshold"], 0.0)],
    }
    rows: list[Spec] = [
        {"line": line, "threshold": 100 * threshold, "benefit": benefit}
        for line, values in series.items()
        for threshold, benefit in values
    ]
    highest = max(row["benefit"] for row in rows)
    benefit = quantitative(
        "benefit", "Net benefit per patient", scale={"domain": [-highest / 4, highest * 1.05]}
    )
    dashes = {"domain": list(LINES), "range": list(LINES.values())}
    lines = layer(
        rows,
        {"type": "line", "clip": True, "strokeWidth": 2},
        x=quantitative("threshold", "Threshold probability, %", scale={"domain": [0, 100]}),
        y=benefit,
        color={**nominal("line"), "scale": {"domain": list(LINES)}},
        strokeDash={**nominal("line"), "scale": dashes},
    )
    share = formats.percent(curves[APPARENT]["prevalence"])
    return figure(
        name,
        title,
        [lines],
        description=(
            f"Net benefit over thresholds of 1 to 99 % at {share} of patients with the outcome, of "
            "the model, of treating all and of treating none."
        ),
        height=360,
    )
