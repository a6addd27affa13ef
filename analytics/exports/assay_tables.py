"""Export tables of what was measured."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from analytics.exports.cohort_tables import PATIENT, VISIT
from analytics.exports.table import ExportColumn, ExportTable
from ra_registry.assays.models.measurement import Censor, ConcentrationSource, WellRole
from ra_registry.assays.models.result import Replicates
from ra_registry.assays.models.result import Side as Place
from ra_registry.assays.models.sample import Material

DECIMAL = "decimal number"
SEE_UNIT = _("see unit")

SAMPLES = ExportTable(
    name="samples",
    grain="one row a sample",
    columns=(
        ExportColumn("sample", "Sample code"),
        PATIENT,
        VISIT,
        ExportColumn("material", "Material", codes=dict(Material.choices)),
        ExportColumn("taken_day", "Day, counted from enrolment", "whole number", "days"),
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

MEASUREMENTS = ExportTable(
    name="measurements",
    grain="one row an analyte in a well of an accepted plate, voided batches left out",
    columns=(
        ExportColumn("batch", "Batch", "whole number"),
        ExportColumn("file", "File it came from"),
        ExportColumn("file_sha256", "SHA-256 of that file"),
        ExportColumn("panel", "Panel, by code"),
        ExportColumn("lot", "Kit lot"),
        ExportColumn("plate", "Plate barcode"),
        ExportColumn("well", "Well"),
        ExportColumn("role", "Role of the well", codes=dict(WellRole.choices)),
        ExportColumn("label", "What the file calls the well's content"),
        ExportColumn("sample", "Sample code"),
        PATIENT,
        VISIT,
        ExportColumn("analyte", "Analyte, by code"),
        ExportColumn("unit", "Unit of every concentration of the row"),
        ExportColumn("spot", "Spot of the well", "whole number"),
        ExportColumn("dilution", "Dilution of the well", "decimal number", "fold"),
        ExportColumn("signal_text", "Signal as the file has it"),
        ExportColumn("signal", "Signal", "decimal number", "counts"),
        ExportColumn(
            "nominal_concentration",
            "Nominal concentration of a calibrator",
            "decimal number",
            SEE_UNIT,
        ),
        ExportColumn("vendor_text", "The file's concentration, as printed"),
        ExportColumn("vendor_concentration", "The file's concentration", DECIMAL, SEE_UNIT),
        ExportColumn("vendor_range_text", "The file's detection range, as printed"),
        ExportColumn(
            "own_concentration",
            "Our concentration, from the plate's curve",
            "decimal number",
            SEE_UNIT,
        ),
        ExportColumn(
            "concentration", "Reported concentration, dilution included", DECIMAL, SEE_UNIT
        ),
        ExportColumn(
            "source", "Whose concentration is reported", codes=dict(ConcentrationSource.choices)
        ),
        ExportColumn("censor", "Where the signal lies", codes=dict(Censor.choices)),
        ExportColumn(
            "status_version", _("Version of the status; 1 is as accepted"), "whole number"
        ),
        ExportColumn("lower_bound", "The true value is at least this", DECIMAL, SEE_UNIT),
        ExportColumn("upper_bound", "The true value is at most this", DECIMAL, SEE_UNIT),
        ExportColumn("llod", "Lower limit of detection of the lot", DECIMAL, SEE_UNIT),
        ExportColumn("lloq", "Lower limit of quantification of the lot", DECIMAL, SEE_UNIT),
        ExportColumn("uloq", "Upper limit of quantification of the lot", DECIMAL, SEE_UNIT),
        ExportColumn("excluded", "Left out by the laboratory", "yes/no"),
    ),
    sql="""
        SELECT b.id, f.name, f.sha256, panel.code, lot.number, plate.barcode, w.name, w.role,
            w.label, s.code, p.pseudonym, pv.code, analyte.code, analyte.unit, m.spot, w.dilution,
            m.signal_text, m.signal, m.nominal_concentration, m.vendor_text,
            m.vendor_concentration, m.vendor_range_text, m.own_concentration, m.concentration,
            m.source, st.censor, st.version,
            CASE WHEN st.censor IN ('below_curve', 'below_llod') THEN 0
                WHEN st.censor IN ('above_range', 'above_curve') THEN m.uloq
                ELSE m.concentration END,
            CASE WHEN st.censor IN ('below_curve', 'below_llod') THEN m.llod
                WHEN st.censor IN ('above_range', 'above_curve') THEN NULL
                ELSE m.concentration END,
            m.llod, m.lloq, m.uloq, m.excluded
        FROM assays_batch b
        JOIN assays_assayfile f ON f.id = b.file_id
        JOIN assays_panel panel ON panel.id = b.panel_id
        JOIN assays_kitlot lot ON lot.id = b.lot_id
        JOIN assays_plate plate ON plate.batch_id = b.id
        JOIN assays_well w ON w.plate_id = plate.id
        JOIN assays_measurement m ON m.well_id = w.id
        CROSS JOIN LATERAL (
            SELECT coalesce(max(later.censor), m.censor) AS censor,
                coalesce(max(later.version), 1) AS version
            FROM assays_measurementstatus later
            WHERE later.measurement_id = m.id AND NOT EXISTS (
                SELECT FROM assays_measurementstatus next WHERE next.predecessor_id = later.id
            )
        ) st
        JOIN assays_analyte analyte ON analyte.id = m.analyte_id
        LEFT JOIN assays_sample s ON s.id = w.sample_id
        LEFT JOIN cohort_visit v ON v.id = s.visit_id
        LEFT JOIN cohort_patient p ON p.id = v.patient_id
        LEFT JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE b.study_id = %(study)s AND b.voided_at IS NULL
            AND s.voided_at IS NULL AND v.voided_at IS NULL AND p.voided_at IS NULL
    """,
)

RESULTS = ExportTable(
    name="results",
    grain=_(
        "one row an analyte of a sample in a batch, the version in force; voided batches left out"
    ),
    columns=(
        ExportColumn("batch", _("Batch"), "whole number"),
        ExportColumn("panel", _("Panel, by code")),
        ExportColumn("lot", _("Kit lot")),
        ExportColumn("sample", _("Sample code")),
        PATIENT,
        VISIT,
        ExportColumn("analyte", _("Analyte, by code")),
        ExportColumn("unit", _("Unit of every concentration of the row")),
        ExportColumn(
            "concentration", _("Result of the replicates, dilution included"), DECIMAL, SEE_UNIT
        ),
        ExportColumn("place", _("Where the result lies"), codes=dict(Place.choices)),
        ExportColumn("mixed", _("Replicates lie on different sides of a limit"), "yes/no"),
        ExportColumn(
            "other_concentration", _("Result by the other rule for them"), DECIMAL, SEE_UNIT
        ),
        ExportColumn("other_place", _("Its place"), codes=dict(Place.choices)),
        ExportColumn("replicates", _("Wells that count"), "whole number", _("wells")),
        ExportColumn("used", _("Wells that the result rests on"), "whole number", _("wells")),
        ExportColumn("llod", _("Lower limit of detection"), DECIMAL, SEE_UNIT),
        ExportColumn("lloq", _("Lower limit of quantification"), DECIMAL, SEE_UNIT),
        ExportColumn("uloq", _("Upper limit of quantification"), DECIMAL, SEE_UNIT),
        ExportColumn("version", _("Version of the result"), "whole number"),
        ExportColumn(
            "rule", _("Rule for replicates that disagree"), codes=dict(Replicates.choices)
        ),
        ExportColumn("policy_version", _("Version of the study's policy"), "whole number"),
        ExportColumn("rules_version", _("Version of the classification"), "whole number"),
        ExportColumn("reason", _("Why the policy was changed")),
    ),
    sql="""
        SELECT b.id, panel.code, lot.number, s.code, p.pseudonym, pv.code, analyte.code,
            analyte.unit, r.concentration, r.place, r.mixed, r.other_concentration, r.other_place,
            r.replicates, r.used, r.llod, r.lloq, r.uloq, r.version, policy.replicates,
            policy.version, policy.rules, policy.reason
        FROM assays_result r
        JOIN assays_batch b ON b.id = r.batch_id AND b.voided_at IS NULL
        JOIN assays_panel panel ON panel.id = b.panel_id
        JOIN assays_kitlot lot ON lot.id = b.lot_id
        JOIN assays_resultpolicy policy ON policy.id = r.policy_id
        JOIN assays_analyte analyte ON analyte.id = r.analyte_id
        JOIN assays_sample s ON s.id = r.sample_id AND s.voided_at IS NULL
        JOIN cohort_visit v ON v.id = s.visit_id AND v.voided_at IS NULL
        JOIN cohort_patient p ON p.id = v.patient_id AND p.voided_at IS NULL
        JOIN cohort_plannedvisit pv ON pv.id = v.planned_id
        WHERE b.study_id = %(study)s
            AND NOT EXISTS (SELECT FROM assays_result next WHERE next.predecessor_id = r.id)
        ORDER BY s.code, analyte.code, b.id
    """,
)
