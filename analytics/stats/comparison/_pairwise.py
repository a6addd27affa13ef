"""Ordered differences of all pairs of two groups, without making them all."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from analytics.stats.results import FloatArray

# Up to this many pairs the differences are simply made and sorted.
SORTED_LIMIT = 250_000


@dataclass(frozen=True, slots=True, eq=False)
class PairwiseDifferences:
    """All differences first minus second of two sorted groups."""

    first: FloatArray
    second: FloatArray
    made: FloatArray | None

    @classmethod
    def of(cls, first: FloatArray, second: FloatArray) -> PairwiseDifferences:
        """Prepare two groups, neither of them empty."""
        made = None
        if first.size * second.size <= SORTED_LIMIT:
            made = np.sort(np.subtract.outer(first, second).ravel())
        return cls(np.sort(first), np.sort(second), made)

    def ranked(self, rank: int) -> float:
        """The difference of a rank, 1 for the smallest.

        For many pairs by bisection on the value, counting pairs at or below it, and then the
        largest real difference at or below the end of the bisection.
        """
        if self.made is not None:
            return float(self.made[rank - 1])
        low = float(self.first[0] - self.second[-1])
        high = float(self.first[-1] - self.second[0])
        if self._count(low) >= rank:
            return low
        while True:
            middle = low / 2 + high / 2
            if not low < middle < high:
                return high if self._count(high) >= rank else low
            if self._count(middle) >= rank:
                high = middle
            else:
                low = middle
            if high - low < 1e-13 * max(abs(low), abs(high), 1e-300):
                return self._largest_up_to(high)

    def _count(self, value: float) -> int:
        """Pairs whose difference is at or below the value."""
        return int((self.second.size - np.searchsorted(self.second, self.first - value)).sum())

    def _largest_up_to(self, value: float) -> float:
        partner = np.searchsorted(self.second, self.first - value)
        there = partner < self.second.size
        return float((self.first[there] - self.second[partner[there]]).max())
