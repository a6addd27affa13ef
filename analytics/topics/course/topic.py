"""Values over three visits or more, as the rest of the analysis finds them."""

from __future__ import annotations

from analytics.topics.course import figures, long, tables
from analytics.topics.course.page import context
from analytics.topics.course.section import methods, section
from analytics.topics.topic import PagePart, Topic

COURSE = Topic(
    key="course",
    part=PagePart("imaging", "analytics/parts/course.html", context),
    section=section,
    tables={
        "course-values": lambda stored, options: tables.values(stored, options.get("course", "")),
        "course-changes": lambda stored, options: tables.changes(stored, options.get("course", "")),
        "course-model": lambda stored, options: tables.model(stored, options.get("course", "")),
        "course-variances": lambda stored, options: tables.variances(
            stored, options.get("course", "")
        ),
        "course-readings": lambda stored, options: long.readings(stored, options.get("course", "")),
    },
    figures={
        "course-means": lambda stored, link, options: figures.mean_course(
            stored, link, options.get("course", "")
        ),
        "individual-courses": lambda stored, link, options: figures.own_courses(
            stored, link, options.get("course", "")
        ),
    },
    values_of={"course-means": "course-values", "individual-courses": "course-readings"},
    methods=methods,
)
