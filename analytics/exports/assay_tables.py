"""Export tables of what was measured."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.exports.cohort_tables import PATIENT, VISIT
from analytics.exports.table import Column, Table
from ra_registry.assays.models.measurement import Censor, ConcentrationSource, WellRole
from ra_registry.assays.models.sample import Material

DECIMAL = "decimal number"
SEE_UNIT = _("see unit")

SAMPLES = Table(
    name="samples",
    grain="one row a sample",
    columns=(
        Column("sample", "Sample code"),
        PATIENT,
        VISIT,
        Column("material", "Material", codes=dict(Material.choices)),
        Column("taken_day", "Day, counted from enrolment", "whole number", "days"),
    ),
    sql="""
        SELECT s.code, p.pseudonym, pv.code, s.material, s.taken_on - p.enrolled_on
        FROM assays_sample s
        JOIN cohort_visit v ON v.id = s.visit_id AND v.voided_at IS NULL
        JOIN cohort_patient p ON p.id = v.patient_id AND p.voided_at IS NULL
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE s.study_id = %(study)s AND s.voided_at IS NULL
        ORDER BY s.code
    """,
)

MEASUREMENTS = Table(
    name="measurements",
    grain="one row an analyte in a well of an accepted plate, voided batches left out",
    columns=(
        Column("batch", "Batch", "whole number"),
        Column("file", "File it came from"),
        Column("file_sha256", "SHA-256 of that file"),
        Column("panel", "Panel, by code"),
        Column("lot", "Kit lot"),
        Column("plate", "Plate barcode"),
        Column("well", "Well"),
        Column("role", "Role of the well", codes=dict(WellRole.choices)),
        Column("label", "What the file calls the well's content"),
        Column("sample", "Sample code"),
        PATIENT,
        VISIT,
        Column("analyte", "Analyte, by code"),
        Column("unit", "Unit of every concentration of the row"),
        Column("spot", "Spot of the well", "whole number"),
        Column("dilution", "Dilution of the well", "decimal number", "fold"),
        Column("signal_text", "Signal as the file has it"),
        Column("signal", "Signal", "decimal number", "counts"),
        Column(
            "nominal_concentration",
            "Nominal concentration of a calibrator",
            "decimal number",
            SEE_UNIT,
        ),
        Column("vendor_text", "The file's concentration, as printed"),
        Column("vendor_concentration", "The file's concentration", DECIMAL, SEE_UNIT),
        Column("vendor_range_text", "The file's detection range, as printed"),
        Column(
            "own_concentration",
            "Our concentration, from the plate's curve",
            "decimal number",
            SEE_UNIT,
        ),
        Column("concentration", "Reported concentration, dilution included", DECIMAL, SEE_UNIT),
        Column(
            "source", "Whose concentration is reported", codes=dict(ConcentrationSource.choices)
        ),
        Column("censor", "Where the signal lies", codes=dict(Censor.choices)),
        Column("lower_bound", "The true value is at least this", DECIMAL, SEE_UNIT),
        Column("upper_bound", "The true value is at most this", DECIMAL, SEE_UNIT),
        Column("llod", "Lower limit of detection of the lot", DECIMAL, SEE_UNIT),
        Column("lloq", "Lower limit of quantification of the lot", DECIMAL, SEE_UNIT),
        Column("uloq", "Upper limit of quantification of the lot", DECIMAL, SEE_UNIT),
        Column("excluded", "Left out by the laboratory", "yes/no"),
    ),
    sql="""
        SELECT b.id, f.name, f.sha256, panel.code, lot.number, plate.barcode, w.name, w.role,
            w.label, s.code, p.pseudonym, pv.code, analyte.code, analyte.unit, m.spot, w.dilution,
            m.signal_text, m.signal, m.nominal_concentration, m.vendor_text,
            m.vendor_concentration, m.vendor_range_text, m.own_concentration, m.concentration,
            m.source, m.censor,
            CASE WHEN m.censor IN ('below_curve', 'below_llod') THEN 0
                WHEN m.censor IN ('above_range', 'above_curve') THEN m.uloq
                ELSE m.concentration END,
            CASE WHEN m.censor IN ('below_curve', 'below_llod') THEN m.llod
                WHEN m.censor IN ('above_range', 'above_curve') THEN NULL
                ELSE m.concentration END,
            m.llod, m.lloq, m.uloq, m.excluded
        FROM assays_batch b
        JOIN assays_assayfile f ON f.id = b.file_id
        JOIN assays_panel panel ON panel.id = b.panel_id
        JOIN assays_kitlot lot ON lot.id = b.lot_id
        JOIN assays_plate plate ON plate.batch_id = b.id
        JOIN assays_well w ON w.plate_id = plate.id
        JOIN assays_measurement m ON m.well_id = w.id
        JOIN assays_analyte analyte ON analyte.id = m.analyte_id
        LEFT JOIN assays_sample s ON s.id = w.sample_id
        LEFT JOIN cohort_visit v ON v.id = s.visit_id
        LEFT JOIN cohort_patient p ON p.id = v.patient_id
        LEFT JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE b.study_id = %(study)s AND b.voided_at IS NULL
            AND s.voided_at IS NULL AND v.voided_at IS NULL AND p.voided_at IS NULL
    """,
)
