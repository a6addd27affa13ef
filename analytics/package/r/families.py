"""P values adjusted for their family, from the single ones that are checked elsewhere."""

from __future__ import annotations

from collections.abc import Iterator

from analytics.package.r.text import check, number, section, text, vector
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.multiplicity import Adjustment, Family
from analytics.stats.results import NotEstimable
from analytics.topics.course.names import course_names

METHODS: dict[Adjustment, str] = {"holm": "holm", "benjamini-hochberg": "BH"}


def lines(report: StoredRun) -> list[str]:
    """Return the checks of every family."""
    found = [section("P values adjusted for their family")]
    for what, family in _families(report):
        names = {test.name: _named(report, test.name) for test in family.tests}
        raw = vector(
            f"{text(names[test.name])} = {number(test.raw)}"
            for test in family.tests
            if not isinstance(test.raw, NotEstimable)
        )
        found += check(
            what,
            f"as.list(p.adjust({raw}, {text(METHODS[family.method])}))",
            {names[test.name]: test.adjusted for test in family.tests},
        )
    return found


def _families(report: StoredRun) -> Iterator[tuple[str, Family]]:
    results = report.results
    for curves in results.roc:
        yield f"Adjusted P, areas for {curves.label}", curves.family
    for alone in results.univariable:
        yield f"Adjusted P, models of one variable for {alone.label}", alone.family
    yield "Adjusted P, correlations", results.correlations.matrix.adjusted
    for held in results.correlations.partial:
        yield f"Adjusted P, correlations given {held.given}", held.adjusted
    names = course_names(report)
    for course in results.courses:
        yield f"Adjusted P, changes of {names[course.key]} by t", course.by_means
        yield f"Adjusted P, changes of {names[course.key]} by ranks", course.by_ranks


def _named(report: StoredRun, name: str) -> str:
    return report.variables[name].name if name in report.variables else name
