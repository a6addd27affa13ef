"""Changes of a concentration between two visits, either of which may lie beyond a limit."""

from __future__ import annotations

import numpy as np

from analytics.stats._shared import validation as _validation
from analytics.stats._shared.checked import checked
from analytics.stats.censored.concentrations import Concentrations, Recoded
from analytics.stats.errors import InputError
from analytics.stats.results import BoolArray

# The difference of two numbers keeps no last bits, which would part what is tied.
DECIMALS = 9


@checked
def change_between(
    visits: tuple[Concentrations, Concentrations],
    recoded: tuple[Recoded, Recoded],
    *,
    both_above: BoolArray,
) -> Recoded:
    """Return the second visit's values minus the first's, under one policy for both.

    Values beyond the same limit at both visits change by 0: limits that differ between plates
    would otherwise make a change that nobody measured. Where the policy leaves a value out, there
    is no change.

    Args:
        visits: the measurements, (n,) each, in one unit.
        recoded: the same under the policy, (n,) each.
        both_above: (n,), where both lie above what could be measured.

    Returns:
        ``values`` in that unit, NaN where a visit has none; ``n_below`` and ``n_recoded`` count
        changes with a value below its limit at either visit.

    Raises InputError for visits, policies or `both_above` of different numbers of patients.
    """
    before, after = visits
    above = _validation.as_binary(both_above, "both_above") == 1
    parts = (before.below, after.below, before.missing, after.missing, above)
    if len({part.shape for part in (*parts, *(one.values for one in recoded))}) > 1:
        raise InputError("Both visits must have the same patients.")
    values = np.round(recoded[1].values - recoded[0].values, DECIMALS)
    unmoved = (before.below & after.below) | above
    values = np.where(unmoved & np.isfinite(values), 0.0, values)
    missing = before.missing | after.missing
    below = (before.below | after.below) & ~missing
    return Recoded(
        values=values,
        policy=recoded[0].policy,
        n=int(values.size),
        n_below=int(np.count_nonzero(below)),
        n_recoded=int(np.count_nonzero(below & np.isfinite(values))),
        n_missing=int(np.count_nonzero(missing)),
    )
