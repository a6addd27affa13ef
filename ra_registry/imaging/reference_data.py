"""The modalities as rows, so that the database knows them and the sides each may show."""

from __future__ import annotations

from ra_registry.imaging.modalities import MODALITIES
from ra_registry.imaging.models import ModalityRow


def store_modalities() -> None:
    """Bring the rows in line with the list. A row that has left the list stays: images may rest
    on it, and they are what they were.
    """
    ModalityRow.objects.bulk_create(
        [
            ModalityRow(code=one.code, label=one.label, dicom=one.dicom, sides=list(one.sides))
            for one in MODALITIES
        ],
        update_conflicts=True,
        unique_fields=["code"],
        update_fields=["label", "dicom", "sides"],
    )
