"""The functional groups of enhanced MR, item by item, each from an allow-list (PS3.3 C.7.6.16)."""

from __future__ import annotations

from pydicom.datadict import tag_for_keyword

from ra_registry.imaging.deidentify import words as w
from ra_registry.imaging.deidentify.listing import Level, by_tag, numbers, some, word
from ra_registry.imaging.deidentify.rules import Attribute, Kind

_FRAME_TYPE = (
    some("FrameType", w.IMAGE_TYPES, 8),
    word("PixelPresentation", w.PIXELS_ARE),
    word("VolumetricProperties", w.VOLUMETRIC),
    word("VolumeBasedCalculationTechnique", w.CALCULATED),
    word("ComplexImageComponent", w.COMPLEX),
    word("AcquisitionContrast", w.CONTRASTS),
)
GROUPS: dict[str, tuple[Attribute, ...]] = {
    "FrameContentSequence": (
        # A name in the dictionary, a number from the scanners.
        Attribute("StackID", Kind.PATTERN, pattern=r"\d{1,4}"),
        *numbers("InStackPositionNumber FrameAcquisitionNumber TemporalPositionIndex"),
        *numbers("DimensionIndexValues", most=16),
        *numbers("FrameAcquisitionDuration"),
    ),
    "PlanePositionSequence": numbers("ImagePositionPatient", 3, 3),
    "PlaneOrientationSequence": numbers("ImageOrientationPatient", 6, 6),
    "PixelMeasuresSequence": (
        *numbers("PixelSpacing", 2, 2),
        *numbers("SliceThickness SpacingBetweenSlices"),
    ),
    "PixelValueTransformationSequence": (
        *numbers("RescaleIntercept RescaleSlope"),
        word("RescaleType", w.RESCALE_TYPES),
    ),
    "FrameVOILUTSequence": (
        *numbers("WindowCenter WindowWidth", most=16),
        word("VOILUTFunction", w.LUT_FUNCTIONS),
    ),
    "FrameAnatomySequence": (word("FrameLaterality", w.SIDES),),
    "MRImageFrameTypeSequence": _FRAME_TYPE,
    "MRTimingAndRelatedParametersSequence": numbers(
        "RepetitionTime FlipAngle EchoTrainLength RFEchoTrainLength GradientEchoTrainLength"
    ),
    "MREchoSequence": numbers("EffectiveEchoTime"),
    "MRModifierSequence": (
        word("InversionRecovery", w.YES_NO),
        *numbers("InversionTimes", most=16),
        word("FlowCompensation", w.FLOW),
        word("Spoiling", w.SPOILING),
        word("T2Preparation", w.YES_NO),
        word("SpectrallySelectedExcitation", w.SUPPRESSION),
        word("SpatialPresaturation", w.SATURATION),
        word("PartialFourier", w.YES_NO),
        word("ParallelAcquisition", w.YES_NO),
        word("ParallelAcquisitionTechnique", w.PARALLEL),
        *numbers("ParallelReductionFactorInPlane ParallelReductionFactorOutOfPlane"),
    ),
    "MRImagingModifierSequence": (
        word("MagnetizationTransfer", w.MAGNETIZATION),
        word("BloodSignalNulling", w.YES_NO),
        word("Tagging", ("GRID", "LINE", "NONE")),
        *numbers("PixelBandwidth"),
    ),
    "MRFOVGeometrySequence": (
        word("InPlanePhaseEncodingDirection", w.PHASE),
        *numbers("MRAcquisitionFrequencyEncodingSteps MRAcquisitionPhaseEncodingStepsInPlane"),
        *numbers("MRAcquisitionPhaseEncodingStepsOutOfPlane PercentSampling"),
        *numbers("PercentPhaseFieldOfView"),
    ),
    "MRAveragesSequence": numbers("NumberOfAverages"),
}


def sequence_tag(keyword: str) -> int:
    """Return the tag of a sequence of the dictionary as one number."""
    found = tag_for_keyword(keyword)
    if found is None:
        raise LookupError(keyword)
    return found


SHARED, PER_FRAME = "SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence"
FRAME = Level(
    {}, {sequence_tag(keyword): Level(by_tag(listed)) for keyword, listed in GROUPS.items()}
)
FRAMES: dict[int, Level] = {sequence_tag(SHARED): FRAME, sequence_tag(PER_FRAME): FRAME}
