"""Which tables there are, by the key in the address of their download."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analytics.report import Report
from analytics.tables import (
    cohort,
    correlations,
    drawn,
    imaging,
    models,
    multivariable,
    readers,
    roc,
    roc_details,
    sensitivity,
    univariable,
    validation,
)
from analytics.tables.table import Table

Options = Mapping[str, str]
Builder = Callable[[Report, Options], Table]


def _outcome(build: Callable[[Report, str], Table]) -> Builder:
    return lambda report, options: build(report, report.outcome_key(options.get("outcome", "")))


def _marker(build: Callable[[Report, str, str], Table]) -> Builder:
    return lambda report, options: build(
        report,
        report.outcome_key(options.get("outcome", "")),
        report.exposure_key(options.get("analyte", "")),
    )


def _reads(build: Callable[[Report, str, str], Table]) -> Builder:
    return lambda report, options: build(
        report, options.get("reads", ""), options.get("feature", "")
    )


def _comparison(build: Callable[[Report, str], Table]) -> Builder:
    return lambda report, options: build(report, options.get("comparison", ""))


TABLES: dict[str, Builder] = {
    "flow": lambda report, _: cohort.flow(report),
    "cohort": lambda report, _: cohort.cohort(report),
    "comparison": _comparison(imaging.comparison),
    "comparison-tests": _comparison(imaging.comparison_tests),
    "changes": lambda report, _: imaging.changes(report),
    "cumulative": lambda report, _: imaging.cumulative(report),
    "slopes": lambda report, options: drawn.slope_points(report, options.get("endpoint", "")),
    "roc": _outcome(roc.panel),
    "cutoffs": _marker(roc.cutoffs),
    "certainty": _marker(roc.certainty),
    "alternatives": _marker(roc_details.alternatives),
    "compared": _marker(roc_details.compared),
    "comparisons": _outcome(roc_details.comparisons),
    "coordinates": _marker(roc.coordinates),
    "curves": _outcome(drawn.curves),
    "values": _marker(roc.values),
    "univariable": _outcome(univariable.univariable),
    "groups": _outcome(univariable.groups),
    "model": _outcome(multivariable.model),
    "odds-by-step": _outcome(multivariable.odds_by_step),
    "model-quality": _outcome(multivariable.quality),
    "other-models": _outcome(multivariable.other_models),
    "odds-ratios": lambda report, _: drawn.odds_ratios(report),
    "dose": _outcome(models.dose),
    "trends": _outcome(models.trends),
    "strength": _outcome(validation.strength),
    "performance": _outcome(validation.performance),
    "calibration": _outcome(validation.calibration_groups),
    "decision": _outcome(validation.decision),
    "correlations": lambda report, _: correlations.matrix(report),
    "correlations-with-change": lambda report, _: correlations.with_change(report),
    "sensitivity": _outcome(sensitivity.outcomes),
    "sensitivity-comparison": _comparison(sensitivity.comparisons),
    "agreement": _reads(readers.agreement),
    "bland-altman": _reads(readers.limits),
    "reader-pairs": lambda report, options: drawn.reader_differences(
        report, options.get("reads", ""), options.get("feature", ""), options.get("occasion", "")
    ),
    "kappas": _reads(readers.kappas),
}


def build_table(report: Report, key: str, options: Options) -> Table:
    """Return a table of a run. ``key`` is one of ``TABLES``.

    Raises ValidationFailed for an outcome, analyte, comparison or feature the run doesn't have.
    """
    return TABLES[key](report, options)
