"""The day that stands for a date known to the month or the year, wherever days are counted.

Policy: the 1st of July stands for a year, the 15th for a month. Where other facts rule that day out
(a first symptom can't be after enrolment), the middle of the days that are left stands instead.
Every table that counts with such days says so; the date itself stays as it was entered.
"""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext_lazy

from ra_registry.core.entry.partial_dates import PartialDate

POLICY = gettext_lazy("the 15th stands for a month, 1 July for a year")


def day_of(
    known: PartialDate, *, not_before: date | None = None, not_after: date | None = None
) -> date:
    """Return the day that stands for ``known`` among the days from ``not_before`` to ``not_after``.

    Where none of its days lies there, the facts contradict and its own middle is returned.
    """
    first = max(known.earliest, not_before or known.earliest)
    last = min(known.latest, not_after or known.latest)
    if first > last or first <= known.midpoint <= last:
        return known.midpoint
    return first + (last - first) // 2
