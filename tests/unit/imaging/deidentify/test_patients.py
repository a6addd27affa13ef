"""Two patients in one series are refused by the names of the files, never by theirs."""

from __future__ import annotations

import pytest

from ra_registry.imaging.deidentify import ImageRefused, belonging, same_patient
from tests.unit.imaging.deidentify.images import mr


def other(**said):
    made = mr(number=3)
    for keyword, value in said.items():
        setattr(made, keyword, value)
    return made


DIFFERENT = (
    {"PatientID": "OTHER-1"},
    {"PatientName": "Sato^Ken"},
    {"PatientBirthDate": "19620101"},
)


@pytest.mark.parametrize("said", DIFFERENT)
def test_one_series_with_two_patients_is_refused(said):
    files = {"a.dcm": mr(number=1), "b.dcm": mr(number=2), "c.dcm": other(**said)}
    with pytest.raises(ImageRefused) as refused:
        same_patient(files)
    assert refused.value.code == "mixed_patients"
    text = str(refused.value)
    assert all(name in text for name in files)
    assert not any(word in text for word in ("Yamamoto", "Sato", "OTHER", "HOSP", "1962", "1931"))


def test_what_was_read_before_stands_for_the_data_sets():
    files = {"a.dcm": belonging(mr()), "c.dcm": belonging(other(PatientID="OTHER-1"))}
    with pytest.raises(ImageRefused):
        same_patient(files)
    assert "Yamamoto" not in repr(files)


def test_two_series_may_be_of_two_patients():
    same_patient({"a.dcm": mr(), "c.dcm": other(PatientID="X", SeriesInstanceUID="1.2.3")})


def test_one_name_may_be_written_in_two_ways():
    same_patient({"a.dcm": mr(), "b.dcm": other(PatientName="YAMAMOTO  Hanako ")})


def test_many_files_are_counted():
    files = {f"{number}.dcm": mr(number=number) for number in range(9)}
    with pytest.raises(ImageRefused, match="and 6 more"):
        same_patient({**files, "odd.dcm": other(PatientID="OTHER-1")})


def test_no_file_is_no_mixture():
    same_patient({})
