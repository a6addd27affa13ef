"""Figures as files: the width of a journal's column, legible type, panels, scripts."""

from __future__ import annotations

import io
import re
from html import escape

import pytest
from django.urls import reverse
from pypdf import PdfReader

from analytics.figures import render
from analytics.figures.render import as_file, draw
from analytics.figures.room import room_of
from analytics.figures.spec import figure, layer, nominal, panels_of, quantitative
from analytics.figures.widths import SMALLEST_POINTS, WIDTHS
from analytics.models import AnalysisRun
from analytics.results.stored_run import StoredRun
from analytics.topics.registry import FIGURES, PANELS, build_figure, widths_of
from ra_registry.core.audit import AuditEvent
from tests.drawn_once import engine
from tests.factories.cohorts import manager_of

pytestmark = pytest.mark.django_db
READS = {"reads": "mri.bl-m12", "feature": "erosion"}
OFFERED = [(key, width) for key in FIGURES for width in widths_of(key) if width != WIDTHS[1]]
TYPE = re.compile(r'font-size="([\d.]+)px"')
ROOT = re.compile(r'<svg [^>]*width="([\d.]+)mm" height="([\d.]+)mm" viewBox="0 0 ([\d.]+) ')


@pytest.fixture
def report(computed_study):
    return StoredRun(AnalysisRun.objects.get())


def unnumbered(svg):
    """The engine counts the areas it clips, from one drawing to the next."""
    return re.sub(r"\bclip\d+", "clip", svg)


def built(report, key):
    return build_figure(report, key, READS, lambda _: None)


@pytest.mark.parametrize(("key", "width"), OFFERED)
def test_a_file_is_as_wide_as_the_column_and_its_type_can_be_read(key, width, report):
    drawn = draw(built(report, key), width)
    wide, high, units = (float(found) for found in ROOT.search(drawn.svg).groups())
    assert wide == width == drawn.width
    assert high == pytest.approx(drawn.height, abs=0.01)
    points = [float(size) * width * 72 / 25.4 / units for size in TYPE.findall(drawn.svg)]
    assert min(points) >= SMALLEST_POINTS
    assert f"<desc>{escape(drawn.description)}</desc>" in drawn.svg


@pytest.mark.parametrize("key", ["forest", "calibration", "sensitivity", "correlations"])
def test_the_page_keeps_enough_room(key, report):
    found = built(report, key)
    drawn = draw(found, WIDTHS[2])
    units = float(ROOT.search(drawn.svg)[3])
    wide = "hconcat" in found.spec or found.fluid
    at_the_page_s_scale = drawn.height * units / drawn.width
    assert wide is False or room_of(report, key, READS).height >= at_the_page_s_scale


def test_each_panel_is_a_file_of_its_own(computed_study, report, sign_in):
    client = sign_in(manager_of(computed_study))
    panels = panels_of(built(report, "sensitivity"))
    assert tuple(panels) == PANELS["sensitivity"]
    address = reverse("analytics:figure-svg", args=[computed_study.code, "sensitivity"])
    whole = client.get(address, {"width": "174"}).content.decode()
    assert ">A</text>" in whole
    assert ">B</text>" in whole
    second = client.get(address, {"width": "85", "panel": "b"})
    text = second.content.decode()
    assert 'width="85mm"' in text
    assert ">B</text>" in text
    assert ">A</text>" not in text
    # Alone, a panel names its own rows.
    assert "Main" in text
    assert "-b-preliminary.svg" in second.headers["Content-Disposition"]
    event = AuditEvent.objects.filter(kind="table_downloaded").latest("pk")
    assert event.data["width"] == 85
    for wrong in ({"width": "90"}, {"panel": "z"}, {"width": "85;"}):
        assert client.get(address, wrong).status_code == 404


@pytest.mark.parametrize("key", ["roc", "bland-altman", "sensitivity", "slopes"])
def test_a_figure_that_is_drawn_anew_is_the_same(key, report, monkeypatch):
    remembered = draw(built(report, key), 85)
    monkeypatch.setattr(render, "_engine", engine)
    drawn = draw(built(report, key), 85)
    assert unnumbered(drawn.svg) == unnumbered(remembered.svg)
    assert as_file(drawn, "png") == as_file(remembered, "png")


def test_a_pdf_and_a_png_have_the_size_on_paper(report):
    drawn = draw(built(report, "roc"), 85)
    (page,) = PdfReader(io.BytesIO(as_file(drawn, "pdf"))).pages
    assert float(page.mediabox.width) == pytest.approx(85 * 72 / 25.4, abs=0.1)
    png = as_file(drawn, "png")
    assert int.from_bytes(png[16:20]) == pytest.approx(85 / 25.4 * 300, abs=2)


def test_latin_greek_and_japanese_are_drawn():
    rows = [{"name": "関節リウマチ IFN-γ", "value": 1}]
    spec = layer(rows, {"type": "bar"}, x=quantitative("value", "値, β"), y=nominal("name"))
    drawn = draw(figure("f", "題 γ", [spec], description="説明"), 85)
    text = PdfReader(io.BytesIO(as_file(drawn, "pdf"))).pages[0].extract_text()
    for letter in "関節リウマチγ値β":
        assert letter in text
    assert "<title>題 γ</title><desc>説明</desc>" in drawn.svg
