"""The statistics alone, beside R where R is installed: ``python -m tests.bench.statistics``.

R runs `statistics.R` with pROC, psych and glm on data of the same size in the same minute, so
the ratio holds on this machine whatever else it does.
"""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import numpy as np
from threadpoolctl import threadpool_limits

from analytics.stats.agreement.icc import icc
from analytics.stats.prediction.internal_validation import model_optimism
from analytics.stats.regression import _irls
from analytics.stats.regression.design import binary, continuous
from analytics.stats.regression.dominance import dominance
from analytics.stats.regression.logistic import logistic_regression
from analytics.stats.regression.logistic_fit import fit_design, fit_model
from analytics.stats.roc.bootstrap import bootstrap_auc, bootstrap_cutoff
from analytics.stats.roc.compare import Marker, compare_curves
from analytics.stats.roc.curve import auc, roc_curve
from analytics.stats.roc.cutoffs import youden
from tests.bench.measure import Report, machine

PEER = Path(__file__).with_suffix(".R")


def marked(n: int, markers: int = 1) -> tuple[np.ndarray, dict[str, Marker]]:
    """An outcome and markers of rising strength for n patients."""
    random = np.random.default_rng(1)
    event = (random.random(n) < 0.5).astype(float)
    values = {
        f"marker {i + 1}": Marker(random.normal(size=n) + 0.15 * i * event, "high")
        for i in range(markers)
    }
    return event, values


def panel(event: np.ndarray, markers: dict[str, Marker]) -> None:
    """Ten markers: areas, cut-offs with intervals by re-selection, all 45 comparisons."""
    for marker in markers.values():
        curve = roc_curve(event, marker.values, direction=marker.direction)
        auc(curve)
        youden(curve)
        bootstrap_cutoff(curve, resamples=2000, seed=1)
    compare_curves(event, markers)


def measure(report: Report, *, repeats: int = 7) -> None:
    """Add one row for each task; the promise is the goal this project set itself.

    Linear algebra runs on one thread, as R's does.
    """
    with threadpool_limits(1):
        _measure(report, repeats)


def _measure(report: Report, repeats: int) -> None:
    event, markers = marked(1_000_000)
    (marker,) = markers.values()

    def single() -> None:
        auc(roc_curve(event, marker.values, direction="high"))

    def add(name: str, action: Callable[[], object], bar: float | None) -> None:
        report.time(name, action, bar=bar, repeats=repeats, unit="ms")

    add("AUC with DeLong interval, n = 1e6", single, 100)
    small_event, small_markers = marked(88, 10)
    add("panel of 10 markers, n = 88", lambda: panel(small_event, small_markers), 150)
    wide_event, wide_markers = marked(100_000, 10)
    add("10 curves, 45 comparisons, n = 1e5", lambda: compare_curves(wide_event, wide_markers), 200)
    middle_event, middle_markers = marked(10_000)
    curve = roc_curve(middle_event, middle_markers["marker 1"].values, direction="high")
    add("AUC interval, 2000 resamples, n = 1e4", lambda: bootstrap_auc(curve, seed=1), 400)
    ratings = np.random.default_rng(2).normal(size=(100_000, 2))
    add("ICC, six forms, n = 1e5", lambda: icc(ratings), 10)
    random = np.random.default_rng(3)
    columns = random.normal(size=(100_000, 10))
    outcome = (
        random.random(100_000) < 1 / (1 + np.exp(-columns @ np.linspace(-0.3, 0.5, 10)))
    ) * 1.0
    fit = fit_model(outcome, [continuous(f"x{i}", columns[:, i]) for i in range(10)])
    design = fit.design
    add(
        "logistic regression with standard errors, n = 1e5, 10 variables",
        lambda: fit_design(design, level=0.95, profile=False),
        60,
    )
    add("  of which the iteration", lambda: _irls.fit(design.matrix, design.response), None)
    terms = [
        continuous("marker", small_markers["marker 10"].values),
        binary("yes", (random.random(88) < 0.7) * 1.0),
    ]
    add(
        "logistic report, profile intervals, n = 88",
        lambda: logistic_regression(small_event, terms),
        None,
    )
    add("optimism, 500 resamples, n = 88", lambda: model_optimism(small_event, terms, seed=1), None)
    add("dominance, 2000 resamples, n = 88", lambda: dominance(small_event, terms, seed=1), None)


def peer() -> dict[str, float]:
    """Milliseconds that R takes for the same tasks, by task; empty without R or its pROC."""
    program = shutil.which("Rscript")
    if program is None:
        return {}
    done = subprocess.run(  # a fixed script, no shell
        [program, str(PEER)], check=True, capture_output=True, text=True
    )
    rows = [line.rsplit(";", 1) for line in done.stdout.splitlines() if ";" in line]
    return {name: float(value) for name, value in rows}


def table(report: Report, peer_times: dict[str, float]) -> str:
    """Return the measured rows as Markdown, with R's time beside each task that R ran."""
    lines = report.markdown().splitlines()
    heads, rule, *rows = lines
    cells = [f"{heads} R, ms | R / ours |", f"{rule} --- | --- |"]
    for row, line in zip(report.rows, rows, strict=True):
        theirs = peer_times.get(row.name)
        beside = "| |" if theirs is None else f"{theirs:.3g} | {theirs / row.median:.1f} |"
        cells.append(f"{line} {beside}")
    return "\n".join(cells)


def main() -> None:
    """Measure the statistics only."""
    report = Report()
    measure(report)
    print("\n" + machine() + "\n\n" + table(report, peer()))


if __name__ == "__main__":
    main()
