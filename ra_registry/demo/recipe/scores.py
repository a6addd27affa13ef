"""Site scores of one feature: the truth at two visits, and what two readers make of it."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from ra_registry.demo.recipe.randomness import BoolArray, IntArray, ScoreArray, Stream

N_READERS = 2
VISITS = ("baseline", "year-1")
NOT_SCORED = -1

# The second reader over-reads: upward errors are this much more frequent than the first's.
_UPWARD_BIAS = (1.0, 1.25)


@dataclass(frozen=True, slots=True, eq=False)
class FeatureScores:
    """Scores of one feature at its sites.

    items: item codes of the instrument, one a site ("erosion.MC2H", "RH.erosion.PIP2").
    maximum: (sites). true: (visits, n, sites). read: (readers, visits, n, sites), NOT_SCORED where
    a reader gave a reason instead. reason: same shape, 0 where scored, else 1 + index in `reasons`.
    """

    items: tuple[str, ...]
    maximum: IntArray
    true: ScoreArray
    read: ScoreArray
    reason: ScoreArray
    reasons: tuple[str, ...] = ()

    def totals(self) -> IntArray:
        """Sum over the scored sites: (readers, visits, n)."""
        scored = np.where(self.read == NOT_SCORED, 0, self.read)
        return np.asarray(scored.sum(axis=-1), dtype=np.int64)


@dataclass(frozen=True, slots=True)
class ReaderError:
    """How a reader misses the truth by one point.

    up_from_zero, up, down: probabilities of +1 at a true 0, of +1 above it and of -1 above it.
    persistence: share of sites where the same misjudgement recurs at the other visit, because both
    films are read side by side.
    """

    up_from_zero: float
    up: float
    down: float
    persistence: float


def read_by_all(
    stream: Stream, *, items: tuple[str, ...], maximum: IntArray, true: IntArray, error: ReaderError
) -> FeatureScores:
    """Let every reader read both visits.

    Draws, for reader 1 then reader 2, five uniform arrays (n, sites): the persistent error, a fresh
    error a visit, a mixing variable a visit.
    """
    visits, n, sites = true.shape
    read = np.empty((N_READERS, visits, n, sites), dtype=np.int8)
    for reader, bias in enumerate(_UPWARD_BIAS):
        persistent = stream.uniform(n, sites)
        fresh = [stream.uniform(n, sites) for _ in range(visits)]
        mixing = [stream.uniform(n, sites) for _ in range(visits)]
        for visit in range(visits):
            draw = np.where(mixing[visit] < error.persistence, persistent, fresh[visit])
            eroded = true[visit] > 0
            up = np.where(eroded, error.up, error.up_from_zero) * bias
            down = np.where(eroded, error.down, 0.0)
            shift = (draw < up).astype(np.int64) - (draw > 1 - down)
            read[reader, visit] = np.clip(true[visit] + shift, 0, maximum)
    return FeatureScores(
        items=items,
        maximum=maximum,
        true=true.astype(np.int8),
        read=read,
        reason=np.zeros_like(read),
    )


def with_reason(scores: FeatureScores, reason: str, *, where: BoolArray) -> FeatureScores:
    """The same scores with `reason` in place of the value where the mask is true.

    The mask broadcasts to (readers, visits, n, sites). A later reason replaces an earlier one.
    """
    mask = np.broadcast_to(where, scores.read.shape)
    return replace(
        scores,
        read=np.where(mask, np.int8(NOT_SCORED), scores.read),
        reason=np.where(mask, np.int8(len(scores.reasons) + 1), scores.reason),
        reasons=(*scores.reasons, reason),
    )
