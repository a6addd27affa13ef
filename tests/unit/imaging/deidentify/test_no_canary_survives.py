"""What the list doesn't name is nowhere in the written bytes, in whatever attribute it stood."""

from __future__ import annotations

from datetime import datetime

import pytest
from pydicom.dataset import Dataset
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
)  # fmt: skip

from ra_registry.imaging.deidentify import kept, read_file, rebuild, verify
from ra_registry.imaging.deidentify.attributes import ALLOWED
from ra_registry.imaging.deidentify.rules import Kind
from tests.unit.imaging.deidentify.images import (
    HOSPITAL_ID,
    KEYS,
    SHIFT,
    SUBJECT,
    cleaned,
    cr,
    enhanced_mr,
    file_of,
    mr,
    reread,
    with_meta,
)  # fmt: skip
from tests.unit.imaging.deidentify.poison import (
    AETITLE,
    BIRTH,
    OLD_UID,
    TEXTS,
    dates,
    keywords,
    poison,
)  # fmt: skip

MAKERS = {"MR": mr, "CR": cr, "enhanced MR": enhanced_mr}


@pytest.fixture(scope="module", params=sorted(MAKERS))
def poisoned(request) -> Dataset:
    return reread(poison(MAKERS[request.param]()))


@pytest.mark.parametrize("maker", MAKERS.values(), ids=MAKERS)
def test_the_poison_is_thorough(maker):
    content = file_of(poison(maker()))
    assert len(keywords(*TEXTS)) > 43
    assert len(dates()) >= 14
    assert content.count(b"CNRY") > len(keywords(*TEXTS))
    for planted in (AETITLE, "CNRYPRIVATETEXT", "CNRYOVERLAY", "CNRYINPRIVATESEQUENCE", OLD_UID):
        assert planted.encode() in content


def test_no_canary_no_name_no_date_no_uid_is_written(poisoned):
    content = cleaned(poisoned).lower()
    for form in ("utf-8", "utf-16-le", "utf-16-be"):
        for planted in (
            "CNRY", "Yamamoto", "Hanako", HOSPITAL_ID, BIRTH, OLD_UID, "7230010", "104233",
            poisoned.StudyDate, *dates(),
        ):  # fmt: skip
            assert planted.encode(form).lower() not in content


def test_the_verifier_agrees(poisoned):
    assert verify(cleaned(poisoned), original=poisoned, subject=SUBJECT) == ()


def test_a_second_run_writes_the_same_bytes(poisoned):
    assert cleaned(poisoned) == cleaned(reread(poisoned))


def test_pixels_class_and_syntax_are_kept(poisoned):
    again = read_file(cleaned(poisoned))
    assert again.PixelData == poisoned.PixelData
    assert again.SOPClassUID == poisoned.SOPClassUID
    assert again.file_meta.TransferSyntaxUID == poisoned.file_meta.TransferSyntaxUID


@pytest.mark.parametrize("kind", [Kind.WORD, Kind.PATTERN, Kind.VENDOR, Kind.AGE, Kind.DATE])
def test_a_coded_attribute_on_the_list_carries_no_canary_either(kind):
    made = mr()
    for attribute in ALLOWED.values():
        if attribute.kind is kind and not attribute.needed:
            vr, values = attribute.vrs[0], ["CNRYCODED"] * attribute.fewest
            made.add_new(attribute.tag, "LO" if vr in ("DA", "AS") else vr, values)
    assert b"CNRYCODED" not in cleaned(reread(made))


@pytest.mark.parametrize("vr", ["LO", "UT", "OB"])
def test_a_number_on_the_list_carries_no_text_either(vr):
    made = mr()
    for attribute in ALLOWED.values():
        if attribute.kind is Kind.NUMBER and not attribute.needed:
            made.add_new(attribute.tag, vr, b"CNRYNUMBER" if vr == "OB" else "CNRYNUMBER")
    assert b"CNRYNUMBER" not in cleaned(reread(made))


def test_a_telephone_number_is_no_measurement():
    made = mr()
    made.SeriesNumber, made.AcquisitionNumber = "312345678", "12345"
    again = read_file(cleaned(reread(made)))
    assert "SeriesNumber" not in again
    assert again.AcquisitionNumber == 12345


def test_the_interval_between_two_visits_is_kept():
    first, second = (read_file(cleaned(reread(mr(day=day)))) for day in ("20200115", "20210120"))
    days = [datetime.strptime(one.StudyDate, "%Y%m%d").toordinal() for one in (first, second)]  # noqa: DTZ007 - days
    assert days[1] - days[0] == 371
    assert first.StudyDate != "20200115"


def test_instances_of_a_series_stay_together_and_apart():
    one, two, later = (
        rebuild(reread(image), keys=KEYS, subject=SUBJECT, shift_days=SHIFT)
        for image in (mr(number=1), mr(number=2), mr(number=1, day="20220304"))
    )
    assert one.SeriesInstanceUID == two.SeriesInstanceUID != later.SeriesInstanceUID
    assert one.FrameOfReferenceUID == two.FrameOfReferenceUID
    assert len({each.SOPInstanceUID for each in (one, two, later)}) == 3


def test_the_18_identifiers_of_hipaa_are_gone():
    """45 CFR 164.514(b)(2)(i) A to R, each planted in the attribute where it would stand."""
    made = mr(day="20210304")
    made.PatientName = "Mustermann^Erika"  # A
    made.PatientAddress = "Heidestrasse 17, 51147 Koeln"  # B
    made.RegionOfResidence = "Rheinland-Sued"  # B
    made.PatientBirthDate = "19290217"  # C: a date, and below an age over 89
    made.PatientAge = "092Y"
    made.PatientTelephoneNumbers = "+49 2214711 0815"  # D
    made.InstitutionAddress = "Fax 0221 98 76 54"  # E
    made.PatientTelecomInformation = "erika@mustermann.example"  # F
    made.OtherPatientIDs = "078-05-1120"  # G: social security
    made.PatientID = "MRN00987654"  # H
    made.PatientInsurancePlanCodeSequence = [_text("CodeMeaning", "AOK A123456780")]  # I
    made.AccessionNumber = "ACC55512345"  # J: account
    made.RequestingPhysicianIdentificationSequence = [_text("InstitutionName", "LIC-D-88812")]  # K
    made.AdditionalPatientHistory = "arrived in car K-EM 4711"  # L
    made.DeviceSerialNumber = "SN-MAGNETOM-0815"  # M
    made.RetrieveURL = "https://pacs.klinik.example/wado?id=1"  # N
    made.StationName = "10.47.11.8"  # O
    made.PatientComments = "fingerprint hash 9f86d081884c7d65"  # P
    made.ImageComments = "photo: face_erika.jpg"  # Q
    made.ClinicalTrialSubjectID = "OTHERTRIAL-77"  # R
    made.SeriesDescription = "T1 cor Erika Mustermann file:mustermann_erika.dcm"
    content = cleaned(reread(made)).lower()
    for planted in (
        "mustermann", "erika", "heidestrasse", "51147", "rheinland", "19290217", "092y", "4711",
        "98 76 54", "example", "078-05", "00987654", "a1234", "55512345", "88812", "k-em", "0815",
        "https", "10.47.11", "9f86d", "face_", "othertrial", "20210304",
    ):  # fmt: skip
        assert planted.encode() not in content
    assert read_file(cleaned(reread(made))).PatientAge == "090Y"
    assert verify(cleaned(reread(made)), original=reread(made), subject=SUBJECT) == ()


def _text(keyword: str, value: str) -> Dataset:
    item = Dataset()
    setattr(item, keyword, value)
    return item


def test_what_was_done_is_said():
    again = read_file(cleaned(reread(mr())))
    assert again.PatientIdentityRemoved == "YES"
    assert again.DeidentificationMethod
    assert again.LongitudinalTemporalInformationModified == "MODIFIED"
    codes = [item.CodeValue for item in again.DeidentificationMethodCodeSequence]
    assert codes == ["113100", "113105", "113107", "113108"]
    assert {item.CodingSchemeDesignator for item in again.DeidentificationMethodCodeSequence} == {
        "DCM"
    }
    assert again.PatientID == again.PatientName == SUBJECT


def test_an_age_that_is_not_carried_is_not_claimed():
    made = mr()
    del made.PatientAge
    again = read_file(cleaned(reread(made)))
    assert "113108" not in [item.CodeValue for item in again.DeidentificationMethodCodeSequence]


def test_geometry_and_physics_are_carried_digit_by_digit():
    before, after = reread(mr()), read_file(cleaned(reread(mr())))
    for keyword in (
        "PixelSpacing", "ImageOrientationPatient", "ImagePositionPatient", "SliceThickness",
        "RepetitionTime", "EchoTime", "FlipAngle", "WindowCenter", "ScanningSequence",
        "SequenceVariant", "MagneticFieldStrength", "InstanceNumber", "ImageType",
    ):  # fmt: skip
        assert after[keyword].value == before[keyword].value
        assert str(after[keyword].value) == str(before[keyword].value)


def test_frames_keep_where_they_lie():
    after = read_file(cleaned(reread(poison(enhanced_mr()))))
    positions = [
        list(frame.PlanePositionSequence[0].ImagePositionPatient)
        for frame in after.PerFrameFunctionalGroupsSequence
    ]
    assert positions == [[0, 0, 0], [0, 0, 3], [0, 0, 6]]
    shared = after.SharedFunctionalGroupsSequence[0]
    assert list(shared.PixelMeasuresSequence[0].PixelSpacing) == [0.5, 0.5]


@pytest.mark.parametrize(
    "syntax", [ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian,
               DeflatedExplicitVRLittleEndian],
)  # fmt: skip
@pytest.mark.parametrize(("signed", "padding"), [(0, 64_000), (1, -2000)])
def test_a_padding_value_keeps_its_sign_in_every_syntax(syntax, signed, padding):
    made = mr()
    made.PixelRepresentation = signed
    made.PixelPaddingValue = padding
    before = reread(with_meta(poison(made), syntax))
    content = cleaned(before)
    after = read_file(content)
    assert kept(before)["padding_value"] == kept(after)["padding_value"] == padding
    assert after.file_meta.TransferSyntaxUID == syntax
    assert after.PixelData == before.PixelData
    assert verify(content, original=before, subject=SUBJECT) == ()
    assert b"CNRY" not in content
