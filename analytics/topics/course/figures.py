"""The course of the mean with its interval, and every patient's own course with the median."""

from __future__ import annotations

import json
from dataclasses import dataclass

import numpy as np
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.datasets.described_courses import CourseVisit
from analytics.figures.spec import (
    POINTS_UP_TO,
    Figure,
    Link,
    Patients,
    Spec,
    empty,
    figure,
    layer,
    linked,
    listed,
    nominal,
    quantitative,
    tooltip,
    with_link,
)
from analytics.results.course import AtVisit, Course
from analytics.results.stored_run import StoredRun
from analytics.stats.results import FloatArray, NotEstimable
from analytics.tables import formats
from analytics.topics.course import points
from analytics.topics.course.long import described
from analytics.topics.course.names import course_names, visits, with_unit

# Visits stand apart as they are planned unless two would then share a label's place.
CLOSEST = 0.18
# More visits than this go by their codes, which are shorter.
MOST_NAMED = 5
HEIGHT = 340


@dataclass(frozen=True)
class Axis:
    """Where each visit of a course stands, and the axis that says so."""

    places: list[float]
    x: Spec


def mean_course(stored: StoredRun, _link: Link, key: str) -> Figure:
    """The mean at each visit with its interval, numbers of patients under the axis."""
    found = stored.courses(key)[:1]
    if not found:
        return empty("course-means", _("Course of the mean"), nothing())
    course, name = found[0], course_names(stored)[found[0].key]
    axis = _axis(course, counted=True)
    y = _("%(what)s: mean and %(ci)s") % {"what": with_unit(name, course), "ci": stored.ci}
    rows = [row for place, at in zip(axis.places, course.values, strict=True)
            if (row := _mean(place, at))]  # fmt: skip
    whiskers = [row for row in rows if "low" in row]
    tips = tooltip(visit=_("Visit"), said=_("Mean"), patients=_("Patients"))
    return figure(
        f"course-means-{course.key}",
        _("%(name)s: course of the mean") % {"name": name},
        [
            layer(whiskers, {"type": "rule", "style": "whisker"}, x=axis.x,
                  y=quantitative("low", y), y2={"field": "high"}),
            layer(rows, {"type": "line", "style": "series-1"}, x=axis.x, y=_y("mean", y)),
            layer(rows, {"type": "point", "style": "point-1", "filled": True, "size": 60},
                  x=axis.x, y=_y("mean", y), tooltip=tips),
        ],
        description=_("%(name)s, mean: %(said)s.") % {
            "name": name,
            "said": "; ".join(f"{row['visit']} {row['said']}, n = {row['patients']}"
                              for row in rows),
        },
        height=HEIGHT,
    )  # fmt: skip


def _mean(place: float, at: AtVisit) -> Spec | None:
    """A point; None where nobody has the value at this visit."""
    if isinstance(at.numbers.mean, NotEstimable):
        return None
    row: Spec = {
        "x": place,
        "visit": at.visit.name,
        "mean": at.numbers.mean,
        "said": formats.estimate(at.numbers.mean, at.mean_interval, 2),
        "patients": at.numbers.n,
    }
    ends = formats.ends(at.mean_interval)
    return row if ends is None else {**row, "low": ends[0], "high": ends[1]}


def own_courses(stored: StoredRun, link: Link, key: str) -> Figure:
    """Each patient's values joined by a line, and the median; above 1000 patients quartiles."""
    found = stored.courses(key)[:1]
    if not found:
        return empty("individual-courses", _("Patients' courses"), nothing())
    course, name = found[0], course_names(stored)[found[0].key]
    axis = _axis(course, counted=False)
    kept, data = described(stored, course.key)
    table = points.values(data, kept)
    inside = np.flatnonzero(np.isfinite(table).any(axis=1))
    many = inside.size > POINTS_UP_TO
    y = with_unit(name, course)
    rows = [] if many else _own(course, axis, table[inside],
                                data.frame["pseudonym"].iloc[inside].tolist(), link)  # fmt: skip
    drawn = _quartiles(stored, course, axis, y) if many else _lines(rows, axis, y)
    return figure(
        f"individual-courses-{course.key}",
        _("%(name)s: patients' courses") % {"name": name},
        [*drawn, *_median(stored, course, axis, y)],
        description=ngettext(
            "%(name)s of %(n)d patient from %(first)s to %(last)s, with the median.",
            "%(name)s of %(n)d patients from %(first)s to %(last)s, with the median.",
            inside.size,
        )
        % {
            "name": name,
            "n": inside.size,
            "first": course.values[0].visit.name,
            "last": course.values[-1].visit.name,
        },
        height=HEIGHT + 40,
        patients=Patients() if many else _listed(course, rows),
    )


def nothing() -> str:
    """Say why a study has no courses."""
    return _("No value is known at three planned visits or more, so there is no course.")


def _axis(course: Course, *, counted: bool) -> Axis:
    """Visits where they are planned; ``counted`` writes the number of patients below each."""
    days = [float(visit.day) for visit in visits(course)]
    apart = min(np.diff(days)) >= CLOSEST * (days[-1] - days[0])
    places = days if apart else [float(place) for place in range(len(days))]
    margin = 0.06 * (places[-1] - places[0])
    labels = [
        [_label(course, at.visit), *([_("n = %(n)d") % {"n": at.numbers.n}] if counted else [])]
        for at in course.values
    ]
    said = "''"
    for place, label in reversed(list(zip(places, labels, strict=True))):
        said = f"datum.value == {place:g} ? {json.dumps(label)} : {said}"
    title = _("Visit") if apart else _("Visit, evenly spaced")
    if counted:
        title = _("%(visit)s, with number of patients") % {"visit": title}
    x = quantitative(
        "x",
        title,
        axis={"values": places, "labelExpr": said, "grid": False, "labelOverlap": False},
        scale={"domain": [places[0] - margin, places[-1] + margin], "nice": False},
    )
    return Axis(places, x)


def _label(course: Course, visit: CourseVisit) -> str:
    return visit.name if len(course.values) <= MOST_NAMED else visit.code


def _y(field: str, title: str) -> Spec:
    return quantitative(field, title, scale={"zero": False})


def _own(
    course: Course, axis: Axis, table: FloatArray, patients: list[str], link: Link
) -> list[Spec]:
    """One row a patient and visit with a value; every row has all values, for the list."""
    shown = visits(course)
    return [
        with_link(
            {
                "x": place,
                "visit": visit.name,
                "value": float(of_patient[column]),
                "mark": _("Patients"),
                **{
                    f"at_{one.code}": float(value) if np.isfinite(value) else formats.DASH
                    for one, value in zip(shown, of_patient, strict=True)
                },
            },
            patient,
            link,
        )
        for of_patient, patient in zip(table, patients, strict=True)
        for column, (place, visit) in enumerate(zip(axis.places, shown, strict=True))
        if np.isfinite(of_patient[column])
    ]


def _listed(course: Course, rows: list[Spec]) -> Patients:
    """Each patient once, with the value at every visit."""
    first: dict[str, Spec] = {}
    for row in rows:
        first.setdefault(row["patient"], row)
    columns = {f"at_{visit.code}": visit.name for visit in visits(course)}
    return listed(list(first.values()), **columns)


def _marks() -> list[str]:
    return [_("Patients"), _("Median")]


def _colour() -> Spec:
    return nominal("mark", scale={"domain": _marks()})


def _lines(rows: list[Spec], axis: Axis, y: str) -> list[Spec]:
    tips = tooltip(patient=_("Patient"), visit=_("Visit"), value=_("Value"))
    return [
        layer(rows, {"type": "line", "style": "thin-1"}, x=axis.x, y=_y("value", y),
              detail={"field": "patient", "type": "nominal"}, color=_colour()),
        layer(rows, {"type": "point", "filled": True, "size": 18, "opacity": 0.6}, x=axis.x,
              y=_y("value", y), color=_colour(), tooltip=tips, **linked(rows)),
    ]  # fmt: skip


def _quartiles(stored: StoredRun, course: Course, axis: Axis, y: str) -> list[Spec]:
    rows = [
        {"x": place, "low": found.lower, "high": found.upper}
        for place, at in zip(axis.places, course.values, strict=True)
        if not isinstance(found := stored.quartiles(at.numbers), NotEstimable)
    ]
    ribbon = {"type": "area", "style": "ribbon-2"}
    return [layer(rows, ribbon, x=axis.x, y=_y("low", y), y2={"field": "high"})]


def _median(stored: StoredRun, course: Course, axis: Axis, y: str) -> list[Spec]:
    rows = [
        {
            "x": place,
            "visit": at.visit.name,
            "median": found.median,
            "mark": _("Median"),
            "patients": at.numbers.n,
        }
        for place, at in zip(axis.places, course.values, strict=True)
        if not isinstance(found := stored.quartiles(at.numbers), NotEstimable)
    ]
    tips = tooltip(visit=_("Visit"), median=_("Median"), patients=_("Patients"))
    return [
        layer(rows, {"type": "line", "strokeWidth": 3}, x=axis.x, y=_y("median", y),
              color=_colour()),
        layer(rows, {"type": "point", "filled": True, "size": 70}, x=axis.x,
              y=_y("median", y), color=_colour(), tooltip=tips),
    ]  # fmt: skip
