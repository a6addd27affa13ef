"""Table 1."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from analytics.results.cohort import ALL, EVENT, NO_EVENT, BaselineCategory
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.proportions import Proportion
from analytics.stats.descriptive.limited import LimitedSummary
from analytics.stats.results import Estimate, NotEstimable
from analytics.tables import formats, laboratory
from analytics.tables.exposures import below_limit, changes_note
from analytics.tables.replicates import with_mixed
from analytics.tables.table import Column, Table
from analytics.tables.variables import category_name, variable_name

GROUP_NAMES: dict[str, Callable[[], str]] = {
    ALL: lambda: _("All patients"),
    EVENT: lambda: _("With the outcome"),
    NO_EVENT: lambda: _("Without it"),
}


def cohort(stored: StoredRun) -> Table:
    """Table 1: numbers as median with quartiles, categories as counts and shares."""
    table = stored.results.cohort
    groups = table.groups
    columns = [Column(_("Baseline"), "text")]
    columns += [Column(f"{GROUP_NAMES[g]()} (n = {table.sizes[g]})", "text") for g in groups]
    columns.append(Column(_("Missing"), "count"))
    if table.grouping:
        columns.append(Column(_("SMD"), "fixed"))
    rows: list[list[Any]] = []
    for variable in table.categories:
        rows += _category(variable, groups)
    rows += [
        _number(stored, _named(variable_name(number.key), number.unit), number.groups, number.smd)
        for number in table.numbers
    ]
    rows += [
        _number(stored, stored.variable(measured.code), measured.groups, measured.smd)
        for measured in table.exposures
    ]
    title = _("Baseline")
    if table.grouping:
        title = _("Baseline by %(outcome)s") % {"outcome": stored.endpoint(table.grouping).label}
    said = [_note(stored), changes_note(stored), *laboratory.sentences(stored)]
    note = with_mixed(stored, " ".join(filter(None, said)))
    width = len(columns)
    return Table("cohort", title, columns, [row[:width] for row in rows], note=note)


def _named(label: str, unit: str) -> str:
    return f"{label}, {unit}" if unit else label


def _note(stored: StoredRun) -> str:
    said = [
        _(
            "Median [quartiles], type {type}; number (per cent of those known). Missing values are "
            "counted beside, never as a category."
        ).format(type=stored.plan.quantile_type)
    ]
    if stored.results.cohort.grouping:
        said.append(_("SMD: standardised mean difference{logs}.").format(logs=_logs(stored)))
    said.append(
        _(
            "A figure that lies below the limit prints as that limit (<0.02); how many values do "
            "stands in brackets."
        )
    )
    return " ".join(said)


def _logs(stored: StoredRun) -> str:
    rows = (stored.variables[one.code] for one in stored.results.cohort.exposures)
    assayed = [one for one in rows if one.is_concentration]
    if not assayed:
        return ""
    return _(
        "; of concentrations on the {scale} scale with {policy} for a value below the limit"
    ).format(scale=stored.plan.transformation, policy=below_limit(stored, assayed))


def _number(
    stored: StoredRun, label: str, groups: Mapping[str, LimitedSummary], smd: Estimate | None
) -> list[Any]:
    cells = [_median(stored, groups[group]) for group in stored.results.cohort.groups]
    return [label, *cells, groups[ALL].missing, smd]


def _median(stored: StoredRun, summary: LimitedSummary) -> str:
    quartiles = stored.quartiles_of(summary)
    if isinstance(quartiles, NotEstimable):
        text = formats.DASH
    else:
        low, middle, high = (
            formats.number(found) for found in (quartiles.lower, quartiles.median, quartiles.upper)
        )
        text = f"{middle} [{low} to {high}]"
    counts = ((_("{n} below limit"), summary.below), (_("{n} above limit"), summary.above))
    beyond = ", ".join(words.format(n=count) for words, count in counts if count)
    return f"{text} ({beyond})" if beyond else text


def _category(variable: BaselineCategory, groups: Sequence[str]) -> list[list[Any]]:
    """One row a category; of two categories the first says it all."""
    everybody = variable.groups[ALL]
    shown = everybody.categories[:1] if len(everybody.categories) == 2 else everybody.categories
    rows = []
    for place, one in enumerate(shown):
        name = category_name(variable.key, one.category).lower()
        cells = [_share(variable.groups[group].categories[place].share) for group in groups]
        beside = [None, None] if place else [everybody.missing, variable.smd]
        rows.append([f"{variable_name(variable.key)}: {name}", *cells, *beside])
    return rows


def _share(share: Proportion) -> str:
    return f"{share.successes} ({formats.percent(share.value, 0)})"
