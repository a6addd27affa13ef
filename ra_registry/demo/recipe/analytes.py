"""The ten cytokines of the synthetic panel: population, limits and calibrator curves.

Medians, spreads and loadings are those of the recipe. Detection limits are the manufacturer's
published values for the human V-PLEX Proinflammatory Panel 1; limits of quantification are
plausible figures that a real study takes from its lot certificate. All in pg/ml, on the scale of
the reported concentration (the sample before it was diluted).
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class AnalyteRecipe:
    """One cytokine: concentration = median × exp(log_sd × Z), Z = loading × f + own part.

    top_calibrator: concentration of S001 in the well. counts: signal per pg/ml in the well, where
    the calibration curve is straight. background: signal without analyte.
    """

    code: str
    name: str
    spot: int
    median: float
    log_sd: float
    loading: float
    llod: float
    lloq: float
    uloq: float
    top_calibrator: float
    counts: float
    background: float


ANALYTES = (
    AnalyteRecipe("ifn-g", "IFN-γ", 1, 6.0, 0.9, 0.55, 0.37, 1.76, 938, 1000, 330, 220),
    AnalyteRecipe("il-1b", "IL-1β", 2, 0.08, 0.9, 0.55, 0.05, 0.646, 375, 400, 1900, 180),
    AnalyteRecipe("il-2", "IL-2", 3, 0.20, 0.8, 0.50, 0.09, 0.890, 938, 1000, 900, 190),
    AnalyteRecipe("il-4", "IL-4", 4, 0.03, 0.8, 0.50, 0.02, 0.218, 158, 160, 4200, 160),
    AnalyteRecipe("il-6", "IL-6", 5, 7.1472, 1.25, 0.60, 0.06, 0.633, 488, 500, 980, 170),
    AnalyteRecipe("il-8", "IL-8", 6, 5.0, 0.6, 0.45, 0.07, 0.591, 375, 400, 1300, 200),
    AnalyteRecipe("il-10", "IL-10", 7, 0.45, 0.8, 0.60, 0.04, 0.298, 233, 250, 2100, 210),
    AnalyteRecipe("il-12p70", "IL-12p70", 8, 0.15, 0.9, 0.55, 0.11, 1.22, 315, 320, 1200, 150),
    AnalyteRecipe("il-13", "IL-13", 9, 0.9, 0.9, 0.45, 0.24, 4.21, 353, 360, 800, 230),
    AnalyteRecipe("tnf-a", "TNF-α", 10, 2.6, 0.45, 0.65, 0.04, 0.690, 248, 260, 1400, 180),
)

IL6 = next(index for index, analyte in enumerate(ANALYTES) if analyte.code == "il-6")
