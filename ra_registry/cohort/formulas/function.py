"""Physical function by the Health Assessment Questionnaire Disability Index."""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum

from ra_registry.cohort.formulas._checked import guarded
from ra_registry.cohort.formulas.components import Components
from ra_registry.cohort.formulas.results import Composite, scored, unscored

MEANINGFUL_CHANGE = Decimal("0.22")


class Disability(StrEnum):
    """Bands in general use; the index itself defines none."""

    NORMAL = "normal-function"
    MILD = "mild-to-moderate"
    MODERATE = "moderate-to-severe"
    SEVERE = "severe-to-very-severe"


_BANDS = (
    (Decimal("0.5"), Disability.NORMAL),
    (Decimal(1), Disability.MILD),
    (Decimal(2), Disability.MODERATE),
)


@guarded
def haq_di(components: Components) -> Composite:
    """HAQ-DI as recorded, with its band: up to 0.5, up to 1, up to 2, above 2."""
    if components.haq_di is None:
        return unscored("haq-di/1", cutoffs="haq-di", missing=("haq_di",))
    value = Decimal(components.haq_di)
    band = next((band for bound, band in _BANDS if value <= bound), Disability.SEVERE)
    return scored("haq-di/1", value, state=band, cutoffs="haq-di")
