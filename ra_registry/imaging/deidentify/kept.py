"""What the registry stores of an image: geometry, physics and coded facts, as plain JSON."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.attributes import ALLOWED
from ra_registry.imaging.deidentify.contrast import has_contrast
from ra_registry.imaging.deidentify.functional_groups import GROUPS
from ra_registry.imaging.deidentify.rules import Attribute, Kind, accepted, vendor
from ra_registry.imaging.deidentify.values import anywhere, number, values_of

JSON = None | bool | int | float | str | list[int] | list[float] | list[str]
# The names under which values are stored, and where they stand. The first that is there counts.
_STORED: dict[str, tuple[str, ...]] = {
    "modality": ("Modality",),
    "vendor": ("Manufacturer",),
    "image_type": ("ImageType", "FrameType"),
    "rows": ("Rows",),
    "columns": ("Columns",),
    "frames": ("NumberOfFrames",),
    "bits_stored": ("BitsStored",),
    "is_signed": ("PixelRepresentation",),
    "photometric": ("PhotometricInterpretation",),
    "padding_value": ("PixelPaddingValue",),
    "pixel_spacing_mm": ("PixelSpacing",),
    "detector_spacing_mm": ("ImagerPixelSpacing",),
    "aspect_ratio": ("PixelAspectRatio",),
    "slice_thickness_mm": ("SliceThickness",),
    "slice_spacing_mm": ("SpacingBetweenSlices",),
    "position_mm": ("ImagePositionPatient",),
    "orientation": ("ImageOrientationPatient",),
    "window_centre": ("WindowCenter",),
    "window_width": ("WindowWidth",),
    "rescale_intercept": ("RescaleIntercept",),
    "rescale_slope": ("RescaleSlope",),
    "series_number": ("SeriesNumber",),
    "acquisition_number": ("AcquisitionNumber",),
    "instance_number": ("InstanceNumber",),
    "field_strength_t": ("MagneticFieldStrength",),
    "repetition_time_ms": ("RepetitionTime",),
    "echo_time_ms": ("EchoTime", "EffectiveEchoTime"),
    "inversion_time_ms": ("InversionTime", "InversionTimes"),
    "flip_angle_deg": ("FlipAngle",),
    "echo_train_length": ("EchoTrainLength", "RFEchoTrainLength"),
    "averages": ("NumberOfAverages",),
    "bandwidth_hz": ("PixelBandwidth",),
    "acquisition_matrix": ("AcquisitionMatrix",),
    "acquisition": ("MRAcquisitionType",),
    "scanning_sequence": ("ScanningSequence", "EchoPulseSequence"),
    "sequence_variant": ("SequenceVariant",),
    "scan_options": ("ScanOptions",),
    "fat_suppression": ("SpectrallySelectedSuppression",),
    "acquisition_contrast": ("AcquisitionContrast",),
    "body_part": ("BodyPartExamined",),
    "laterality": ("ImageLaterality", "FrameLaterality", "Laterality"),
    "view": ("ViewPosition",),
    "patient_position": ("PatientPosition",),
    "tube_voltage_kv": ("KVP",),
    "exposure_mas": ("Exposure",),
    "lossy": ("LossyImageCompression",),
}
_LISTED = {
    **{one.keyword: one for group in GROUPS.values() for one in group},
    **{one.keyword: one for one in ALLOWED.values()},
}


@checked
def kept(dataset: Dataset) -> dict[str, JSON]:
    """Return what the registry stores of an original or rebuilt data set; absent is left out.

    Every value passes the rules of the allow-list, so that there is no free text, and no date and
    no UID is among the names. Units stand in the names: mm, ms, T, degrees, Hz, kV, mAs. An
    enhanced image gives the values of all frames or of its first. ``contrast`` says whether a
    contrast agent was named, which a rebuilt file no longer does: ask the original.
    """
    found: dict[str, JSON] = {}
    for name, keywords in _STORED.items():
        value = next((one for one in map(_value_in(dataset), keywords) if one is not None), None)
        if value is not None:
            found[name] = value
    if has_contrast(dataset) is not None:
        found["contrast"] = has_contrast(dataset)
    return found


def _value_in(dataset: Dataset) -> Callable[[str], JSON]:
    def value(keyword: str) -> JSON:
        attribute = _LISTED[keyword]
        values = values_of(anywhere(dataset, keyword), keyword)
        if not values:
            return None
        taken = vendor(values) if attribute.kind is Kind.VENDOR else accepted(attribute, values)
        return None if taken is None else _plain(attribute, taken)

    return value


def _plain(attribute: Attribute, values: Sequence[object]) -> JSON:
    if attribute.kind is not Kind.NUMBER:
        texts = [str(value) for value in values]
        return texts if attribute.most > 1 else texts[0]
    figures = [found for found in map(number, values) if found is not None]
    whole = all(vr in ("IS", "US", "SS", "UL") for vr in attribute.vrs)
    numbers = [int(one) if whole else one for one in figures]
    return numbers if attribute.most > 1 else numbers[0]
