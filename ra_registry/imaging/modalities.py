"""The ways in which joints are imaged: the one list that every other part asks. Pure data.

An entry here is all that a further modality takes: the database holds the list as rows, which are
brought up to date after every migration, and checks each examination against them.
"""

from __future__ import annotations

from dataclasses import dataclass

RIGHT, LEFT, BOTH = "R", "L", "B"


def gettext_noop(text: str) -> str:
    """Mark a word for the translators; this module is pure and leaves translating to pages."""
    return text


@dataclass(frozen=True, slots=True)
class Modality:
    """How an examination is made.

    ``code`` is what is stored, ``dicom`` the value of (0008,0060) that new images of the kind
    carry, ``slug`` the word of the address. ``label`` names one image or its kind, ``noun`` the
    examination inside a sentence. ``sides``: which sides one examination may show.
    ``has_series``: whether MRI series and planes are recorded, which decide what can be scored.
    """

    code: str
    dicom: str
    slug: str
    label: str
    noun: str
    sides: tuple[str, ...]
    has_series: bool = False

    @property
    def is_of_one_hand(self) -> bool:
        """Whether an examination never shows both sides."""
        return BOTH not in self.sides

    def __str__(self) -> str:
        return self.code


MR = Modality(
    "MR", "MR", "mri", gettext_noop("MRI"), gettext_noop("MRI"), (RIGHT, LEFT), has_series=True
)
# Stored as XR since the first studies; a digital radiograph says DX, one from a cassette CR.
XR = Modality(
    "XR", "DX", "radiographs", gettext_noop("Radiograph"), gettext_noop("radiographs"), (BOTH,)
)
US = Modality(
    "US",
    "US",
    "ultrasound",
    gettext_noop("Ultrasound"),
    gettext_noop("ultrasound"),
    (RIGHT, LEFT, BOTH),
)

MODALITIES = (MR, XR, US)


class UnknownModalityError(LookupError):
    """A code or address that names no modality."""


def modality_of(code: str) -> Modality:
    """Return the modality with this code, or raise `UnknownModalityError` naming the known."""
    for modality in MODALITIES:
        if modality.code == code:
            return modality
    known = ", ".join(one.code for one in MODALITIES)
    raise UnknownModalityError(f"Unknown modality “{code[:20]}”. Known: {known}.")  # unseen


def choices() -> list[tuple[str, str]]:
    """Return code and label of every modality, in the order of the list."""
    return [(modality.code, modality.label) for modality in MODALITIES]
