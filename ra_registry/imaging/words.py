"""What an examination of a modality is called where people read."""

from __future__ import annotations

from django.utils.translation import gettext

from ra_registry.imaging.modalities import Modality


def noun(modality: Modality) -> str:
    """Return its name as it stands inside a sentence: MRI, radiographs."""
    return gettext(modality.noun)


def heading(modality: Modality) -> str:
    """Return its name as it begins a line: MRI, Radiographs."""
    name = noun(modality)
    return name[:1].upper() + name[1:]
