"""The door of the package: what every public function does with its arguments."""

from __future__ import annotations

from ra_registry.core.checked import Door
from ra_registry.imaging.deidentify.errors import ImageRefused, refused


def _refuse(name: str, expected: str, found: object) -> ImageRefused:
    # What was found is named by its kind alone: it may be a data set or a secret.
    return refused("argument", f"{name} must be {expected}, found a {type(found).__name__}.")


checked = Door(_refuse)
