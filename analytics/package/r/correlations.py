"""Spearman's correlations of every pair, and of each variable with a change given another."""

from __future__ import annotations

from collections.abc import Sequence

from analytics.datasets.people import SIGN_COLUMNS
from analytics.package.r.columns import Columns, marker
from analytics.package.r.covariates import covariate
from analytics.package.r.text import Figure, check, ends, not_checked, number, section, text
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.correlation import Correlation, PartialCorrelation
from analytics.topics.correlations.compute import CLINICAL

T_APPROXIMATION = "t approximation"


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of every correlation."""
    found = [section("Rank correlations"), "variable <- list()"]
    found += [f"{_of(name)} <- {part}" for name, part in _variables(report, columns).items()]
    level = number(report.plan.level)
    stored = report.results.correlations
    for pair in stored.matrix.pairs:
        found += _pair(pair, f"spearman({_both(pair)}, {level})", "")
    for held in stored.partial:
        found.append(f"given <- {_given(columns, held.given)}")
        for one in held.pairs:
            computed = f"partial_spearman({_both(one)}, given, {level})"
            found += _pair(one, computed, f", given {held.given}")
    return found


def _variables(report: StoredRun, columns: Columns) -> dict[str, str]:
    names = {variable.name: code for code, variable in report.variables.items()}
    keys = {label: key for key, label in CLINICAL.items()}
    stored = report.results.correlations
    return {
        **{name: f"for_ranks({marker(names[name])})" for name in stored.exposures},
        **{label: _clinical(columns, keys[label]) for label in stored.clinical},
        **{
            label: columns.value(endpoint.key)
            for label, endpoint in zip(stored.changes, report.plan.distinct_values(), strict=True)
        },
    }


def _given(columns: Columns, key: str) -> str:
    return _clinical(columns, key) if key in SIGN_COLUMNS else covariate(columns, key)


def _clinical(columns: Columns, key: str) -> str:
    return f"ranked({columns.number(key)}, {columns.sides(key)})"


def _pair(pair: Correlation | PartialCorrelation, computed: str, given: str) -> list[str]:
    what = f"{pair.first} and {pair.second}{given}"
    approximate = pair.test.variant.endswith(T_APPROXIMATION)
    figures: dict[str, Figure] = {
        "n": pair.sample.n_used,
        "rho": pair.rho,
        **ends("", pair.interval),
        "P": pair.test.p if approximate else None,
    }
    found = check(what, computed, figures)
    return found if approximate else [*found, *_otherwise(what, pair)]


def _otherwise(what: str, pair: Correlation | PartialCorrelation) -> Sequence[str]:
    return [not_checked(f"{what}: P", pair.test.variant)]


def _both(pair: Correlation | PartialCorrelation) -> str:
    return f"{_of(pair.first)}, {_of(pair.second)}"


def _of(name: str) -> str:
    return f"variable[[{text(name)}]]"
