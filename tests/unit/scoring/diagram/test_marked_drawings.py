"""A drawing with a figure in each site: what is coloured, dashed, linked and said."""

from __future__ import annotations

from xml.etree import ElementTree as ET

import pytest

from scoring.diagram import Mark, drawings_of, marked_svg
from scoring.instruments import all_instruments, get_instrument

NONE = Mark(None, "–", "nothing to compare")


@pytest.mark.parametrize("key", [one.key for one in all_instruments()])
def test_every_site_is_there_with_its_mark(key: str) -> None:
    for drawing in drawings_of(get_instrument(key)):
        marks = {
            item.code: Mark(place % 10, f"0.{place:02}", "a & b", f"?pair=1&site={item.code}")
            for place, (item, _) in enumerate(drawing.places)
        }
        root = ET.fromstring(marked_svg(drawing, marks))
        links = root.findall("a")
        assert [link.get("href") for link in links] == [one.url for one in marks.values()]
        assert [link.get("data-level") for link in links] == [
            str(one.level) for one in marks.values()
        ]
        assert [link.findtext("text") for link in links] == [one.text for one in marks.values()]
        assert all(link.get("aria-label", "").endswith(": a & b") for link in links)
        assert root.get("aria-label") == drawing.title


def test_a_site_without_figure_is_dashed_and_leads_nowhere() -> None:
    drawing = drawings_of(get_instrument("svdh"))[0]
    root = ET.fromstring(marked_svg(drawing, {item.code: NONE for item, _ in drawing.places}))
    assert not root.findall("a")
    sites = root.findall("g")
    assert len(sites) == len(drawing.places)
    assert {site.get("data-kind") for site in sites} == {"none"}
    assert {site.get("role") for site in sites} == {"img"}
    assert "data-level" not in sites[0].attrib


def test_a_forgotten_site_is_a_fault() -> None:
    drawing = drawings_of(get_instrument("ramris-2016"))[0]
    with pytest.raises(KeyError):
        marked_svg(drawing, {})
