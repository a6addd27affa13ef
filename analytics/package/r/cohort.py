"""The description of the patients: Table 1."""

from __future__ import annotations

from analytics.package.r.columns import Columns, amounts, event, marker
from analytics.package.r.text import Figure, check, number, section, text, vector
from analytics.results.cohort import ALL, EVENT, NO_EVENT
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.limited import LimitedSummary
from analytics.stats.descriptive.summaries import CategorySummary
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables.variables import variable_name

SMD = "standardised difference"
EVERYBODY = "rep(TRUE, nrow(d))"


def lines(report: StoredRun, columns: Columns) -> list[str]:
    """Return the checks of every variable in every group of patients."""
    table = report.results.cohort
    chosen = {ALL: EVERYBODY}
    if table.grouping:
        chosen |= {
            EVENT: f"{event(table.grouping)} %in% 1",
            NO_EVENT: f"{event(table.grouping)} %in% 0",
        }
    found = [section("Patients at baseline"), "group <- list()"]
    found += [f"group${name} <- {chosen[name]}" for name in table.groups]
    for name in table.groups:
        sizes = f"list(patients = sum(group${name}))"
        found += check(_named(report, name), sizes, {"patients": table.sizes[name]})
    return [*found, *_categories(report, columns), *_numbers(report, columns), *_exposures(report)]


def _categories(report: StoredRun, columns: Columns) -> list[str]:
    found = []
    for variable in report.results.cohort.categories:
        coded = columns.text(variable.key)
        codes = [one.category for one in variable.groups[ALL].categories]
        if set(codes) == {"1", "0"}:
            coded = f'ifelse({coded} == "yes", "1", "0")'
        categories = vector(map(text, codes))
        found.append(f"x <- {coded}")
        for name, summary in variable.groups.items():
            found += check(
                f"{variable_name(variable.key)}, {_named(report, name)}",
                f"counted(x[group${name}], {categories})",
                _counts(summary),
            )
        found += _smd(
            variable_name(variable.key), f"smd_categories({_both('x')}, {categories})", variable.smd
        )
    return found


def _numbers(report: StoredRun, columns: Columns) -> list[str]:
    found = []
    for variable in report.results.cohort.numbers:
        found += [f"x <- {columns.number(variable.key)}", f"side <- {columns.sides(variable.key)}"]
        found += _described(report, variable_name(variable.key), variable.groups)
        found += _smd(variable_name(variable.key), f"smd_numbers({_both('x')})", variable.smd)
    return found


def _exposures(report: StoredRun) -> list[str]:
    found = []
    for exposure in report.results.cohort.exposures:
        own, what = marker(exposure.code), report.variable(exposure.code)
        found += [f"x <- as_printed({own})", f"side <- side_of({own})"]
        found += _described(report, what, exposure.groups)
        scaled = amounts(report.variables[exposure.code], report.plan.below_limit.models)
        found.append(f"x <- {scaled}")
        found += _smd(what, f"smd_numbers({_both('x')})", exposure.smd)
    return found


def _described(report: StoredRun, variable: str, groups: dict[str, LimitedSummary]) -> list[str]:
    kind = number(report.plan.quantile_type)
    return [
        line
        for name, summary in groups.items()
        for line in check(
            f"{variable}, {_named(report, name)}",
            f"described(x[group${name}], side[group${name}], {kind})",
            _summary(report, summary),
        )
    ]


def _summary(report: StoredRun, summary: LimitedSummary) -> dict[str, Figure]:
    found = report.quartiles_of(summary)
    lower, median, upper = (
        (found, found, found)
        if isinstance(found, NotEstimable)
        else (found.lower, found.median, found.upper)
    )
    return {
        "n": summary.n,
        "missing": summary.missing,
        "below": summary.below,
        "above": summary.above,
        "mean": summary.mean,
        "SD": summary.sd,
        "minimum": summary.minimum,
        "maximum": summary.maximum,
        "lower quartile": lower,
        "median": median,
        "upper quartile": upper,
    }


def _counts(summary: CategorySummary) -> dict[str, Figure]:
    counts = {f"number of {one.category}": one.share.successes for one in summary.categories}
    return {"n": summary.n, "missing": summary.missing, **counts}


def _smd(variable: str, computed: str, stored: Estimate | None) -> list[str]:
    return check(variable, computed, {SMD: stored})


def _both(values: str) -> str:
    return f"{values}[group${EVENT}], {values}[group${NO_EVENT}]"


def _named(report: StoredRun, group: str) -> str:
    grouping = report.results.cohort.grouping
    if group == ALL or grouping is None:
        return "all patients"
    label = report.endpoint(grouping).label
    return f"with {label}" if group == EVENT else f"without {label}"
