"""DICOM images taken without their patient: read, refused, rebuilt from a list, and verified.

Pure functions from bytes to data sets, codes and sentences. The road of a file: ``read_file``,
``refusal_of``, ``suspicions`` and ``propose``, ``rebuild``, ``written``, ``verify``; a file whose
verification finds anything is refused.
"""

from __future__ import annotations

from ra_registry.imaging.deidentify.errors import ImageRefused, Refusal
from ra_registry.imaging.deidentify.gate import Suspicion, needs_eyes, suspicions
from ra_registry.imaging.deidentify.identifiers import Keys
from ra_registry.imaging.deidentify.kept import kept
from ra_registry.imaging.deidentify.limits import DEFAULT_LIMITS, Limits
from ra_registry.imaging.deidentify.patients import Belonging, belonging, same_patient
from ra_registry.imaging.deidentify.proposal import Proposal, propose
from ra_registry.imaging.deidentify.reading import read_file
from ra_registry.imaging.deidentify.rebuild import rebuild, written
from ra_registry.imaging.deidentify.refusals import refusal_of
from ra_registry.imaging.deidentify.series_kinds import (
    BodyPart,
    Plane,
    SeriesKind,
    View,
    Weighting,
)
from ra_registry.imaging.deidentify.verify import Leak, verify

__all__ = [
    "DEFAULT_LIMITS",
    "Belonging",
    "BodyPart",
    "ImageRefused",
    "Keys",
    "Leak",
    "Limits",
    "Plane",
    "Proposal",
    "Refusal",
    "SeriesKind",
    "Suspicion",
    "View",
    "Weighting",
    "belonging",
    "kept",
    "needs_eyes",
    "propose",
    "read_file",
    "rebuild",
    "refusal_of",
    "same_patient",
    "suspicions",
    "verify",
    "written",
]
