"""The page asks the server what it understood: the same field answers that stores."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.factories.world import World

ADDRESS = "/entry/understood/"


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        ({"kind": "number", "text": "7,43"}, {"understood": "7.43"}),
        ({"kind": "day", "text": "R3.11.28"}, {"understood": "2021-11-28"}),
        ({"kind": "partial", "text": "2024/3"}, {"understood": "Mar 2024"}),
        ({"kind": "censored", "text": "＜ 0,3"}, {"understood": "<0.3"}),
        ({"kind": "numbers", "text": "0,95; 0.8", "gives": "float"}, {"understood": "0.95; 0.8"}),
        ({"kind": "whole", "text": " "}, {"understood": ""}),
        ({"kind": "whole"}, {"understood": ""}),
        (
            {"kind": "whole", "low": "0", "high": "28", "text": "29"},
            {"refused": "Found 29, expected a whole number from 0 to 28.", "readings": []},
        ),
        (
            {"kind": "number", "text": "1,234"},
            {
                "refused": "Found 1,234, expected one decimal mark and no thousands mark: "
                "1.234 or 1234.",
                "readings": ["1.234", "1234"],
            },
        ),
    ],
)
def test_it_says_what_the_form_would_store(
    world: World, question: dict[str, str], answer: dict[str, object]
) -> None:
    client = Client()
    client.force_login(world.stranger)
    assert client.post(ADDRESS, question).json() == answer


@pytest.mark.parametrize(
    "question",
    [
        {"text": "7"},
        {"kind": "spell", "text": "7"},
        {"kind": "day", "low": "0", "text": "7"},
        {"kind": "number", "low": "many", "text": "7"},
        {"kind": "number", "places": "0.5x", "text": "7"},
    ],
)
def test_a_question_that_no_field_asks_is_refused(world: World, question: dict[str, str]) -> None:
    client = Client()
    client.force_login(world.stranger)
    assert client.post(ADDRESS, question).status_code == 400
