"""What moved the main results, how far, and what did not."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.results.sensitivity import Effect, Figure
from analytics.results.stored_run import StoredRun
from analytics.stats.results import NotEstimable
from analytics.tables import formats
from analytics.topics.sensitivity import words
from analytics.topics.sensitivity.tables import Row, estimable, figure_names

# A row with the name it goes by.
Named = tuple[str, Row]


def of_outcome(stored: StoredRun, outcome: str) -> list[str]:
    """Return a short sentence for each main result of an outcome."""
    endpoint = stored.endpoint(outcome)
    rows = stored.sensitivity(outcome).rows
    return _sentences(stored, [(words.label(row.decision, endpoint), row) for row in rows])


def of_comparison(stored: StoredRun, key: str) -> list[str]:
    """Return a short sentence on the difference of two shares."""
    found = stored.sensitivity_of_comparison(key)
    first, second = stored.endpoint(found.first), stored.endpoint(found.second)
    return _sentences(stored, [(words.pair_label(row, first, second), row) for row in found.rows])


def _sentences(stored: StoredRun, rows: Sequence[Named]) -> list[str]:
    main, others = rows[0][1], [(label, row) for label, row in rows[1:] if not row.same]
    if len(rows) == 1:
        return [_("No other decision would change a figure here: there is no alternative.")]
    names = figure_names(stored)
    reasons = {_why_not(found) for found in main.effects.values() if found is not None}
    if len(reasons) == 1 and (reason := reasons.pop()):
        return [_("Nothing is estimable in the main analysis. %(reason)s") % {"reason": reason}]
    said = [
        _sentence(names[figure], figure, found, others)
        for figure, found in main.effects.items()
        if found is not None
    ]
    lost = [label for label, row in others if not estimable(row)]
    if estimable(main) and lost:
        said.append(_("Not estimable: %(alternatives)s.") % {"alternatives": "; ".join(lost)})
    return said


def _why_not(found: Effect) -> str:
    """Why a figure isn't estimable; nothing for one that is."""
    return found.value.reason if isinstance(found.value, NotEstimable) else ""


def _sentence(name: str, figure: Figure, main: Effect, others: Sequence[Named]) -> str:
    if isinstance(main.value, NotEstimable):
        return _("%(name)s: not estimable in the main analysis. %(reason)s") % {
            "name": name,
            "reason": main.value.reason,
        }
    values = [
        (label, found.value, figure in row.changed)
        for label, row in others
        if (found := row.effects[figure]) and not isinstance(found.value, NotEstimable)
    ]
    if not values:
        return _("%(name)s: there is no alternative to compare with.") % {"name": name}
    moved = [label for label, _value, changed in values if changed]
    numbers = [value for _label, value, _changed in values]
    said = {
        "name": name,
        "moved": len(moved),
        "count": len(values),
        "alternatives": "; ".join(moved),
        "range": _range([_written(figure, edge(numbers)) for edge in (min, max)], len(numbers)),
        "main": _written(figure, main.value),
    }
    if not moved:
        return (
            ngettext(
                "%(name)s: the same conclusion in the only alternative, %(range)s; in the main "
                "analysis %(main)s.",
                "%(name)s: the same conclusion in each of the %(count)d alternatives, %(range)s; "
                "in the main analysis %(main)s.",
                len(values),
            )
            % said
        )
    return (
        ngettext(
            "%(name)s: another conclusion in the only alternative (%(alternatives)s), %(range)s; "
            "in the main analysis %(main)s.",
            "%(name)s: another conclusion in %(moved)d of %(count)d alternatives "
            "(%(alternatives)s), %(range)s; in the main analysis %(main)s.",
            len(values),
        )
        % said
    )


def _range(ends: Sequence[str], count: int) -> str:
    """Between which values the alternatives lie, or that all give one."""
    low, high = ends
    if count == 1:
        return low
    if low == high:
        return _("always %(value)s") % {"value": low}
    return _("between %(low)s and %(high)s") % {"low": low, "high": high}


def _written(figure: Figure, value: float) -> str:
    if figure == "difference":
        return formats.fixed(formats.in_points(value), 1)
    return formats.number(value)
