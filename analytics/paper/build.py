"""The report of one run: its sections in the order of a paper."""

from __future__ import annotations

from analytics.paper.checklists import reporting
from analytics.paper.checklists.items import DIRECTION
from analytics.paper.document import Document, Provenance
from analytics.paper.numbering import number_parts
from analytics.paper.results import topic_sections
from analytics.paper.sections.exposures import is_modelled
from analytics.paper.sections.methods import methods
from analytics.results.stored_run import StoredRun
from ra_registry.cohort.models import Study


def build_document(stored: StoredRun, study: Study) -> Document:
    """Return the report of a run as values.

    Reads the run and how its campaigns stand; one run, one document until one is locked.
    """
    run = stored.run
    sections = [*topic_sections(stored), methods(stored)]
    return Document(
        title=study.title,
        provenance=Provenance(
            study=study.code,
            run=run.pk,
            data_version=run.data_version,
            fingerprint=run.fingerprint,
            computed_at=f"{run.computed_at:%Y-%m-%d %H:%M} UTC",
            synthetic=study.is_synthetic,
            preliminary=stored.preliminary,
        ),
        sections=number_parts([*sections, reporting(sections, _facts(stored))]),
    )


def _facts(stored: StoredRun) -> set[str]:
    """What guidelines ask for that stands inside other sections."""
    return {DIRECTION} if is_modelled(stored) else set()
