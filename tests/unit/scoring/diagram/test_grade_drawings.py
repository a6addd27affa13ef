"""Grades as they are drawn: one for each, no two alike, in the words of their scale."""

from __future__ import annotations

import re

import pytest

from scoring.diagram import grade_svg
from scoring.instruments import Grade, all_instruments, get_instrument

FEATURES = [(one.key, feature.key) for one in all_instruments() for feature in one.features]


def drawn(instrument: str, feature: str) -> dict[str, str]:
    found = get_instrument(instrument)
    return {
        grade.value: grade_svg(found, feature, grade) for grade in found.feature(feature).grades
    }


def words(svg: str) -> str:
    return re.search('aria-label="([^"]+)"', svg)[1]


@pytest.mark.parametrize(("instrument", "feature"), FEATURES)
def test_every_grade_has_a_drawing_and_words_of_its_own(instrument: str, feature: str) -> None:
    grades = drawn(instrument, feature)
    assert all('role="img"' in svg for svg in grades.values())
    assert len(set(grades.values())) == len(grades)
    assert len({words(svg) for svg in grades.values()}) == len(grades)


def test_sharp_speaks_of_the_space_that_is_left_and_ramris_of_what_is_lost() -> None:
    """Grade 2 has more than half left, grade 3 less: the inequality that texts turn round."""
    sharp, ramris = drawn("svdh", "jsn"), drawn("ramris-2016", "jsn")
    left = {
        value: int(re.search(r"about (\d+) % of the space left", words(sharp[value]))[1])
        for value in ("2", "3")
    }
    assert left["2"] > 50 > left["3"]
    lost = {
        value: int(re.search(r"about (\d+) % of the space lost", words(ramris[value]))[1])
        for value in ("2", "3")
    }
    assert 34 <= lost["2"] <= 66 < lost["3"] <= 99
    assert words(sharp["4"]) == words(ramris["4"]) == "both bones fused"


def test_the_eroded_part_grows_by_a_tenth_a_point() -> None:
    edges = [
        float(found[1])
        for svg in drawn("ramris-2016", "erosion").values()
        if (found := re.search(r'grade__lost" d="M([\d.]+) ', svg))
    ]
    assert edges == [22 - 2 * score for score in range(1, 11)]


def test_a_grade_that_no_scale_has_is_not_drawn() -> None:
    ramris = get_instrument("ramris-2016")
    for feature in ramris.feature_keys:
        assert grade_svg(ramris, feature, Grade("11", "")) == ""
    assert grade_svg(ramris, "doppler", Grade("1", "")) == ""
