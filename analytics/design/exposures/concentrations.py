"""Changes of concentrations between two visits."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from analytics.datasets.cytokines import analytes_at_both
from analytics.design.described import ConcentrationChange
from analytics.design.exposures.span import Span
from analytics.design.variable import FurtherExposure, Variable


def concentration_exposures(study_id: int, span: Span) -> Iterator[FurtherExposure]:
    """Yield the change of each analyte that has results at both visits, in panel order."""
    first, second = span.baseline, span.follow_up
    if second is None:
        return
    for analyte in analytes_at_both(study_id, first.id, second.id):
        name = _("%(name)s, change from %(first)s to %(second)s") % {
            "name": analyte.name, "first": first.name, "second": second.name,
        }  # fmt: skip
        yield FurtherExposure(
            Variable(f"assay-change.{analyte.code}", name, analyte.unit, "linear", "assay"),
            column=None,
            endpoint=ConcentrationChange("concentration-change", analyte.code, first, second),
        )
