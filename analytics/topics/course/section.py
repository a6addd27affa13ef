"""Courses in the report: values at each visit, their changes, and the mixed model in words."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.design.options import ADJUSTMENT_NAMES
from analytics.paper.document import FigurePart, Paragraph, Part, Section, TablePart
from analytics.results.course import Course
from analytics.results.stored_run import StoredRun
from analytics.topics.course import tables
from analytics.topics.course.names import course_names
from analytics.topics.course.sentences import change_sentence, model_sentence, value_sentence


def section(stored: StoredRun) -> Section | None:
    """Return what each course did, with four tables and the figures of the main ones.

    None where no value is known at three visits.
    """
    found = stored.results.courses
    if not found:
        return None
    shown = [build(stored) for build in (tables.values, tables.changes, tables.model)]
    differing = tables.variances(stored)
    sources = (*(table.name for table in shown), differing.name)
    names = course_names(stored)
    parts: list[Part] = [
        Paragraph(
            " ".join(
                said(stored, course, names[course.key])
                for said in (value_sentence, change_sentence, model_sentence)
            ),
            sources,
        )
        for course in found
    ]
    for course in _drawn(stored):
        parts += _figures(stored, course, names[course.key])
    keys = ("course-values", "course-changes", "course-model")
    parts += [TablePart(table, key) for table, key in zip(shown, keys, strict=True)]
    parts.append(TablePart(differing, "course-variances"))
    return Section("course", _("Courses over the visits"), tuple(parts))


def _drawn(stored: StoredRun) -> list[Course]:
    """Every measure that was read, and the first clinical variable."""
    found = stored.results.courses
    return [*(one for one in found if one.read), *[one for one in found if one.variable][:1]]


def _figures(stored: StoredRun, course: Course, name: str) -> list[Part]:
    options = {"course": course.key}
    return [
        FigurePart(
            "course-means",
            _("%(name)s: course of the mean") % {"name": name},
            _(
                "Points: mean at each visit; whiskers: %(ci)s (Student's t). Below the axis the "
                "number of patients with a value."
            )
            % {"ci": stored.ci},
            options,
        ),
        FigurePart(
            "individual-courses",
            _("%(name)s: patients' courses") % {"name": name},
            _(
                "Each thin line is a patient and joins the visits with a value; the thick line is "
                "the median. Above 1000 patients: the quartiles in place of the patients."
            ),
            options,
        ),
    ]


def methods(stored: StoredRun) -> list[Paragraph]:
    """Say how courses were made, and by which likelihood and degrees of freedom."""
    found = stored.results.courses
    if not found:
        return []
    adjusted = ADJUSTMENT_NAMES[stored.plan.adjustment]
    parts = [
        _(
            "Courses over %(visits)s: change from the first visit to each later one by the paired "
            "t test and Wilcoxon's signed-rank test, of the patients with both visits, P adjusted "
            "over the visits (%(method)s)."
        )
        % {"visits": _("three visits or more"), "method": adjusted},
        _(
            "Mixed model by restricted maximum likelihood: the value by visit (categories) with a "
            "random intercept for each patient, so that all visits of a patient are equally "
            "correlated."
        ),
    ]
    if any(one.read and one.read.per_case > 1 for one in found):
        parts.append(
            _(
                "Scores of several readers have two random intercepts more: of the reader, crossed "
                "with patients, and of the patient at a visit, which all readers see alike."
            )
        )
    parts.append(
        _(
            "Changes and the F test of the visits have containment degrees of freedom, means "
            "Wald's intervals with normal quantiles."
        )
    )
    return [Paragraph(" ".join(parts), cites=("laird", "pinheiro"))]
