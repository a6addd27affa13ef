"""The variables of a record: measured, or reckoned from two dates. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from ra_registry.cohort.rules.days import span
from ra_registry.cohort.rules.model import Place, Record, place, text_of

DAYS_PER_MONTH = Decimal("30.4375")

# Field of a record, its variable, its unit or the field that holds it.
ASSESSMENT = (
    ("tjc28", "tjc28", "joints"),
    ("sjc28", "sjc28", "joints"),
    ("ptga_mm", "ptga_mm", "mm"),
    ("phga_mm", "phga_mm", "mm"),
    ("esr", "esr", "mm/h"),
    ("haq_di", "haq_di", ""),
)
DAY_OF = {"sample": ("sample_day", "taken_on"), "examination": ("examination_day", "acquired_on")}


@dataclass(frozen=True)
class Reading:
    """A value of a variable, in the unit of the record, and the places that it comes from."""

    variable: str
    value: Decimal
    unit: str
    places: tuple[Place, ...]


def readings(record: Record) -> Iterator[Reading]:
    """Yield the variables that limits can be stated for."""
    values = record.values
    if record.kind == "assessment":
        for field, variable, unit in ASSESSMENT:
            yield from _measured(record, field, variable, unit)
        yield from _measured(record, "crp_value", "crp", values.get("crp_unit") or "")
        yield from _measured(record, "das28", "das28", "")
    elif record.kind == "treatment":
        variable = f"dose:{str(values['drug']).strip().casefold()}"
        yield from _measured(record, "dose", variable, values.get("dose_unit") or "")
    elif record.kind == "patient":
        yield from _measured(record, "rf_value", "rf", values.get("rf_unit") or "")
        yield from _measured(record, "acpa_value", "acpa", values.get("acpa_unit") or "")
        yield from _reckoned(record)
    elif record.kind in DAY_OF:
        yield from _day(record)


def _measured(record: Record, field: str, variable: str, unit: str) -> Iterator[Reading]:
    value = record.values.get(field)
    if value is None:
        return
    sign = record.values.get(field.removesuffix("_value") + "_sign") or ""
    shown = f"{sign}{text_of(Decimal(value))} {unit}".strip()
    yield Reading(variable, Decimal(value), unit, (place(record, field, shown),))


def _reckoned(patient: Record) -> Iterator[Reading]:
    born, enrolled = patient.values["birth_year"], patient.values["enrolled_on"]
    if born <= enrolled.year:  # the other way round is a contradiction, not an age
        yield Reading(
            "age_at_enrolment",
            Decimal(enrolled.year - born),
            "years",
            (place(patient, "birth_year"), place(patient, "enrolled_on")),
        )
    onset = span(patient.values.get("symptom_onset"))
    if onset is not None and onset[1] <= enrolled:
        # The shortest duration that the date can mean: what is asked about is certain.
        yield Reading(
            "symptom_duration",
            ((enrolled - onset[1]).days / DAYS_PER_MONTH).quantize(Decimal("0.1")),
            "months",
            (place(patient, "symptom_onset"), place(patient, "enrolled_on")),
        )


def _day(record: Record) -> Iterator[Reading]:
    variable, field = DAY_OF[record.kind]
    visit = record.nearest("visit")
    if visit is not None:
        days = (record.values[field] - visit.values["took_place_on"]).days
        places = (place(record, field), place(visit, "took_place_on"))
        yield Reading(variable, Decimal(days), "days", places)
