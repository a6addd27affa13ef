"""A case as its reader may see it: drawn columns, and nothing that tells who or when."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from scoring.cells import Once, check_column, column_letter, split_name
from scoring.entries import EntriesByPosition, entries_of, step_of
from scoring.errors import ScoresRefused, SiteProblem
from scoring.instruments import (
    Entry,
    Item,
    ScoreError,
    UnscorableReason,
    get_instrument,
    parse_score,
)
from scoring.models import Assignment, Reading
from scoring.models.protocol import ReadingMode
from scoring.selectors import completeness, correction_of, hints_of, running_totals
from scoring.services import Mark


def case_form(assignment: Assignment, reading: Reading | None) -> dict[str, Any]:
    """Return the protocol, the sites to score and what is entered. Three queries at most."""
    campaign = assignment.case.campaign
    instrument = get_instrument(campaign.instrument)
    entries = entries_of(reading) if reading else {}
    return {
        "token": assignment.token,
        "number": assignment.number,
        "campaign": f"{campaign.study.code}/{campaign.code}",
        "instrument": campaign.instrument,
        "step": str(step_of(campaign)),
        "chronological": campaign.reading_mode == ReadingMode.CHRONOLOGICAL,
        "columns": [column_letter(column) for column, _ in enumerate(assignment.order, start=1)],
        "status": assignment.status,
        "version": reading.number if reading else None,
        **_correction(assignment, reading),
        "items": instrument.items_of(campaign.features),
        "revision": reading.revision if reading else None,
        "entries": _entered(assignment, entries),
        **_running(assignment, entries),
    }


def _correction(assignment: Assignment, reading: Reading | None) -> dict[str, Any]:
    asked = correction_of(assignment, reading)
    cells = [split_name(name, n_columns=len(assignment.order)) for name in asked.cells]
    return {
        "correction_reason": asked.reason,
        "correction_sites": [{"item": code, "column": column} for code, column in cells],
    }


def saved_state(assignment: Assignment, reading: Reading, revision: int) -> dict[str, Any]:
    """Return what saving answers: the new revision, progress, hints and running totals."""
    done = completeness(reading)
    return {
        "revision": revision,
        "n_sites": done.n_sites,
        "n_entered": done.n_entered,
        **_running(assignment, entries_of(reading)),
    }


def missing_cells(assignment: Assignment, reading: Reading) -> dict[str, Any]:
    """Return which cells have neither a score nor a reason, in the reader's columns."""
    done = completeness(reading)
    return {
        "complete": done.complete,
        "n_sites": done.n_sites,
        "n_entered": done.n_entered,
        "missing": [
            {"item": code, "column": assignment.order.index(position) + 1}
            for position, code in done.missing
        ],
    }


def marks_of(cells: Iterable[dict[str, Any]], assignment: Assignment) -> list[Mark]:
    """Turn checked cells of a request into marks at true positions.

    Raises:
        ValidationFailed: a column that the case doesn't have.
        ScoresRefused: texts that are no scores of their site, each named.
    """
    campaign = assignment.case.campaign
    items, step = get_instrument(campaign.instrument).items_by_code, step_of(campaign)
    marks, problems = [], []
    once = Once()
    for cell in cells:
        column = check_column(cell["column"], n_columns=len(assignment.order))
        once.add(cell["item"], column)
        position = assignment.order[column - 1]
        try:
            entry = _entry(cell, items.get(cell["item"]), step)
        except ScoreError as error:
            problems.append(SiteProblem(position, error.problem))
        else:
            marks.append(Mark(position=position, item=cell["item"], entry=entry))
    if problems:
        raise ScoresRefused(problems)
    return marks


def _entry(cell: dict[str, Any], item: Item | None, step: Decimal) -> Entry | None:
    """Return the entry of a cell; None empties it. An unknown site is explained by the service."""
    text, code = cell["score"], cell["reason"]
    if text is None and code is None:
        return None
    value = Decimal(0) if item is None else None
    if item is not None and text is not None:
        value = parse_score(text, item, step)
    return Entry(value=value, reason=None if code is None else UnscorableReason(code))


def _entered(assignment: Assignment, entries: EntriesByPosition) -> list[dict[str, Any]]:
    return [
        {
            "item": code,
            "column": column,
            "score": None if entry.value is None else str(entry.value),
            "reason": entry.reason,
        }
        for column, position in enumerate(assignment.order, start=1)
        for code, entry in sorted(entries.get(position, {}).items())
    ]


def _running(assignment: Assignment, entries: EntriesByPosition) -> dict[str, Any]:
    return {
        "hints": hints_of(assignment, entries),
        "totals": [
            {
                "key": row.key,
                "label": row.label,
                "columns": [
                    {
                        "sum": None if total.observed_sum is None else str(total.observed_sum),
                        "n_scored": total.n_scored,
                        "n_sites": total.n_sites,
                    }
                    for total in row.totals
                ],
            }
            for row in running_totals(assignment, entries)
        ],
    }
