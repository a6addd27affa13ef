"""Running every rule over the records of one patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from ra_registry.cohort.plausibility.checking import unusual
from ra_registry.cohort.plausibility.limits import Plausibility
from ra_registry.cohort.rules.days import certainly_before
from ra_registry.cohort.rules.model import Finding, Record, place
from ra_registry.cohort.rules.table import COMPLAINT_AT_EARLIER, ORDERS, Order


def evaluate(records: Sequence[Record], plausibility: Plausibility) -> list[Finding]:
    """Return what the records of one patient contradict, and what of them is unusual."""
    return [
        *out_of_order(records),
        *_visits_in_order(records),
        *_visits_from_enrolment(records),
        *_sides(records),
        *unusual(records, plausibility),
    ]


def out_of_order(records: Sequence[Record]) -> list[Finding]:
    """Return the dates that lie before one which they must follow."""
    return [finding for order in ORDERS for finding in _order(order, records)]


def _order(order: Order, records: Sequence[Record]) -> Iterator[Finding]:
    kind, field = order.later
    for record in records:
        first = record.nearest(order.earlier[0]) if record.kind == kind else None
        if first is None:
            continue
        earlier, later = first.values.get(order.earlier[1]), record.values.get(field)
        if not certainly_before(later, earlier):
            continue
        places = (place(record, field), place(first, order.earlier[1]))
        if order.key in COMPLAINT_AT_EARLIER:
            places = (places[1], places[0])
        yield Finding(order.key, places, hard=True)


def _visits_from_enrolment(records: Sequence[Record]) -> Iterator[Finding]:
    """Look at each visit's day, counted from enrolment.

    Before enrolment it is refused, unless its window opens before enrolment as well; otherwise
    outside its window it is asked about.
    """
    for record in records:
        patient = record.nearest("patient") if record.kind == "visit" else None
        if patient is None:
            continue
        places = (place(record, "took_place_on"), place(patient, "enrolled_on"))
        day, enrolled = record.values["took_place_on"], patient.values["enrolled_on"]
        opens = enrolled + timedelta(days=record.values["opens"])
        closes = enrolled + timedelta(days=record.values["closes"])
        if day < min(opens, enrolled):
            yield Finding("visit-after-enrolment", places, hard=True)
        elif not opens <= day <= closes:
            yield Finding("visit-outside-window", places, usual=_outside(day, opens, closes))


def _outside(day: date, opens: date, closes: date) -> dict[str, str]:
    days = opens - day if day < opens else day - closes
    return {
        "low": opens.isoformat(),
        "high": closes.isoformat(),
        "days": str(days.days),
        "side": "before" if day < opens else "after",
    }


def _visits_in_order(records: Sequence[Record]) -> Iterator[Finding]:
    """Refuse visits that took place in another order than the planned one."""
    visits = sorted((one for one in records if one.kind == "visit"), key=lambda one: one.order)
    for number, later in enumerate(visits):
        for earlier in visits[:number]:
            if later.values["took_place_on"] < earlier.values["took_place_on"]:
                places = (place(later, "took_place_on"), place(earlier, "took_place_on"))
                yield Finding("visits-in-order", places, hard=True)


def _sides(records: Sequence[Record]) -> Iterator[Finding]:
    """Ask about a follow-up examination of another hand than the first of that modality."""
    imaged = [one for one in records if one.kind == "examination" and one.values["one_hand"]]
    imaged.sort(key=lambda one: (one.order, one.pk))
    first: dict[str, Record] = {}
    for one in imaged:
        earlier = first.setdefault(one.values["modality"], one)
        if one.values["side"] != earlier.values["side"]:
            yield Finding("same-side", (place(one, "side"), place(earlier, "side")))
