"""What each well of a file holds, and what only a person can decide."""

from __future__ import annotations

from dataclasses import replace

import pytest

from ra_registry.assays.models import Sample
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.parsers import ParsedFile, PrintedNumber, read_assay_file
from ra_registry.assays.services.choices import Choices
from ra_registry.assays.services.remarks import listed, remarks_on
from ra_registry.assays.services.wells import resolve
from tests.factories.assay_files import small_csv

KNOWN = {"ra-017": Sample(pk=17, code="RA-017")}
LEVELS = frozenset({"s001", "s002"})


@pytest.fixture
def parsed() -> ParsedFile:
    """Return three wells: S001 as a standard, RA-017 and RA-018 as unknowns."""
    return read_assay_file(small_csv().encode(), "plate.csv")


def without_roles(parsed: ParsedFile) -> ParsedFile:
    return replace(parsed, rows=tuple(replace(row, role=None) for row in parsed.rows))


def resolved(parsed, samples=KNOWN, **choices):
    return resolve(
        parsed,
        samples=samples,
        spots=[],
        keys={"il6": 5},
        levels=LEVELS,
        choices=Choices(**choices),
    )


def roles(parsed, **choices) -> list[WellRole | None]:
    return [well.role for well in resolved(parsed, **choices).wells]


def test_the_files_own_roles_count(parsed):
    found = resolved(parsed)

    assert roles(parsed) == [WellRole.CALIBRATOR, WellRole.SAMPLE, WellRole.SAMPLE]
    assert [well.sample_id for well in found.wells] == [None, 17, None]
    assert found.unknown_samples == ["RA-018"]


def test_no_role_is_taken_from_a_name_before_somebody_confirms(parsed):
    silent = without_roles(parsed)

    assert roles(silent) == [None, None, None]
    assert roles(silent, confirm_roles=True) == [WellRole.CALIBRATOR, WellRole.SAMPLE, None]


def test_a_sample_called_like_a_calibrator_stays_open(parsed):
    silent = without_roles(parsed)
    twins = {**KNOWN, "s001": Sample(pk=1, code="S001")}

    found = resolved(silent, samples=twins, confirm_roles=True)

    assert found.wells[0].role is None


def test_left_out_only_after_the_rule_for_roles_was_tried(parsed):
    silent = without_roles(parsed)

    assert roles(silent, leave_out_unknown=True) == [None, None, None]
    assert roles(silent, leave_out_unknown=True, confirm_roles=True) == [
        WellRole.CALIBRATOR,
        WellRole.SAMPLE,
        WellRole.IGNORED,
    ]


def test_an_unknown_sample_is_left_out_on_request(parsed):
    found = resolved(parsed, leave_out_unknown=True)

    assert found.wells[2].role == WellRole.IGNORED
    assert found.unknown_samples == ["RA-018"]


def test_the_same_analyte_twice_in_a_well_is_told(parsed):
    twin = replace(parsed.rows[1], spot=2, line=9)

    found = resolved(replace(parsed, rows=(*parsed.rows, twin)))

    assert found.doubled == ["A02 (IL-6 and IL-6, line 9)"]


def test_a_sample_on_two_plates_is_told(parsed):
    elsewhere = replace(parsed.rows[1], plate="another")

    found = resolved(replace(parsed, rows=(*parsed.rows, elsewhere)))

    assert found.on_several_plates == ["RA-017"]


def test_a_dilution_that_nobody_states_is_remarked(parsed):
    assert remarks_on(resolved(parsed), None) == []
    undiluted = replace(
        parsed, rows=tuple(replace(row, dilution=PrintedNumber()) for row in parsed.rows)
    )

    [remark] = remarks_on(resolved(undiluted), None)

    assert "RA-017, RA-018: taken as undiluted" in remark


def test_long_lists_are_cut():
    assert listed(["a", "b"]) == "a, b"
    assert listed([str(number) for number in range(15)]).endswith("10, 11 and 3 more")
