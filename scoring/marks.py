"""What a reader wrote into cells, read against what the case's form takes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from scoring.cells import Once, parse_cell, split_name
from scoring.entries import step_of
from scoring.errors import ScoresRefused, SiteProblem
from scoring.instruments import Entry, Instrument, ScoreError, get_instrument
from scoring.models import Assignment

Cell = tuple[int, str]


@dataclass(frozen=True)
class Mark:
    """What to store in one cell: ``entry`` None empties it. ``position`` is the true one."""

    position: int
    item: str
    entry: Entry | None


@dataclass(frozen=True)
class Form:
    """What a case's form takes: ``order`` holds the true positions, the first column's first."""

    order: Sequence[int]
    instrument: Instrument
    features: Sequence[str]
    step: Decimal


def form_of(assignment: Assignment) -> Form:
    """Return the form of an assignment that was fetched with its campaign. No query."""
    campaign = assignment.case.campaign
    return Form(
        order=assignment.order,
        instrument=get_instrument(campaign.instrument),
        features=campaign.features,
        step=step_of(campaign),
    )


def read_marks(texts: Mapping[str, str], form: Form) -> list[Mark]:
    """Turn texts by cell name into marks at true positions, in the order of the texts.

    Raises:
        ValidationFailed: a name that is no cell of this form.
        ScoresRefused: texts that are neither scores of their site nor reasons.
    """
    marks, problems = [], []
    once = Once()
    for name, text in texts.items():
        code, column = split_name(name, n_columns=len(form.order))
        once.add(code, column)
        position = form.order[column - 1]
        # An unknown site is explained where scores are validated, with what may have been meant.
        item = form.instrument.items_by_code.get(code)
        try:
            entry = Entry(value=0) if item is None else parse_cell(text, item=item, step=form.step)
        except ScoreError as error:
            problems.append(SiteProblem(position, error.problem))
        else:
            marks.append(Mark(position=position, item=code, entry=entry))
    if problems:
        raise ScoresRefused(problems)
    return marks
