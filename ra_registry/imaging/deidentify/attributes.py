"""The allow-list: every attribute that a rebuilt file may have, by module (PS3.3), as data.

What isn't here doesn't exist for the rebuilding: no description, no comment, no name of a person,
place or device, no time, no overlay, nothing private.
"""

from __future__ import annotations

from ra_registry.imaging.deidentify import words as w
from ra_registry.imaging.deidentify.listing import needed_numbers, numbers, of_kind, some, word
from ra_registry.imaging.deidentify.rules import Attribute, Kind

IDENTITY = (
    *of_kind(Kind.CLASS, "SOPClassUID", needed=True),
    *of_kind(Kind.UID, "SOPInstanceUID StudyInstanceUID SeriesInstanceUID", needed=True),
    *of_kind(Kind.UID, "FrameOfReferenceUID"),
    *of_kind(Kind.DATE, "StudyDate SeriesDate AcquisitionDate ContentDate"),
    *of_kind(Kind.AGE, "PatientAge"),
    *of_kind(Kind.VENDOR, "Manufacturer"),
    Attribute("Modality", Kind.WORD, words=w.MODALITIES, needed=True),
    *numbers("SeriesNumber AcquisitionNumber InstanceNumber"),
)
IMAGE = (
    some("ImageType", w.IMAGE_TYPES, 8),
    word("BodyPartExamined", w.BODY_PARTS),
    word("Laterality", w.SIDES),
    word("ImageLaterality", w.SIDES),
    word("ViewPosition", w.VIEWS),
    word("PatientPosition", w.POSITIONS),
    Attribute("PatientOrientation", Kind.PATTERN, 2, 2, pattern=r"[AFHLPR]{1,3}"),
    word("BurnedInAnnotation", w.YES_NO),
    word("RecognizableVisualFeatures", w.YES_NO),
    word("LossyImageCompression", w.LOSSY),
    *numbers("LossyImageCompressionRatio", most=8),
    some("LossyImageCompressionMethod", w.LOSSY_METHODS),
    word("PresentationIntentType", w.INTENT),
    word("ContentQualification", w.CONTENT),
)
PIXELS = (
    *needed_numbers("SamplesPerPixel Rows Columns BitsAllocated BitsStored HighBit"),
    *needed_numbers("PixelRepresentation"),
    Attribute("PhotometricInterpretation", Kind.WORD, words=w.PHOTOMETRIC, needed=True),
    *numbers("NumberOfFrames SmallestImagePixelValue LargestImagePixelValue"),
    *numbers("PixelPaddingValue PixelPaddingRangeLimit"),
    *numbers("PixelAspectRatio", 2, 2),
    Attribute("PixelData", Kind.PIXELS, needed=True),
)
DISPLAY = (
    *numbers("WindowCenter WindowWidth", most=16),
    word("VOILUTFunction", w.LUT_FUNCTIONS),
    *numbers("RescaleIntercept RescaleSlope"),
    word("RescaleType", w.RESCALE_TYPES),
    word("PresentationLUTShape", w.LUT_SHAPES),
    word("PixelIntensityRelationship", w.INTENSITY),
    *numbers("PixelIntensityRelationshipSign"),
)
GEOMETRY = (
    *numbers("PixelSpacing ImagerPixelSpacing NominalScannedPixelSpacing", 2, 2),
    word("PixelSpacingCalibrationType", w.CALIBRATION),
    *numbers("ImagePositionPatient", 3, 3),
    *numbers("ImageOrientationPatient", 6, 6),
    *numbers("SliceThickness SpacingBetweenSlices SliceLocation ReconstructionDiameter"),
    *numbers("TemporalPositionIdentifier NumberOfTemporalPositions ImagesInAcquisition"),
)
MAGNETIC_RESONANCE = (
    some("ScanningSequence", w.SCANNING),
    some("SequenceVariant", w.VARIANTS),
    some("ScanOptions", w.SCAN_OPTIONS),
    word("MRAcquisitionType", w.ACQUISITION),
    word("AngioFlag", ("Y", "N")),
    word("VariableFlipAngleFlag", ("Y", "N")),
    word("ImagedNucleus", w.NUCLEI),
    word("InPlanePhaseEncodingDirection", w.PHASE),
    *numbers("RepetitionTime EchoTime InversionTime FlipAngle EchoTrainLength NumberOfAverages"),
    *numbers("MagneticFieldStrength ImagingFrequency PixelBandwidth NumberOfPhaseEncodingSteps"),
    *numbers("PercentSampling PercentPhaseFieldOfView EchoNumbers"),
    *numbers("AcquisitionMatrix", 4, 4),
)
ENHANCED = (
    word("ResonantNucleus", w.NUCLEI),
    word("AcquisitionContrast", w.CONTRASTS),
    word("ComplexImageComponent", w.COMPLEX),
    word("PixelPresentation", w.PIXELS_ARE),
    word("VolumetricProperties", w.VOLUMETRIC),
    word("VolumeBasedCalculationTechnique", w.CALCULATED),
    word("EchoPulseSequence", w.ECHO),
    word("SteadyStatePulseSequence", w.STEADY),
    word("SpectrallySelectedSuppression", w.SUPPRESSION),
    word("GeometryOfKSpaceTraversal", w.GEOMETRY_OF_K),
    word("MultipleSpinEcho", w.YES_NO),
    word("EchoPlanarPulseSequence", w.YES_NO),
    *numbers("AcquisitionDuration"),
)
RADIOGRAPHY = (
    *numbers("KVP Exposure ExposureTime XRayTubeCurrent ExposureInuAs RelativeXRayExposure"),
    *numbers("DistanceSourceToDetector DistanceSourceToPatient ExposureIndex"),
    *numbers("EstimatedRadiographicMagnificationFactor FieldOfViewRotation"),
    word("FieldOfViewHorizontalFlip", w.YES_NO),
)
MODULES: dict[str, tuple[Attribute, ...]] = {
    "identity": IDENTITY,
    "image": IMAGE,
    "pixels": PIXELS,
    "display": DISPLAY,
    "geometry": GEOMETRY,
    "magnetic resonance": MAGNETIC_RESONANCE,
    "enhanced magnetic resonance": ENHANCED,
    "radiography": RADIOGRAPHY,
}
ALLOWED: dict[int, Attribute] = {one.tag: one for module in MODULES.values() for one in module}
