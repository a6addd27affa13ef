"""Encodings are told apart by what text looks like, or asked about; never taken for another."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.assays.parsers import (
    Answers,
    Asked,
    AssayFileError,
    alias_key,
    read_assay_file,
    read_layout,
)
from ra_registry.assays.parsers.encodings import ENCODINGS, decode_bytes
from tests.factories.assay_files import SMALL_PLATE_TEXT, small_csv

WESTERN = ["Müller", "Größe", "µg/ml", "37 °C", "patient’s", "Señor Ñuñez", "D’Angelo", "MÜLLER",
           "“quoted”", "test – note", "TNF-ß", "L’Hôpital"]  # fmt: skip
JAPANESE = [
    "山田太郎",
    "IFN-γ",
    "TNF-α",
    "ＩＦＮ－γ",
    "μg/ml",
    "37℃",
    "測定者：鈴木",
    "髙橋",
    "検体",
    "ﾃｽﾄ",
]
CHINESE = ["血浆样本", "操作员：王芳", "IFN-γ", "张伟", "37℃", "张伟,髙"]


def told(text: str, encoding: str) -> bool:
    """Return whether the text came back by itself; an open question has to offer it."""
    decoded = decode_bytes(text.encode(encoding))
    assert decoded.question is not None
    if decoded.question.is_open:
        first = text.split(",", maxsplit=1)[0]
        assert first in [reading.cells[0] for reading in decoded.question.readings]
        return False
    assert (decoded.text, decoded.encoding) == (text, encoding)
    return True


@pytest.mark.parametrize(
    ("text", "encoding"),
    [*((text, "cp1252") for text in WESTERN), *((text, "cp932") for text in JAPANESE),
     *((text, "gb18030") for text in CHINESE)],
)  # fmt: skip
def test_a_text_is_read_right_or_asked_about(text, encoding):
    told(text, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Müller", "cp1252"), ("D’Angelo", "cp1252"), ("山田太郎", "cp932"), ("IFN-γ", "cp932"),
     ("血浆样本", "gb18030")],
)  # fmt: skip
def test_the_usual_ones_need_no_question(text, encoding):
    assert told(text, encoding)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_unicode_proves_itself(encoding):
    export = small_csv().replace("IL-6", "IFN-γ").replace("RA-017", "山田")
    parsed = read_assay_file(export.encode(encoding), "results.csv")

    assert (parsed.rows[0].assay, parsed.rows[1].sample) == ("IFN-γ", "山田")
    assert parsed.questions == ()


@given(st.text("abcXYZ019-_ äöüÄÖÜéèêßñçµ°γβα山田検体血漿さくらアイ", min_size=1, max_size=12),
       st.sampled_from(["utf-8", "utf-16", "cp1252", "cp932", "gb18030"]))  # fmt: skip
def test_a_named_encoding_always_comes_back(name, encoding):
    try:
        content = small_csv(preamble=f"Titel: {name}\r\n").encode(encoding)
    except UnicodeEncodeError:
        return
    parsed = read_assay_file(content, "results.csv", Answers(encoding=encoding))

    assert parsed.preamble == (f"Titel: {name}".strip(),)


@pytest.mark.parametrize("name", ["IFN-γ", "ＩＦＮ－γ", "ＩＦＮγ", "INF-γ"])
def test_a_japanese_export_names_interferon_gamma(name):
    content = small_csv(preamble="測定者：鈴木\r\n").replace("IL-6", name).encode("cp932")
    parsed = read_assay_file(content, "results.csv")

    assert parsed.encoding == "cp932"
    assert {alias_key(row.assay) for row in parsed.rows} == {alias_key("IFN-gamma")}


def test_an_open_question_shows_three_cells_in_every_reading():
    export = small_csv().replace("RA-017", "髙橋").replace("RA-018", "齋藤").replace("IL-6", "髙")
    content = export.encode("cp932")
    question = decode_bytes(content).question
    assert question is not None

    assert question.is_open
    assert len(question.places) == 3
    assert question.places[0] == "line 2, column 4"
    assert {reading.answer for reading in question.readings} <= set(ENCODINGS)
    assert ("髙", "髙橋", "齋藤") in [reading.cells for reading in question.readings]


def test_an_answer_by_which_the_bytes_are_no_text_is_refused():
    with pytest.raises(AssayFileError, match="can't be decoded"):
        read_assay_file(small_csv(preamble="Müller\n").encode("cp1252"), "r.csv", Answers("utf-8"))


def test_a_layout_is_asked_about_like_a_file():
    layout = read_layout(",1,2\nA,张伟,B\n".encode("gb18030"), "layout.csv")

    assert [question.asked for question in layout.questions] == [Asked.ENCODING]
    answered = read_layout(",1,2\nA,张伟,B\n".encode("gb18030"), "layout.csv", Answers("gb18030"))
    assert answered.wells[0].sample == "张伟"


def test_raw_text_keeps_a_japanese_operator():
    text = SMALL_PLATE_TEXT.replace("Model    :", "User     :\t山田太郎\r\nModel    :")
    parsed = read_assay_file(text.encode("cp932"), "plate.txt")

    assert parsed.plates[0].operator == "山田太郎"


EAST_ASIAN = [
    ("血漿試料ひかり", "euc-jp"),
    ("患者", "euc-jp"),
    ("測定者：鈴木", "euc-jp"),
    ("ＩＦＮγ", "euc-jp"),
    ("血漿樣本患者", "cp950"),
    ("操作員：王芳", "cp950"),
    ("혈장 시료 환자", "cp949"),
    ("김철수", "cp949"),
]


@pytest.mark.parametrize(("text", "encoding"), EAST_ASIAN)
def test_other_east_asian_encodings_are_read_right_or_asked_about(text, encoding):
    told(text, encoding)


@pytest.mark.parametrize(("text", "encoding"), EAST_ASIAN)
def test_other_east_asian_encodings_come_back_by_their_name(text, encoding):
    content = small_csv().replace("RA-017", text).encode(encoding)

    assert read_assay_file(content, "r.csv", Answers(encoding)).rows[1].sample == text


@pytest.mark.parametrize(
    ("text", "encoding"),
    [("Плазма больного", "cp1251"), ("πλάσμα", "cp1253"),
     ("Örneği ığş", "cp1254")],
)  # fmt: skip
def test_an_encoding_that_nobody_reads_here_is_never_taken_for_another(text, encoding):
    question = decode_bytes(text.encode(encoding)).question

    assert question is not None
    assert question.is_open


@pytest.mark.parametrize("encoding", ["iso-2022-jp", "iso-2022-kr"])
def test_escape_sequences_are_refused_by_their_name(encoding):
    content = small_csv().replace("RA-017", "金").encode(encoding)
    with pytest.raises(AssayFileError, match="ISO-2022"):
        read_assay_file(content, "r.csv")


@pytest.mark.parametrize("encoding", ["euc-jp", "cp950", "cp949", "cp932", "gb18030"])
def test_a_layout_in_each_of_them_is_read_or_asked_about(encoding):
    name = {"cp949": "혈장", "gb18030": "血浆样本"}.get(encoding, "血漿")
    layout = read_layout(f",1,2\nA,{name},B\n".encode(encoding), "layout.csv")
    [asked] = layout.questions

    assert asked.is_open or layout.wells[0].sample == name
    assert name in [reading.cells[0] for reading in asked.readings]


@pytest.mark.parametrize("encoding", ["gb18030", "cp932"])
@pytest.mark.parametrize("name", ["IFN-γ", "TNF-α", "IL-1β"])
def test_a_greek_letter_alone_needs_no_question(name, encoding):
    parsed = read_assay_file(small_csv().replace("IL-6", name).encode(encoding), "results.csv")

    assert not [asked for asked in parsed.questions if asked.is_open]
    assert parsed.rows[0].assay == name


@pytest.mark.parametrize("answer", ["\x00", "hex", "no such encoding"])
def test_an_answer_that_names_no_encoding_is_refused_with_a_sentence(answer: str) -> None:
    with pytest.raises(AssayFileError, match="can't be decoded"):
        decode_bytes(b"a..b", answer)
