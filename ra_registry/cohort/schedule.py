"""When a planned visit is due for a patient, and where it stands today. Pure date arithmetic."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from ra_registry.cohort.models import PlannedVisit, Visit


class VisitState(StrEnum):
    """Where one planned visit of one patient stands."""

    DONE = "done"
    OUT_OF_WINDOW = "out-of-window"
    DUE = "due"
    OVERDUE = "overdue"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        return {"out-of-window": "Done, out of window"}.get(self.value, self.value.capitalize())

    @property
    def tag(self) -> str:
        """The kind of tag that shows the state."""
        return {"done": "success", "out-of-window": "warning", "waiting": "draft"}.get(
            self.value, self.value
        )

    @property
    def mark(self) -> str:
        """The shape that the line of planned visits shows."""
        return {"out-of-window": "done", "overdue": "missed", "waiting": "planned"}.get(
            self.value, self.value
        )


@dataclass(frozen=True)
class Window:
    """First day, planned day and last day of a planned visit of one patient, all inclusive."""

    opens: date
    planned: date
    closes: date

    def __contains__(self, day: date) -> bool:
        return self.opens <= day <= self.closes

    def days_outside(self, day: date) -> int:
        """Days before the window (negative) or after it (positive); 0 inside."""
        if day < self.opens:
            return (day - self.opens).days
        return max((day - self.closes).days, 0)


def window(planned: PlannedVisit, enrolled_on: date) -> Window:
    """Return the window of a planned visit, counted from the day of enrolment."""
    day = enrolled_on + timedelta(days=planned.day)
    return Window(
        opens=day - timedelta(days=planned.days_before),
        planned=day,
        closes=day + timedelta(days=planned.days_after),
    )


def state(of: Window, visit: Visit | None, *, today: date) -> VisitState:
    """Return where a planned visit stands: done, or by today's place in its window."""
    if visit is not None:
        return VisitState.DONE if visit.took_place_on in of else VisitState.OUT_OF_WINDOW
    if today > of.closes:
        return VisitState.OVERDUE
    return VisitState.DUE if today >= of.opens else VisitState.WAITING
