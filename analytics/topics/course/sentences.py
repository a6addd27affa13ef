"""What one course did, in sentences: its values, its changes, and its mixed model."""

from __future__ import annotations

from math import sqrt

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from analytics.paper import words
from analytics.results.course import AtVisit, Course
from analytics.results.stored_run import StoredRun
from analytics.stats.regression.mixed import VarianceComponents, VisitChange
from analytics.stats.results import Interval, IntervalEstimate, NotEstimable
from analytics.tables import formats
from analytics.topics.course.names import unit, what_of

DAYS_PER_YEAR = 365.25


def value_sentence(_stored: StoredRun, course: Course, name: str) -> str:
    """Say the mean at the first and the last visit, and of how many patients."""
    return _("%(name)s: the mean was %(first)s and %(last)s.") % {
        "name": name,
        "first": _mean(course, course.values[0]),
        "last": _mean(course, course.values[-1]),
    }


def _mean(course: Course, at: AtVisit) -> str:
    numbers = at.numbers
    if formats.reason(numbers.mean) or formats.reason(numbers.sd):
        written = words.estimate(numbers.mean, None, 2)
    else:
        written = _("%(mean)s (SD %(sd)s)") % {
            "mean": _in_unit(course, formats.fixed(numbers.mean, 2)),
            "sd": formats.fixed(numbers.sd, 2),
        }
    return _("%(mean)s at %(visit)s in %(n)d of %(patients)s") % {
        "mean": written,
        "visit": at.visit.name,
        "n": numbers.n,
        "patients": words.patients(course.patients),
    }


def change_sentence(_stored: StoredRun, course: Course, _name: str) -> str:
    """Say the mean change to each later visit with its adjusted P."""
    said = [
        _("%(change)s to %(visit)s in %(patients)s (adjusted %(p)s)")
        % {
            "change": words.estimate(
                found.change.means.mean_change, found.change.means.interval, 2
            ),
            "visit": found.visit.name,
            "patients": words.patients(found.change.sample.n_used),
            "p": words.p(adjusted.adjusted),
        }
        for found, adjusted in zip(course.changes, course.by_means.tests, strict=True)
        if found.change.sample.n_used
    ]
    if not said:
        return _("No patient has the value at %(visit)s and at a later visit.") % {
            "visit": course.values[0].visit.name
        }
    return _("The mean change from %(visit)s was %(changes)s.") % {
        "visit": course.values[0].visit.name,
        "changes": words.listed(said),
    }


def model_sentence(stored: StoredRun, course: Course, _name: str) -> str:
    """Say what the mixed model makes of all visits, or why there is none."""
    found = course.model
    if isinstance(found.deviance, NotEstimable):
        return _("A mixed model of the visits was %(why)s.") % {
            "why": words.not_estimable(found.deviance.reason)
        }
    last = found.changes[-1]
    said = ngettext(
        "By the mixed model of %(n)d visit %(what)s %(moved)s from %(first)s to "
        "%(last)s%(yearly)s; that all visits are alike: %(test)s.",
        "By the mixed model of all %(n)d visits %(what)s %(moved)s from %(first)s to "
        "%(last)s%(yearly)s; that all visits are alike: %(test)s.",
        found.visits,
    ) % {
        "n": found.visits,
        "what": what_of(stored, course),
        "moved": _moved(course, last.change, last.interval),
        "first": course.values[0].visit.name,
        "last": course.values[-1].visit.name,
        "yearly": _yearly(course, last),
        "test": _test(course),
    }
    return f"{said} {_variances(course, found.variances)}"


def _moved(course: Course, change: float, interval: IntervalEstimate) -> str:
    """``rose by 1.20 points (95 % CI 0.40 to 2.00)``; a fall is said without its sign."""
    if change < 0 and isinstance(interval, Interval):
        interval = Interval(-interval.high, -interval.low, interval.level, interval.method)
    by = _in_unit(course, formats.fixed(abs(change), 2))
    limits = f"{words.interval_name(interval)} {formats.interval(interval, 2)}"
    text = _("fell by %(by)s (%(limits)s)") if change < 0 else _("rose by %(by)s (%(limits)s)")
    return text % {"by": by, "limits": limits}


def _yearly(course: Course, last: VisitChange) -> str:
    days = course.values[-1].visit.day - course.values[0].visit.day
    rate = abs(last.change) * DAYS_PER_YEAR / days
    return _(", %(rate)s a year") % {"rate": _in_unit(course, formats.fixed(rate, 2))}


def _test(course: Course) -> str:
    test = course.model.test
    return _("F %(f)s with %(visits)d and %(df)g degrees of freedom, %(p)s") % {
        "f": formats.fixed(test.statistic, 2),
        "visits": course.model.visits - 1,
        "df": test.df or 0,
        "p": words.p(test.p),
    }


def _variances(course: Course, parts: VarianceComponents) -> str:
    """How far patients, their courses, readers and single values differ, as SDs."""
    rest = _("values of one patient") if parts.readers is None else _("single readings")
    named = [
        (_("patients"), parts.patients),
        (_("patients' courses"), parts.courses),
        (_("readers"), parts.readers),
        (rest, parts.residual),
    ]
    said = [
        _("%(what)s %(sd)s") % {"what": what, "sd": formats.fixed(sqrt(variance), 2)}
        for what, variance in named
        if variance is not None and not isinstance(variance, NotEstimable)
    ]
    return _("Standard deviations%(unit)s: %(parts)s.") % {
        "unit": _(" in %(unit)s") % {"unit": unit(course)} if unit(course) else "",
        "parts": words.listed(said),
    }


def _in_unit(course: Course, number: str) -> str:
    return f"{number} {unit(course)}" if unit(course) else number
