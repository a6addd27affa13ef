"""The export table of treatments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.exports.cohort_tables import PATIENT
from analytics.exports.table import ExportColumn, ExportTable
from analytics.exports.wording import AS_KNOWN, DAY_POLICY, noted
from ra_registry.cohort.derived_days import day_of
from ra_registry.cohort.models.treatment import TreatmentKind
from ra_registry.core.entry.partial_dates import PartialDate

STARTED_PLACE, STOPPED_PLACE = 6, 7


def _with_treatment_days(row: Sequence[Any]) -> Sequence[Any]:
    """Replace the day of enrolment, fetched last, by the days of start and end counted from it."""
    *cells, stop_reason, enrolled_on = row
    started_on, stopped_on = cells[STARTED_PLACE], cells[STOPPED_PLACE]
    end = PartialDate.from_iso(stopped_on) if stopped_on else None
    start = day_of(PartialDate.from_iso(started_on), not_after=end.latest if end else None)
    stop = day_of(end, not_before=start) if end else None
    days = ((start - enrolled_on).days, None if stop is None else (stop - enrolled_on).days)
    return [*cells, *days, stop_reason]


TREATMENTS = ExportTable(
    name="treatments",
    grain="one row a treatment of a patient",
    columns=(
        PATIENT,
        ExportColumn("kind", "Class of drug", codes=dict(TreatmentKind.choices)),
        ExportColumn("drug", "Drug"),
        ExportColumn("dose", "Dose", "decimal number", "see dose_unit"),
        ExportColumn("dose_unit", "Unit of dose"),
        ExportColumn("frequency", "How often"),
        ExportColumn("started_on", noted(_("Start"), AS_KNOWN)),
        ExportColumn(
            "stopped_on",
            noted(_("End, empty while it goes on"), AS_KNOWN),
        ),
        ExportColumn(
            "start_day",
            noted(_("First day, counted from enrolment"), DAY_POLICY),
            "whole number",
            "days",
        ),
        ExportColumn(
            "stop_day",
            noted(_("Last day, counted from enrolment; empty while it goes on"), DAY_POLICY),
            "whole number",
            "days",
        ),
        ExportColumn("stop_reason", "Why it was stopped"),
    ),
    sql="""
        SELECT p.pseudonym, t.kind, t.drug, t.dose, t.dose_unit, t.frequency,
            t.started_on, t.stopped_on, t.stop_reason, p.enrolled_on
        FROM cohort_treatment t
        JOIN cohort_patient p ON p.id = t.patient_id AND p.voided_at IS NULL
        WHERE p.study_id = %(study)s AND t.voided_at IS NULL
        ORDER BY p.pseudonym, t.started_on, t.id
    """,
    transform=_with_treatment_days,
)
