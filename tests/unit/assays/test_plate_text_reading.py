"""The raw plate text: spot lines, hidden spots, several tables, and copies saved by Excel."""

from __future__ import annotations

import pytest

from ra_registry.assays.parsers import AssayFileError, read_assay_file
from tests.factories.assay_files import SMALL_PLATE_TEXT, make_workbook


def read(text: str, *, name: str = "plate.txt", encoding: str = "utf-8"):
    return read_assay_file(text.encode(encoding), name)


def refused(text: str):
    with pytest.raises(AssayFileError) as refusal:
        read(text)
    return refusal.value.problems[0]


def signals(parsed, spot: int) -> dict[str, float]:
    return {row.well: row.signal.value for row in parsed.rows if row.spot == spot}


SPOT_1 = {"A01": 11, "A02": 12, "A03": 13, "B01": 111, "B02": 112, "B03": 113}


def test_spot_lines_and_a_hidden_spot():
    parsed = read(SMALL_PLATE_TEXT)
    [plate] = parsed.plates

    assert {row.spot for row in parsed.rows} == {1, 2, 4}
    assert signals(parsed, 1) == SPOT_1
    assert signals(parsed, 4)["B03"] == 143
    assert (plate.barcode, plate.type_name, plate.spots_per_well) == (
        "2AB0CD1234", "96 Multi-Spot 4", 4,
    )  # fmt: skip
    assert (plate.read_time.local, parsed.date_order) == ("2024-03-04T10:15:00", "mdy")
    assert parsed.warnings == ()


def test_unix_line_ends_and_no_last_line_end():
    assert (
        read(SMALL_PLATE_TEXT.replace("\r\n", "\n").rstrip("\n")).rows
        == read(SMALL_PLATE_TEXT).rows
    )


def test_a_copy_saved_by_excel():
    """Excel pads every line with tabs and quotes texts; separators then look like hidden spots."""
    padded = "".join(f"{line}{chr(9) * 110}\r\n" for line in SMALL_PLATE_TEXT.splitlines())
    padded = padded.replace("\t1201\t", "\t1.80013E+13\t").replace(
        "C:\\ECLResults\\2AB0CD1234_2024-03-04-101500.txt",
        '"C:\\ECLResults\\2AB0CD1234_2024-03-04-101500.txt"',
    )
    parsed = read(padded)

    assert [(row.well, row.spot) for row in parsed.rows] == [
        (row.well, row.spot) for row in read(SMALL_PLATE_TEXT).rows
    ]
    assert parsed.plates[0].instrument_serial == "1.80013E+13"


def test_negative_signals_are_read_and_told():
    parsed = read(SMALL_PLATE_TEXT.replace("  11 ", " -11 "))

    assert signals(parsed, 1)["A01"] == -11
    assert [warning.code for warning in parsed.warnings] == ["negative_signal"]


def test_trimmed_line_ends_keep_the_spot_numbers():
    """An editor that trims white space turns a hidden spot into an empty line."""
    trimmed = "\n".join(line.rstrip() for line in SMALL_PLATE_TEXT.splitlines())

    assert read(trimmed).rows == read(SMALL_PLATE_TEXT).rows


def test_one_table_per_spot_makes_one_plate():
    header, _, _ = SMALL_PLATE_TEXT.partition("==========Data")
    tables = [
        f"{header}SpotID   :\t{spot}\r\n==========Data==========\r\n"
        f"\t1\t2\t3\r\nA\t{spot}1\t{spot}2\t{spot}3\r\nB\t{spot}4\t{spot}5\t{spot}6\r\n"
        "==========Statistics==========\r\n\r\n"
        for spot in (1, 3, 4)
    ]
    parsed = read("".join(tables))

    assert [plate.key for plate in parsed.plates] == ["2AB0CD1234"]
    assert len(parsed.rows) == 18
    assert signals(parsed, 3) == {
        "A01": 31, "A02": 32, "A03": 33, "B01": 34, "B02": 35, "B03": 36,
    }  # fmt: skip
    assert parsed.warnings == ()


def test_the_same_spot_twice_is_refused():
    header, _, _ = SMALL_PLATE_TEXT.partition("==========Data")
    table = "==========Data==========\r\n\t1\t2\t3\r\nA\t1\t2\t3\r\nB\t4\t5\t6\r\n"
    text = "".join(f"{header}SpotID   :\t{spot}\r\n{table}" for spot in (1, 3, 1))

    assert refused(text).code == "duplicate_well"


def test_several_plates_in_one_file():
    second = SMALL_PLATE_TEXT.replace("2AB0CD1234", "2AB0CD5678").replace("11 ", "99 ")
    second = second[second.index("Stack ID") :]
    parsed = read(SMALL_PLATE_TEXT + "\r\n\r\n" + second)

    assert [plate.barcode for plate in parsed.plates] == ["2AB0CD1234", "2AB0CD5678"]
    assert len(parsed.rows) == 36


def test_a_plate_read_twice_keeps_both_reads_apart():
    second = SMALL_PLATE_TEXT.replace("10:15:00", "11:15:00")
    parsed = read(SMALL_PLATE_TEXT + second)

    assert [plate.key for plate in parsed.plates] == ["2AB0CD1234", "2AB0CD1234 (2)"]
    assert [warning.code for warning in parsed.warnings] == ["repeated_barcode"]


def test_assay_names_of_the_spots():
    assays = "Assays   :\tIL-6,IL-8,,TNF-α\r\n"
    parsed = read(SMALL_PLATE_TEXT.replace("Read Time:", f"{assays}Read Time:"))

    assert {(row.spot, row.assay) for row in parsed.rows} == {
        (1, "IL-6"), (2, "IL-8"), (4, "TNF-α"),
    }  # fmt: skip


@pytest.mark.parametrize(
    "key", ["FileName", "Stack ID", "Barcode1", "Type", "Spots Per Well", "Read Time", "Serial #"]
)
def test_any_key_of_the_header_may_be_missing(key):
    lines = [line for line in SMALL_PLATE_TEXT.splitlines() if not line.startswith(key)]
    parsed = read("\r\n".join(lines))

    assert signals(parsed, 1) == SPOT_1
    assert signals(parsed, 4)["A01"] == 41


def test_a_384_well_plate():
    columns = "\t".join(str(column) for column in range(1, 25))
    lines = [f"{letter}\t" + "\t".join("7" * 24) for letter in "ABCDEFGHIJKLMNOP"]
    text = "Type     :\t384\nBarcode1 :\t<2AB0CD1234>\n=====Data=====\n\t" + columns + "\n"
    parsed = read(text + "\n".join(lines))

    assert len(parsed.rows) == 384
    assert (parsed.rows[-1].well, parsed.warnings) == ("P24", ())


def test_a_data_block_alone():
    parsed = read("1\t2\t3\nA\t11\t12\t13\n \t21\t22\t23\nB\t111\t112\t113\n \t121\t122\t123\n")

    assert signals(parsed, 1) == SPOT_1
    assert signals(parsed, 2)["B03"] == 123
    assert [warning.code for warning in parsed.warnings] == ["no_barcode"]


def test_raw_text_pasted_into_a_workbook():
    cells = [[cell.strip() for cell in line.split("\t")] for line in SMALL_PLATE_TEXT.splitlines()]
    cells = [[cell if not cell.startswith("=") else f" {cell}" for cell in row] for row in cells]
    parsed = read_assay_file(make_workbook({"MSD Data": cells}), "plate.xlsx")

    assert (parsed.encoding, signals(parsed, 1)) == ("xlsx", SPOT_1)


def test_a_well_without_a_value_is_told():
    parsed = read(SMALL_PLATE_TEXT.replace("\t  12 \t", "\t     \t"))

    assert "A02" not in signals(parsed, 1)
    [warning] = parsed.warnings
    assert (warning.code, warning.line, warning.column) == ("missing_wells", 16, "2")


def test_missing_plate_rows_are_told():
    parsed = read(SMALL_PLATE_TEXT.replace("Wells Per Col :\t2", "Wells Per Col :\t8"))

    [warning] = parsed.warnings
    assert (warning.code, warning.found) == ("missing_wells", "2 plate rows")


def test_a_cut_line_is_refused():
    cut = SMALL_PLATE_TEXT[: SMALL_PLATE_TEXT.index("\t 142")]
    problem = refused(cut)

    assert (problem.line, problem.column, problem.code) == (24, "2", "cut_line")


def test_missing_spot_lines_are_refused():
    cut = SMALL_PLATE_TEXT[: SMALL_PLATE_TEXT.index("  \t 141")]
    problem = refused(cut)

    assert (problem.column, problem.code) == ("B", "cut_line")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("  12 ", "twelve", "not a number"),
        ("\t  13 \t", "\t  13 \t  14 \t", "longer than the header"),
        ("B \t 111", "Q \t 111", "Not a plate row"),
        ("  \t1  \t2  \t3  ", "  \tone\ttwo\tthree", "No column numbers"),
        ("  \t  21 ", "  \t 31\t32\t33\r\n  \t  21 ", "a line too many"),
    ],
)
def test_damage_is_named_in_place(old, new, message):
    assert message in refused(SMALL_PLATE_TEXT.replace(old, new, 1)).message


def test_a_header_without_data_is_refused():
    assert refused(SMALL_PLATE_TEXT.partition("A \t")[0]).code == "no_data"


def test_decimal_comma_and_mixed_marks():
    parsed = read(SMALL_PLATE_TEXT.replace("  11 ", "11,5 "))

    assert (parsed.decimal_mark, signals(parsed, 1)["A01"]) == (",", 11.5)
    mixed = SMALL_PLATE_TEXT.replace("  11 ", "11,5 ").replace("  12 ", "12.5 ")
    assert refused(mixed).found == "11,5"
