"""The readings of a campaign as arrays, and the sums that are compared."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from analytics.stats.results import BoolArray, FloatArray, IntArray
from scoring.instruments import Instrument, Item, Measure, measures_of

NOT_SCORED = -1
HalfUnits = NDArray[np.int16]


@dataclass(frozen=True, eq=False)
class Reads:
    """Current submitted readings of one campaign, one row a reading; adjudications are none.

    case, reader : (readings,) ids
    again : (readings,) whether it is a repeated reading of its reader's own case
    place : (readings,) place among the reader's submissions; a correction keeps its place
    scores : (readings, visits, items) half units, `NOT_SCORED` where the site has a reason or the
        case lacks the visit
    visits : keys of the visits in true order
    """

    case: IntArray
    reader: IntArray
    again: BoolArray
    place: IntArray
    scores: HalfUnits
    visits: tuple[str, ...]
    items: tuple[Item, ...]


@dataclass(frozen=True, slots=True)
class Occasion:
    """A status at the visit ``first``, or the change from there to ``last``; both are places."""

    key: str
    first: int
    last: int | None = None

    @property
    def is_change(self) -> bool:
        return self.last is not None


@dataclass(frozen=True, eq=False)
class Totals:
    """Every sum of every reading: ``points`` is (occasions, measures, readings), NaN for none."""

    occasions: tuple[Occasion, ...]
    measures: tuple[Measure, ...]
    points: FloatArray

    def of(self, measure: str, occasion: str) -> FloatArray:
        """Return (readings,) points of one measure at one occasion, each by its key."""
        occasions = [one.key for one in self.occasions]
        measures = [one.key for one in self.measures]
        found: FloatArray = self.points[occasions.index(occasion), measures.index(measure)]
        return found


def occasions_of(visits: Sequence[str]) -> tuple[Occasion, ...]:
    """Return the status at each visit, then the change from the first visit to each later one.

    Visits are not pooled: a patient would count twice, and measurement error grows with change, so
    that each interval has its own (Navarro-Compan 2014).
    """
    statuses = [Occasion(key, place) for place, key in enumerate(visits)]
    changes = [
        Occasion(f"{visits[0]}-{key}", 0, place) for place, key in enumerate(visits) if place > 0
    ]
    return (*statuses, *changes)


def site_values(reads: Reads, occasion: Occasion) -> NDArray[np.float32]:
    """Return (readings, items) half units of a status or a change, NaN where there is none.

    A change is taken site by site, where the same reader scored the site at both visits, exactly as
    `scoring.instruments.compute_changes` does. Whole half units of this size are exact in float32.
    """
    first = _with_gaps(reads.scores[:, occasion.first])
    if occasion.last is None:
        return first
    return _with_gaps(reads.scores[:, occasion.last]) - first


def totals_of(reads: Reads, instrument: Instrument) -> Totals:
    """Return every named sum that the campaign's features allow: features, regions, totals.

    A sum adds the sites that have a value; there is none while one of its features has no such
    site.
    """
    features = list(dict.fromkeys(item.feature for item in reads.items))
    measures = measures_of(instrument, features)
    members = np.array(
        [[item in one.items for one in measures] for item in reads.items], dtype=np.float32
    ).reshape(len(reads.items), len(measures))
    occasions = occasions_of(reads.visits)
    points = np.empty((len(occasions), len(measures), len(reads.case)))
    for place, occasion in enumerate(occasions):
        values = site_values(reads, occasion)
        known = np.isfinite(values)
        sums = np.where(known, values, 0) @ members
        present = np.ones(sums.shape, dtype=bool)
        for feature in features:
            own = np.array([item.feature == feature for item in reads.items])
            counted = known[:, own].astype(np.float32) @ members[own]
            needed = np.array([feature in one.features for one in measures])
            present &= (counted > 0) | ~needed
        points[place] = np.where(present, sums.astype(np.float64) / 2, np.nan).T
    return Totals(occasions, measures, points)


def _with_gaps(halves: HalfUnits) -> NDArray[np.float32]:
    values = halves.astype(np.float32)
    values[halves == NOT_SCORED] = np.nan
    return values
