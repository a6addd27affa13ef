"""The verifier finds whatever is planted in a clean file: one that can't fail proves nothing."""

from __future__ import annotations

from io import BytesIO

import pytest
from pydicom import dcmread
from pydicom.dataelem import DataElement
from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify import verify
from tests.unit.imaging.deidentify.images import (
    HOSPITAL_ID,
    MR,
    SUBJECT,
    cleaned,
    enhanced_mr,
    file_of,
    mr,
    reread,
)  # fmt: skip

SECRET = "Kuroda Clinic Ward7"


def original() -> Dataset:
    made = mr()
    made.InstitutionName = SECRET
    made.SeriesDescription = "cor T1 Frau Öztürk"
    made.SpecificCharacterSet = "ISO_IR 192"
    made.PatientName = "Yamamoto^Hanako=山本^花子"
    made.DeviceSerialNumber = "SN-0815-4711"
    made.PatientTelephoneNumbers = "0221471108"
    made.private_block(0x29, "VENDOR BLOCK", create=True).add_new(1, "OB", b"\0\1PRIVATETEXT\0\0")
    return reread(made)


def tampered(change) -> bytes:
    dataset = dcmread(BytesIO(cleaned(original())))
    change(dataset)
    return file_of(dataset)


def found(content: bytes) -> dict[str, str]:
    leaks = verify(content, original=original(), subject=SUBJECT)
    return {leak.code: leak.place for leak in leaks}


def add(tag, vr, value):
    return lambda dataset: dataset.add(DataElement(tag, vr, value))


def setting(keyword, value):
    return lambda dataset: setattr(dataset, keyword, value)


def removing(keyword):
    return lambda dataset: delattr(dataset, keyword)


def in_meta(keyword, value):
    return lambda dataset: setattr(dataset.file_meta, keyword, value)


def test_a_clean_file_has_no_leak():
    assert found(cleaned(original())) == {}


TAMPERED = {
    "a text that isn't on the list": (setting("StudyDescription", "knee"), "foreign"),
    "a private attribute": (add(0x00291001, "LO", "anything"), "private"),
    "a private creator": (add(0x00290010, "LO", "anything"), "private"),
    "a drawing": (add(0x60003000, "OW", b"\0\0"), "overlay"),
    "a sequence": (setting("ReferencedImageSequence", [Dataset()]), "foreign"),
    "padding behind the data set": (add(0xFFFCFFFC, "OB", b"\0\0"), "foreign"),
    "another VR": (add(0x00180080, "LO", "520"), "vr"),
    "a word that isn't on its list": (setting("ScanOptions", "SMITH"), "value"),
    "a side that isn't one": (setting("Laterality", "Q"), "value"),
    "an age over 90": (setting("PatientAge", "093Y"), "value"),
    "a maker that isn't known": (setting("Manufacturer", "Dr Smith"), "value"),
    "two values for one": (setting("RepetitionTime", ["520", "521"]), "value"),
    "a number of ten digits": (add(0x00180080, "DS", "0221471108"), "value"),
    "a UID of another root": (setting("StudyInstanceUID", "1.2.3.4"), "value"),
    "a class that isn't taken": (setting("SOPClassUID", "1.2.840.10008.1.1"), "value"),
    "a sender": (in_meta("SourceApplicationEntityTitle", "MRSCANNER"), "meta"),
    "another implementation": (in_meta("ImplementationVersionName", "SMITH"), "meta"),
    "no flag": (removing("PatientIdentityRemoved"), "mark"),
    "the wrong flag": (setting("PatientIdentityRemoved", "NO"), "mark"),
    "no method": (removing("DeidentificationMethod"), "mark"),
    "no codes": (removing("DeidentificationMethodCodeSequence"), "mark"),
    "no word on dates": (removing("LongitudinalTemporalInformationModified"), "mark"),
    "another pseudonym": (setting("PatientID", "RA-0043"), "mark"),
    "another name": (setting("PatientName", "RA-0043"), "mark"),
    "the original's ID": (setting("PatientID", HOSPITAL_ID), "original"),
    "the original's date": (setting("StudyDate", "20210304"), "date"),
    "a date moved by other days": (setting("SeriesDate", "20190101"), "date"),
    "a date that was never there": (setting("ContentDate", "99990101"), "date"),
    "other pixels": (setting("PixelData", bytes(48)), "pixels"),
    "the original's UID": (
        setting("SeriesInstanceUID", "1.2.276.0.7230010.2.20210304"), "original"),
}  # fmt: skip


@pytest.mark.parametrize("name", TAMPERED)
def test_what_is_planted_is_found(name):
    change, code = TAMPERED[name]
    assert code in found(tampered(change))


FORMS = {
    SECRET: ("utf-8", "utf-16-le", "utf-16-be", "shift_jis"),
    SECRET.upper(): ("utf-8", "utf-16-le"),
    "kuroda": ("utf-8", "utf-16-be"),
    "Yamamoto": ("utf-8", "utf-16-le"),
    "hanako": ("utf-8",),
    "山本": ("utf-8", "shift_jis", "iso2022_jp", "euc_jp", "utf-16-le", "utf-16-be"),
    "Öztürk": ("utf-8", "latin-1", "iso8859-9", "utf-16-le"),
    "öztürk".upper(): ("latin-1",),
    HOSPITAL_ID: ("utf-8", "utf-16-le"),
    "SN-0815-4711": ("utf-8",),
    "0221471108": ("utf-8",),
    "20210304": ("utf-8", "utf-16-le"),
    "2021-03-04": ("utf-8",),
    "19310413": ("utf-8",),
    "1.2.276.0.7230010.1.20210304": ("utf-8",),
    "PRIVATETEXT": ("utf-8", "utf-16-le"),
}


@pytest.mark.parametrize(("text", "form"), [(text, one) for text in FORMS for one in FORMS[text]])
def test_a_value_of_the_original_is_found_in_any_form_wherever_it_is_hidden(text, form):
    """It stands where no rule looks: in front of the mark, or inside a value of the meta part."""
    content = cleaned(original())
    hidden = text.encode(form)[:128]
    assert "original" in found(hidden.ljust(128, b"\0") + content[128:])


def test_no_leak_prints_a_value():
    shown = verify(tampered(setting("StudyDescription", SECRET)), original=original())
    text = " ".join(map(str, shown)) + repr(shown)
    assert len(shown) >= 2
    assert "Kuroda" not in text
    assert "(0008,1030) StudyDescription" in text
    assert "(0008,0080) InstitutionName" in text


def test_a_text_in_front_of_the_mark_is_found_though_nobody_knows_it():
    assert "preamble" in found(b"somebody".ljust(128, b"\0") + cleaned(original())[128:])


def test_another_instance_in_the_meta_information_is_found():
    content = cleaned(original())
    place = content.index(b"2.25.") + 5
    digit = b"1" if content[place : place + 1] != b"1" else b"2"
    assert "meta" in found(content[:place] + digit + content[place + 1 :])


def test_an_unknown_vr_is_found():
    content = cleaned(original())
    unknown = content.replace(b"DS\x04\x00520 ", b"UN\0\0\x04\0\0\x00520 ")
    assert "vr" in found(unknown)


def test_bytes_behind_the_pixels_are_found():
    content = cleaned(original()) + b"\xff\xff\x01\x00LO\x04\x00Anna"
    assert {"layout", "foreign"} & set(found(content))


def test_an_attribute_that_stands_twice_is_found():
    """The second hides the first from whoever reads the file; the bytes are there all the same."""
    content = cleaned(original())
    twice = b"\x10\x00\x20\x00LO\x04\x00Anna"
    place = content.index(b"\x10\x00\x20\x00LO")
    assert "layout" in found(content[:place] + twice + content[place:])


def test_a_file_that_cannot_be_read_again_is_a_leak():
    assert found(cleaned(original())[:-7]) == {"unreadable": "truncated"}


def test_a_frame_of_an_enhanced_image_is_looked_into():
    before = reread(enhanced_mr())
    dataset = dcmread(BytesIO(cleaned(before)))
    frame = dataset.PerFrameFunctionalGroupsSequence[1]
    frame.FrameContentSequence[0].FrameComments = "anything"
    frame.FrameContentSequence[0].StackID = "Anna"
    leaks = verify(file_of(dataset), original=before)
    assert {leak.code for leak in leaks} == {"foreign", "value"}
    assert all("item 2" in leak.place for leak in leaks)


def test_an_earlier_pseudonym_that_is_the_same_is_no_leak():
    made = mr()
    made.PatientID = SUBJECT
    before = reread(made)
    assert verify(cleaned(before), original=before, subject=SUBJECT) == ()


def test_a_number_that_new_uids_hold_by_chance_is_no_leak():
    before = mr()
    dataset = dcmread(BytesIO(cleaned(reread(before))))
    before.PatientID = dataset.SOPInstanceUID[12:18]
    before.AdmissionID = dataset.StudyInstanceUID[20:29]
    before = reread(before)
    assert verify(cleaned(before), original=before, subject=SUBJECT) == ()


def test_a_moved_date_that_is_another_of_the_original_is_no_leak():
    before = mr()
    moved = dcmread(BytesIO(cleaned(reread(before)))).StudyDate
    before.DateOfLastCalibration = moved
    before = reread(before)
    assert verify(cleaned(before), original=before, subject=SUBJECT) == ()


def test_a_uid_made_of_a_date_is_no_new_one():
    assert "value" in found(tampered(setting("FrameOfReferenceUID", "2.25.20210304")))


def test_what_is_carried_and_a_private_block_repeats_is_no_leak():
    before = mr()
    block = before.private_block(0x29, "VENDOR", create=True)
    block.add_new(1, "OB", b"\0sSpacing 0.292969\\0.292969\0\0 TR 520 -75.5\\12.25\\60\0")
    block.add_new(2, "LO", f"{MR} MONOCHROME2 PRIMARY")
    block.add_new(3, "LO", MR)
    before = reread(before)
    assert verify(cleaned(before), original=before, subject=SUBJECT) == ()


def test_a_text_of_many_digits_is_searched_in_no_time():
    before = mr()
    before.TextValue = "7" * 60_000 + "x"
    before = reread(before)
    assert verify(cleaned(before), original=before, subject=SUBJECT) == ()


def test_an_original_that_was_read_by_others_will_do():
    """Its values aren't read yet, and one of them can't be."""
    content = file_of(original())
    before = dcmread(BytesIO(content.replace(b"IS\x02\x005 ", b"IS\x02\x00x ")))
    assert verify(cleaned(original()), original=before, subject=SUBJECT) == ()
