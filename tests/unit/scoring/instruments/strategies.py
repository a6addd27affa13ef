"""Hypothesis strategies for readings of a whole instrument."""

from __future__ import annotations

from hypothesis import strategies as st

from scoring.instruments import all_instruments, from_half_units

INSTRUMENTS = st.sampled_from(all_instruments())


def complete_scores(instrument):
    """Every site scored, in half steps."""
    halves = {code: st.integers(0, 2 * i.maximum) for code, i in instrument.items_by_code.items()}
    return st.fixed_dictionaries(halves).map(_to_scores)


def partial_scores(instrument):
    """Any subset of the sites scored, none of them included."""
    halves = {
        code: st.none() | st.integers(0, 2 * item.maximum)
        for code, item in instrument.items_by_code.items()
    }
    return st.fixed_dictionaries(halves).map(_to_scores)


def _to_scores(halves):
    return {code: from_half_units(half) for code, half in halves.items() if half is not None}


@st.composite
def readings(draw, *, n=1, complete=False):
    """An instrument and ``n`` readings with it."""
    instrument = draw(INSTRUMENTS)
    scores = complete_scores(instrument) if complete else partial_scores(instrument)
    return instrument, *(draw(scores) for _ in range(n))
