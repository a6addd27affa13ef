"""Cytokine results down to plate and well."""

from ra_registry.assays.models.batch import AssayFile, Batch, Plate
from ra_registry.assays.models.measurement import Measurement, Well
from ra_registry.assays.models.panel import (
    Analyte,
    CalibratorLevel,
    KitLot,
    KitLotLimit,
    Panel,
    PanelAnalyte,
)
from ra_registry.assays.models.result import MeasurementStatus, Result, ResultPolicy
from ra_registry.assays.models.sample import Sample

__all__ = [
    "Analyte",
    "AssayFile",
    "Batch",
    "CalibratorLevel",
    "KitLot",
    "KitLotLimit",
    "Measurement",
    "MeasurementStatus",
    "Panel",
    "PanelAnalyte",
    "Plate",
    "Result",
    "ResultPolicy",
    "Sample",
    "Well",
]
