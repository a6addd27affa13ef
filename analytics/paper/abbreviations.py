"""Abbreviations of figures, spelled out at the end of their legends."""

from __future__ import annotations

import re

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from analytics.paper.document import FigurePart
from ra_registry.assays.reference_data import analyte_abbreviations

MEANINGS = {
    **analyte_abbreviations(),
    "ACPA": gettext_lazy("antibodies to citrullinated protein antigens"),
    "AUC": gettext_lazy("area under the ROC curve"),
    "CDAI": gettext_lazy("clinical disease activity index"),
    "CI": gettext_lazy("confidence interval"),
    "CRP": gettext_lazy("C-reactive protein"),
    "DI": gettext_lazy("disability index"),
    "ESR": gettext_lazy("erythrocyte sedimentation rate"),
    "HAQ": gettext_lazy("health assessment questionnaire"),
    "ICC": gettext_lazy("intraclass correlation coefficient"),
    "MRI": gettext_lazy("magnetic resonance imaging"),
    "OR": gettext_lazy("odds ratio"),
    "RAMRIS": gettext_lazy("rheumatoid arthritis MRI score"),
    "ROC": gettext_lazy("receiver operating characteristic"),
    "SD": gettext_lazy("standard deviation"),
    "SDAI": gettext_lazy("simplified disease activity index"),
    "SDC": gettext_lazy("smallest detectable change"),
}
# What a drawing says in its axes and notes and its legend's words may not.
DRAWN: dict[str, tuple[str, ...]] = {
    "forest": ("CI",),
    "roc": ("AUC", "ROC"),
    "roc-panel": ("AUC", "ROC"),
    "sensitivity": ("AUC",),
    "variables-forest": ("CI",),
}
WORD = re.compile(r"\b[A-Z]{2,}\b")


def spelled(part: FigurePart) -> str:
    """Return ``AUC, area under the ROC curve; CI, confidence interval.``, or nothing.

    Counts what the title, the caption and the drawing use. ROC inside what AUC means is spelled
    out as well.
    """
    used = {*WORD.findall(f"{part.title} {part.caption}"), *DRAWN.get(part.key, ())}
    used |= set(part.abbreviations)
    used |= {"ROC"} if "AUC" in used else set()
    known = [
        _("%(short)s, %(meaning)s") % {"short": short, "meaning": MEANINGS[short]}
        for short in sorted(used)
        if short in MEANINGS
    ]
    return f"{'; '.join(known)}." if known else ""
