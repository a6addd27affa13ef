"""The halves of a report, its numbers, its references and its checklists."""

from __future__ import annotations

import pytest

from analytics.paper.blocks import Sentence
from analytics.paper.checklists import fill, reporting
from analytics.paper.checklists.fill import GUIDELINES
from analytics.paper.checklists.items import DIRECTION
from analytics.paper.document import FigurePart, Heading, Paragraph, Section, TablePart
from analytics.paper.glyphs import printable
from analytics.paper.literature import LITERATURE
from analytics.paper.numbering import number_parts
from analytics.tables.table import Column, Table


def table(name, **more):
    return TablePart(Table(name, name, [Column("Step", "text")], []), name, **more)


def words(part):
    return "".join(piece.text for piece in part.pieces)


def labels(section):
    return [part.label for part in section.parts if hasattr(part, "label")]


def test_each_half_is_numbered_of_its_own():
    main = Section("a", "A", (table("one"), FigurePart("roc", "ROC", "")))
    rest = Section("b", "B", (table("two"), FigurePart("forest", "", "")), place="supplement")
    last = Section("c", "C", (table("three"),))
    found = number_parts([rest, main, last])
    assert [section.anchor for section in found] == ["a", "c", "b"]
    assert [labels(section) for section in found] == [
        ["Table 1", "Figure 1"],
        ["Table 2"],
        ["Table S1", "Figure S1"],
    ]
    assert found[2].parts[0].anchor == "table-s1"


def test_a_block_of_the_other_half_leaves_its_section():
    said = Paragraph("See there.", ("two",))
    section = Section("a", "A", (said, table("one"), table("two", place="supplement")))
    first, second = number_parts([section])
    assert labels(first) == ["Table 1"]
    assert (second.anchor, second.title, second.place) == ("a-supplement", "A", "supplement")
    assert words(first.parts[0]) == "See there. (Table S1)"


def test_works_are_numbered_by_first_citation_and_listed_after_the_main_part():
    first = Paragraph("One.", cites=("b",), more=(Sentence("Two.", cites=("a", "b")),))
    rest = Section("s", "S", (Paragraph("Three.", cites=("c",)),), place="supplement")
    literature = {"a": "A 1950.", "b": "B 1988.", "c": "C 2015."}
    main, listed, last = number_parts([rest, Section("m", "M", (first,))], literature)
    assert words(main.parts[0]) == "One. [1] Two. [2, 1]"
    assert [piece.anchor for piece in main.parts[0].pieces if piece.anchor] == [
        "reference-1",
        "reference-2",
        "reference-1",
    ]
    assert [(entry.number, entry.text) for entry in listed.parts[0].entries] == [
        (1, "B 1988."),
        (2, "A 1950."),
        (3, "C 2015."),
    ]
    assert words(last.parts[0]) == "Three. [3]"


def test_an_unknown_work_is_refused():
    with pytest.raises(KeyError):
        number_parts([Section("a", "A", (Paragraph("x", cites=("nobody",)),))])


def test_nothing_cited_leaves_no_list():
    assert [s.anchor for s in number_parts([Section("a", "A", (Heading("x"),))])] == ["a"]


def test_a_legend_spells_out_what_title_caption_and_drawing_use():
    part = FigurePart("roc", "ROC of IL-6", "Band: 95 % CI.")
    (section,) = number_parts([Section("a", "A", (part,))])
    assert section.parts[0].legend == (
        "Band: 95 % CI. AUC, area under the ROC curve; CI, confidence interval; IL, interleukin; "
        "ROC, receiver operating characteristic."
    )


def test_an_item_leads_to_its_sections_or_is_not_recorded():
    sections = [
        Section("flow", "Patients", (Paragraph("88 patients."),)),
        Section("roc", "ROC", (Paragraph("Nothing to show.", remark=True),)),
    ]
    numbered = number_parts([*sections, reporting(sections)])
    lists = [part for part in numbered[-1].parts if part.kind == "checklist"]
    # A section that only says why it has nothing doesn't make the study one of accuracy.
    assert [part.key for part in lists] == ["strobe"]
    rows = {row.number: words(row) for row in lists[0].rows}
    assert rows["13"] == "Patients"
    assert rows["22"] == "Not recorded"
    assert rows["12d"] == "Patients"
    assert rows["6a"] == "Patients; eligibility criteria: not recorded"


@pytest.mark.parametrize("facts", [(), (DIRECTION,)])
def test_a_planned_direction_is_claimed_only_of_a_plan_that_has_one(facts):
    methods = Section("methods", "Methods", (Paragraph("As planned."),))
    numbered = number_parts([methods, reporting([methods], facts)])
    strobe = next(part for part in numbered[-1].parts if part.kind == "checklist")
    aims = next(words(row) for row in strobe.rows if row.number == "3")
    assert aims.startswith("Methods; the planned direction" if facts else "Not recorded")


@pytest.mark.parametrize("guideline", GUIDELINES, ids=lambda one: one.key)
def test_every_item_has_its_own_number_and_says_something(guideline):
    numbers = [item.number for item in guideline.items]
    assert len(numbers) == len(set(numbers)) > 25
    assert guideline.cites in LITERATURE
    assert all(row.remark for row in fill(guideline, []).rows if not row.sources)
    assert all(str(item.topic) and str(item.text) for item in guideline.items)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("IL-6 ≥ 7.6 pg/ml", "IL-6 ≥ 7.6 pg/ml"),
        ("関節リウマチ γ", "関節リウマチ γ"),
        ("e\u0301", "é"),
        ("\u202eabc\u200d", "abc"),
        ("😀", "[U+1F600]"),
        ("a\x01b", "a[U+0001]b"),
    ],
)
def test_what_has_no_glyph_is_named(typed, shown):
    assert printable({"text": [typed, 1]}) == {"text": [shown, 1]}
