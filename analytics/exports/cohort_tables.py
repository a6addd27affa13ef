"""Export tables of what is known about the patients."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _

from analytics.exports.table import Column, Table
from ra_registry.cohort import formulas
from ra_registry.cohort.formulas import Activity, Disability, Remission
from ra_registry.cohort.models.patient import Diagnosis, Hand, Sex
from ra_registry.cohort.models.treatment import TreatmentKind
from ra_registry.imaging.models import Modality, Side

DECIMAL = "decimal number"
PATIENT = Column("patient", "Study pseudonym")
VISIT = Column("visit", "Planned visit, by code")
VISIT_DAY = Column("visit_day", "Day of the visit, counted from enrolment", "whole number", "days")

PATIENTS = Table(
    name="patients",
    grain="one row a patient",
    columns=(
        PATIENT,
        Column("centre", "Centre, by code"),
        Column("sex", "Sex", codes=dict(Sex.choices)),
        Column("birth_year", "Year of birth", "whole number"),
        Column("dominant_hand", "Dominant hand", codes=dict(Hand.choices)),
        Column("symptom_onset", "First symptoms", "date"),
        Column("diagnosis", "Diagnosis", codes=dict(Diagnosis.choices)),
        Column("diagnosed_on", "Day of diagnosis", "date"),
        Column("enrolled_on", "Day of enrolment", "date"),
        Column("rf_value", "Rheumatoid factor", DECIMAL, _("see rf_unit")),
        Column("rf_unit", "Unit of rf_value"),
        Column(
            "rf_uln",
            "Upper limit of normal of rheumatoid factor",
            "decimal number",
            _("see rf_unit"),
        ),
        Column(
            "acpa_value",
            "Anti-citrullinated protein antibody",
            "decimal number",
            _("see acpa_unit"),
        ),
        Column("acpa_unit", "Unit of acpa_value"),
        Column("acpa_uln", "Upper limit of normal of ACPA", DECIMAL, _("see acpa_unit")),
        Column("seropositive", "RF or ACPA above its upper limit of normal", "yes/no"),
    ),
    sql="""
        SELECT p.pseudonym, c.code, p.sex, p.birth_year, p.dominant_hand, p.symptom_onset,
            p.diagnosis, p.diagnosed_on, p.enrolled_on, p.rf_value, p.rf_unit, p.rf_uln,
            p.acpa_value, p.acpa_unit, p.acpa_uln,
            CASE WHEN p.rf_value > p.rf_uln OR p.acpa_value > p.acpa_uln THEN TRUE
                WHEN p.rf_value IS NOT NULL AND p.acpa_value IS NOT NULL THEN FALSE END
        FROM cohort_patient p JOIN cohort_centre c ON c.id = p.centre_id
        WHERE p.study_id = %(study)s AND p.voided_at IS NULL
        ORDER BY p.pseudonym
    """,
)

VISITS = Table(
    name="visits",
    grain="one row a visit of a patient",
    columns=(
        PATIENT,
        VISIT,
        Column("planned_day", "Planned day, counted from enrolment", "whole number", "days"),
        VISIT_DAY,
        Column("took_place_on", "Day of the visit", "date"),
        Column("in_window", "Inside the planned window", "yes/no"),
        Column("note", "Note"),
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

FIRST_COMPONENT, AFTER_COMPONENTS = 2, 10
STATES = {
    kind: {state.value: state.value.replace("-", " ").capitalize() for state in kind}
    for kind in (Activity, Disability, Remission)
}


def _with_composites(row: Sequence[Any]) -> Sequence[Any]:
    """Add every composite to a fetched assessment: its two-decimal value and its state."""
    tjc28, sjc28, ptga_mm, phga_mm, esr, crp, crp_unit, haq_di = row[
        FIRST_COMPONENT:AFTER_COMPONENTS
    ]
    components = formulas.Components(
        tjc28=tjc28,
        sjc28=sjc28,
        ptga_mm=ptga_mm,
        phga_mm=phga_mm,
        esr=esr,
        crp_mg_l=formulas.crp_in_mg_per_l(crp, crp_unit),
        haq_di=haq_di,
    )
    cells: list[Any] = list(row)
    for compute in formulas.COMPOSITES.values():
        result = compute(components)
        cells += [result.display, result.state]
    cells += [judge(components).state for judge in formulas.VERDICTS.values()]
    return cells


def _column_name(formula: str) -> str:
    key, _version = formula.split("/")
    return key.replace("-", "_").replace(".", "_")


def _composite_columns() -> tuple[Column, ...]:
    columns: list[Column] = []
    for formula in formulas.COMPOSITES:
        name = f"{_column_name(formula)}_score"
        columns.append(
            Column(name, f"Computed by formula {formula}", "decimal number", _("points"))
        )
        states = STATES[Disability if formula.startswith("haq-di") else Activity]
        columns.append(
            Column(f"{_column_name(formula)}_state", f"Its state, formula {formula}", codes=states)
        )
    columns += [
        Column(_column_name(formula), f"Remission by formula {formula}", codes=STATES[Remission])
        for formula in formulas.VERDICTS
    ]
    return tuple(columns)


ASSESSMENTS = Table(
    name="assessments",
    grain="one row a clinical assessment",
    columns=(
        PATIENT,
        VISIT,
        Column("tjc28", "Tender joints of 28", "whole number", _("joints")),
        Column("sjc28", "Swollen joints of 28", "whole number", _("joints")),
        Column("ptga_mm", "Patient global assessment", "whole number", "mm"),
        Column("phga_mm", "Physician global assessment", "whole number", "mm"),
        Column("esr", "Erythrocyte sedimentation rate", "whole number", "mm/h"),
        Column("crp_value", "C-reactive protein", "decimal number", "see crp_unit"),
        Column("crp_unit", "Unit of crp_value"),
        Column("haq_di", "HAQ disability index", "decimal number", _("points")),
        *_composite_columns(),
    ),
    sql="""
        SELECT p.pseudonym, pv.code, a.tjc28, a.sjc28, a.ptga_mm, a.phga_mm, a.esr, a.crp_value,
            a.crp_unit, a.haq_di
        FROM cohort_clinicalassessment a
        JOIN cohort_visit v ON v.id = a.visit_id AND v.voided_at IS NULL
        JOIN cohort_patient p ON p.id = v.patient_id AND p.voided_at IS NULL
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE v.study_id = %(study)s AND a.voided_at IS NULL
        ORDER BY p.pseudonym, pv.day
    """,
    transform=_with_composites,
)

TREATMENTS = Table(
    name="treatments",
    grain="one row a treatment of a patient",
    columns=(
        PATIENT,
        Column("kind", "Class of drug", codes=dict(TreatmentKind.choices)),
        Column("drug", "Drug"),
        Column("dose", "Dose", "decimal number", "see dose_unit"),
        Column("dose_unit", "Unit of dose"),
        Column("frequency", "How often"),
        Column("start_day", "First day, counted from enrolment", "whole number", "days"),
        Column("stop_day", "Last day; empty while it goes on", "whole number", "days"),
        Column("stop_reason", "Why it was stopped"),
    ),
    sql="""
        SELECT p.pseudonym, t.kind, t.drug, t.dose, t.dose_unit, t.frequency,
            t.started_on - p.enrolled_on, t.stopped_on - p.enrolled_on, t.stop_reason
        FROM cohort_treatment t
        JOIN cohort_patient p ON p.id = t.patient_id AND p.voided_at IS NULL
        WHERE p.study_id = %(study)s AND t.voided_at IS NULL
        ORDER BY p.pseudonym, t.started_on, t.id
    """,
)

EXAMINATIONS = Table(
    name="examinations",
    grain="one row an imaging examination",
    columns=(
        PATIENT,
        VISIT,
        Column("modality", "Modality", codes=dict(Modality.choices)),
        Column("side", "Side", codes=dict(Side.choices)),
        Column("side_rule", "Why that side"),
        Column("examination_day", "Day, counted from enrolment", "whole number", "days"),
        Column("has_t1", "T1 before contrast exists", "yes/no"),
        Column("has_t1_contrast", "T1 after contrast exists", "yes/no"),
        Column("has_t2_fs_or_stir", "T2 fat-saturated or STIR exists", "yes/no"),
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
