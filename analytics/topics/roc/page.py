"""Curves on their page: the panel, and one exposure's curve, cut-offs, coordinates and values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.design.variable import Variable
from analytics.paper.words import patients
from analytics.results.roc import MarkerRoc
from analytics.results.stored_run import StoredRun
from analytics.stats.descriptive.limited import Limit
from analytics.stats.roc.cutoffs import FixedCutoff
from analytics.tables import formats, limits
from analytics.tables.exposures import change_rule
from analytics.tables.names import exclusions
from analytics.tables.table import Cell, Table
from analytics.topics.roc import cautions
from analytics.topics.roc.tables.comparisons import compared, comparisons
from analytics.topics.roc.tables.cutoffs import alternatives, certainty, cutoffs
from analytics.topics.roc.tables.panel import panel
from analytics.topics.roc.tables.patients import coordinates
from analytics.topics.roc.tables.resampled import accuracy_resampled
from analytics.topics.roc.what_if import form_of, what_if
from analytics.topics.topic import Options

COORDINATES_PER_PAGE = 25
# Columns of the panel by the key in ``?sort=``.
PANEL_SORT = {
    "analyte": 0,
    "n": 1,
    "auc": 2,
    "partial": 3,
    "p": 4,
    "adjusted": 5,
    "cutoff": 6,
    "below": 8,
}
SORT_KEYS = {place: key for key, place in PANEL_SORT.items()}


def context(stored: StoredRun, options: Options) -> dict[str, Any]:
    """Return the panel of an outcome and what belongs to the chosen exposure."""
    if not stored.plan.outcomes or not stored.plan.exposures:
        return {"panel": None}
    outcome = stored.outcome_key(options.get("outcome", ""))
    code = stored.exposure_key(options.get("analyte", ""))
    sort = options.get("sort", "")
    marker, variable = stored.marker(outcome, code), stored.variables[code]
    areas = panel(stored, outcome)
    points = coordinates(stored, outcome, code)
    page = Paginator(points.rows, COORDINATES_PER_PAGE).get_page(options.get("page"))
    return {
        "outcomes": stored.outcomes(),
        "outcome": outcome,
        "analyte": code,
        "analyte_name": stored.variable(code),
        "analyte_unit": variable.unit,
        "limited": variable.scale == "log2",
        "caution": cautions.beside(stored, marker),
        "facts": [*_facts(marker), *_placed(stored, marker, variable)],
        "sort": sort,
        "panel": areas,
        "panel_columns": [
            (column, SORT_KEYS.get(place, "")) for place, column in enumerate(areas.columns)
        ],
        "panel_rows": _sorted(areas, [each.analyte for each in stored.roc(outcome).markers], sort),
        "tried": what_if(stored, outcome, code, options),
        "asked": form_of(variable).base_fields,
        "level": level(stored),
        "compared": compared(stored, outcome, code),
        "comparisons": comparisons(stored, outcome),
        "cutoffs": cutoffs(stored, outcome, code),
        "alternatives": alternatives(stored, outcome, code),
        "certainty": certainty(stored, outcome, code),
        "resampled": accuracy_resampled(stored, outcome, code),
        "coordinates": points,
        "page": page,
        "coordinate_rows": points.shown(list(page.object_list)),
    }


def is_wrong(shown: dict[str, Any]) -> bool:
    """Tell whether the cut-off or the prevalence that was typed can't be meant."""
    return bool(shown["panel"] and shown["tried"].errors)


def level(stored: StoredRun) -> str:
    """Return the level of the intervals in per cent."""
    return f"{100 * stored.plan.level:g}"


def _sorted(areas: Table, codes: list[str], sort: str) -> list[tuple[list[Cell], str]]:
    """Sort the panel by a column; what can't be estimated comes last either way."""
    rows = list(zip(areas.rows, areas.shown(), codes, strict=True))
    column = PANEL_SORT.get(sort.removeprefix("-"))

    def value(row: Any) -> Any:
        found = row[0][column]
        found = found[0] if isinstance(found, tuple) else found
        return found.limit if isinstance(found, Limit) else found

    if column is not None:
        known = [row for row in rows if isinstance(value(row), (int, float, str))]
        unknown = [row for row in rows if not isinstance(value(row), (int, float, str))]
        rows = sorted(known, key=value, reverse=sort.startswith("-")) + unknown
    return [(cells, code) for _row, cells, code in rows]


def _facts(marker: MarkerRoc) -> Iterator[tuple[str, str]]:
    """Yield what was analysed, name by name."""
    area = marker.auc
    yield (
        _("Rule"),
        _("positive when value %(sign)s cut-off") % {"sign": formats.SIGNS[area.direction]},
    )
    yield _("Patients"), _used(marker)
    yield (
        "AUC",
        _("%(area)s, half credit for tied pairs")
        % {"area": formats.reason(area.value) or formats.estimate(area.value, area.interval)},
    )
    if marker.published is not None:
        yield _("Published cut-off, exact intervals"), _exact(marker.published)


def _placed(stored: StoredRun, marker: MarkerRoc, variable: Variable) -> Iterator[tuple[str, str]]:
    """Yield what was done to values beyond a limit and to results of plates, where there are any.

    A score knows neither.
    """
    values = marker.values
    if variable.scale == "log2":
        yield _("Below the limit"), f"{patients(values.below)}; {limits.tied(values)}"
    if variable.is_concentration_change:
        yield (
            _("With a value below its limit"),
            f"{patients(values.below)}; {change_rule(stored)}",
        )
    if variable.source != "assay":
        if variable.scale == "log2":
            yield _("Above a limit"), patients(values.above)
        return
    yield _("Above the curve"), patients(values.above)
    yield _("Replicates that disagree"), patients(values.mixed)
    yield (
        _("Measured in several batches"),
        _("%(patients)s, the batch accepted last counts")
        % {"patients": patients(values.several_batches)},
    )
    yield (
        _("Not placed"),
        ngettext(
            "%(count)d result off the curve without a stated limit",
            "%(count)d results off the curve without a stated limit",
            values.dropped,
        )
        % {"count": values.dropped},
    )


def _used(marker: MarkerRoc) -> str:
    area, sample = marker.auc, marker.auc.sample
    left_out = sample.n_given - sample.n_used
    words = (
        _(
            "%(used)d of %(given)d (%(left_out)d left out, %(reasons)s); %(events)d with the "
            "outcome, %(others)d without"
        )
        if left_out
        else _("%(used)d of %(given)d; %(events)d with the outcome, %(others)d without")
    )
    return words % {
        "used": sample.n_used,
        "given": sample.n_given,
        "left_out": left_out,
        "reasons": exclusions(sample),
        "events": area.n_events,
        "others": area.n_non_events,
    }


def _exact(published: FixedCutoff) -> str:
    accuracy = published.accuracy
    return _(
        "sensitivity %(sensitivity)s, specificity %(specificity)s, PPV %(ppv)s, NPV %(npv)s "
        "(Clopper-Pearson)"
    ) % {
        name: formats.share_interval(share.clopper_pearson)
        for name, share in (
            ("sensitivity", accuracy.sensitivity),
            ("specificity", accuracy.specificity),
            ("ppv", accuracy.positive_predictive),
            ("npv", accuracy.negative_predictive),
        )
    }
