"""The list itself: real attributes, none of which can hold what somebody typed."""

from __future__ import annotations

import re

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from pydicom.datadict import dictionary_is_retired, dictionary_VM, dictionary_VR, tag_for_keyword
from pydicom.dataelem import DataElement
from pydicom.sr.codedict import codes

from ra_registry.imaging.deidentify import verify
from ra_registry.imaging.deidentify.attributes import ALLOWED, MODULES
from ra_registry.imaging.deidentify.functional_groups import GROUPS
from ra_registry.imaging.deidentify.kept import _STORED
from ra_registry.imaging.deidentify.marks import AGE_KEPT, CODES
from ra_registry.imaging.deidentify.quiet import quietly
from ra_registry.imaging.deidentify.rules import VENDORS, Attribute, Kind
from tests.unit.imaging.deidentify.images import SUBJECT, cleaned, mr, reread

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


def test_codes_of_the_profile_are_those_of_the_standard():
    """Context group 7050 as pydicom's own dictionary has it."""
    known = {code.value: code.meaning for code in map(codes.DCM.__getattr__, codes.DCM.dir())}
    for value, meaning in {**CODES, AGE_KEPT[0]: AGE_KEPT[1]}.items():
        assert known[value] == meaning


TYPED = sorted(
    one.keyword
    for one in ALLOWED.values()
    if one.vrs[0] in {"CS", "DS", "IS", "LO", "SH", "AS", "DA"} and not one.needed
)


@settings(max_examples=80)
@given(
    keyword=st.sampled_from(TYPED),
    text=st.text(st.characters(min_codepoint=33, max_codepoint=122), min_size=5, max_size=16),
)
def test_whatever_is_typed_into_a_listed_attribute_is_not_carried(keyword, text):
    """Unless it is a word of its list, a maker's name or a measurement."""
    attribute = ALLOWED[tag_for_keyword(keyword)]
    assume(not re.fullmatch(r"[-+.\d]+([eE][-+]?\d+)?", text))
    made = reread(mr())
    with quietly():
        made[keyword] = DataElement(attribute.tag, attribute.vrs[0], "")
        made[keyword]._value = text
    content = cleaned(made)
    known = {*attribute.words, *VENDORS}
    assert text in known or text.encode() not in content
    assert verify(content, original=made, subject=SUBJECT) == ()
