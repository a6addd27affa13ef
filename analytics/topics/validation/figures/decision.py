"""Decision curve: net benefit of acting on the model, on everybody, on nobody."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.figures.spec import Figure, Link, Spec, empty, figure, layer, nominal, quantitative
from analytics.results.stored_run import StoredRun
from analytics.stats.prediction.decision import DecisionCurve
from analytics.stats.results import NotEstimable
from analytics.tables import formats

# The dashes of each line, so that colour isn't needed.
UNSEEN, APPARENT, ALL, NONE = [1, 0], [8, 4], [2, 2], [10, 3, 2, 3]


def decision_figure(stored: StoredRun, link: Link, outcome: str) -> Figure:
    """Net benefit by threshold probability; below the lowest shown a line leaves the figure."""
    name = f"decision-{outcome}"
    title = _("Decision curve of the model of %(outcome)s") % {
        "outcome": stored.endpoint(outcome).label
    }
    found = stored.validation(outcome).result
    if isinstance(found, NotEstimable):
        return empty(name, title, found.reason)
    apparent, unseen = found.apparent.decision, found.left_out.decision
    if isinstance(apparent, NotEstimable):
        return empty(name, title, apparent.reason)
    dashes = {
        _("Model, cross-validated"): UNSEEN,
        _("Model, apparent"): APPARENT,
        _("Treat all"): ALL,
        _("Treat none"): NONE,
    }
    rows = _rows(dict(zip(dashes, _series(apparent, unseen), strict=True)))
    highest = max(row["benefit"] for row in rows)
    domain = {"domain": [-highest / 4, highest * 1.05]}
    lines = layer(
        rows,
        {"type": "line", "clip": True, "strokeWidth": 2},
        x=quantitative("threshold", _("Threshold probability, %"), scale={"domain": [0, 100]}),
        y=quantitative("benefit", _("Net benefit per patient"), scale=domain),
        color={**nominal("line"), "scale": {"domain": list(dashes)}},
        strokeDash={
            **nominal("line"),
            "scale": {"domain": list(dashes), "range": list(dashes.values())},
        },
    )
    said = _(
        "Net benefit over thresholds of 1 to 99 %% at %(share)s of patients with the outcome, of "
        "the model, of treating all and of treating none."
    ) % {"share": formats.percent(apparent.prevalence)}
    return figure(name, title, [lines], description=said, height=360)


Points = list[tuple[float, float]]


def _series(
    apparent: DecisionCurve, unseen: DecisionCurve | NotEstimable
) -> tuple[Points, Points, Points, Points]:
    """Thresholds with the net benefit of the model (unseen, apparent), of all and of nobody."""
    points = apparent.points
    left_out = () if isinstance(unseen, NotEstimable) else unseen.points
    return (
        [(point.threshold, point.model) for point in left_out],
        [(point.threshold, point.model) for point in points],
        [(point.threshold, point.treat_all) for point in points],
        [(points[0].threshold, 0.0), (points[-1].threshold, 0.0)],
    )


def _rows(series: dict[str, Points]) -> list[Spec]:
    return [
        {"line": line, "threshold": 100 * threshold, "benefit": benefit}
        for line, values in series.items()
        for threshold, benefit in values
    ]
