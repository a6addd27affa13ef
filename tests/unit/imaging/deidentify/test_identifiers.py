"""New UIDs and dates follow from a secret: the same every time, and never the original's."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydicom.uid import UID

from ra_registry.imaging.deidentify import ImageRefused, Keys
from ra_registry.imaging.deidentify.dates import read_day, shifted
from ra_registry.imaging.deidentify.rules import capped_age
from tests.unit.imaging.deidentify.images import KEYS

OTHER = Keys(b"another secret, of 32 bytes too.")


@settings(max_examples=40)
@given(st.text("0123456789.", min_size=1, max_size=64))
def test_a_uid_is_valid_new_and_the_same_every_time(original):
    made = KEYS.uid(original)
    assert made == KEYS.uid(original) == KEYS.uid(f"{original}\0")
    assert made != OTHER.uid(original)
    assert UID(made).is_valid
    assert made.startswith("2.25.")
    assert original not in made or len(original) < 8


@settings(max_examples=40)
@given(st.text(min_size=1, max_size=30))
def test_a_shift_is_a_patients_own_and_never_none(patient):
    days = KEYS.shift_days(patient)
    assert days == KEYS.shift_days(patient)
    assert -730 <= days <= -30


def test_shifts_differ_between_patients_and_projects():
    ours, theirs = (
        [keys.shift_days(f"patient {number}") for number in range(200)] for keys in (KEYS, OTHER)
    )
    assert len(set(ours)) > 120
    assert ours != theirs


def test_uses_of_the_secret_say_nothing_of_each_other():
    assert KEYS.digest("uid", "1.2.3") != KEYS.digest("dates", "1.2.3")


@pytest.mark.parametrize("secret", [b"", b"short", "text of more than 16 signs", None])
def test_a_short_secret_is_refused(secret):
    with pytest.raises(ImageRefused):
        Keys(secret)


@pytest.mark.parametrize("empty", ["", " ", "\0"])
def test_nothing_has_no_uid(empty):
    with pytest.raises(ImageRefused):
        KEYS.uid(empty)


def test_no_patient_has_no_shift():
    with pytest.raises(ImageRefused):
        KEYS.shift_days("")


def test_a_secret_is_never_shown():
    assert "secret" not in repr(KEYS).replace("Keys", "")


@settings(max_examples=40)
@given(st.dates(min_value=read_day("19100101"), max_value=read_day("20991231")),
       st.integers(0, 4000), st.integers(-730, -30))  # fmt: skip
def test_an_interval_stays(first, days, shift):
    second = first.fromordinal(first.toordinal() + days)
    moved = [read_day(shifted(day.strftime("%Y%m%d"), shift)) for day in (first, second)]
    assert (moved[1] - moved[0]).days == days
    assert moved[0] != first


@pytest.mark.parametrize("text", ["", "2021", "20211301", "20210230", "2021-03-04", "00010101",
                                  "202103041", "2021.0304", "１９９９０１０１"])  # fmt: skip
def test_what_names_no_day_is_not_moved(text):
    assert shifted(text, -40) is None


def test_the_old_form_of_a_date_is_read():
    assert shifted("1991.03.04", -31) == "19910201"


@pytest.mark.parametrize(
    ("age", "expected"),
    [("045Y", "045Y"), ("089Y", "089Y"), ("090Y", "090Y"), ("103Y", "090Y"), ("999M", "999M"),
     ("006W", "006W"), ("45Y", None), ("old", None), ("", None), ("0451", None)],
)  # fmt: skip
def test_an_age_is_capped_at_90(age, expected):
    assert capped_age([age]) == (None if expected is None else [expected])
