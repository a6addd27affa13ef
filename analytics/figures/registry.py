"""Which figures there are, by the key in their address."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analytics.figures.bland_altman import bland_altman_figure
from analytics.figures.calibration import calibration_figure
from analytics.figures.correlations import correlations_figure
from analytics.figures.decision import decision_figure
from analytics.figures.distribution import distribution
from analytics.figures.models import dose_response, forest
from analytics.figures.odds_ratios import variables_forest
from analytics.figures.probability import cumulative_probability
from analytics.figures.roc import roc_curve_figure
from analytics.figures.roc_panel import roc_panel
from analytics.figures.sensitivity import sensitivity
from analytics.figures.slopes import slope_graph
from analytics.figures.spec import Figure, Link
from analytics.report import Report
from analytics.tables.readers import OCCASIONS

Options = Mapping[str, str]
Builder = Callable[[Report, Link, Options], Figure]


def _marker(build: Callable[[Report, Link, str, str], Figure]) -> Builder:
    return lambda report, link, options: build(
        report,
        link,
        report.outcome_key(options.get("outcome", "")),
        report.exposure_key(options.get("analyte", "")),
    )


def _outcome(build: Callable[[Report, Link, str], Figure]) -> Builder:
    return lambda report, link, options: build(
        report, link, report.outcome_key(options.get("outcome", ""))
    )


def _bland_altman(report: Report, link: Link, options: Options) -> Figure:
    occasion = options.get("occasion", "")
    return bland_altman_figure(
        report,
        link,
        options.get("reads", ""),
        options.get("feature", ""),
        occasion if occasion in OCCASIONS else "change",
    )


FIGURES: dict[str, Builder] = {
    "cumulative-probability": lambda report, link, _: cumulative_probability(report, link),
    "slopes": lambda report, link, options: slope_graph(report, link, options.get("endpoint", "")),
    "roc": _marker(roc_curve_figure),
    "roc-panel": _outcome(roc_panel),
    "distribution": _marker(distribution),
    "forest": lambda report, link, _: forest(report, link),
    "variables-forest": _outcome(variables_forest),
    "dose-response": _outcome(dose_response),
    "calibration": _outcome(calibration_figure),
    "decision": _outcome(decision_figure),
    "correlations": lambda report, link, _: correlations_figure(report, link),
    "sensitivity": _outcome(sensitivity),
    "bland-altman": _bland_altman,
}
# The table of what a figure draws, for its download as CSV; without a line the figure's own key.
TABLE_OF: dict[str, str] = {
    "cumulative-probability": "cumulative",
    "roc": "coordinates",
    "roc-panel": "curves",
    "distribution": "values",
    "forest": "odds-ratios",
    "variables-forest": "univariable",
    "dose-response": "dose",
    "bland-altman": "reader-pairs",
}


def build_figure(report: Report, key: str, options: Options, link: Link) -> Figure:
    """Return a figure of a run. ``key`` is one of ``FIGURES``.

    ``link`` gives the address of a patient's page, or None where the person may not open it.
    Raises ValidationFailed for an outcome, analyte or feature the run doesn't have.
    """
    return FIGURES[key](report, link, options)
