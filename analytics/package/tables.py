"""Every table of a run as CSV: of each outcome, exposure, comparison, change and feature read."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from itertools import product
from typing import Any

from analytics.package.analysis_set import as_csv
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import TABLES, build_table
from analytics.topics.shared.readers import OCCASIONS
from ra_registry.core.errors import ValidationFailed

Options = Mapping[str, str]


def tables(report: StoredRun) -> dict[str, bytes]:
    """Return the tables by file name: the table's key and what it is of."""
    files: dict[str, bytes] = {}
    for key in TABLES:
        for options in _of(report, key):
            table = build_table(report, key, options)
            content = as_csv(table.header(), table.plain())
            files[_file_name([key, *options.values()], files)] = content
    return files


def _of(report: StoredRun, key: str) -> Iterator[Options]:
    """Yield the options of each such table; none where the run has nothing to choose from."""
    choices = _choices(report)
    probe = _Asked({name: value for first in choices if first for name, value in first[0].items()})
    try:
        build_table(report, key, probe)
    except ValidationFailed:  # asks for what this run hasn't got
        return
    asked = [group for group in choices if group and group[0].keys() & probe.asked]
    for chosen in product(*asked):
        yield {name: value for options in chosen for name, value in options.items()}


def _choices(report: StoredRun) -> list[list[Options]]:
    """What can be chosen, each with all its values; a feature belongs to its campaign."""
    plan, results = report.plan, report.results
    return [
        [{"outcome": one.endpoint} for one in plan.outcomes],
        [{"analyte": code} for code in plan.exposures],
        [{"comparison": one.key} for one in results.imaging.comparisons],
        [{"endpoint": one.key} for one in plan.distinct_changes()],
        [{"reads": one.read_set, "feature": one.feature} for one in results.readers],
        [{"occasion": occasion} for occasion in OCCASIONS],
        [{"course": one.key} for one in results.courses],
    ]


class _Asked(dict[str, str]):
    """Options that know which of them a table asked for."""

    def __init__(self, options: Options) -> None:
        super().__init__(options)
        self.asked: set[str] = set()

    def get(self, key: str, default: Any = None) -> Any:
        self.asked.add(key)
        return super().get(key, default)


def _file_name(parts: list[str], taken: Collection[str]) -> str:
    """Return a name of plain characters that no other table has."""
    name = re.sub(r"[^A-Za-z0-9._-]", "_", "-".join(parts))
    number = 2
    found = f"tables/{name}.csv"
    while found in taken:
        found, number = f"tables/{name}-{number}.csv", number + 1
    return found
