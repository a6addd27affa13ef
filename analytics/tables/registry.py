"""Which tables there are, by the key in the address of their download."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from analytics.report import Report
from analytics.tables import cohort, imaging, models, readers, roc, sensitivity
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
    "roc": _outcome(roc.panel),
    "cutoffs": _marker(roc.cutoffs),
    "certainty": _marker(roc.certainty),
    "coordinates": _marker(roc.coordinates),
    "values": _marker(roc.values),
    "model": _outcome(models.model),
    "dose": _outcome(models.dose),
    "trends": _outcome(models.trends),
    "sensitivity": _outcome(sensitivity.outcomes),
    "sensitivity-comparison": _comparison(sensitivity.comparisons),
    "agreement": _reads(readers.agreement),
    "bland-altman": _reads(readers.limits),
    "kappas": _reads(readers.kappas),
}


def build_table(report: Report, key: str, options: Options) -> Table:
    """Return a table of a run. ``key`` is one of ``TABLES``.

    Raises ValidationFailed for an outcome, analyte, comparison or feature the run doesn't have.
    """
    return TABLES[key](report, options)
