"""An exposure that is the change of a concentration: its columns, and where both values lie.

Its ``value`` is the change under the plan's policy for values below their limits. What it is made
of stands beside it, by visit: ``<code>/baseline/value``, ``<code>/follow_up/censor``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from analytics.datasets.dataset import analyte_column
from analytics.datasets.placed import Placed, placed
from analytics.design.options import SUBSTITUTES
from analytics.design.plan import Plan
from analytics.stats.censored.changes import change_between
from analytics.stats.censored.concentrations import (
    Concentrations,
    Recoded,
    Substitute,
    concentrations,
    substitute,
)
from analytics.stats.results import BoolArray

VISITS = ("baseline", "follow_up")
# What is kept of a concentration that a change is made of.
VISIT_PARTS = (
    "value", "censor", "llod", "uloq", "batches", "mixed", "other_value", "other_censor",
)  # fmt: skip
CHANGE_PARTS = tuple(f"{visit}/{part}" for visit in VISITS for part in VISIT_PARTS)


def at_visit(code: str, visit: str) -> str:
    """Return what the columns of a change's concentration at one of `VISITS` begin with."""
    return f"{code}/{visit}"


def change_columns(code: str) -> list[str]:
    """Name the columns of the concentrations that a change is made of."""
    return [analyte_column(code, part) for part in CHANGE_PARTS]


def is_measured_twice(frame: pd.DataFrame, code: str) -> bool:
    """Return whether a data set holds an exposure as the change of a concentration."""
    return analyte_column(at_visit(code, VISITS[0]), "value") in frame


@dataclass(frozen=True, eq=False)
class MeasuredTwice:
    """The concentrations behind a change, of every patient, at the two visits in their order."""

    places: tuple[Placed, Placed]

    @cached_property
    def visits(self) -> tuple[Concentrations, Concentrations]:
        """The measurements at each visit, as policies for values below the limit take them."""
        first, second = (
            concentrations(one.value, one.below.astype(np.float64), one.lower)
            for one in self.places
        )
        return first, second

    @property
    def known(self) -> BoolArray:
        """Which patients have a result at both visits."""
        first, second = self.places
        return first.used & second.used

    @property
    def below(self) -> BoolArray:
        """Which changes rest on a value below its limit."""
        first, second = self.places
        return self.known & (first.below | second.below)

    @property
    def above(self) -> BoolArray:
        """Which changes rest on a value above its limit."""
        first, second = self.places
        return self.known & (first.above | second.above)

    @property
    def unplaced(self) -> BoolArray:
        """Which patients have a result at either visit that can't be used."""
        first, second = self.places
        return first.unplaced | second.unplaced

    def change(self, recoded: tuple[Recoded, Recoded]) -> Recoded:
        """Return the changes under a policy that gave ``recoded`` of `visits`."""
        first, second = self.places
        return change_between(self.visits, recoded, both_above=first.above & second.above)

    def substituted(self, by: Substitute) -> Recoded:
        """Return the changes with a fraction of its limit for each value below it."""
        first, second = self.visits
        return self.change((substitute(first, by=by), substitute(second, by=by)))


def measured_twice(frame: pd.DataFrame, code: str, prefix: str = "") -> MeasuredTwice:
    """Return the concentrations behind a change; ``prefix`` as of `placed`."""
    first, second = (placed(frame, at_visit(code, visit), prefix) for visit in VISITS)
    return MeasuredTwice((first, second))


def with_changes(frame: pd.DataFrame, plan: Plan) -> pd.DataFrame:
    """Return a data set with the changes that its concentrations make, by the plan's policy."""
    by = SUBSTITUTES[plan.below_limit.models]
    codes = [one.variable.code for one in plan.further]
    changes = {
        analyte_column(code, "value"): measured_twice(frame, code).substituted(by).values
        for code in codes
        if is_measured_twice(frame, code)
    }
    return frame.assign(**changes)
