"""Which dates follow which: the order of a life with the disease, as data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Order:
    """``later`` can't lie before ``earlier``; both are (kind of record, field).

    ``earlier`` is read from the record itself or from the one it belongs to.
    """

    key: str
    earlier: tuple[str, str]
    later: tuple[str, str]


BIRTH = ("patient", "birth_year")
ONSET = ("patient", "symptom_onset")
DIAGNOSIS = ("patient", "diagnosed_on")
ENROLMENT = ("patient", "enrolled_on")

# The complaint stands at the later date, which is more often the one typed last.
ORDERS = (
    Order("enrolment-after-birth", BIRTH, ENROLMENT),
    Order("onset-after-birth", BIRTH, ONSET),
    Order("diagnosis-after-birth", BIRTH, DIAGNOSIS),
    Order("onset-before-enrolment", ONSET, ENROLMENT),
    Order("onset-before-diagnosis", ONSET, DIAGNOSIS),
    Order("diagnosis-before-enrolment", DIAGNOSIS, ENROLMENT),
    Order("treatment-after-birth", BIRTH, ("treatment", "started_on")),
    Order("stop-after-start", ("treatment", "started_on"), ("treatment", "stopped_on")),
    Order("visit-after-birth", BIRTH, ("visit", "took_place_on")),
    Order("sample-after-birth", BIRTH, ("sample", "taken_on")),
    Order("examination-after-birth", BIRTH, ("examination", "acquired_on")),
    Order("plate-after-sample", ("sample", "taken_on"), ("plate", "read_on")),
)
# Beside enrolment the earlier date is complained of: enrolment is the better known day.
COMPLAINT_AT_EARLIER = frozenset(
    {"enrolment-after-birth", "onset-before-enrolment", "diagnosis-before-enrolment"}
)
