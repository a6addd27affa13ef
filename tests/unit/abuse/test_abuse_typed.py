"""Parsers, verdicts and entries: whatever stands in a text, a file or a number, a typed answer.

Every public function is called with arguments of the annotated kinds and mad content.
"""

from __future__ import annotations

import warnings
from datetime import date

import pytest

from ra_registry.assays.parsers.errors import AssayFileError
from ra_registry.core.entry.errors import EntryError
from ra_registry.core.errors import DomainError
from tests.unit.abuse.abused import functions
from tests.unit.abuse.typed import arguments

PACKAGES = (
    "ra_registry.assays.parsers",
    "ra_registry.assays.verdict",
    "ra_registry.core.entry.ambiguous_dates",
    "ra_registry.core.entry.characters",
    "ra_registry.core.entry.dates",
    "ra_registry.core.entry.eras",
    "ra_registry.core.entry.numbers",
    "ra_registry.core.entry.partial_dates",
)
# Steps inside the parsers take what earlier steps made (rows with their line, records with their
# header, parts of a refusal); they are reached through the readers, which are called more often.
INSIDE = {
    f"ra_registry.assays.parsers.{name}"
    for name in (
        "checks.check_rows",
        "experiment_info.read_experiment_info",
        "footer_texts.footer_warning",
        "footers.split_footers",
        "layout.parse_layout",
        "layout_apply.apply_layout",
        "layout_apply.disagreement",
        "msd_workbench.parse_workbench_sheets",
        "named_rows.cut_names",
        "named_rows.names_in",
        "workbench_record.plates_of",
        "workbench_record.with_names",
    )
}
READERS = {
    f"ra_registry.assays.parsers.reader.{name}" for name in ("read_assay_file", "read_layout")
}
FOUND = {
    name: made
    for package in PACKAGES
    for name, made in functions(package).items()
    if name not in INSIDE
}
EACH = 100
ALLOWED = (DomainError, EntryError, AssayFileError)


@pytest.mark.parametrize("name", sorted(FOUND))
def test_no_call_ends_in_anything_but_a_result_or_a_typed_error(name):
    called = number = 0
    calls = 10 * EACH if name in READERS else EACH
    while called < calls and number < 20 * EACH:
        given = arguments(name, number, FOUND[name])
        number += 1
        if given is None:
            continue
        called += 1
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            try:
                FOUND[name](**given)
            except ALLOWED:
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is, the call is named
                pytest.fail(f"call {number - 1}: {error!r} from {given!r}"[:2000])
    assert called == calls


def test_a_day_is_read_as_itself():
    assert FOUND["ra_registry.core.entry.dates.read_day"]("2024-03-31") == date(2024, 3, 31)
