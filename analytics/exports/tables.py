"""The tables of an export, in the order they are written."""

from __future__ import annotations

from analytics.exports import (
    assay_tables,
    campaign_tables,
    cohort_tables,
    scoring_tables,
    treatment_table,
)
from analytics.exports.table import ExportTable

TABLES: tuple[ExportTable, ...] = (
    cohort_tables.PATIENTS,
    cohort_tables.VISITS,
    cohort_tables.ASSESSMENTS,
    treatment_table.TREATMENTS,
    cohort_tables.EXAMINATIONS,
    campaign_tables.CAMPAIGNS,
    scoring_tables.READINGS,
    scoring_tables.SITE_SCORES,
    campaign_tables.ADJUDICATIONS,
    assay_tables.SAMPLES,
    assay_tables.MEASUREMENTS,
    assay_tables.RESULTS,
)
