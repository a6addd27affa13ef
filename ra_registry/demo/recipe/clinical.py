"""Clinical assessments and serology of the synthetic patients.

Early, untreated rheumatoid arthritis of moderate to high activity that improves on treatment.
Every figure is plausible and none is calibrated.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

import numpy as np
from scipy.special import ndtr

from ra_registry.demo.recipe.analytes import IL6
from ra_registry.demo.recipe.drivers import Drivers
from ra_registry.demo.recipe.randomness import (
    BoolArray,
    FloatArray,
    IntArray,
    Stream,
    binomial_quantile,
)

JOINTS = 28
RF_UNIT, RF_ULN = "IU/mL", Decimal(15)
ACPA_UNIT, ACPA_ULN = "U/mL", Decimal("4.5")

# Which antibody makes a patient seropositive: both, RF alone, ACPA alone.
_POSITIVE_PATTERNS = (0.70, 0.12, 0.18)
_RF_CEILING, _ACPA_CEILING = 1200.0, 500.0  # upper ends of the laboratory's measuring ranges
_MISSING = 0.02


@dataclass(frozen=True, slots=True)
class Assessment:
    """One patient at one visit, as a form takes it; None where it was not recorded."""

    tjc28: int
    sjc28: int
    ptga_mm: int | None
    phga_mm: int | None
    esr: int
    crp_mg_l: Decimal
    haq_di: Decimal | None


@dataclass(frozen=True, slots=True, eq=False)
class Clinical:
    """Arrays (visits, n); the globals in mm, ESR in mm/h, CRP in mg/L, HAQ-DI in eighths.

    recorded: (visits, n, 3), False where PtGA, PhGA or HAQ-DI is missing.
    """

    tjc28: IntArray
    sjc28: IntArray
    ptga_mm: IntArray
    phga_mm: IntArray
    esr: IntArray
    crp_mg_l: FloatArray
    haq_eighths: IntArray
    recorded: BoolArray

    def assessment(self, visit: int, patient: int) -> Assessment:
        """The assessment in exact numbers."""
        at = visit, patient
        has_ptga, has_phga, has_haq = (bool(present) for present in self.recorded[at])
        return Assessment(
            tjc28=int(self.tjc28[at]),
            sjc28=int(self.sjc28[at]),
            ptga_mm=int(self.ptga_mm[at]) if has_ptga else None,
            phga_mm=int(self.phga_mm[at]) if has_phga else None,
            esr=int(self.esr[at]),
            crp_mg_l=Decimal(f"{self.crp_mg_l[at]:.2f}"),
            haq_di=Decimal(int(self.haq_eighths[at])) / 8 if has_haq else None,
        )


@dataclass(frozen=True, slots=True, eq=False)
class Serology:
    """RF in IU/mL and ACPA in U/mL (n), to one decimal; above the limit only in the positive."""

    rf: FloatArray
    acpa: FloatArray


def draw_clinical(stream: Stream, drivers: Drivers, inflammation: FloatArray) -> Clinical:
    """Assessments at both visits from the latent inflammation, with lasting personal traits."""
    visits, n = inflammation.shape
    pain = stream.normal(n)  # makes joints tender and globals high without swelling
    treated = np.array([[0.0], [1.0]])  # relief beyond what the lower inflammation explains
    il6 = drivers.cytokine_z[:, IL6] * (1 - 0.8 * treated)  # of the baseline: soon out of date
    acute = 0.6 * inflammation + 0.4 * il6 - 0.4 * treated
    swollen = _joints(stream, -0.80 + 0.50 * inflammation - 0.20 * treated)
    swollen[0] = np.maximum(swollen[0], 1)  # without a swollen joint nobody is enrolled
    tender = _joints(stream, -0.72 + 0.42 * inflammation + 0.25 * pain - 0.20 * treated)
    esr = np.exp(3.50 + 0.48 * acute + 0.35 * stream.normal(visits, n))
    crp = np.exp(2.20 + 0.95 * acute + 0.65 * stream.normal(visits, n))
    patient = 50 + 16 * inflammation + 9 * pain - 6 * treated + 10 * stream.normal(visits, n)
    physician = 47 + 17 * inflammation - 6 * treated + 9 * stream.normal(visits, n)
    haq = 8 * (0.95 + 0.45 * inflammation + 0.25 * pain + 0.25 * stream.normal(visits, n))
    return Clinical(
        tjc28=tender,
        sjc28=swollen,
        ptga_mm=_whole(patient, 0, 100),
        phga_mm=_whole(physician, 0, 100),
        esr=_whole(esr, 1, 140),
        crp_mg_l=np.clip(np.round(crp, 2), 0.1, 250.0),
        haq_eighths=_whole(haq, 0, 24),
        recorded=~stream.happens(_MISSING, visits, n, 3),
    )


def draw_serology(stream: Stream, drivers: Drivers) -> Serology:
    """RF and ACPA that agree with the serology flag: positive means at least one above its limit.

    Taken once, at baseline.
    """
    n = drivers.n
    pattern = stream.choice(_POSITIVE_PATTERNS, n)
    return Serology(
        rf=_antibody(
            stream, drivers.seropositive & (pattern != 2), float(RF_ULN), ceiling=_RF_CEILING
        ),
        acpa=_antibody(
            stream, drivers.seropositive & (pattern != 1), float(ACPA_ULN), ceiling=_ACPA_CEILING
        ),
    )


def _antibody(stream: Stream, positive: BoolArray, uln: float, *, ceiling: float) -> FloatArray:
    n = len(positive)
    raised = uln * (1.1 + np.exp(1.3 + 1.2 * stream.normal(n)))
    normal = uln * (0.1 + 0.85 * stream.uniform(n))
    value = np.where(positive, np.minimum(raised, ceiling), normal)
    return np.asarray(np.round(value, 1), dtype=np.float64)


def _joints(stream: Stream, probit: FloatArray) -> IntArray:
    return binomial_quantile(
        stream.uniform(*probit.shape), np.full(probit.shape, JOINTS), np.asarray(ndtr(probit))
    )


def _whole(values: FloatArray, low: int, high: int) -> IntArray:
    return np.clip(np.rint(values), low, high).astype(np.int64)
