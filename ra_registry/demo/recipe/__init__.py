"""The synthetic cohort: a recipe that makes patients, reads and plates from three seeds.

**Synthetic.** Nobody in it exists. Latent drivers come first; from them follow the true scores of
every site, each reader's readings, the cytokine concentrations, and from those the signals of an
assay plate. Totals, changes, classes, areas and cut-offs are not drawn: whoever wants them computes
them, as for real data.

Calibrated, with the default seeds and 88 patients: erosion on MRI and on radiographs (46 and 23
progressors, 23 and 13 with repair, their overlap), serology, IL-6 and its relation to both (AUC
0.82, cut-off 7.6 pg/ml). Over other seeds these are expectations, with the spread of 88 patients.

Not calibrated, only plausible: the size of mean changes; synovitis, oedema, tenosynovitis and joint
space narrowing; joint counts, ESR, CRP, DAS28, HAQ-DI; antibody titres; treatments and their
effect; medians and detection limits of the cytokines beside IL-6; dates; the noise of plates. The
readers agree better on change than real readers do. Nothing in it is evidence about a disease.

    >>> cohort = generate()
    >>> cohort.n, cohort.ramris["erosion"].totals()[0].sum(axis=-1).tolist()
    (88, [908, 1001])

A batch of plates and its files are made from the concentrations and from codes of the tubes:

    >>> codes = [f"{pseudonym}-BL" for pseudonym in cohort.people.pseudonym]
    >>> plates = list(draw_plates(cohort.drivers.concentration, codes, seed=(SEED_C, 8)))
    >>> len(plates)
    3
"""

from __future__ import annotations

from ra_registry.demo.recipe.analytes import ANALYTES, IL6, AnalyteRecipe
from ra_registry.demo.recipe.calibration import LEVELS, calibrator_levels
from ra_registry.demo.recipe.clinical import (
    ACPA_ULN,
    ACPA_UNIT,
    RF_ULN,
    RF_UNIT,
    Assessment,
    Clinical,
    Serology,
)
from ra_registry.demo.recipe.cohort import (
    PATIENTS,
    SEED_A,
    SEED_B,
    SEED_C,
    SyntheticCohort,
    generate,
)
from ra_registry.demo.recipe.drivers import Drivers
from ra_registry.demo.recipe.msd import barcode, plate_text, workbench_export
from ra_registry.demo.recipe.people import WINDOW_DAYS, YEAR_ONE_DAY, People
from ra_registry.demo.recipe.plates import (
    SAMPLE_DILUTION,
    SAMPLES_PER_PLATE,
    Plate,
    draw_plates,
    in_well_llod,
)
from ra_registry.demo.recipe.scores import N_READERS, NOT_SCORED, VISITS, FeatureScores
from ra_registry.demo.recipe.treatments import TreatmentCourse

__all__ = [
    "ACPA_ULN",
    "ACPA_UNIT",
    "ANALYTES",
    "IL6",
    "LEVELS",
    "NOT_SCORED",
    "N_READERS",
    "PATIENTS",
    "RF_ULN",
    "RF_UNIT",
    "SAMPLES_PER_PLATE",
    "SAMPLE_DILUTION",
    "SEED_A",
    "SEED_B",
    "SEED_C",
    "VISITS",
    "WINDOW_DAYS",
    "YEAR_ONE_DAY",
    "AnalyteRecipe",
    "Assessment",
    "Clinical",
    "Drivers",
    "FeatureScores",
    "People",
    "Plate",
    "Serology",
    "SyntheticCohort",
    "TreatmentCourse",
    "barcode",
    "calibrator_levels",
    "draw_plates",
    "generate",
    "in_well_llod",
    "plate_text",
    "workbench_export",
]
