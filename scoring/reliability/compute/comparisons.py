"""Whose readings are laid side by side: readers of the same cases, and readers with themselves.

A two-way coefficient needs one person in each column. Who read what decides whether there is such a
table, not the protocol: a pool has none, since its "first" and "second" readers are other persons
from case to case.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations
from typing import Literal

import numpy as np

from analytics.stats.results import BoolArray, IntArray
from scoring.reliability.compute.reads import Reads

Kind = Literal["team", "pool", "pair", "again"]
WHOLE = "all"


@dataclass(frozen=True, eq=False)
class Comparison:
    """Readings side by side: ``rows`` is (cases, columns) of places in the readings.

    team : the same three or more readers in every case, a column each
    pool : as many readers a case as planned, drawn from more; columns mean nothing
    pair : two readers, a column each, in every case that both have read
    again : a reader's first and repeated reading; ``readers`` names the person twice
    """

    key: str
    kind: Kind
    readers: tuple[int, ...]
    rows: IntArray

    @property
    def cases(self) -> int:
        return len(self.rows)

    @property
    def columns(self) -> int:
        """How many readings each case has here."""
        return int(self.rows.shape[1])

    @property
    def two_columns(self) -> bool:
        """Whether there are two columns of one person each, as kappa and limits need."""
        return self.kind in {"pair", "again"}


@dataclass(frozen=True, eq=False)
class Compared:
    """Every comparison there is, the whole campaign's first; how many cases have all readings."""

    between: tuple[Comparison, ...]
    within: tuple[Comparison, ...]
    complete: int
    begun: int

    @property
    def all(self) -> tuple[Comparison, ...]:
        return (*self.between, *self.within)

    @property
    def pairs(self) -> tuple[Comparison, ...]:
        return tuple(one for one in self.between if one.kind == "pair")


def compare(reads: Reads, planned: int) -> Compared:
    """Return who can be compared with whom. ``planned``: readers a case by the protocol.

    ``begun`` counts cases with a reading but fewer than planned. A case needs two readings at
    least, so a campaign with one reader a case has no comparison between readers.
    """
    readers, places = _by_case(reads, ~reads.again)
    present = places >= 0
    count = present.sum(axis=1)
    complete = count >= max(planned, 1)
    pairs = [
        Comparison(
            f"{readers[one]}-{readers[two]}",
            "pair",
            (readers[one], readers[two]),
            places[present[:, one] & present[:, two]][:, [one, two]],
        )
        for one, two in combinations(range(len(readers)), 2)
        if (present[:, one] & present[:, two]).any()
    ]
    whole = _whole(readers, places[complete & (count == planned)])
    return Compared(
        between=(*whole, *pairs),
        within=_with_themselves(reads),
        complete=int(complete.sum()),
        begun=int(((count > 0) & ~complete).sum()),
    )


def _whole(readers: tuple[int, ...], places: IntArray) -> tuple[Comparison, ...]:
    """All cases with the planned number of readings; a pair alone needs no name besides its own."""
    present = places >= 0
    teams = np.unique(present, axis=0)
    if len(places) == 0 or present[0].sum() < 2:
        return ()
    members = tuple(np.array(readers)[present.any(axis=0)].tolist())
    rows = places[present].reshape(len(places), -1)
    if len(teams) > 1:
        return (Comparison(WHOLE, "pool", members, rows),)
    return (Comparison(WHOLE, "team", members, rows),) if len(members) > 2 else ()


def _with_themselves(reads: Reads) -> tuple[Comparison, ...]:
    """Each reader's first reading beside the earliest repeated one of the same case."""
    readers, first = _by_case(reads, ~reads.again)
    again_readers, again = _by_case(reads, reads.again)
    found = []
    for column, reader in enumerate(again_readers):
        if reader not in readers:
            continue
        rows = np.column_stack([first[:, readers.index(reader)], again[:, column]])
        both = rows[(rows >= 0).all(axis=1)]
        if len(both):
            found.append(Comparison(f"again-{reader}", "again", (reader, reader), both))
    return tuple(found)


def _by_case(reads: Reads, chosen: BoolArray) -> tuple[tuple[int, ...], IntArray]:
    """Return the readers and (cases, readers) places of their readings, -1 where there is none.

    Cases are those of all readings, so that two such tables have the same rows.
    """
    cases, case = np.unique(reads.case, return_inverse=True)
    rows = np.flatnonzero(chosen)
    # The earliest submission is written last and stays, where a reader has several.
    rows = rows[np.argsort(-reads.place[rows], kind="stable")]
    readers, column = np.unique(reads.reader[rows], return_inverse=True)
    places = np.full((len(cases), len(readers)), -1, dtype=np.int64)
    places[case[rows], column] = rows
    return tuple(int(reader) for reader in readers), places
