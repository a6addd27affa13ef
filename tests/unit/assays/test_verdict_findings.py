"""What speaks against a file: which findings refuse, need a reason, or are listed."""

from __future__ import annotations

import math
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.assays.verdict import (
    Finding,
    FindingCode,
    Severity,
    is_plausible_dilution,
    is_plausible_number,
    judge,
)
from ra_registry.assays.verdict.evidence import FileEvidence, FittedCurve, Lot, Spot

FOURFOLD = [1000.0 / 4**step for step in range(7)] + [0.0]
LOT = Lot("K1")


def calibrators(levels=FOURFOLD, *, analyte="il-6", plate="P", names="S{:03d}") -> list[Spot]:
    return [
        Spot(
            plate, f"{'ABCDEFGHIJ'[i]}{column:02d}", analyte, names.format(i + 1),
            is_calibrator=True, nominal=level, nominal_text=f"{level:g}",
        )
        for i, level in enumerate(levels)
        for column in (1, 2)
    ]  # fmt: skip


def samples(n=20, *, analyte="il-6", plate="P", **fields) -> list[Spot]:
    given = {"vendor": 5.0, "own": 5.0, "stated": "in_range", "low": 0.06, "high": 488.0} | fields
    return [
        Spot(plate, f"A{i + 3:02d}", analyte, f"P{i}", is_sample=True, **given) for i in range(n)
    ]


def curve(**fields) -> FittedCurve:
    return FittedCurve("P", "il-6", **({"r_squared": 0.99, "levels": 8} | fields))


def found(spots=None, *, curves=None, **fields) -> list[Finding]:
    evidence = FileEvidence(
        plates=("P",),
        spots=tuple(spots if spots is not None else [*calibrators(), *samples()]),
        curves=tuple([curve()] if curves is None else curves),
        lot=fields.pop("lot", LOT),
        **fields,
    )
    return judge(evidence)


def codes(*args, **kwargs) -> list[str]:
    return [one.code.value for one in found(*args, **kwargs)]


def test_a_sound_file_has_no_finding() -> None:
    assert found() == []


# --- Refused ---------------------------------------------------------------------------------


@pytest.mark.parametrize("dilution", [0.0, -2.0, 1e-320, 9e-4, 1.1e7, math.inf, math.nan])
def test_a_dilution_out_of_all_bounds_refuses(dilution) -> None:
    spots = [*calibrators(), *samples(1, dilution=dilution, dilution_text="?")]
    [one] = [one for one in found(spots) if one.code is FindingCode.DILUTION]
    assert (one.severity, one.wells, one.found) == (Severity.REFUSE, ("A03",), "?")


@given(st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=True))
def test_only_dilutions_in_bounds_are_plausible(value) -> None:
    assert is_plausible_dilution(value) == (1e-3 <= value <= 1e7)


@given(st.floats(allow_nan=True, allow_infinity=True, allow_subnormal=True))
def test_plausible_numbers_have_a_finite_logarithm_or_are_zero(value) -> None:
    if is_plausible_number(value) and value:
        assert -28 < math.log(abs(value)) < 28


def test_spots_that_the_panel_does_not_have_refuse() -> None:
    [one] = found(foreign_spots=(("P", "A01", "11"), ("P", "A02", "11")))
    assert (one.code, one.severity) == (FindingCode.SPOT, Severity.REFUSE)
    assert (one.wells, one.found) == (("A01", "A02"), "11")


def test_a_negative_concentration_refuses_unless_the_file_explains_it() -> None:
    def negative(**fields) -> list[str]:
        return codes([*calibrators(), *samples(), *samples(1, vendor=-0.2, own=None, **fields)])

    assert "negative" in negative()
    assert "negative" in negative(stated="")
    assert "negative" not in negative(stated="below_curve")
    assert "negative" not in negative(stated="below_llod")
    assert "negative" not in negative(excluded=True)


@pytest.mark.parametrize("place", range(7))
@pytest.mark.parametrize("power", [-3, -1, 1, 2, 3])
def test_a_lost_decimal_in_any_level_refuses_and_names_its_wells(place, power) -> None:
    levels = [level * 10**power if i == place else level for i, level in enumerate(FOURFOLD)]
    [one] = [one for one in found([*calibrators(levels), *samples()])
             if one.code is FindingCode.LOST_DECIMAL]  # fmt: skip
    assert one.severity is Severity.REFUSE
    assert one.wells == (f"{'ABCDEFG'[place]}01", f"{'ABCDEFG'[place]}02")
    assert float(one.expected) == pytest.approx(FOURFOLD[place], rel=1e-5)


def test_a_lost_decimal_in_one_of_two_wells_and_in_most_levels_is_found_by_the_certificate() -> (
    None
):
    certified = {("il-6", f"s{i + 1:03d}"): level for i, level in enumerate(FOURFOLD)}
    lot = Lot("K1", levels=certified)
    one_well = calibrators()
    one_well[6] = replace(one_well[6], nominal=15625.0)
    [one] = [f for f in found([*one_well, *samples()]) if f.code is FindingCode.LOST_DECIMAL]
    assert one.wells == ("D01",)
    most = [level * 1000 if i in {1, 2, 3, 4} else level for i, level in enumerate(FOURFOLD)]
    [one] = [f for f in found([*calibrators(most), *samples()], lot=lot)
             if f.code is FindingCode.LOST_DECIMAL]  # fmt: skip
    assert len(one.wells) == 8


@pytest.mark.parametrize("fold", [2.0, 3.0, 4.0, 5.0, 10.0])
def test_no_honest_series_has_lost_a_decimal(fold) -> None:
    levels = [float(f"{1000 / fold**step:.4g}") for step in range(7)] + [0.0]
    assert "lost_decimal" not in codes([*calibrators(levels), *samples()])


# --- A reason is needed --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("ratio", "expected"),
    [(1.0, []), (1.49, []), (1 / 1.49, []), (1.51, ["vendor_ratio"]), (1 / 1.51, ["vendor_ratio"])],
)
def test_the_median_against_our_own_number(ratio, expected) -> None:
    assert codes([*calibrators(), *samples(vendor=5.0 * ratio)]) == expected


def test_one_plate_of_several_and_one_analyte_of_several_are_judged_alone() -> None:
    spots = [
        *calibrators(), *samples(),
        *calibrators(plate="Q"), *samples(plate="Q", vendor=40.0),
        *calibrators(analyte="il-8"), *samples(analyte="il-8"),
    ]  # fmt: skip
    curves = [curve(), replace(curve(), plate="Q"), replace(curve(), analyte="il-8")]
    [one] = [f for f in found(spots, curves=curves) if f.severity is Severity.REASON]
    assert (one.code, one.plate, one.analyte, one.found) == (
        FindingCode.VENDOR_RATIO, "Q", "il-6", "8",
    )  # fmt: skip
    assert one.key == "vendor_ratio:il-6:Q"


def test_a_thousandfold_of_numbers_below_the_limit_is_seen_too() -> None:
    assert "vendor_ratio" in codes([*calibrators(), *samples(own=0.02, vendor=20.0)])


def test_noise_below_the_limit_is_no_difference() -> None:
    assert codes([*calibrators(), *samples(own=0.01, vendor=0.03, stated="below_llod")]) == []


def test_a_single_result_that_differs_is_listed() -> None:
    spots = [*calibrators(), *samples(), *samples(1, vendor=50.0)]
    [one] = found(spots)
    assert (one.code, one.severity) == (FindingCode.FEW_COMPARED, Severity.LIST)


@pytest.mark.parametrize(("beyond", "code"), [(1, "few_beyond"), (2, "beyond_limits")])
@pytest.mark.parametrize("value", [0.01, 5000.0])
def test_more_than_five_per_cent_beyond_the_limits_though_called_in_range(
    beyond, code, value
) -> None:
    """One of 20 is five per cent and is listed; two need a reason."""
    spots = [*calibrators(), *samples(20 - beyond), *samples(beyond, vendor=value, own=value)]
    assert codes(spots) == [code]


def test_results_called_off_though_within_the_limits_are_listed() -> None:
    spots = [*calibrators(), *samples(), *samples(2, stated="below_llod")]
    [one] = found(spots)
    assert (one.code, one.severity) == (FindingCode.OFF_RANGE_INSIDE, Severity.LIST)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        (curve(hook=True), "hook"),
        (curve(r_squared=0.89), "r_squared"),
        (curve(r_squared=math.nan), "r_squared"),
        (curve(levels=3), "few_levels"),
        (curve(failure="too_few_levels", levels=2), "few_levels"),
        (curve(failure="flat"), "no_curve"),
        (curve(failure="not_converged"), "no_curve"),
        (None, "no_curve"),
    ],
)
def test_no_usable_curve(given, code) -> None:
    [one] = found(curves=[given] if given else [])
    assert (one.code.value, one.severity) == (code, Severity.REASON)


def test_r_squared_of_exactly_nine_tenths_and_four_levels_are_usable() -> None:
    assert codes(curves=[curve(r_squared=0.9, levels=4)]) == []


@pytest.mark.parametrize(
    "levels",
    [[1000, 250, 250, 62.5, 0], [250, 1000, 62.5, 15.6, 0], [0, 1, 4, 16, 64]],
)
def test_levels_called_s001_on_must_fall_strictly(levels) -> None:
    assert "not_falling" in codes([*calibrators([float(one) for one in levels]), *samples()])


def test_levels_of_other_names_may_rise() -> None:
    rising = calibrators(FOURFOLD[::-1], names="STD-{:02d}")
    assert codes([*rising, *samples()]) == []
    assert "not_falling" in codes(
        [*calibrators([1.0, 4.0, 2.0, 16.0], names="STD-{:02d}"), *samples()]
    )


def test_an_expired_lot_by_the_day_each_plate_was_read() -> None:
    lot = Lot("K1", expires_on=date(2026, 3, 31))
    assert codes(lot=lot, read_on={"P": date(2026, 3, 31)}) == []
    [one] = found(lot=lot, read_on={"P": date(2026, 4, 1)})
    assert (one.code, one.found, one.expected) == (
        FindingCode.LOT_EXPIRED, "2026-04-01", "2026-03-31",
    )  # fmt: skip


def test_a_lot_unlike_the_one_of_the_file() -> None:
    assert codes(named_lots=("k1",)) == []
    assert codes(named_lots=("K2",)) == ["lot_unlike"]
    certified = {("il-6", "s002"): 260.0}
    assert codes(lot=Lot("K1", levels=certified)) == ["lot_unlike"]
    assert codes(lot=Lot("K1", levels={("il-6", "s002"): 254.9})) == []


def test_no_calibrators_at_all_is_one_finding_and_not_one_an_analyte() -> None:
    spots = [*samples(), *samples(analyte="il-8")]
    [one] = found(spots, curves=[])
    assert (one.key, one.severity) == ("no_calibrators", Severity.REASON)


def test_one_plate_without_calibrators_is_named() -> None:
    spots = [*calibrators(), *samples(), *samples(plate="Q"), *samples(plate="Q", analyte="il-8")]
    evidence = FileEvidence(("P", "Q"), tuple(spots), (curve(),), LOT)
    assert [one.key for one in judge(evidence)] == ["no_calibrators:Q"]


def test_findings_are_data() -> None:
    data = Finding(FindingCode.HOOK, plate="P", analyte="il-6", wells=("A01",)).as_data()
    assert data == {
        "key": "hook:il-6:P", "code": "hook", "severity": "reason", "plate": "P",
        "analyte": "il-6", "wells": ["A01"], "found": "", "expected": "",
    }  # fmt: skip
