"""Values over three visits or more: each visit, each change, and the mixed model."""

from __future__ import annotations

from analytics.datasets.dataset import course_column
from analytics.datasets.described_courses import DescribedCourse, ScoreCourse
from analytics.datasets.meta import DataSetMeta
from analytics.package.r.columns import Columns
from analytics.package.r.text import (
    Figure,
    check,
    ends,
    listed,
    logical,
    not_checked,
    number,
    section,
)
from analytics.results.course import Course
from analytics.results.stored_run import StoredRun
from analytics.stats.comparison.paired_numbers import EXACT_VARIANT, PairedChange
from analytics.stats.descriptive.summaries import NumberSummary, Quartiles
from analytics.stats.regression.mixed import VarianceComponents
from analytics.stats.results import IntervalEstimate, NotEstimable
from analytics.topics.course.names import course_names

# R alone takes the whole covariance matrix of all readings: more would take minutes.
MOST_READINGS = 1500


def lines(report: StoredRun, columns: Columns, meta: DataSetMeta) -> list[str]:
    """Return the checks of every course."""
    names = course_names(report)
    described = {one.key: one for one in meta.courses.every}
    found: list[str] = []
    for course in report.results.courses:
        found += _course(report, columns, course, described[course.key], names[course.key])
    return found


def _course(
    report: StoredRun, columns: Columns, course: Course, held: DescribedCourse, name: str
) -> list[str]:
    level, planned = number(report.plan.level), course.read.per_case if course.read else 1
    readings = ", ".join(_readings(columns, held, at.visit.code, "score") for at in course.values)
    found = [
        section(f"Course of {name}"),
        f"readings <- list({readings})",
        f"at <- do.call(cbind, lapply(readings, by_all, {planned}))",
        "inside <- rowSums(!is.na(at)) > 0",
    ]
    for place, at in enumerate(course.values, start=1):
        x = f"at[inside, {place}]"
        what = f"{name} at {at.visit.name}"
        summed = f"described({x}, measured({x}), {report.plan.quantile_type})"
        found += check(what, summed, _numbers(report, at.numbers))
        found += check(what, f"mean_interval({x}, {level})", ends("", at.mean_interval))
    for place, moved in enumerate(course.changes, start=2):
        x = (
            f"by_all({_readings(columns, held, moved.visit.code, 'change')}, {planned})"
            if course.read
            else f"round(at[, {place}] - at[, 1], 9)"
        )
        exact = moved.change.ranks.test.variant == EXACT_VARIANT
        found += check(
            f"{name}, change to {moved.visit.name}",
            f"changed({x}, {level}, {logical(value=exact)})",
            _change(moved.change),
        )
    return found + _model(course, name, level)


def _readings(columns: Columns, held: DescribedCourse, visit: str, part: str) -> str:
    """The columns of every reader at a visit, as a list."""
    if isinstance(held, ScoreCourse):
        names = [course_column(held.key, visit, part, reader) for reader in held.readers]
    else:
        names = [course_column(held.key, visit, "value")]
    return f"list({', '.join(columns.number(name) for name in names)})"


def _numbers(report: StoredRun, numbers: NumberSummary) -> dict[str, Figure]:
    quartiles = report.quartiles(numbers)
    found: dict[str, Figure] = {
        "n": numbers.n,
        "missing": numbers.missing,
        "mean": numbers.mean,
        "SD": numbers.sd,
    }
    if isinstance(quartiles, Quartiles):
        found |= {
            "lower quartile": quartiles.lower,
            "median": quartiles.median,
            "upper quartile": quartiles.upper,
        }
    return found


def _change(change: PairedChange) -> dict[str, Figure]:
    means, ranks = change.means, change.ranks
    return {
        "patients": change.sample.n_used,
        "mean": means.mean_change,
        **ends("mean", means.interval),
        "P by t": means.test.p,
        "shift": ranks.shift,
        "P by ranks": ranks.test.p,
        "unchanged": ranks.zeros,
    }


def _model(course: Course, name: str, level: str) -> list[str]:
    """The model at its stored variances, and lme4's own search where that is installed."""
    found, what = course.model, f"{name}, mixed model"
    if isinstance(found.deviance, NotEstimable):
        return [not_checked(what, found.deviance.reason)]
    if found.sample.n_used > MOST_READINGS:
        return [not_checked(what, f"more than {MOST_READINGS} readings")]
    stored: dict[str, Figure] = {
        "deviance": found.deviance,
        "degrees of freedom": found.test.df,
        "F": found.test.statistic,
        "P": found.test.p,
    }
    for place, mean in enumerate(found.means, start=1):
        stored |= {f"mean {place}": mean.mean, f"mean {place}, upper": _upper(mean.interval)}
    for place, change in enumerate(found.changes, start=2):
        stored |= {
            f"change {place}": change.change,
            f"change {place}, upper": _upper(change.interval),
        }
    by_lme4 = check(f"{what} by lme4", "by_lme4(rows, variances)", {"deviance": found.deviance})
    missing = not_checked(f"{what} by lme4", "lme4 is not installed")
    return [
        "rows <- long(readings)",
        f"variances <- {_variances(found.variances)}",
        *check(what, f"visits_at(rows, variances, {level})", stored),
        f"if (has_lme4) {by_lme4[0]} else {missing}",
    ]


def _upper(interval: IntervalEstimate) -> Figure:
    return ends("", interval)["upper"]


def _variances(parts: VarianceComponents) -> str:
    """The components that the model has, as a list."""
    known = {
        "patients": parts.patients,
        "readers": parts.readers,
        "courses": parts.courses,
        "residual": parts.residual,
    }
    return listed({name: number(part) for name, part in known.items() if isinstance(part, float)})
