"""A logistic model fitted again in many bootstrap resamples of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

import numpy as np

from analytics.stats._shared.resampling import batches, draw_weights, generator, portions
from analytics.stats.regression._irls_many import (
    Patterns,
    Ranking,
    fit_many,
    log_likelihoods,
)
from analytics.stats.regression.design import Design
from analytics.stats.results import BoolArray, FloatArray


@dataclass(frozen=True, eq=False)
class Refits:
    """One model's fits to rows of weights; what several figures need is computed once.

    `weights` is (resamples, rows); `events` and `others` are counts at the model's patterns.
    """

    patterns: Patterns
    weights: FloatArray
    events: FloatArray
    others: FloatArray
    beta: FloatArray
    converged: BoolArray

    @classmethod
    def of(cls, patterns: Patterns, weights: FloatArray, start: FloatArray) -> Refits:
        """Fit the model in each row of weights, from `start` (p,)."""
        events, others = patterns.counts(weights)
        fits = fit_many(patterns.design, events, others, start=start)
        return cls(patterns, weights, events, others, fits.beta, fits.converged)

    @cached_property
    def score(self) -> FloatArray:
        """Log odds of each pattern by each row's model: (resamples, patterns)."""
        return self.beta @ self.patterns.design.T

    @cached_property
    def ranking(self) -> Ranking:
        """The order of the patterns by each row's model."""
        return Ranking.of(self.score)

    @cached_property
    def areas(self) -> FloatArray:
        """AUC of each row's model on the data that made it; NaN where they have one class."""
        return self.ranking.areas(self.events, self.others)

    @cached_property
    def log_likelihood(self) -> FloatArray:
        """Log-likelihood of each row's model on the data that made it."""
        return log_likelihoods(self.patterns.design, self.beta, self.events, self.others)


class Tally(Protocol):
    """What collects figures of each resample."""

    def add(self, drawn: Refits) -> None:
        """Take a batch of resamples."""


def refit(
    design: Design, start: FloatArray, tallies: Sequence[Tally], resamples: int, seed: int
) -> None:
    """Draw resamples of the rows, not stratified, fit the model in each and show every tally."""
    patterns = Patterns.of(design.matrix, design.response)
    rows, random = int(design.response.size), generator(seed)
    for size in batches(resamples, rows):
        weights = draw_weights(random, size, rows).astype(np.float64)
        for portion in portions(size, rows):
            drawn = Refits.of(patterns, weights[portion], start)
            for tally in tallies:
                tally.add(drawn)
