"""The list itself: real attributes, none of which can hold what somebody typed."""

from __future__ import annotations

import pytest
from pydicom.datadict import dictionary_is_retired, dictionary_VM, dictionary_VR, tag_for_keyword

from ra_registry.imaging.deidentify.attributes import ALLOWED, MODULES
from ra_registry.imaging.deidentify.functional_groups import GROUPS
from ra_registry.imaging.deidentify.kept import _STORED
from ra_registry.imaging.deidentify.rules import Attribute, Kind

EVERY = [
    *(one for module in MODULES.values() for one in module),
    *(one for group in GROUPS.values() for one in group),
]
FREE = {"LO", "LT", "PN", "SH", "ST", "UC", "UR", "UT", "AE", "TM", "DT", "UN"}


def of(*kinds: Kind) -> list[Attribute]:
    return [one for one in EVERY if one.kind in kinds]


@pytest.mark.parametrize("attribute", EVERY, ids=lambda one: one.keyword)
def test_an_attribute_is_the_standards_and_counted_as_there(attribute):
    tag = tag_for_keyword(attribute.keyword)
    assert tag is not None
    assert not dictionary_is_retired(tag)
    assert attribute.fewest <= attribute.most
    if dictionary_VM(tag).isdigit():
        assert attribute.most == int(dictionary_VM(tag))


@pytest.mark.parametrize("attribute", EVERY, ids=lambda one: one.keyword)
def test_what_people_type_is_on_no_list_but_as_known_words(attribute):
    free = dictionary_VR(tag_for_keyword(attribute.keyword)) in FREE
    assert not free or attribute.kind in (Kind.VENDOR, Kind.PATTERN, Kind.WORD)


def test_words_have_lists_and_patterns_have_patterns():
    assert all(one.words for one in of(Kind.WORD))
    assert all(one.pattern for one in of(Kind.PATTERN))
    assert all(len(word) <= 16 for one in of(Kind.WORD) for word in one.words)


def test_no_attribute_stands_twice():
    assert len(ALLOWED) == sum(map(len, MODULES.values()))


def test_what_is_stored_is_no_date_no_uid_and_no_age():
    stored = {keyword for keywords in _STORED.values() for keyword in keywords}
    assert not stored & {one.keyword for one in of(Kind.DATE, Kind.UID, Kind.CLASS, Kind.AGE)}
    assert stored <= {one.keyword for one in EVERY}
