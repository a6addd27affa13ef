"""What a rebuilt file says of itself: whose it is by pseudonym, and what was done to it."""

from __future__ import annotations

from pydicom.dataset import Dataset
from pydicom.sequence import Sequence

from ra_registry.imaging.deidentify.attributes import ALLOWED
from ra_registry.imaging.deidentify.functional_groups import FRAMES, sequence_tag
from ra_registry.imaging.deidentify.listing import Level, by_tag, word
from ra_registry.imaging.deidentify.rules import Attribute, Kind

# A pseudonym: letters, digits and a few signs, so that no file can smuggle anything in by it.
SUBJECT = r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}"
METHOD = "Rebuilt from an allow-list of attributes"
# Options of the profile that are truly applied (PS3.15 table E.1-1, context group 7050). Every text
# is left out, which is more than cleaning descriptors.
CODES = {
    "113100": "Basic Application Confidentiality Profile",
    "113105": "Clean Descriptors Option",
    "113107": "Retain Longitudinal Temporal Information Modified Dates Option",
}
# Only where the patient's age was carried.
AGE_KEPT = ("113108", "Retain Patient Characteristics Option")
CODE_SEQUENCE = "DeidentificationMethodCodeSequence"
_CODES = Level(
    by_tag(
        (
            word("CodeValue", (*CODES, AGE_KEPT[0])),
            word("CodingSchemeDesignator", ("DCM",)),
            word("CodeMeaning", (*CODES.values(), AGE_KEPT[1])),
        )
    )
)
MARKS = (
    Attribute("PatientID", Kind.PATTERN, pattern=SUBJECT),
    Attribute("PatientName", Kind.PATTERN, pattern=SUBJECT),
    word("PatientIdentityRemoved", ("YES",)),
    word("DeidentificationMethod", (METHOD,)),
    word("LongitudinalTemporalInformationModified", ("MODIFIED",)),
)
# What is carried over, and everything that may stand in a rebuilt file.
CARRIED = Level(ALLOWED, FRAMES)
WRITTEN = Level({**ALLOWED, **by_tag(MARKS)}, {**FRAMES, sequence_tag(CODE_SEQUENCE): _CODES})


def mark(rebuilt: Dataset, subject: str) -> None:
    """Write the pseudonym, and what was done to a file, into it."""
    rebuilt.PatientID = subject
    rebuilt.PatientName = subject
    rebuilt.PatientIdentityRemoved = "YES"
    rebuilt.DeidentificationMethod = METHOD
    rebuilt.LongitudinalTemporalInformationModified = "MODIFIED"
    codes = dict(CODES)
    if "PatientAge" in rebuilt:
        codes.update([AGE_KEPT])
    rebuilt.DeidentificationMethodCodeSequence = Sequence(
        [_code(value, meaning) for value, meaning in codes.items()]
    )


def _code(value: str, meaning: str) -> Dataset:
    item = Dataset()
    item.CodeValue = value
    item.CodingSchemeDesignator = "DCM"
    item.CodeMeaning = meaning
    return item
