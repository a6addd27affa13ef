"""The heat map on drawn hands and feet: figures, links, what is dashed, what has no drawing."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from django.test import Client

from scoring.instruments import Entry, UnscorableReason
from scoring.services import Mark, save_scores
from tests.factories.campaigns import read
from tests.factories.instruments import PDUS_FOLDER, added_folder
from tests.factories.scoring import all_marks, draft_reading, open_for_reading, signed
from tests.factories.ultrasound import make_ultrasound_study, open_campaign, record_ultrasound
from tests.factories.world import StudyWorld, World

pytestmark = pytest.mark.django_db

Sign = Callable[..., Client]
PAGE = "/studies/alpha/campaigns/mri/reliability/"
SITE = re.compile(r'<a class="diagram__site" href="([^"]+)" data-level="(\d)"[^>]*>.*?</a>')


@pytest.fixture
def one(world: World) -> StudyWorld:
    return world.one


def read_pair(campaign, first: dict, second: dict) -> None:
    """Submit both readings of the first case."""
    case = campaign.cases.order_by("number").first()
    for assignment, changed in zip(
        case.assignments.order_by("reader_number"), (first, second), strict=True
    ):
        read(assignment, changed)


def drawn_in(page: str) -> str:
    return page[
        page.index('id="drawn-sites"') : page.index("</section>", page.index("drawn-sites"))
    ]


def test_each_site_has_its_figure_and_leads_to_its_cases(one: StudyWorld, sign_in: Sign) -> None:
    campaign = open_for_reading(one)
    read_pair(campaign, {(1, "synovitis.MCP2"): 3}, {(1, "synovitis.MCP2"): 1})
    client = sign_in(one.people["data_manager"])
    part = drawn_in(client.get(PAGE).content.decode())
    assert part.count('class="diagram__drawing"') == 1
    found = dict(SITE.findall(part))
    assert len(found) == 7
    [(url, level)] = [(url, level) for url, level in found.items() if "MCP2" in url]
    assert level == "9"
    assert {level for url, level in found.items() if "MCP2" not in url} == {"0"}
    assert (
        'aria-label="MCP joint 2: mean absolute difference 2.00 points, 1 pair of scores"' in part
    )
    cases = client.get(PAGE + unescape(url).partition("#")[0])
    assert cases.context["cases"]["site"] == "Synovitis, MCP joint 2"
    assert len(cases.context["cases"]["rows"]) == 1


def test_it_shows_the_chosen_occasion(one: StudyWorld, sign_in: Sign) -> None:
    campaign = open_for_reading(one)
    read_pair(campaign, {(2, "synovitis.MCP2"): 1}, {})
    client = sign_in(one.people["data_manager"])
    occasions = client.get(PAGE).context["drawn_at"]
    assert [one.label for one in occasions][:2] == ["Status, Baseline", "Status, One year"]
    later = client.get(PAGE + occasions[1].url.partition("#")[0])
    assert later.context["drawn"].occasion == "Status, One year"
    assert [level for _, level in SITE.findall(drawn_in(later.content.decode()))].count("9") == 1


def test_what_nobody_could_compare_is_dashed(one: StudyWorld, sign_in: Sign) -> None:
    campaign = open_for_reading(one)
    case = campaign.cases.order_by("number").first()
    for assignment in case.assignments.all():
        reading = draft_reading(assignment)
        gap = Entry(reason=UnscorableReason.OUTSIDE_FOV)
        marks = [
            Mark(mark.position, mark.item, gap) if mark.item == "synovitis.DRUJ" else mark
            for mark in all_marks(assignment)
        ]
        save_scores(reading=reading, marks=marks, revision=reading.revision, by=assignment.reader)
        signed(reading)
    part = drawn_in(sign_in(one.people["data_manager"]).get(PAGE).content.decode())
    assert part.count('data-kind="none"') == 1
    assert "not scored in two readings of a case" in part
    assert len(SITE.findall(part)) == 6


def test_sharp_is_drawn_on_both_hands_and_feet(one: StudyWorld, sign_in: Sign) -> None:
    campaign = open_for_reading(one, instrument="svdh", features=["erosion", "jsn"])
    read_pair(campaign, {(1, "LF.jsn.MTP3"): 2}, {})
    client = sign_in(one.people["data_manager"])
    titles = {}
    for choice in client.get(PAGE).context["features"]:
        drawn = client.get(PAGE + choice.url.partition("#")[0]).context["drawn"]
        titles[choice.label] = [one.title for one in drawn.drawings]
        assert not drawn.of_either_side
    limbs = ("Right hand", "Left hand", "Right foot", "Left foot")
    assert sorted(map(len, titles.values())) == [4, 4, 8]
    assert [f"{limb}, Erosion" for limb in limbs] in titles.values()


def test_an_added_instrument_without_places_has_its_table_alone(sign_in: Sign) -> None:
    with added_folder(PDUS_FOLDER):
        made = make_ultrasound_study()
        client = sign_in(made.manager)
        record_ultrasound(made, client)
        campaign = open_campaign(made, client)
        for assignment in campaign.cases.first().assignments.all():
            read(assignment)
        response = client.get(f"{made.base}campaigns/sono/reliability/")
        page = response.content.decode()
        assert response.context["drawn"] is None
        assert "drawn-sites" not in page
        assert "heat-table" in page
