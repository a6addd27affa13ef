"""The whole script: functions, the analysis set, and the checks of each statistic in turn."""

from __future__ import annotations

from pathlib import Path

from analytics.datasets.meta import DataSetMeta
from analytics.package.r import (
    cohort,
    correlations,
    courses,
    families,
    groups,
    logistic,
    occurrence,
    readers,
    roc,
    subgroups,
)
from analytics.package.r.columns import Columns, event, marker
from analytics.package.r.text import comment, text
from analytics.results.stored_run import StoredRun

FUNCTIONS = Path(__file__).parent / "functions"
# In the order in which a reviewer reads them.
PARTS = (
    "report", "values", "description", "proportions", "roc", "groups", "covariates", "logistic",
    "correlations", "agreement", "courses",
)  # fmt: skip


def script(report: StoredRun, columns: Columns, meta: DataSetMeta, data: str) -> str:
    """Return the R script that computes a run's main figures again from the file ``data``.

    ASCII alone, so that R reads it the same in every locale.
    """
    found = [
        *_head(report),
        *((FUNCTIONS / f"{part}.R").read_text(encoding="utf-8").rstrip() for part in PARTS),
        comment("--- The analysis set of this run ---"),
        f"d <- read_analysis_set({text(data)})",
        'has_proc <- requireNamespace("pROC", quietly = TRUE)',
        'has_lme4 <- requireNamespace("lme4", quietly = TRUE)',
        "event <- list()",
        *(f"{event(one.key)} <- {columns.event(one.key)}" for one in report.plan.endpoints),
        "marker <- list()",
        *(f"{marker(code)} <- {columns.concentrations(code)}" for code in report.variables),
        *cohort.lines(report, columns),
        *occurrence.lines(report, columns),
        *roc.lines(report, columns),
        *groups.lines(report, columns),
        *logistic.lines(report, columns),
        *subgroups.lines(report, columns),
        *correlations.lines(report, columns),
        *readers.lines(report, columns, meta),
        *courses.lines(report, columns, meta),
        *families.lines(report),
        "finish()",
    ]
    return "\n".join(found) + "\n"


def _head(report: StoredRun) -> list[str]:
    run = report.run
    return [
        comment(f"Computes the main figures of run {run.pk} again and compares them with what is"),
        comment("stored. Needs R alone; pROC and lme4 are used where installed. Start it with"),
        comment("    Rscript check.R"),
        comment(
            "Each line says what is compared, R's figure, the stored one, their difference and"
        ),
        comment("whether they agree. The exit status is 1 where any differs."),
        comment(f"Fingerprint of data and plan: {run.fingerprint}"),
        'invisible(suppressWarnings(Sys.setlocale("LC_CTYPE", "C.UTF-8")))',
    ]
