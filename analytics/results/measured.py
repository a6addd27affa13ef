"""What was done to measured values before they were analysed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class MeasuredValues:
    """The account of one analyte's results in a study, each count one of patients.

    ``policy``: the plan's choice for values below the limit of detection. ``below`` and ``above``
    lie beyond a limit; ``tied`` got a stand-in, with measured values that rank as if below.
    ``mixed``: replicates on different sides of a limit. ``dropped``: results that can't be placed.
    ``limit``: the highest limit that a value lies below, in the analyte's unit; None without any.
    """

    policy: str
    below: int
    tied: int
    above: int
    mixed: int
    missing: int
    several_batches: int
    dropped: int
    limit: float | None
