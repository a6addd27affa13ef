"""Export tables of what is known about the patients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.exports.table import ExportColumn, ExportTable
from analytics.exports.wording import (
    AS_KNOWN,
    AS_PRINTED,
    DAY_POLICY,
    NUMBER_OR_LIMIT,
    OPEN_STATE,
    SIGN_CODES,
    noted,
)
from ra_registry.cohort import formulas
from ra_registry.cohort.activity import limit_text
from ra_registry.cohort.derived_days import day_of
from ra_registry.cohort.formulas import Activity, Disability, Remission
from ra_registry.cohort.models.patient import Diagnosis, Hand, Sex
from ra_registry.cohort.selectors.laboratory_sql import printed_sql, seropositive_sql
from ra_registry.core.entry.partial_dates import PartialDate
from ra_registry.imaging.modalities import choices
from ra_registry.imaging.models import Side

DECIMAL = "decimal number"
PATIENT = ExportColumn("patient", "Study pseudonym")
VISIT = ExportColumn("visit", "Planned visit, by code")
VISIT_DAY = ExportColumn(
    "visit_day", "Day of the visit, counted from enrolment", "whole number", "days"
)

ONSET_PLACE, DIAGNOSED_PLACE, ENROLLED_PLACE = 5, 7, 8


def _with_days(row: Sequence[Any]) -> Sequence[Any]:
    """Add the day that stands for first symptoms and for diagnosis to a fetched patient."""
    cells = list(row)
    enrolled_on = cells[ENROLLED_PLACE]
    for place in (DIAGNOSED_PLACE, ONSET_PLACE):  # from the right, so that places stay
        text = cells[place]
        known = PartialDate.from_iso(text) if text else None
        cells.insert(place + 1, known and day_of(known, not_after=enrolled_on))
    return cells


PATIENTS = ExportTable(
    name="patients",
    grain="one row a patient",
    columns=(
        PATIENT,
        ExportColumn("centre", "Centre, by code"),
        ExportColumn("sex", "Sex", codes=dict(Sex.choices)),
        ExportColumn("birth_year", "Year of birth", "whole number"),
        ExportColumn("dominant_hand", "Dominant hand", codes=dict(Hand.choices)),
        ExportColumn("symptom_onset", noted(_("First symptoms"), AS_KNOWN)),
        ExportColumn(
            "symptom_onset_day",
            noted(_("First symptoms as a day up to enrolment"), DAY_POLICY),
            "date",
        ),
        ExportColumn("diagnosis", "Diagnosis", codes=dict(Diagnosis.choices)),
        ExportColumn("diagnosed_on", noted(_("Diagnosis"), AS_KNOWN)),
        ExportColumn(
            "diagnosed_on_day",
            noted(_("Diagnosis as a day up to enrolment"), DAY_POLICY),
            "date",
        ),
        ExportColumn("enrolled_on", "Day of enrolment", "date"),
        ExportColumn(
            "rf_value",
            noted(_("Rheumatoid factor"), NUMBER_OR_LIMIT),
            "decimal number",
            _("see rf_unit"),
        ),
        ExportColumn("rf_sign", _("Sign before rf_value"), codes=SIGN_CODES),
        ExportColumn("rf_printed", noted(_("Rheumatoid factor"), AS_PRINTED)),
        ExportColumn("rf_unit", "Unit of rf_value"),
        ExportColumn(
            "rf_uln",
            "Upper limit of normal of rheumatoid factor",
            "decimal number",
            _("see rf_unit"),
        ),
        ExportColumn(
            "acpa_value",
            noted(_("Anti-citrullinated protein antibody"), NUMBER_OR_LIMIT),
            "decimal number",
            _("see acpa_unit"),
        ),
        ExportColumn("acpa_sign", _("Sign before acpa_value"), codes=SIGN_CODES),
        ExportColumn("acpa_printed", noted(_("Anti-citrullinated protein antibody"), AS_PRINTED)),
        ExportColumn("acpa_unit", "Unit of acpa_value"),
        ExportColumn("acpa_uln", "Upper limit of normal of ACPA", DECIMAL, _("see acpa_unit")),
        ExportColumn(
            "seropositive",
            _(
                "RF or ACPA above its upper limit of normal; empty where that is missing or a "
                "limit leaves it open"
            ),
            "yes/no",
        ),
    ),
    sql=f"""
        SELECT p.pseudonym, c.code, p.sex, p.birth_year, p.dominant_hand, p.symptom_onset,
            p.diagnosis, p.diagnosed_on, p.enrolled_on,
            p.rf_value, p.rf_sign, {printed_sql("p.rf_value", "p.rf_sign", "p.rf_printed")},
            p.rf_unit, p.rf_uln,
            p.acpa_value, p.acpa_sign,
            {printed_sql("p.acpa_value", "p.acpa_sign", "p.acpa_printed")},
            p.acpa_unit, p.acpa_uln, {seropositive_sql("p")}
        FROM cohort_patient p JOIN cohort_centre c ON c.id = p.centre_id
        WHERE p.study_id = %(study)s AND p.voided_at IS NULL
        ORDER BY p.pseudonym
    """,  # noqa: S608 - names of columns only
    transform=_with_days,
)

VISITS = ExportTable(
    name="visits",
    grain="one row a visit of a patient",
    columns=(
        PATIENT,
        VISIT,
        ExportColumn("planned_day", "Planned day, counted from enrolment", "whole number", "days"),
        VISIT_DAY,
        ExportColumn("took_place_on", "Day of the visit", "date"),
        ExportColumn("in_window", "Inside the planned window", "yes/no"),
        ExportColumn("note", "Note"),
    ),
    sql="""
        SELECT p.pseudonym, pv.code, pv.day, v.took_place_on - p.enrolled_on, v.took_place_on,
            v.took_place_on - p.enrolled_on BETWEEN pv.day - pv.days_before
                AND pv.day + pv.days_after,
            v.note
        FROM cohort_visit v
        JOIN cohort_patient p ON p.id = v.patient_id AND p.voided_at IS NULL
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE v.study_id = %(study)s AND v.voided_at IS NULL
        ORDER BY p.pseudonym, pv.day
    """,
)

FIRST_COMPONENT, AFTER_COMPONENTS = 2, 15
STATES = {
    kind: {state.value: state.value.replace("-", " ").capitalize() for state in kind}
    for kind in (Activity, Disability, Remission)
}


def _with_composites(row: Sequence[Any]) -> Sequence[Any]:
    """Add every composite to a fetched assessment, and the limits that stood for components.

    A composite is its two-decimal value and its state.
    """
    joints_and_globals, laboratory = row[FIRST_COMPONENT:6], row[6:AFTER_COMPONENTS]
    tjc28, sjc28, ptga_mm, phga_mm = joints_and_globals
    esr, esr_sign, _esr_printed, _esr_unit, crp, crp_sign, _crp_printed, crp_unit, haq_di = (
        laboratory
    )
    components = formulas.Components(
        tjc28=tjc28,
        sjc28=sjc28,
        ptga_mm=ptga_mm,
        phga_mm=phga_mm,
        esr=esr,
        crp_mg_l=formulas.crp_in_mg_per_l(crp, crp_unit),
        haq_di=haq_di,
        esr_sign=esr_sign,
        crp_sign=crp_sign,
    )
    cells: list[Any] = list(row)
    limits = components.limits("esr", "crp_mg_l")
    cells.append(", ".join(limit_text(limit) for limit in limits))
    for compute in formulas.COMPOSITES.values():
        result = compute(components)
        cells += [result.display, result.state]
    cells += [judge(components).state for judge in formulas.VERDICTS.values()]
    return cells


def _column_name(formula: str) -> str:
    key, _version = formula.split("/")
    return key.replace("-", "_").replace(".", "_")


def _composite_columns() -> tuple[ExportColumn, ...]:
    columns: list[ExportColumn] = []
    for formula in formulas.COMPOSITES:
        name = f"{_column_name(formula)}_score"
        columns.append(
            ExportColumn(name, f"Computed by formula {formula}", "decimal number", _("points"))
        )
        states = STATES[Disability if formula.startswith("haq-di") else Activity]
        columns.append(
            ExportColumn(
                f"{_column_name(formula)}_state",
                noted(f"Its state, formula {formula}", OPEN_STATE),
                codes=states,
            )
        )
    columns += [
        ExportColumn(
            _column_name(formula),
            noted(f"Remission by formula {formula}", OPEN_STATE),
            codes=STATES[Remission],
        )
        for formula in formulas.VERDICTS
    ]
    return tuple(columns)


ASSESSMENTS = ExportTable(
    name="assessments",
    grain="one row a clinical assessment",
    columns=(
        PATIENT,
        VISIT,
        ExportColumn("tjc28", "Tender joints of 28", "whole number", _("joints")),
        ExportColumn("sjc28", "Swollen joints of 28", "whole number", _("joints")),
        ExportColumn("ptga_mm", "Patient global assessment", "whole number", "mm"),
        ExportColumn("phga_mm", "Physician global assessment", "whole number", "mm"),
        ExportColumn(
            "esr",
            noted(_("Erythrocyte sedimentation rate"), NUMBER_OR_LIMIT),
            "whole number",
            "mm/h",
        ),
        ExportColumn("esr_sign", _("Sign before esr"), codes=SIGN_CODES),
        ExportColumn("esr_printed", noted(_("Erythrocyte sedimentation rate"), AS_PRINTED)),
        ExportColumn("esr_unit", _("Unit of esr")),
        ExportColumn(
            "crp_value",
            noted(_("C-reactive protein"), NUMBER_OR_LIMIT),
            "decimal number",
            "see crp_unit",
        ),
        ExportColumn("crp_sign", _("Sign before crp_value"), codes=SIGN_CODES),
        ExportColumn("crp_printed", noted(_("C-reactive protein"), AS_PRINTED)),
        ExportColumn("crp_unit", "Unit of crp_value"),
        ExportColumn("haq_di", "HAQ disability index", "decimal number", _("points")),
        ExportColumn(
            "limits_used", _("Limits with which the composites of this row were computed")
        ),
        *_composite_columns(),
    ),
    sql=f"""
        SELECT p.pseudonym, pv.code, a.tjc28, a.sjc28, a.ptga_mm, a.phga_mm,
            a.esr, a.esr_sign, {printed_sql("a.esr", "a.esr_sign", "a.esr_printed")},
            CASE WHEN a.esr IS NOT NULL THEN 'mm/h' END,
            a.crp_value, a.crp_sign, {printed_sql("a.crp_value", "a.crp_sign", "a.crp_printed")},
            a.crp_unit, a.haq_di
        FROM cohort_clinicalassessment a
        JOIN cohort_visit v ON v.id = a.visit_id AND v.voided_at IS NULL
        JOIN cohort_patient p ON p.id = v.patient_id AND p.voided_at IS NULL
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE v.study_id = %(study)s AND a.voided_at IS NULL
        ORDER BY p.pseudonym, pv.day
    """,  # noqa: S608 - names of columns only
    transform=_with_composites,
)

EXAMINATIONS = ExportTable(
    name="examinations",
    grain="one row an imaging examination",
    columns=(
        PATIENT,
        VISIT,
        ExportColumn("modality", "Modality", codes=dict(choices())),
        ExportColumn("side", "Side", codes=dict(Side.choices)),
        ExportColumn("side_rule", "Why that side"),
        ExportColumn("examination_day", "Day, counted from enrolment", "whole number", "days"),
        ExportColumn("has_t1", "T1 before contrast exists", "yes/no"),
        ExportColumn("has_t1_contrast", "T1 after contrast exists", "yes/no"),
        ExportColumn("has_t2_fs_or_stir", "T2 fat-saturated or STIR exists", "yes/no"),
    ),
    sql="""
        SELECT p.pseudonym, pv.code, e.modality, e.side, e.side_rule,
            e.acquired_on - p.enrolled_on, e.has_t1, e.has_t1_contrast, e.has_t2_fs_or_stir
        FROM imaging_imagingexamination e
        JOIN cohort_visit v ON v.id = e.visit_id AND v.voided_at IS NULL
        JOIN cohort_patient p ON p.id = v.patient_id AND p.voided_at IS NULL
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE v.study_id = %(study)s AND e.voided_at IS NULL
        ORDER BY p.pseudonym, pv.day, e.modality
    """,
)
