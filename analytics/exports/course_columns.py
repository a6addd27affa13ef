"""What the columns of a course are called outside, and what they say."""

from __future__ import annotations

from django.utils.translation import gettext as _

from analytics.datasets.described_courses import ClinicalCourse, DescribedCourse, ScoreCourse
from analytics.design.clinical import VARIABLES
from analytics.design.plan import Plan
from analytics.exports.table import ExportColumn
from analytics.tables.endpoints import reads_name

DECIMAL = "decimal number"


def of_course(
    course: DescribedCourse, parts: list[str], plan: Plan, letters: dict[int, str]
) -> ExportColumn:
    """Return a column of a course: ``<visit>/value``, or ``r<person>/<visit>/<part>``.

    ``letters``: what stands for each reader, by id, since who a person is never leaves.
    """
    if isinstance(course, ClinicalCourse):
        return _of_variable(course, parts[0])
    person, visit, part = parts
    return _of_reader(course, plan, letters[int(person.removeprefix("r"))], (visit, part))


def _of_variable(course: ClinicalCourse, visit: str) -> ExportColumn:
    variable = VARIABLES[course.variable]
    label = _("%(value)s at %(visit)s") % {"value": variable.label, "visit": _name(course, visit)}
    return ExportColumn(f"{course.key}_{visit}", label, DECIMAL, variable.unit)


def _of_reader(course: ScoreCourse, plan: Plan, letter: str, of: tuple[str, str]) -> ExportColumn:
    visit, part = of
    said = {
        "score": _("sum at %(visit)s"),
        "change": _("change from %(first)s to %(visit)s"),
    }[part] % {"first": course.visits[0].name, "visit": _name(course, visit)}
    reads = next(one for one in plan.score_endpoints() if one.key == course.endpoint)
    label = _("%(reads)s, reader %(letter)s, %(what)s") % {
        "reads": reads_name(reads),
        "letter": letter.upper(),
        "what": said,
    }
    name = f"{course.key}_{letter}_{visit}{'_chg' if part == 'change' else ''}"
    return ExportColumn(name, label, DECIMAL, _("points"))


def _name(course: DescribedCourse, code: str) -> str:
    return next(visit.name for visit in course.visits if visit.code == code)
