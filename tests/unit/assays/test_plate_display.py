"""Plate maps and curve tables, as both the review and the batch page show them."""

from __future__ import annotations

import pytest

from ra_registry.assays.curve_table import curve_rows
from ra_registry.assays.models import Analyte, Well
from ra_registry.assays.models.measurement import WellRole
from ra_registry.assays.plate_map import staged_map, stored_map
from ra_registry.assays.services.acceptance import plate_size
from ra_registry.assays.services.wells import StagedWell


def staged(name: str, role: WellRole | None, **more) -> StagedWell:
    return StagedWell("plate", name, "RA-017", role, None, 2.0, [], **more)


def test_the_map_has_every_well_of_the_plate():
    plate = stored_map("one", [Well(name="B03", role="calibrator", label="S002")], size=(8, 12))

    assert [row.letter for row in plate.rows] == list("ABCDEFGH")
    assert plate.columns == list(range(1, 13))
    assert plate.rows[1].wells[2].role == "calibrator"
    assert plate.rows[1].wells[2].title == "B03: Calibrator · S002"
    assert {well.role for well in plate.rows[0].wells} == {"empty"}
    assert not plate.is_large


@pytest.mark.parametrize(
    ("well", "role", "problem"),
    [
        (staged("A01", None), "unknown", "role not stated"),
        (staged("A01", WellRole.SAMPLE, unknown_sample=True), "sample", "no sample of this study"),
        (staged("A01", WellRole.CONTROL), "control", ""),
    ],
)
def test_what_is_open_is_marked(well, role, problem):
    cell = staged_map("one", [well], size=(8, 12), samples={}).rows[0].wells[0]

    assert (cell.role, cell.problem) == (role, problem)
    assert "RA-017 · diluted 1:2" in cell.title


@pytest.mark.parametrize(
    ("names", "size"),
    [
        (["A01", "H12"], (8, 12)),
        (["A01", "I01"], (16, 24)),
        (["A13"], (16, 24)),
        ([], (8, 12)),
    ],
)
def test_the_smallest_usual_plate_is_shown(names, size):
    assert plate_size(names) == size


def level(nominal: float, recovery: float | None) -> dict[str, float | None]:
    return {"nominal": nominal, "signal": 100.0, "cv": 2.0, "recovery": recovery}


def test_recoveries_are_judged_by_the_rule_for_ligand_binding_assays():
    described = {
        "il-6": {
            "states": ["plateau_not_identified"],
            "r_squared": 0.9999,
            "plate_llod": 0.02,
            "plate_llod_reliable": False,
            "levels": [
                level(0, None),
                level(1, 124),
                level(4, 121),
                level(16, 80),
                level(64, None),
                level(256, 76),
            ],
        }
    }

    [row] = curve_rows(described, {"il-4": Analyte(code="il-4"), "il-6": Analyte(code="il-6")})

    assert row.states == [("Upper plateau not reached", "info")]
    assert [one.is_off for one in row.levels] == [False, False, True, False, True, False]
    assert (row.recovered, row.judged) == (3, 5)
