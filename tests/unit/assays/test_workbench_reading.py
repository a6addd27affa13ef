"""The analysed export: columns in any order, every preamble, delimiter and encoding."""

from __future__ import annotations

import random

import pytest

from ra_registry.assays.parsers import (
    AssayFileError,
    NumberState,
    Role,
    RoleSource,
    read_assay_file,
)
from tests.factories.assay_files import SMALL_TABLE, make_workbook, small_csv


def read(text: str, *, name: str = "results.csv", encoding: str = "utf-8"):
    return read_assay_file(text.encode(encoding), name)


def refused(text: str, *, name: str = "results.csv"):
    with pytest.raises(AssayFileError) as refusal:
        read(text, name=name)
    return refusal.value.problems[0]


def table(*changes: tuple[int, str, str]) -> str:
    """Return the small export with cells changed: (row, column name, text)."""
    rows = [list(row) for row in SMALL_TABLE]
    for row, column, value in changes:
        rows[row][rows[0].index(column)] = value
    return "".join(f"{','.join(row)}\r\n" for row in rows)


def codes(parsed) -> list[str]:
    return [warning.code for warning in parsed.warnings]


def test_rows_carry_text_and_number():
    parsed = read(small_csv())
    standard, sample, excluded = parsed.rows

    assert (standard.role, standard.role_source) == (Role.CALIBRATOR, RoleSource.SAMPLE_GROUP)
    assert (sample.role, sample.sample, sample.dilution.value) == (Role.UNKNOWN, "RA-017", 2)
    assert (sample.well, sample.spot, sample.signal.value) == ("A02", 1, 1512)
    assert (sample.calc_concentration.raw, sample.calc_concentration.value) == ("7.25", 7.25)
    assert (sample.censor, excluded.censor) == ("in_range", "below_curve")
    assert (sample.excluded, excluded.excluded) == (False, True)
    assert excluded.calc_concentration.state is NumberState.NOT_REPORTED
    assert [row.line for row in parsed.rows] == [2, 3, 4]
    assert parsed.warnings == ()


def test_columns_are_found_by_name_in_any_order():
    order = list(range(len(SMALL_TABLE[0])))
    random.Random(3).shuffle(order)
    shuffled = "".join(",".join(row[index] for index in order) + "\n" for row in SMALL_TABLE)

    assert read(shuffled).rows == read(small_csv()).rows


@pytest.mark.parametrize(
    "preamble",
    [
        "Experiment Data Table\r\n",
        "Experiment Data Table,,,,,,,,,,,\r\n\r\n",
        "".join(f"Property {line},value {line}\r\n" for line in range(22)),
        "\r\n\r\n",
    ],
)
def test_preambles_are_skipped_and_kept(preamble):
    parsed = read(small_csv(preamble=preamble))

    assert parsed.rows == read(small_csv()).rows
    assert len(parsed.preamble) == sum(1 for line in preamble.splitlines() if line.strip(","))


@pytest.mark.parametrize("padding", ["", "," * 11])
def test_the_plate_may_stand_above_the_table(padding):
    rows = [row[1:] for row in SMALL_TABLE]
    text = f"Plate_2AB0CD1234{padding}\n" + "".join(f"{','.join(row)}\n" for row in rows)
    [plate] = read(text).plates

    assert (plate.name, plate.barcode) == ("Plate_2AB0CD1234", "2AB0CD1234")


def test_blocks_headed_by_their_analyte():
    header = "Sample,Well,Signal,Mean,CV,Calc. Concentration,Detection Range,"
    parsed = read(
        f"Unknown: IL-6 (Human),,,,,,,\n{header}\n"
        "P-01,C01,612,682,14.42,97.07,In Detection Range,\n"
        "\n"
        f"Standard: IL-8 (Human),,,,,,,\n{header}\n"
        "STD-01,A01,90000,90000,,NaN,Above Fit Curve Range,\n"
    )

    assert [(row.assay, row.role, row.spot) for row in parsed.rows] == [
        ("IL-6 (Human)", Role.UNKNOWN, None),
        ("IL-8 (Human)", Role.CALIBRATOR, None),
    ]
    assert codes(parsed) == ["no_barcode"]


def test_names_printed_over_several_lines():
    text = (
        "Experiment Data Table,,,,,,,,\n"
        ",,,,Algorithm,,,,Detection\n"
        ",,,,Parameter:,Standard,Calc.,Calc. Conc.,Limits:\n"
        "Sample,Assay,Well,Signal,Calc. Bottom,Conc,Conc,Mean,Calc. Low\n"
        "S001,CRP,A01,5000,100,250,180,179,2.5\n"
    )
    [row] = read(text).rows

    assert (row.concentration.value, row.calc_concentration.value) == (250, 180)
    assert (row.calc_mean.value, row.limit_low.value) == (179, 2.5)
    assert row.other == (("Algorithm Parameter: Calc. Bottom", "100"),)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "cp1252"])
def test_delimiters_and_encodings(delimiter, encoding):
    parsed = read(small_csv(delimiter=delimiter), encoding=encoding, name="results.txt")

    assert parsed.delimiter == delimiter
    assert parsed.rows == read(small_csv()).rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_letters_beyond_ascii_survive(encoding):
    # CP1252 has no Greek letters, but the micro sign.
    parsed = read(table((1, "Assay", "µ-Faktor")), encoding=encoding)

    assert parsed.rows[0].assay == "µ-Faktor"
    assert parsed.encoding == encoding.removesuffix("-sig")


@pytest.mark.parametrize("delimiter", [";", "\t"])
def test_decimal_comma(delimiter):
    text = small_csv(delimiter=delimiter).replace(".", ",").replace("Calc,", "Calc.")
    parsed = read(text)

    assert parsed.decimal_mark == ","
    assert [row.calc_concentration.value for row in parsed.rows] == [486.5, 7.25, None]
    assert parsed.rows[0].calc_concentration.raw == "486,5"


def test_point_and_comma_together_are_refused_in_place():
    text = small_csv(delimiter=";").replace("7.25", "1.007,25")
    problem = refused(text)

    assert (problem.line, problem.column, problem.code) == (
        3, "Calc. Concentration", "decimal_mark",
    )  # fmt: skip


def test_an_unquoted_decimal_comma_makes_the_line_too_long():
    problem = refused(table((2, "Calc. Concentration", "7,25")))

    assert (problem.line, problem.code) == (3, "long_line")


@pytest.mark.parametrize(
    ("text", "state", "limit"),
    [
        ("NaN", NumberState.NOT_REPORTED, None),
        ("NA", NumberState.NOT_REPORTED, None),
        (".", NumberState.NOT_REPORTED, None),
        ("", NumberState.EMPTY, None),
        ("<0.5", NumberState.LESS_THAN, 0.5),
        ("> 938", NumberState.GREATER_THAN, 938),
    ],
)
def test_a_missing_value_is_never_a_number_and_keeps_its_text(text, state, limit):
    parsed = read(table((2, "Calc. Concentration", text)))
    number = parsed.rows[1].calc_concentration

    assert (number.raw, number.value, number.state, number.limit) == (text, None, state, limit)


def test_scientific_notation_and_signs():
    parsed = read(table((1, "Signal", "3.5E+05"), (2, "Signal", "-12")))

    assert [row.signal.value for row in parsed.rows] == [350000, -12, 96]
    assert codes(parsed) == ["negative_signal"]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ((2, "Signal", "abc"), "number"),
        ((2, "Signal", "12 counts"), "number"),
        ((2, "Signal", "1e999"), "number"),
        ((2, "Well", "Z99"), "well"),
        ((2, "Well", ""), "well"),
        ((2, "Spot", "1.5"), "spot"),
        ((2, "Spot", "0"), "spot"),
        ((2, "Excluded", "perhaps"), "excluded"),
        ((2, "Sample", '=HYPERLINK("x")'), "formula"),
        ((2, "Signal", "=1+1"), "number"),
    ],
)
def test_an_unreadable_cell_is_named_with_row_and_column(change, code):
    row, column, text = change
    problem = refused(table(change))

    assert (problem.line, problem.column, problem.code) == (row + 1, column, code)
    assert problem.found == text
    assert problem.expected


def test_all_problems_are_told_at_once():
    with pytest.raises(AssayFileError, match="and 2 more") as refusal:
        read(table((1, "Signal", "x"), (2, "Signal", "y"), (3, "Well", "Q1")))

    assert [problem.line for problem in refusal.value.problems] == [2, 3, 4]


@pytest.mark.parametrize("column", ["Sample", "Well", "Signal"])
def test_a_missing_column_is_named(column):
    problem = refused(small_csv().replace(f",{column},", ",Something,", 1))

    assert (problem.line, problem.column, problem.code) == (1, column, "header")


def test_a_column_that_stands_twice_is_refused():
    problem = refused(small_csv().replace(",Dilution,", ",Signal,", 1))

    assert "twice" in problem.message


def test_a_cut_line_is_refused():
    problem = refused(small_csv()[:-40])

    assert (problem.line, problem.code) == (4, "cut_line")


def test_a_well_that_stands_twice_is_refused():
    problem = refused(table((2, "Well", "A1")))

    assert (problem.line, problem.code) == (3, "duplicate_well")
    assert "line 2" in problem.message


def test_unbalanced_quotes_are_refused():
    assert refused(table((2, "Sample", '"RA-017'))).code == "quotes"


def test_a_table_without_rows_is_refused():
    assert refused(small_csv().splitlines()[0] + "\n").code == "empty"


@pytest.mark.parametrize(
    ("group", "role"),
    [
        ("Standards", Role.CALIBRATOR),
        ("Unknowns", Role.UNKNOWN),
        ("Controls", Role.CONTROL),
        ("QC", Role.CONTROL),
        ("Controls - Neg", Role.NEGATIVE_CONTROL),
        ("Blanks", Role.BLANK),
    ],
)
def test_the_sample_group_gives_the_role(group, role):
    assert read(table((2, "Sample Group", group))).rows[1].role is role


def test_an_unknown_group_leaves_the_role_open():
    parsed = read(table((2, "Sample Group", "Vehicle")))

    assert (parsed.rows[1].role, parsed.rows[1].sample_group) == (None, "Vehicle")
    assert codes(parsed) == ["unknown_sample_group"]


@pytest.mark.parametrize("sample", ["S-104", "S001", "B12", "C001", "U007", "QC-3"])
def test_names_never_give_a_role(sample):
    parsed = read(table((2, "Sample Group", ""), (2, "Sample", sample)))

    assert parsed.rows[1].role is None


def test_merged_replicates_keep_both_ranges():
    both = "Below Fit Curve Range/In Detection Range"
    parsed = read(table((2, "Detection Range", both)))

    assert parsed.rows[1].censor == "below_curve/in_range"


def test_an_unknown_range_is_kept_and_told():
    parsed = read(table((2, "Detection Range", "Nearly In Range")))

    assert (parsed.rows[1].censor, parsed.rows[1].detection_range) == ("", "Nearly In Range")
    assert codes(parsed) == ["unknown_detection_range"]


def series(levels: list[str]) -> str:
    lines = ["Sample,Sample Group,Assay,Well,Spot,Concentration,Signal,Barcode1"]
    for number, level in enumerate(levels, 1):
        for column in (1, 2):
            well = f"{'ABCDEFGH'[number - 1]}{column}"
            lines.append(
                f"S{number:03},Standards,IL-6,{well},1,{level},{9000 // number},2AB0CD1234"
            )
    return "\n".join(lines)


GOOD_SERIES = ["862.5", "215.625", "53.90625", "13.4765625", "3.369140625", "0.842", "0.21", "0"]


def test_a_regular_calibrator_series_passes():
    assert read(series(GOOD_SERIES)).warnings == ()


def test_a_lost_decimal_point_is_found():
    """215.625 read as 215625: the damage that a published data set carries."""
    [warning] = read(series([level.replace("215.625", "215625") for level in GOOD_SERIES])).warnings

    assert (warning.code, warning.found) == ("calibrator_series", "215625")
    assert warning.line == 4


def test_a_level_that_breaks_the_dilution_is_found():
    levels = [level.replace("3.369140625", "3.5") for level in GOOD_SERIES]
    [warning] = read(series(levels)).warnings

    assert warning.code == "calibrator_series"
    assert "4-fold" in warning.expected


def test_replicates_of_one_calibrator_have_one_concentration():
    text = series(GOOD_SERIES).replace("C2,1,53.90625", "C2,1,53.9")
    [warning] = read(text).warnings

    assert (warning.line, warning.found) == (7, "53.9")


def test_saturated_signals_are_gathered_per_analyte():
    [warning] = read(table((1, "Signal", "1500001"), (2, "Signal", "2000000"))).warnings

    assert warning.code == "saturated"
    assert "A01, A02" in warning.message


def test_a_missing_signal_is_told():
    parsed = read(table((2, "Signal", "NaN")))

    assert codes(parsed) == ["no_signal"]


@pytest.mark.parametrize(
    ("name", "warned"),
    [
        ("2AB0CD1234_results.csv", False),
        ("run7_2AB0CD9999.csv", True),
        ("results_2024-10-17.csv", False),
    ],
)
def test_a_barcode_in_the_file_name_is_compared(name, warned):
    assert ("barcode_mismatch" in codes(read(small_csv(), name=name))) == warned


@pytest.mark.parametrize(
    ("printed", "local", "order"),
    [
        ("10/17/2024 3:06:11 PM", "2024-10-17T15:06:11", "mdy"),
        ("17/10/2024 15:06", "2024-10-17T15:06:00", "dmy"),
        ("17.10.2024 15:06:11", "2024-10-17T15:06:11", "dmy"),
        ("2024-10-07 15:06:11", "2024-10-07T15:06:11", "ymd"),
        ("09/09/2024 08:00:00", "2024-09-09T08:00:00", "mdy"),
        ("09/08/2024 08:00:00", "", "ambiguous"),
        ("last Tuesday", "", ""),
        ("10/17/2024 25:06:11", "", "mdy"),
    ],
)
def test_read_times_are_parsed_when_day_and_month_are_certain(printed, local, order):
    rows = [[*row, "Read Time" if line == 0 else printed] for line, row in enumerate(SMALL_TABLE)]
    parsed = read("".join(f"{','.join(row)}\n" for row in rows))

    assert (parsed.plates[0].read_time.raw, parsed.date_order) == (printed, order)
    assert parsed.plates[0].read_time.local == local


def numbers_as_numbers(rows):
    return [
        [float(cell) if cell.replace(".", "", 1).isdigit() else cell for cell in row]
        for row in rows
    ]


def test_a_workbook_gives_the_same_rows():
    content = make_workbook(
        {
            "read me": [["Well", "Sample", "Signal"], ["not", "a", "plate"]],
            "Workbench data": numbers_as_numbers(SMALL_TABLE),
            "removed samples": numbers_as_numbers(SMALL_TABLE),
            "Chart": [["x"]],
        }
    )
    parsed = read_assay_file(content, "results.xlsx")

    assert (parsed.encoding, parsed.rows) == ("xlsx", read(small_csv()).rows)


def test_experiment_info_gives_lots_barcodes_and_read_times():
    info = [
        ["Experiment Name", "RA cytokines"],
        [],
        ["Reagent", "Lot Number", "Expiry Date"],
        ["Calibrator 1", "A0080123", "2027-01-31"],
        ["Diluent 2", "M12A", "2026-06-30"],
        [],
        ["Plate 1", "", "", "Plate 2", ""],
        ["Barcode1", "2AB0CD1234", "", "Barcode1", "2AB0CD5678"],
        ["Barcode2", "", "", "Barcode2", ""],
        ["Read Time", "10/17/2024 15:06:11", "", "Read Time", "10/17/2024 15:20:00"],
        ["Serial #", "1201", "", "Serial #", "1201"],
    ]
    content = make_workbook({"Exp_Data_Tbl": SMALL_TABLE, "Experiment_Info": info})
    parsed = read_assay_file(content, "results.xlsx")
    [plate] = parsed.plates

    assert (plate.barcode, plate.instrument_serial) == ("2AB0CD1234", "1201")
    assert plate.read_time.local == "2024-10-17T15:06:11"
    assert [(reagent.name, reagent.lot) for reagent in parsed.reagents] == [
        ("Calibrator 1", "A0080123"),
        ("Diluent 2", "M12A"),
    ]


def test_a_problem_in_a_workbook_names_the_sheet():
    rows = [list(row) for row in SMALL_TABLE]
    rows[2][8] = "many"
    with pytest.raises(AssayFileError, match='sheet "Results", line 3, column Signal'):
        read_assay_file(make_workbook({"Results": rows}), "results.xlsx")


def test_a_unit_in_the_column_name_is_kept():
    parsed = read(small_csv().replace("Calc. Concentration", "Calc. Concentration (pg/mL)"))

    assert parsed.unit == "pg/mL"
    assert parsed.rows[0].calc_concentration.value == 486.5
