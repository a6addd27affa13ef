"""Images with a canary in every text, date and UID that DICOM's dictionary knows.

Each canary names its own tag, so that a leak says where it came from.
"""

from __future__ import annotations

import warnings
from datetime import date, timedelta

from pydicom.datadict import DicomDictionary
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.attributes import ALLOWED

TEXTS = {"AE", "CS", "LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT"}
# Of patient, study, series, equipment, acquisition, procedure and visit.
GROUPS = (0x0008, 0x0010, 0x0012, 0x0018, 0x0020, 0x0028, 0x0032, 0x0038, 0x0040)
BIRTH = "19310413"
NEEDED = {one.tag for one in ALLOWED.values()} | {0x00080005}
OLD_UID = "1.2.392.200036.9116.2.5.1.37.20040119.7"
AETITLE = "CNRYAETITLE"


def canary(tag: int) -> str:
    return f"CNRY{tag:08X}"


def keywords(*vrs: str) -> list[tuple[int, str]]:
    """Tags of the groups above and their VR, but for those that an image is made of."""
    return [
        (tag, vr)
        for tag, (vr, _, _, retired, _) in DicomDictionary.items()
        if tag >> 16 in GROUPS and vr in vrs and tag not in NEEDED and not retired
    ]


def dates() -> list[str]:
    """Days of other things that happened, all of them recorded in the file."""
    count = len(keywords("DA", "DT"))
    return [
        (date(1990, 1, 3) + timedelta(days=53 * step)).strftime("%Y%m%d") for step in range(count)
    ]


def poison(made: Dataset) -> Dataset:
    """Put canaries everywhere; the image stays one that can be read."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        _texts(made)
        _dates_and_uids(made)
        for sequence in ("RequestAttributesSequence", "ReferencedImageSequence",
                         "ContributingEquipmentSequence", "OtherPatientIDsSequence",
                         "ProcedureCodeSequence", "OriginalAttributesSequence"):  # fmt: skip
            inner, outer = Dataset(), Dataset()
            _texts(inner)
            inner.PatientBirthDate = BIRTH
            outer.ReferencedStudySequence = [inner]
            outer.ReferencedSOPInstanceUID = OLD_UID
            outer.StudyDate = made.StudyDate
            setattr(made, sequence, [outer])
        _private(made)
        _overlay(made)
        for groups in ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"):
            for item in made.get(groups, ()):
                _groups(item)
    made.file_meta.SourceApplicationEntityTitle = AETITLE
    made.file_meta.ImplementationVersionName = "CNRYVERSION"
    made.file_meta.PrivateInformationCreatorUID = OLD_UID
    made.file_meta.PrivateInformation = b"CNRYPRIVATEMETA!"
    made.preamble = b"CNRYPREAMBLE".ljust(128, b"\0")
    return made


def poison_lightly(made: Dataset) -> Dataset:
    """Put canaries where people type, so that the file stays small."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for tag, vr in keywords("LO", "PN", "ST")[::8]:
            if tag not in made:
                made.add(DataElement(tag, vr, canary(tag)))
        made.PatientBirthDate = BIRTH
        _private(made)
    return made


def _texts(made: Dataset) -> None:
    for tag, vr in keywords(*TEXTS):
        if tag not in made:
            made.add(DataElement(tag, vr, canary(tag)))


def _dates_and_uids(made: Dataset) -> None:
    for (tag, vr), day in zip(keywords("DA", "DT"), dates(), strict=True):
        made.add(DataElement(tag, vr, day if vr == "DA" else f"{day}101112.123456"))
    made.PatientBirthDate = BIRTH
    for tag, vr in keywords("UI"):
        made.add(DataElement(tag, vr, f"{OLD_UID}.{tag}"))


def _private(made: Dataset) -> None:
    block = made.private_block(0x0029, "CNRY PRIVATE CREATOR", create=True)
    block.add_new(0x10, "LO", "CNRYPRIVATETEXT")
    block.add_new(0x11, "OB", b"\x01\x02CNRYPRIVATEBYTES\0")
    block.add_new(0x12, "UN", "CNRYWIDE".encode("utf-16-le"))
    inner = Dataset()
    inner.PatientComments = "CNRYINPRIVATESEQUENCE"
    block.add_new(0x13, "SQ", [inner])


def _overlay(made: Dataset) -> None:
    made.add(DataElement(0x60000010, "US", 8))
    made.add(DataElement(0x60000022, "LO", "CNRYOVERLAY"))
    made.add(DataElement(0x60003000, "OW", b"CNRYDRAW"))


def _groups(item: Dataset) -> None:
    """Functional groups: what stands beside and inside of those that are carried."""
    inner = Dataset()
    _texts(inner)
    item.FrameAnatomySequence = [inner]
    for element in list(item):
        if element.VR == "SQ":
            for one in element.value:
                one.FrameComments = "CNRYFRAMECOMMENT"
                one.FrameAcquisitionDateTime = "20210304104233.12"
                one.add(DataElement(0x00291010, "LO", "CNRYPRIVATEFRAME"))
