"""Running every rule over the records of one patient."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta

from ra_registry.cohort.plausibility.checking import unusual
from ra_registry.cohort.plausibility.limits import Plausibility
from ra_registry.cohort.rules.days import certainly_before
from ra_registry.cohort.rules.model import Finding, Record, place
from ra_registry.cohort.rules.table import COMPLAINT_AT_EARLIER, ORDERS, Order


def evaluate(records: Sequence[Record], plausibility: Plausibility) -> list[Finding]:
    """Return what the records of one patient contradict, and what of them is unusual."""
    return [
        *(finding for order in ORDERS for finding in _order(order, records)),
        *_visits_in_order(records),
        *_visits_after_enrolment(records),
        *_sides(records),
        *unusual(records, plausibility),
    ]


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


def _visits_after_enrolment(records: Sequence[Record]) -> Iterator[Finding]:
    """Refuse a visit before enrolment, unless its window opens before enrolment as well."""
    for record in records:
        patient = record.nearest("patient") if record.kind == "visit" else None
        if patient is None:
            continue
        day, enrolled = record.values["took_place_on"], patient.values["enrolled_on"]
        opens = enrolled + timedelta(days=min(record.values["opens"], 0))
        if certainly_before(day, opens):
            yield Finding(
                "visit-after-enrolment",
                (place(record, "took_place_on"), place(patient, "enrolled_on")),
                hard=True,
            )


def _visits_in_order(records: Sequence[Record]) -> Iterator[Finding]:
    """Refuse visits that took place in another order than the planned one."""
    visits = sorted((one for one in records if one.kind == "visit"), key=lambda one: one.order)
    for number, later in enumerate(visits):
        for earlier in visits[:number]:
            if later.values["took_place_on"] < earlier.values["took_place_on"]:
                places = (place(later, "took_place_on"), place(earlier, "took_place_on"))
                yield Finding("visits-in-order", places, hard=True)


def _sides(records: Sequence[Record]) -> Iterator[Finding]:
    """Ask about a follow-up examination of another hand than the first one imaged."""
    imaged = [one for one in records if one.kind == "examination" and one.values["one_hand"]]
    imaged.sort(key=lambda one: (one.order, one.pk))
    for later in imaged[1:]:
        if later.values["side"] != imaged[0].values["side"]:
            yield Finding("same-side", (place(later, "side"), place(imaged[0], "side")))
