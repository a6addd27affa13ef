"""``make bench``: measure on a database of its own, print a table, write it down on request."""

from __future__ import annotations

import argparse
import logging
import os
import time
from pathlib import Path

from tests.bench.database import own_database
from tests.bench.measure import Report, load, machine

PAGE = Path(__file__).resolve().parents[2] / "docs" / "performance.md"
# What was measured by hand stands from here on, and stays when the page is written anew.
BY_HAND = "\n## Before and after"
INTRODUCTION = """\
# Performance

Measured by `make bench BENCH=--write` in one run; server time in one process, without network or
browser. Each row was run once to warm up. "processor" is the median time that the process itself
computed, without waiting for the database or for its turn; "promised" is what the project sets
itself for the median.

Readers who save flat out are the exception: a program of their own sends a cell a request over kept
connections to the web processes that `make demo` starts, each reader the next one as soon as the
answer is there. "a save" is then everything that the programs computed in that time, divided by the
saves; "lost" and "doubled" compare each acknowledged score with the stored rows and their history.

{machine}

{load}

{table}

## The statistics alone, beside R

R runs the same tasks on data of the same size in the same minute; the last column says how many
times as long it took.

{statistics}
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=10_000, help="size of the large study")
    parser.add_argument("--quick", action="store_true", help="300 patients, few repeats")
    parser.add_argument("--write", action="store_true", help="write docs/performance.md")
    options = parser.parse_args()
    patients = 300 if options.quick else options.patients
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "ra_registry.settings")
    before = os.getloadavg()
    with own_database():
        report = run(patients=patients, repeats=3 if options.quick else 15)
        statistics = measured_statistics()
    text = INTRODUCTION.format(
        machine=machine(),
        load=load(before, os.getloadavg()),
        table=report.markdown(),
        statistics=statistics,
    )
    print("\n" + text)
    if options.write:
        _measured, heading, kept = PAGE.read_text(encoding="utf-8").partition(BY_HAND)
        PAGE.write_text(f"{text}{heading}{kept}", encoding="utf-8")


def run(*, patients: int, repeats: int) -> Report:
    """Build both studies and measure everything once."""
    import django

    django.setup()
    logging.disable(logging.INFO)  # a line a task would stand between the rows
    from django.core.management import call_command

    from ra_registry.cohort.models import Study
    from tests.bench import flat_out, keys, parts, scenarios

    report = Report()
    parts.measure(report, repeats=repeats)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", interactive=False, verbosity=0)
    started = time.perf_counter()
    call_command("demo_data")
    report.add("build the demo studies", bar=None, unit="s", values=[time.perf_counter() - started])
    small = Study.objects.get(code="early-ra")
    scenarios.recomputing(report, small, bar=1, repeats=repeats)
    scenarios.decoding(report, small, repeats=repeats)
    scenarios.saving_scores(report, small, repeats=20 * repeats)
    scenarios.importing(report, small, repeats=repeats)
    scenarios.pages(report, small, bar=150, repeats=repeats)
    scenarios.exporting(report, small, bar=3)
    scenarios.report_files(report, small, repeats=repeats)
    keys.typing_keys(report, small)
    started = time.perf_counter()
    call_command("demo_data", patients=patients, study="large")
    seconds = time.perf_counter() - started
    report.add(f"build a study of {patients} patients", bar=None, unit="s", values=[seconds])
    large = Study.objects.get(code="large")
    scenarios.recomputing(report, large, bar=10, repeats=2)
    scenarios.decoding(report, large, repeats=repeats)
    scenarios.pages(report, large, bar=300, repeats=repeats)
    scenarios.exporting(report, large, bar=60 if patients > 1000 else 8)
    scenarios.opening(report, large, bar=10)
    flat_out.saving_flat_out(report, large, seconds=60 if repeats > 3 else 5)
    return report


def measured_statistics() -> str:
    """Measure the statistics core and, where it is installed, R beside it."""
    from tests.bench import statistics

    report = Report()
    statistics.measure(report)
    return statistics.table(report, statistics.peer())


if __name__ == "__main__":
    main()
