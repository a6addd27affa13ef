"""Damaged and poisoned files on the whole road: clean bytes or the package's own error."""

from __future__ import annotations

import logging
import random

import pytest

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


def test_what_a_file_holds_is_in_no_log_and_no_warning(caplog, recwarn):
    content = file_of(mr())
    # A date that is none is told to a log by pydicom, with its value.
    content = content.replace(b"19310413", b"Yamamoto")
    caplog.set_level(logging.DEBUG)
    dataset = read_file(content)
    verify(cleaned(dataset), original=dataset)
    propose(dataset)
    assert "Yamamoto" not in caplog.text
    assert not recwarn.list


def test_the_log_speaks_again_afterwards(caplog):
    reread(mr())
    logging.getLogger("pydicom").warning("heard")
    assert "heard" in caplog.text
