"""A plate file with samples of the study that was measured once more."""

from __future__ import annotations

import datetime as dt

import numpy as np

from ra_registry.demo.recipe import ANALYTES, draw_plates, workbench_export

SERIES = "X"  # tells its barcodes from those of the study's own batch


def repeat_plate(sample_codes: list[str]) -> str:
    """Return a Discovery Workbench file with every analyte of these samples at 10 pg/ml."""
    concentrations = np.full((len(sample_codes), len(ANALYTES)), 10.0)
    plates = draw_plates(concentrations, sample_codes, seed=(1,))
    return workbench_export(plates, series=SERIES, first_day=dt.date(2024, 1, 8))
