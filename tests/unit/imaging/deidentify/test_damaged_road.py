"""Damaged and poisoned files on the whole road: clean bytes or the package's own error."""

from __future__ import annotations

import logging
import random
from io import BytesIO

import pytest
from pydicom import dcmread

from ra_registry.imaging.deidentify import (
    ImageRefused,
    belonging,
    kept,
    needs_eyes,
    propose,
    read_file,
    refusal_of,
    suspicions,
    verify,
)  # fmt: skip
from tests.unit.imaging.deidentify.damage import mutated
from tests.unit.imaging.deidentify.images import (
    SUBJECT,
    cleaned,
    cr,
    enhanced_mr,
    file_of,
    mr,
    reread,
)  # fmt: skip
from tests.unit.imaging.deidentify.poison import poison_lightly

MAKERS = {"MR": mr, "CR": cr, "enhanced MR": enhanced_mr}


def along(content: bytes) -> bytes | None:
    """Take one file all the way; return what would be stored."""
    dataset = read_file(content)
    for look in (refusal_of, suspicions, needs_eyes, kept, propose, belonging):
        look(dataset)
    rebuilt = cleaned(dataset)
    return None if verify(rebuilt, original=dataset, subject=SUBJECT) else rebuilt


@pytest.mark.parametrize("name", MAKERS)
def test_what_is_stored_of_a_damaged_file_is_clean(name):
    content = file_of(poison_lightly(MAKERS[name]()))
    assert content.count(b"CNRY") > 20
    chance = random.Random(name)
    stored = 0
    for _ in range(120):
        try:
            rebuilt = along(mutated(content, chance))
        except ImageRefused:
            continue
        if rebuilt is not None:
            stored += 1
            assert b"cnry" not in rebuilt.lower()
            assert b"yamamoto" not in rebuilt.lower()
    assert stored > 10


def named_uid() -> bytes:
    """A file with a name in place of a UID, which pydicom tells to a log, with the value."""
    content = file_of(mr())
    return content.replace(b"1.2.276.0.7230010.1.20210304", b"Yamamoto Hanako 1931-04-13  ")


def test_what_a_file_holds_is_in_no_log_and_no_warning(caplog, recwarn):
    dataset = read_file(named_uid())
    assert verify(cleaned(dataset), original=dataset) == ()
    propose(dataset)
    assert "Yamamoto" not in caplog.text
    assert not recwarn.list


def test_pydicom_alone_would_tell_it(caplog):
    with pytest.warns(UserWarning, match="Yamamoto"):
        str(dcmread(BytesIO(named_uid())))
    assert "Yamamoto" in caplog.text


def test_the_log_speaks_again_afterwards(caplog):
    reread(mr())
    logging.getLogger("pydicom").warning("heard")
    assert "heard" in caplog.text
