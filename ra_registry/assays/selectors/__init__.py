"""All reads about samples, files, batches and kit lots."""

from ra_registry.assays.selectors.batches import (
    MeasurementFilters,
    batches,
    decided_without_batch,
    find_batch,
    find_file,
    import_report,
    measurements,
    stored_wells,
    waiting_files,
)
from ra_registry.assays.selectors.lots import find_lot, kit_lots, lot_table
from ra_registry.assays.selectors.results import (
    find_measured_panel,
    mixed_results,
    panel_policies,
    study_results,
    with_status,
    with_wells,
)
from ra_registry.assays.selectors.samples import (
    SampleCounts,
    SampleFilters,
    find_sample,
    results_of,
    sample_counts,
    samples,
)

__all__ = [
    "MeasurementFilters",
    "SampleCounts",
    "SampleFilters",
    "batches",
    "decided_without_batch",
    "find_batch",
    "find_file",
    "find_lot",
    "find_measured_panel",
    "find_sample",
    "import_report",
    "kit_lots",
    "lot_table",
    "measurements",
    "mixed_results",
    "panel_policies",
    "results_of",
    "sample_counts",
    "samples",
    "stored_wells",
    "study_results",
    "waiting_files",
    "with_status",
    "with_wells",
]
