"""Why a site carries no score. OMERACT gives no rule for missing sites; this list is ours."""

from __future__ import annotations

from enum import StrEnum

from scoring.instruments._checked import checked
from scoring.instruments.errors import UnknownReasonError


class UnscorableReason(StrEnum):
    """Reason code stored in place of a score, never beside one and never as score 0."""

    label: str

    OUTSIDE_FOV = "outside_fov", "Outside the field of view"
    MOTION_ARTEFACT = "motion_artefact", "Motion artefact"
    METAL_ARTEFACT = "metal_artefact", "Metal artefact"
    NO_CONTRAST = "no_contrast", "No contrast given"
    SEQUENCE_MISSING = "sequence_missing", "Sequence missing"
    SURGERY_PROSTHESIS = "surgery_prosthesis", "Surgery or prosthesis"
    ARTHRODESIS = "arthrodesis", "Surgical fusion (arthrodesis)"
    AMPUTATION = "amputation", "Amputation"
    NOT_ASSESSABLE_OTHER = "not_assessable_other", "Not assessable for another reason"

    def __new__(cls, code: str, label: str = "") -> UnscorableReason:
        """Make the member equal its code and carry its label; a look-up by code gives none."""
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    @property
    def is_surgical(self) -> bool:
        """Whether the joint was operated on: what `SurgeryRule` decides about."""
        return self in {
            UnscorableReason.SURGERY_PROSTHESIS,
            UnscorableReason.ARTHRODESIS,
            UnscorableReason.AMPUTATION,
        }


@checked
def parse_reason(code: str) -> UnscorableReason:
    """Return the reason with this code, or raise `UnknownReasonError` naming the known ones."""
    for reason in UnscorableReason:
        if reason.value == code:
            return reason
    raise UnknownReasonError(code, (reason.value for reason in UnscorableReason))
