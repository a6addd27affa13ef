"""The report of one run: its sections in the order of a paper."""

from __future__ import annotations

from analytics.paper.document import Document, Provenance, Section, number_parts
from analytics.paper.sections.cohort import cohort
from analytics.paper.sections.dose import dose
from analytics.paper.sections.flow import flow
from analytics.paper.sections.imaging import imaging
from analytics.paper.sections.methods import methods
from analytics.paper.sections.multivariable import multivariable
from analytics.paper.sections.probability import probability
from analytics.paper.sections.reliability import reliability
from analytics.paper.sections.roc import roc
from analytics.paper.sections.second import further_outcomes
from analytics.paper.sections.sensitivity import sensitivity
from analytics.paper.sections.univariable import univariable
from analytics.report import Report
from ra_registry.cohort.models import Study


def build_document(report: Report, study: Study) -> Document:
    """Return the report of a run as values. Reads the run only; one run, one document."""
    run = report.run
    sections: list[Section] = [
        flow(report),
        cohort(report),
        reliability(report),
        imaging(report),
        probability(report),
        roc(report),
        univariable(report),
        multivariable(report),
        dose(report),
        *further_outcomes(report),
        sensitivity(report),
        methods(report),
    ]
    return Document(
        title=study.title,
        provenance=Provenance(
            study=study.code,
            run=run.pk,
            data_version=run.data_version,
            fingerprint=run.fingerprint,
            computed_at=f"{run.computed_at:%Y-%m-%d %H:%M} UTC",
            synthetic=study.is_synthetic,
        ),
        sections=number_parts(sections),
    )
